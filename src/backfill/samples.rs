//! What one monitor of another program kept, as far as it could be read: checks, changes, counts.

use super::infer::{infer, median};
use super::skipped::{SkipReason, Skipped};
use crate::decode::health::{Reading, State};
use crate::history::Archive;
use crate::status::check::{Failure, Finding};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// What one monitor kept, in any order.
#[derive(Clone, Debug, Default)]
pub struct ImportedSamples {
    /// Time from one check to the next, where that is kept.
    pub interval: Option<Duration>,
    /// Checks, each with its instant.
    pub checks: Vec<ImportedCheck>,
    /// Checks whose result differs from the one before. Before the first of the full checks, they are all that is kept.
    pub changes: Vec<Change>,
    /// How many checks there were, hour by hour or day by day.
    pub counts: Vec<Count>,
    /// What could not be read.
    pub skipped: Skipped,
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedCheck {
    /// When.
    pub at: Timestamp,
    /// What it saw.
    pub saw: Saw,
    /// How long the answer took, if there was one and it is kept.
    pub took: Option<Duration>,
}

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saw {
    /// All was well.
    Well,
    /// It answered, but not as it should.
    Unwell,
    /// It failed.
    Failed(Failure),
}

/// The first check with another result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Its result; `None` where no check was made from then on.
    pub saw: Option<Saw>,
    /// Failures right before it that the other program did not believe yet.
    pub tries: u32,
}

/// How many checks there were in an hour or a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The hour or the day.
    pub range: Range<Timestamp>,
    /// Checks that saw all well.
    pub well: u64,
    /// Checks that did not.
    pub failed: u64,
}

/// Imported checks in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderedSamples {
    /// Time from one check to the next.
    pub interval: Duration,
    /// Checks at different instants, oldest first.
    pub checks: Vec<ImportedCheck>,
    /// How many of them, the oldest, follow from counts.
    pub inferred: usize,
    /// How many stood behind a later one.
    pub disordered: usize,
    /// What was skipped.
    pub skipped: Skipped,
}

/// The interval of a monitor whose own is not kept.
const INTERVAL: Duration = Duration::from_secs(60);

impl Saw {
    /// Whether all was well.
    pub fn is_well(self) -> bool {
        self == Self::Well
    }

    /// The result that a check by the recorder would have had.
    pub fn finding(self) -> Finding {
        let health = |state| {
            let (word, parts, numbers) = (None, Vec::new(), Vec::new());
            Finding::Health(Reading { state, word, parts, numbers })
        };
        match self {
            Self::Well => health(State::Operational),
            Self::Unwell => health(State::Down),
            Self::Failed(failure) => Finding::Failed(failure),
        }
    }
}

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
        self.checks.sort_by_key(|look| look.at);
        let before = self.checks.len();
        self.checks.dedup_by_key(|look| look.at);
        skipped.add(SkipReason::Repeated, (before - self.checks.len()) as u64);
        self.changes.retain(|change| is_past(change.at));
        self.changes.sort_by_key(|change| change.at);
        self.changes.dedup_by_key(|change| change.at);
        // Nobody counts for longer, and nothing older would be kept: a file of a million years does not cost its memory.
        let oldest = now - Archive::RETENTION;
        self.counts.retain(|count| is_past(count.range.start) && count.range.start >= oldest);
        self.counts.sort_by_key(|count| count.range.start);
        self.counts.dedup_by_key(|count| count.range.start);

        let interval = self.interval.or_else(|| gap(&self.checks)).unwrap_or(INTERVAL);
        let interval = Duration(interval.0.clamp(1000, 86_400_000));
        let until = self.checks.first().map_or(now, |look| look.at);
        let mut checks =
            infer(&self.changes, &self.counts, until, interval, failures, &mut skipped);
        let inferred = checks.len();
        checks.append(&mut self.checks);
        OrderedSamples { interval, checks, inferred, disordered, skipped }
    }
}

/// The usual time from one look to the next.
fn gap(looks: &[ImportedCheck]) -> Option<Duration> {
    let gaps = looks.windows(2).filter_map(|two| match two {
        [a, b] => Some(b.at.since(a.at).0),
        _ => None,
    });
    median(gaps.collect()).map(Duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_in_order_what_can_be() {
        let look = |at| ImportedCheck { at: Timestamp(at), saw: Saw::Well, took: None };
        let looks = [60_000, 0, 120_000, 120_000, 240_000, 180_000, -5, 999_999].map(look).to_vec();
        let looks = ImportedSamples { checks: looks, ..ImportedSamples::default() }
            .in_order(Timestamp(300_000), 2);
        let times: Vec<i64> = looks.checks.iter().map(|look| look.at.0).collect();
        assert_eq!(times, [0, 60_000, 120_000, 180_000, 240_000]);
        assert_eq!(looks.interval, Duration(60_000));
        assert_eq!(looks.disordered, 2);
        let skipped: Vec<_> = looks.skipped.iter().collect();
        assert_eq!(skipped, [(SkipReason::Future, 2), (SkipReason::Repeated, 1)]);
        assert_eq!(ImportedSamples::default().in_order(Timestamp(5), 2).checks, []);
    }
}
