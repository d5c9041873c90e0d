//! The memory of one worker process of the chatbot: the requests it answered, and the pool as last seen.
//!
//! A restart forgets both. Workers share nothing: a scrape meets one of them by chance, which makes counters jump.

use std::collections::BTreeMap;

use crate::exposition::{Histogram, Series, Value};
use crate::process::Process;

/// The seconds that the demo's own requests are said to take.
const OWN_LATENCY: f64 = 0.0013;

/// Paths beyond this many are not counted: the real program has no bound, a demo needs one.
const PATHS_KEPT: usize = 2000;

/// The connections of a database pool (`SQLAlchemy`'s `QueuePool`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Pool {
    /// Connections that are kept.
    pub(super) size: f64,
    /// In use.
    pub(super) checked_out: f64,
    /// Kept and idle.
    pub(super) checked_in: f64,
    /// Open beyond `size`; below zero as long as fewer are open.
    pub(super) overflow: f64,
}

impl Pool {
    /// The pool of a process at its instant.
    pub(super) fn at(process: &Process) -> Self {
        let size = 5.0;
        let checked_out = process.level("pool", 0.0, 7.0);
        let checked_in =
            if checked_out >= size { 0.0 } else { process.level("idle", 0.0, size - checked_out) };
        Self { size, checked_out, checked_in, overflow: checked_out + checked_in - size }
    }
}

/// The memory of one worker.
#[derive(Clone, Debug, Default)]
pub(super) struct Worker {
    started: f64,
    /// Requests answered.
    pub(super) observed: Observed,
    /// The pool, as it was at its last request.
    pub(super) pool: Option<Pool>,
}

impl Worker {
    /// Forgets everything if the process is another one than last time.
    pub(super) fn wake(&mut self, process: &Process) {
        if self.started < process.started {
            *self = Self { started: process.started, ..Self::default() };
        }
    }
}

/// Method, path as sent, status.
type Request = (String, String, String);

/// Requests answered, counted by method, path and status, with the time of the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    counts: BTreeMap<Request, (f64, f64)>,
}

impl Observed {
    /// Counts an answer.
    pub(super) fn count(&mut self, method: &str, path: &str, status: u16, now: f64) {
        let request = (method.to_owned(), path.to_owned(), status.to_string());
        if self.counts.len() < PATHS_KEPT || self.counts.contains_key(&request) {
            self.counts.entry(request).or_insert((0.0, now)).0 += 1.0;
        }
    }

    /// A histogram of so many equal observations.
    pub(super) fn histogram(count: f64, each: f64, bounds: &'static [f64]) -> Histogram {
        let below = bounds.iter().map(|bound| if each <= *bound { count } else { 0.0 }).collect();
        Histogram { bounds, below, count, sum: count * each }
    }

    /// Adds the requests to what else is counted: to a series with the same labels, or as a new one.
    pub(super) fn add_to(
        &self,
        counted: &mut Vec<Series>,
        latencies: &mut Vec<Series>,
        bounds: &'static [f64],
    ) {
        for ((method, path, status), (count, first)) in &self.counts {
            let labels = [("method", method.as_str()), ("path", path), ("status_code", status)];
            let series = Series { created: *first, ..Series::new(labels, Value::Number(*count)) };
            add(counted, series);
            let value = Value::Histogram(Self::histogram(*count, OWN_LATENCY, bounds));
            let labels = [("method", method.as_str()), ("path", path)];
            add(latencies, Series { created: *first, ..Series::new(labels, value) });
        }
    }
}

/// Adds a series to the one with the same labels, or appends it.
fn add(all: &mut Vec<Series>, series: Series) {
    let Some(known) = all.iter_mut().find(|known| known.labels == series.labels) else {
        all.push(series);
        return;
    };
    known.created = known.created.min(series.created);
    match (&mut known.value, series.value) {
        (Value::Number(sum), Value::Number(more)) => *sum += more,
        (Value::Histogram(sum), Value::Histogram(more)) => {
            for (below, more) in sum.below.iter_mut().zip(more.below) {
                *below += more;
            }
            sum.count += more.count;
            sum.sum += more.sum;
        }
        _ => debug_assert!(false, "series of one family have values of one kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn adds_to_what_is_there_and_appends_what_is_not() {
        let mut observed = Observed::default();
        for path in ["/api/health", "/api/health", "/nope"] {
            observed.count("GET", path, 200, 7.0);
        }
        let labels = [("method", "GET"), ("path", "/api/health"), ("status_code", "200")];
        let mut counted = vec![Series { created: 3.0, ..Series::new(labels, Value::Number(10.0)) }];
        let mut latencies = Vec::new();
        observed.add_to(&mut counted, &mut latencies, &[0.001, 0.01]);
        assert_eq!(counted.len(), 2);
        assert_eq!((&counted[0].value, counted[0].created), (&Value::Number(12.0), 3.0));
        assert_eq!((&counted[1].value, counted[1].created), (&Value::Number(1.0), 7.0));
        assert_eq!(latencies.len(), 2);
        let Value::Histogram(histogram) = &latencies[0].value else { panic!("{latencies:?}") };
        assert_eq!((histogram.below.as_slice(), histogram.count), (&[0.0, 2.0][..], 2.0));
    }

    #[test]
    fn a_restart_forgets() {
        let seed = Seed::new(1, "chatbot");
        let mut worker = Worker::default();
        let process = Process::at(seed, 1_795_175_348.0);
        worker.wake(&process);
        worker.pool = Some(Pool::at(&process));
        worker.observed.count("GET", "/", 404, process.now);
        worker.wake(&Process::at(seed, process.now + 1.0));
        assert!(worker.pool.is_some());
        worker.wake(&Process::at(seed, process.now + 40.0 * 86_400.0));
        assert!(worker.pool.is_none() && worker.observed.counts.is_empty());
    }

    #[test]
    fn the_pool_adds_up() {
        for step in 0..1000 {
            let pool = Pool::at(&Process::at(
                Seed::new(1, "chatbot"),
                1_795_175_348.0 + f64::from(step) * 30.0,
            ));
            let open = pool.checked_out + pool.checked_in;
            assert!((pool.size + pool.overflow - open).abs() < 1e-9, "{pool:?}");
            assert!(pool.overflow <= 10.0 && pool.checked_in <= pool.size, "{pool:?}");
        }
    }
}
