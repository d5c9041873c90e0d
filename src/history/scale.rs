//! The two rows of steps in which response times are kept.

use metrics_engine::time::{Duration, Timestamp};

/// A row of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Five minutes each, for a day.
    Fine,
    /// Days of UTC, for as long as a history is kept.
    Daily,
}

impl Scale {
    /// Returns the length of a step.
    pub const fn step(self) -> Duration {
        match self {
            Self::Fine => Duration::from_secs(300),
            Self::Daily => Duration::from_secs(86_400),
        }
    }

    /// Returns the number of finished steps that are kept.
    pub(super) const fn capacity(self) -> usize {
        match self {
            Self::Fine => 288,
            Self::Daily => 400,
        }
    }

    /// Returns the number of steps that are published.
    pub(super) const fn published(self) -> i64 {
        match self {
            Self::Fine => 288,
            Self::Daily => 90,
        }
    }

    pub(super) fn index(self, at: Timestamp) -> i64 {
        at.0.div_euclid(self.step().0)
    }
}
