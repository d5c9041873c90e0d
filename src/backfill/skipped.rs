//! What of another program's looks was not taken, and why.

use core::fmt;

/// Why a look was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its time or its state could not be read.
    Unreadable,
    /// Its time is yet to come.
    Future,
    /// There was one at the same time.
    Repeated,
    /// It was no look: maintenance had been announced there, and nothing was asked.
    Maintenance,
    /// It was only counted, and too few of its hour or day were.
    Sparse,
    /// It was only counted, among failures of which nothing says when they were.
    Unplaced,
    /// It was only counted, and no change says what was seen, or one says otherwise.
    Unstated,
}

/// How many looks were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    counts: [u64; 7],
}

impl SkipReason {
    /// All of them, in order.
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
    /// Counts so many looks more.
    pub fn add(&mut self, reason: SkipReason, looks: u64) {
        if let Some(count) = self.counts.get_mut(reason as usize) {
            *count = count.saturating_add(looks);
        }
    }

    /// How many were left out for this reason.
    pub fn of(&self, reason: SkipReason) -> u64 {
        self.counts.get(reason as usize).copied().unwrap_or_default()
    }

    /// The reasons that there were, with how many looks each.
    pub fn iter(&self) -> impl Iterator<Item = (SkipReason, u64)> {
        let all = SkipReason::ALL.into_iter().map(|reason| (reason, self.of(reason)));
        all.filter(|(_, looks)| *looks > 0)
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "with a time or a state that cannot be read",
            Self::Future => "in the future",
            Self::Repeated => "at the time of another",
            Self::Maintenance => "in its maintenance, when nothing was asked",
            Self::Sparse => "counted, in hours or days of which too many are missing",
            Self::Unplaced => "counted, beside failures of which no time is kept",
            Self::Unstated => "counted, where no change of state says what they saw",
        })
    }
}
