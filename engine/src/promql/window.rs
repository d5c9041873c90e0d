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
    /// How a difference is extrapolated to the ends of the window, where it is known because other series have samples at the same
    /// instants.
    pub extrapolation: Option<&'w Extrapolation>,
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

/// The factor that turns the difference of the first and the last sample of a window into that of its ends.
/// Depends on instants alone.
///
/// Samples seldom lie at the ends of the window, so the difference is extrapolated to them: by half a gap at most where an end is
/// farther away than 1.1 gaps.
#[derive(Clone, Copy, Debug)]
pub struct Extrapolation {
    /// The time from the first sample to the last in seconds.
    pub span: f64,
    /// The time to extrapolate by at the start.
    pub to_start: f64,
    /// The time to extrapolate by at the end.
    pub to_end: f64,
    /// The length of the window in seconds.
    pub length: f64,
    /// The factor for the difference.
    pub factor: f64,
    /// The factor for the difference per second.
    pub per_second: f64,
}

impl Extrapolation {
    /// Returns the extrapolation from samples at these instants to a window; `None` where there are fewer than two.
    pub fn new(times: &[i64], start: Timestamp, end: Timestamp) -> Option<Self> {
        let [first, .., last] = times else { return None };
        let seconds = |from: i64, to: i64| to.saturating_sub(from) as f64 / 1000.0;
        let span = seconds(*first, *last);
        let mut to_start = seconds(start.0, *first);
        let mut to_end = seconds(*last, end.0);
        let gap = span / (times.len() - 1) as f64;
        let far = gap * 1.1;
        if to_start >= far {
            to_start = gap / 2.0;
        }
        if to_end >= far {
            to_end = gap / 2.0;
        }
        let factor = (span + to_start + to_end) / span;
        let length = end.since(start).as_secs_f64();
        Some(Self { span, to_start, to_end, length, factor, per_second: factor / length })
    }

    /// Returns the same with another time to extrapolate by at the start.
    #[must_use]
    pub fn starting(self, to_start: f64) -> Self {
        let factor = (self.span + to_start + self.to_end) / self.span;
        Self { to_start, factor, per_second: factor / self.length, ..self }
    }
}
