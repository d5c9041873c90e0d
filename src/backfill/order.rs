//! Imported checks in the order in which they were made, together with those that follow from counts.

use super::infer::{infer, median};
use super::samples::{ImportedCheck, ImportedSamples};
use super::skipped::{SkipReason, Skipped};
use crate::history::Archive;
use metrics_engine::time::{Duration, Timestamp};

/// Imported checks in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderedSamples {
    /// Time from one check to the next.
    pub interval: Duration,
    /// Checks at different instants, oldest first.
    pub checks: Vec<ImportedCheck>,
    /// Number of leading checks that were inferred from counts.
    pub inferred: usize,
    /// Number of checks that stood behind a later one.
    pub disordered: usize,
    /// The skipped checks.
    pub skipped: Skipped,
}

/// The interval of a monitor whose own is not kept.
const INTERVAL: Duration = Duration::from_secs(60);

impl ImportedSamples {
    /// Puts the checks in order, leaves out impossible ones, and adds those that follow from counts. `failures` in a row are an
    /// outage.
    pub fn in_order(mut self, now: Timestamp, failures: u32) -> OrderedSamples {
        let mut skipped = self.skipped;
        let is_past = |at: Timestamp| (0..=now.0).contains(&at.0);
        let before = self.checks.len();
        self.checks.retain(|check| is_past(check.at));
        skipped.add(SkipReason::Future, (before - self.checks.len()) as u64);
        let disordered = self.checks.windows(2).filter(|two| matches!(two, [a, b] if b.at < a.at));
        let disordered = disordered.count();
        self.checks.sort_by_key(|check| check.at);
        let before = self.checks.len();
        self.checks.dedup_by_key(|check| check.at);
        skipped.add(SkipReason::Repeated, (before - self.checks.len()) as u64);
        self.changes.retain(|change| is_past(change.at));
        self.changes.sort_by_key(|change| change.at);
        self.changes.dedup_by_key(|change| change.at);
        // No program counts for longer, and the archive keeps nothing older: a file of a million years costs no memory.
        let oldest = now - Archive::RETENTION;
        self.counts.retain(|count| is_past(count.range.start) && count.range.start >= oldest);
        self.counts.sort_by_key(|count| count.range.start);
        self.counts.dedup_by_key(|count| count.range.start);

        let interval = self.interval.or_else(|| gap(&self.checks)).unwrap_or(INTERVAL);
        let interval = Duration(interval.0.clamp(1000, 86_400_000));
        let until = self.checks.first().map_or(now, |check| check.at);
        let mut checks =
            infer(&self.changes, &self.counts, until, interval, failures, &mut skipped);
        let inferred = checks.len();
        checks.append(&mut self.checks);
        OrderedSamples { interval, checks, inferred, disordered, skipped }
    }
}

/// Returns the median time from one check to the next.
fn gap(checks: &[ImportedCheck]) -> Option<Duration> {
    let gaps = checks.windows(2).filter_map(|two| match two {
        [a, b] => Some(b.at.since(a.at).0),
        _ => None,
    });
    median(gaps.collect()).map(Duration)
}

#[cfg(test)]
mod tests {
    use super::super::samples::ImportedResult;
    use super::*;

    #[test]
    fn sorts_checks_and_counts_skipped_ones() {
        let check =
            |at| ImportedCheck { at: Timestamp(at), result: ImportedResult::Well, took: None };
        let checks =
            [60_000, 0, 120_000, 120_000, 240_000, 180_000, -5, 999_999].map(check).to_vec();
        let ordered = ImportedSamples { checks, ..ImportedSamples::default() }
            .in_order(Timestamp(300_000), 2);
        let times: Vec<i64> = ordered.checks.iter().map(|check| check.at.0).collect();
        assert_eq!(times, [0, 60_000, 120_000, 180_000, 240_000]);
        assert_eq!(ordered.interval, Duration(60_000));
        assert_eq!(ordered.disordered, 2);
        let skipped: Vec<_> = ordered.skipped.iter().collect();
        assert_eq!(skipped, [(SkipReason::Future, 2), (SkipReason::Repeated, 1)]);
        assert_eq!(ImportedSamples::default().in_order(Timestamp(5), 2).checks, []);
    }
}
