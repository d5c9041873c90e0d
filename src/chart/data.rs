//! The samples of one series, so arranged that drawing costs what the screen has, not what time brought.
//!
//! Least and greatest of any span take O(log n), and so does an appended sample: above the values lies a pyramid of them. It is built
//! when it is first read: many a column is shown as a number or a row. What is no finite number counts as missing: nothing can
//! be drawn of it, and it takes no part in least and greatest.

use core::ops::Range;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::Timestamp;
use pyramid::Pyramid;
use std::sync::OnceLock;

mod pyramid;
#[cfg(test)]
mod tests;

/// Samples of one series, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Column {
    times: Vec<Timestamp>,
    /// NaN where the series ended.
    values: Vec<f64>,
    pyramid: OnceLock<Pyramid>,
}

impl Column {
    /// Adds a sample; `None` says that the series ended. Returns whether it was taken: what is not newer than the newest is not.
    pub fn push(&mut self, at: Timestamp, value: Option<f64>) -> bool {
        if self.times.last().is_some_and(|newest| *newest >= at) {
            return false;
        }
        let value = value.unwrap_or(f64::NAN);
        self.times.push(at);
        self.values.push(value);
        if let Some(pyramid) = self.pyramid.get_mut() {
            pyramid.lift(&self.values);
        }
        true
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The instants, oldest first.
    pub fn times(&self) -> &[Timestamp] {
        &self.times
    }

    /// The values; NaN where the series ended.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Instant and value of one sample.
    pub fn get(&self, index: usize) -> Option<(Timestamp, f64)> {
        Some((*self.times.get(index)?, *self.values.get(index)?))
    }

    /// The newest value that can be drawn, if it is the newest of all.
    pub fn newest(&self) -> Option<f64> {
        self.values.last().copied().filter(|value| value.is_finite())
    }

    /// The samples within `range`, as indices.
    pub fn within(&self, range: TimeRange) -> Range<usize> {
        let first = self.times.partition_point(|at| *at <= range.after);
        let end = self.times.partition_point(|at| *at <= range.until);
        first..end.max(first)
    }

    /// The sample nearest to `at`; the earlier of two that are equally near.
    pub fn nearest(&self, at: Timestamp) -> Option<usize> {
        let next = self.times.partition_point(|time| *time < at);
        let before = next.checked_sub(1);
        match (before, self.times.get(next)) {
            (Some(before), Some(after)) => {
                let (_, after) = (before, after.since(at));
                let earlier = self.times.get(before).map(|time| at.since(*time));
                Some(if earlier.is_some_and(|earlier| earlier <= after) { before } else { next })
            }
            (before, None) => before,
            (None, Some(_)) => Some(next),
        }
    }

    /// Least and greatest of the finite values in a span of indices.
    pub fn min_max(&self, span: Range<usize>) -> Option<(f64, f64)> {
        self.pyramid.get_or_init(|| Pyramid::over(&self.values)).min_max(&self.values, span)
    }

    /// Parts the samples of `span` by `count` columns of equal width, of which the first begins at `start`, and calls `each` with
    /// the indices of every column that has any. A guess for evenly spaced samples, then doubling steps: right for any spacing.
    pub fn columns(
        &self,
        span: Range<usize>,
        (start, width, count): (Timestamp, f64, usize),
        each: &mut dyn FnMut(usize, Range<usize>),
    ) {
        let mut first = span.start;
        for column in 0..count {
            if first >= span.end {
                return;
            }
            // No instant lies between this and the next whole millisecond.
            let bound = (start.0 as f64 + (column + 1) as f64 * width).ceil() as i64;
            let is_last = column + 1 == count;
            let guess = first + (span.end - first) / (count - column);
            let end =
                if is_last { span.end } else { self.first_from(bound, first..span.end, guess) };
            if end > first {
                each(column, first..end);
            }
            first = end;
        }
    }

    /// Returns the first index of `span` whose instant is not before `bound`. The search starts at `guess`.
    #[inline]
    fn first_from(&self, bound: i64, span: Range<usize>, guess: usize) -> usize {
        let is_before = |index: usize| self.times.get(index).is_some_and(|at| at.0 < bound);
        let (mut low, mut high) = (span.start, span.end);
        let mut stride = 1;
        let mut probe = guess;
        while probe >= low && probe < high {
            if is_before(probe) {
                low = probe + 1;
                probe = low + stride;
            } else {
                high = probe;
                probe = high.saturating_sub(stride + 1);
            }
            stride *= 2;
        }
        let between = self.times.get(low..high).unwrap_or_default();
        low + between.partition_point(|at| at.0 < bound)
    }
}

impl FromIterator<Entry> for Column {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut column = Self::default();
        let (least, _) = entries.size_hint();
        column.times.reserve(least);
        column.values.reserve(least);
        for entry in entries {
            column.push(entry.at, entry.value);
        }
        column
    }
}
