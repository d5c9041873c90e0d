//! What travels between the stages: samples of a series.

use crate::time::Timestamp;

/// A span of instants, open at its beginning as Prometheus has it: `after < at <= until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The last instant before the span.
    pub after: Timestamp,
    /// The last instant of the span.
    pub until: Timestamp,
}

impl TimeRange {
    /// All of time.
    pub const ALL: Self = Self { after: Timestamp(i64::MIN), until: Timestamp(i64::MAX) };

    /// Whether `at` lies within.
    pub fn contains(self, at: Timestamp) -> bool {
        self.after < at && at <= self.until
    }
}

/// One value at one instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it was measured.
    pub at: Timestamp,
    /// The value; any float, NaN included.
    pub value: f64,
}

/// Names a series within one store, for as long as the store lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesId(pub usize);

/// What a series has at one instant of its time column: a value, or the mark that it ended there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The value; `None` is the stale mark. A bit of its own, because a NaN with a meaning does not survive JavaScript.
    pub value: Option<f64>,
}
