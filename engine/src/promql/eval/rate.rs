//! The rise of a counter: `rate` and `increase`.
//!
//! Follows Prometheus' `extrapolatedRate` (`promql/functions.go`) step by step, so that dashboards and alerts show what a server
//! would. Samples seldom lie at the ends of the window, so the rise between the first and the last is extrapolated to them: by half
//! a gap at most where an end is farther away than 1.1 gaps, and never to before the instant at which the counter would have been
//! zero.

use crate::series::{Entry, Sample};
use crate::time::{Duration, Timestamp};

/// A window that slides over the samples of one counter.
pub(super) struct Window {
    samples: Vec<Sample>,
    /// Indices of the samples before which the counter fell, which means that it restarted from zero.
    resets: Vec<usize>,
    length: Duration,
    per_second: bool,
    /// The samples within the window: from the first index up to but not including the second.
    within: (usize, usize),
}

/// Returns the value of an entry, `None` for the mark that a series ended.
pub(super) fn sample(entry: Entry) -> Option<Sample> {
    Some(Sample { at: entry.at, value: entry.value? })
}

impl Window {
    /// Creates a window over `samples`, which are sorted by time.
    pub(super) fn new(samples: Vec<Sample>, length: Duration, per_second: bool) -> Self {
        let resets = samples.windows(2).enumerate().filter_map(|(index, pair)| match pair {
            [before, after] => (after.value < before.value).then_some(index + 1),
            _ => None,
        });
        let resets = resets.collect();
        Self { samples, resets, length, per_second, within: (0, 0) }
    }

    /// Returns the value of the window that ends at `until`, `None` with fewer than two samples. `until` must not go back from one
    /// call to the next.
    pub(super) fn value_until(&mut self, until: Timestamp) -> Option<f64> {
        let after = until - self.length;
        let (first, end) = &mut self.within;
        while self.samples.get(*first).is_some_and(|sample| sample.at <= after) {
            *first += 1;
        }
        *end = (*end).max(*first);
        while self.samples.get(*end).is_some_and(|sample| sample.at <= until) {
            *end += 1;
        }
        let samples = self.samples.get(*first..*end)?;
        let [oldest, .., newest] = samples else { return None };
        let rise = self.rise(oldest, newest);
        let gaps = (samples.len() - 1) as f64;
        let factor = extension(oldest, newest, gaps, rise, after, until);
        Some(if self.per_second {
            rise * (factor / self.length.as_secs_f64())
        } else {
            rise * factor
        })
    }

    /// Returns the rise of the counter, including what it had reached before each reset.
    fn rise(&self, oldest: &Sample, newest: &Sample) -> f64 {
        let (first, end) = self.within;
        let from = self.resets.partition_point(|reset| *reset <= first);
        let resets = self.resets.get(from..).unwrap_or_default();
        let lost = resets.iter().take_while(|reset| **reset < end);
        let before = lost.filter_map(|reset| self.samples.get(reset - 1));
        before.fold(newest.value - oldest.value, |rise, sample| rise + sample.value)
    }
}

/// Returns the factor that extrapolates the rise between two samples to the window.
fn extension(
    oldest: &Sample,
    newest: &Sample,
    gaps: f64,
    rise: f64,
    after: Timestamp,
    until: Timestamp,
) -> f64 {
    let span = newest.at.since(oldest.at).as_secs_f64();
    let mut to_start = oldest.at.since(after).as_secs_f64();
    let mut to_end = until.since(newest.at).as_secs_f64();
    let gap = span / gaps;
    let far = gap * 1.1;
    if to_start >= far {
        to_start = gap / 2.0;
    }
    if rise > 0.0 && oldest.value >= 0.0 {
        to_start = to_start.min(span * (oldest.value / rise));
    }
    if to_end >= far {
        to_end = gap / 2.0;
    }
    (span + to_start + to_end) / span
}
