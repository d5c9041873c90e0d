//! The checks, changes and counts that one monitor of another program kept, as far as they can be read.

use super::skipped::Skipped;
use crate::decode::health::{HealthState, Reading};
use crate::status::check::{Failure, Finding};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The samples of one monitor, in any order.
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
    /// The rows that could not be read.
    pub skipped: Skipped,
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedCheck {
    /// The time of the check.
    pub at: Timestamp,
    /// Its result.
    pub result: ImportedResult,
    /// The response time, if there was an answer and it was stored.
    pub took: Option<Duration>,
}

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportedResult {
    /// It succeeded.
    Well,
    /// It responded, and reported degraded performance.
    Degraded,
    /// It answered, and reported an outage.
    Unwell,
    /// It failed.
    Failed(Failure),
}

/// The first check with another result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The time of the check.
    pub at: Timestamp,
    /// Its result; `None` where no check was made from then on.
    pub result: Option<ImportedResult>,
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

impl ImportedResult {
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
            Self::Well => health(HealthState::Operational),
            Self::Degraded => health(HealthState::Degraded),
            Self::Unwell => health(HealthState::Down),
            Self::Failed(failure) => Finding::Failed(failure),
        }
    }
}
