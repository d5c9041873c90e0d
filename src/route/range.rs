//! A range of time in the address.

use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// A range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// The last span of this length, which moves on.
    Last(Duration),
    /// A fixed range.
    Between(TimeRange),
    /// Everything that is stored.
    All,
}

impl Default for Range {
    fn default() -> Self {
        Self::Last(Duration::from_secs(3600))
    }
}

impl Range {
    /// Returns the range that it means at `now`, if the oldest sample is from `oldest`.
    pub fn span(self, now: Timestamp, oldest: Option<Timestamp>) -> TimeRange {
        match self {
            Self::All => {
                let after = oldest.unwrap_or(now).min(now - Duration::from_secs(60));
                TimeRange { after: after - Duration(1), until: now }
            }
            Self::Last(length) => TimeRange { after: now - length, until: now },
            Self::Between(range) => range,
        }
    }
}
