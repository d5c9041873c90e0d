//! What travels between the stages: samples of a series.

use crate::time::Timestamp;

/// One value at one instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it was measured.
    pub at: Timestamp,
    /// The value; any float, NaN included.
    pub value: f64,
}

/// Names a series within one store, for as long as the store lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesId(pub usize);
