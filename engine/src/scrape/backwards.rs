//! Counters that go backwards again and again.
//!
//! A counter falls when its process starts anew. If several processes answer at one address in turn, each with counters of its
//! own, it falls with every other scrape, and each time a rate takes the whole value for an increase.

use super::Scrape;
use super::family::Families;
use crate::exposition::MetricType;
use crate::labels::{Matcher, NAME};
use crate::series::{SeriesId, TimeRange};
use crate::store::Store;
use crate::time::{Duration, Timestamp};
use core::fmt;
use std::collections::VecDeque;

/// A report on a target whose counters go backwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backwards {
    /// The metric that did so most often.
    pub metric: String,
    /// How often.
    pub times: usize,
    /// Within this time.
    pub within: Duration,
    /// The likely cause.
    pub cause: Cause,
}

/// Why counters go backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// They return to where they were: several processes answer in turn.
    Several,
    /// They begin anew each time.
    Restarts,
}

impl fmt::Display for Backwards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { metric, times, within, cause } = self;
        let minutes = within.0 / 60_000;
        write!(f, "{metric} went backwards {times} times in {minutes} min: ")?;
        f.write_str(match cause {
            Cause::Several => "several processes behind one address?",
            Cause::Restarts => "a process that starts again and again?",
        })
    }
}

/// A counter that went backwards lately.
#[derive(Clone, Debug)]
struct Fallen {
    id: SeriesId,
    /// When it did, oldest first.
    times: VecDeque<Timestamp>,
    /// Its value before it last fell; `None` once it was there again.
    peak: Option<f64>,
    /// Its value in the last scrape.
    last: f64,
    /// How often it did what no restart explains: fell by less than half, or rose above the peak at once from below half of it.
    leaps: usize,
}

/// The counters of a target that went backwards lately.
#[derive(Clone, Debug, Default)]
pub(super) struct Watched(Vec<Fallen>);

/// Maximum number of counters watched at once. They fall together.
const MAX_WATCHED: usize = 16;

/// Maximum number of series that are looked up in one scrape to see whether they are counters.
const MAX_LOOKUPS: usize = 256;

/// Number of falls that are reported; fewer are a restart or two.
const TOO_OFTEN: usize = 3;

/// Shortest window in which decreases are counted.
const WINDOW: Duration = Duration::from_secs(300);

/// The same in scrapes.
const SCRAPES: i64 = 20;

impl Scrape {
    /// Compares the values of this page with those of the last one, and returns what there is to report.
    pub(super) fn watch_counters(&mut self, store: &Store, at: Timestamp) -> Option<Backwards> {
        let window = WINDOW.max(self.target.interval * SCRAPES);
        self.watched.forget(at - window);
        self.watched.see(&self.values);
        let mut before = self.before.iter().zip(&self.before_values).peekable();
        let mut lookups = 0;
        for row in self.rows.iter().filter(|row| row.may_count) {
            while before.next_if(|(id, _)| **id < row.id).is_some() {}
            let known = before.peek().filter(|(id, _)| **id == row.id);
            let Some(peak) = known.map(|(_, value)| **value).filter(|peak| row.value < *peak)
            else {
                continue;
            };
            if lookups >= MAX_LOOKUPS {
                break;
            }
            lookups += 1;
            let name = store.labels(row.id).map_or("", |labels| labels.get(NAME));
            if is_counter(name, &self.families) {
                self.watched.fell(row.id, (peak, row.value), at);
            }
        }
        let most = self.watched.0.iter().max_by_key(|one| one.times.len())?;
        if most.times.len() < TOO_OFTEN {
            return None;
        }
        let started = self.start_went_back(store, TimeRange { after: at - window, until: at });
        let is_several = started.unwrap_or(most.leaps > 1);
        Some(Backwards {
            metric: store.labels(most.id)?.get(NAME).to_owned(),
            times: most.times.len(),
            within: window,
            cause: if is_several { Cause::Several } else { Cause::Restarts },
        })
    }

    /// Returns whether the target reported an earlier start of its process after a later one; `None` if it reports none.
    fn start_went_back(&self, store: &Store, range: TimeRange) -> Option<bool> {
        let series = store.select(&[
            Matcher::equal(NAME, "process_start_time_seconds"),
            Matcher::equal("job", &self.target.job),
            Matcher::equal("instance", &self.target.instance),
        ]);
        let starts = store.entries(*series.first()?, range).filter_map(|entry| entry.value);
        let starts: Vec<f64> = starts.collect();
        Some(!starts.is_sorted()).filter(|_| !starts.is_empty())
    }
}

impl Watched {
    /// Drops falls before `since`.
    fn forget(&mut self, since: Timestamp) {
        for one in &mut self.0 {
            while one.times.front().is_some_and(|at| *at <= since) {
                one.times.pop_front();
            }
        }
        self.0.retain(|one| !one.times.is_empty());
    }

    /// Follows the current values.
    fn see(&mut self, values: &[(SeriesId, f64)]) {
        for one in &mut self.0 {
            let place = values.binary_search_by_key(&one.id, |(id, _)| *id);
            let Some((_, value)) = place.ok().and_then(|place| values.get(place)) else { continue };
            if let Some(peak) = one.peak.filter(|peak| value > peak) {
                one.leaps += usize::from(one.last < peak / 2.0);
                one.peak = None;
            }
            one.last = *value;
        }
    }

    /// Notes that a counter fell from `peak` to `last`.
    fn fell(&mut self, id: SeriesId, (peak, last): (f64, f64), at: Timestamp) {
        let leaps = usize::from(last > peak / 2.0);
        if let Some(one) = self.0.iter_mut().find(|one| one.id == id) {
            one.times.push_back(at);
            one.peak = Some(one.peak.map_or(peak, |before| before.max(peak)));
            one.leaps += leaps;
        } else if self.0.len() < MAX_WATCHED {
            self.0.push(Fallen { id, times: [at].into(), peak: Some(peak), last, leaps });
        }
    }
}

/// Returns whether a metric falls only at a restart.
fn is_counter(name: &str, families: &Families) -> bool {
    let of_family = |suffix: &str| name.strip_suffix(suffix).and_then(|stem| families.kind(stem));
    let is_of_many = |kind| matches!(kind, Some(MetricType::Histogram | MetricType::Summary));
    name.ends_with("_total")
        || families.kind(name) == Some(MetricType::Counter)
        || is_of_many(of_family("_count"))
        || of_family("_bucket") == Some(MetricType::Histogram)
}
