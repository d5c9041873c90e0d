//! The checks of another program that were not imported, with the reasons.

use core::fmt;

/// The reason for which a check was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its time or its state could not be read.
    Unreadable,
    /// Its time is yet to come.
    Future,
    /// There was one at the same time.
    Repeated,
    /// It was not a check: maintenance had been announced, and no request was sent.
    Maintenance,
    /// It is part of a count, and the count of its hour or day is too low.
    Sparse,
    /// It is part of a count, among failures of unknown times.
    Unplaced,
    /// It is part of a count, and no change states the result, or one contradicts it.
    Unstated,
}

/// The number of skipped checks for each reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    counts: [u64; 7],
}

impl SkipReason {
    /// All reasons, in order.
    pub const ALL: [Self; 7] = [
        Self::Unreadable,
        Self::Future,
        Self::Repeated,
        Self::Maintenance,
        Self::Sparse,
        Self::Unplaced,
        Self::Unstated,
    ];
}

impl Skipped {
    /// Adds a number of skipped checks.
    pub fn add(&mut self, reason: SkipReason, checks: u64) {
        if let Some(count) = self.counts.get_mut(reason as usize) {
            *count = count.saturating_add(checks);
        }
    }

    /// Returns the number of checks skipped for this reason.
    pub fn of(&self, reason: SkipReason) -> u64 {
        self.counts.get(reason as usize).copied().unwrap_or_default()
    }

    /// Returns the reasons that occurred, each with its number of checks.
    pub fn iter(&self) -> impl Iterator<Item = (SkipReason, u64)> {
        let all = SkipReason::ALL.into_iter().map(|reason| (reason, self.of(reason)));
        all.filter(|(_, checks)| *checks > 0)
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "with a time or a state that cannot be read",
            Self::Future => "in the future",
            Self::Repeated => "at the time of another",
            Self::Maintenance => "in its maintenance, when no request was sent",
            Self::Sparse => "counted, in hours or days of which too many are missing",
            Self::Unplaced => "counted, beside failures of which no time is kept",
            Self::Unstated => "counted, where no change of state says what they saw",
        })
    }
}
