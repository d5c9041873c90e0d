//! The samples of one series within one window, as functions of range vectors see them.

use crate::time::Timestamp;

/// The samples of a series within a window that is open at its start: `start < at <= end`. There is at least one.
#[derive(Clone, Copy, Debug)]
pub struct Window<'w> {
    /// The instants of the samples in milliseconds, ascending.
    pub times: &'w [i64],
    /// The values, as many as instants.
    pub values: &'w [f64],
    /// The indices, from 1 on, of the values that are lower than the one before: resets, where the series is a counter. Found once
    /// for all windows of a series, so that `rate` does not go through its samples.
    pub falls: Falls<'w>,
    /// The start of the window.
    pub start: Timestamp,
    /// The end of the window.
    pub end: Timestamp,
    /// The time of the evaluation; later than the end where there is an offset.
    pub at: Timestamp,
}

/// The indices of the values of a window that are lower than the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Falls<'w> {
    /// Indices within the series.
    pub(super) of_series: &'w [usize],
    /// The index of the window's first sample within the series.
    pub(super) first: usize,
}

impl Falls<'_> {
    /// Returns the indices within the window.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.of_series.iter().map(|index| index - self.first)
    }

    /// Returns their number.
    pub fn len(&self) -> usize {
        self.of_series.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of_series.is_empty()
    }
}

impl Window<'_> {
    /// Returns the length of the window in seconds.
    pub fn seconds(&self) -> f64 {
        self.end.since(self.start).as_secs_f64()
    }
}
