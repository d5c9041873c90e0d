//! The samples of one series, so arranged that drawing costs what the screen has, not what time brought.
//!
//! Above the values lies a pyramid of least and greatest, each level a sixteenth of the one below it: about 1.1 bytes per
//! sample. Least and greatest of any span take O(log n), and so does an appended sample. It is built when it is first asked:
//! many a column is shown as a number or a row. What is no finite number counts as missing: nothing can be drawn of it, and it
//! takes no part in least and greatest.

use crate::series::{Entry, TimeRange};
use crate::time::Timestamp;
use core::ops::Range;
use std::sync::OnceLock;

#[cfg(test)]
mod tests;

/// Cells of one level under one cell of the next.
const FAN: usize = 16;

/// Least and greatest of nothing.
const EMPTY: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

/// Samples of one series, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Column {
    times: Vec<Timestamp>,
    /// NaN where the series ended.
    values: Vec<f64>,
    levels: OnceLock<Levels>,
}

/// Level 0 has a cell for every [`FAN`] values, level 1 one for every [`FAN`] of those.
type Levels = Vec<Vec<(f64, f64)>>;

impl Column {
    /// Adds a sample; `None` says that the series ended. Returns whether it was taken: what is not newer than the newest is not.
    pub fn push(&mut self, at: Timestamp, value: Option<f64>) -> bool {
        if self.times.last().is_some_and(|newest| *newest >= at) {
            return false;
        }
        let value = value.unwrap_or(f64::NAN);
        self.times.push(at);
        self.values.push(value);
        if let Some(levels) = self.levels.get_mut() {
            lift(levels, &self.values, value);
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
        let levels = self.levels.get_or_init(|| build(&self.values));
        let (mut first, mut end) = (span.start, span.end.min(self.values.len()));
        let mut found = EMPTY;
        let loose = |span: Range<usize>| self.values.get(span).map_or(EMPTY, fold_values);
        (first, end, found) = edges(first, end, found, loose);
        for (level, cells) in levels.iter().enumerate() {
            if first >= end {
                break;
            }
            (first, end) = (first / FAN, end / FAN);
            let loose = |span: Range<usize>| cells.get(span).map_or(EMPTY, fold_cells);
            if level + 1 == levels.len() {
                found = join(found, loose(first..end));
                break;
            }
            (first, end, found) = edges(first, end, found, loose);
        }
        (found.0 <= found.1).then_some(found)
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
            let bound = start.0 as f64 + (column + 1) as f64 * width;
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

    /// The first index of `span` whose instant is not before `bound`, looked for around `guess`.
    fn first_from(&self, bound: f64, span: Range<usize>, guess: usize) -> usize {
        let is_before =
            |index: usize| self.times.get(index).is_some_and(|at| (at.0 as f64) < bound);
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
        low + between.partition_point(|at| (at.0 as f64) < bound)
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

/// The pyramid over these values; nothing over none. A function of its own: within another one it would be built for size.
#[inline(never)]
#[cfg_attr(speed, optimize(speed))]
fn build(values: &[f64]) -> Levels {
    let mut levels = Levels::new();
    // All but the last cell have one length, so that no loop is needed for one of them.
    let (whole, rest) = values.as_chunks::<FAN>();
    let mut level = Vec::with_capacity(whole.len() + 1);
    level.extend(whole.iter().map(|cell| fold(cell)));
    level.extend(rest.chunks(FAN).map(fold_values));
    while level.len() > 1 {
        let next = level.chunks(FAN).map(fold_cells).collect();
        levels.push(level);
        level = next;
    }
    if !level.is_empty() {
        levels.push(level);
    }
    levels
}

/// Takes the newest of the values up the pyramid.
fn lift(levels: &mut Levels, values: &[f64], value: f64) {
    let mut place = values.len() - 1;
    for level in 0.. {
        place /= FAN;
        if level == levels.len() {
            // The first level begins with the values, every other one with what lies under it.
            let begun = match level.checked_sub(1).and_then(|below| levels.get(below)) {
                None => fold_values(values),
                Some(below) => fold_cells(below),
            };
            levels.push(vec![begun]);
        } else if let Some(cells) = levels.get_mut(level) {
            match cells.get_mut(place) {
                Some(cell) => *cell = widen(*cell, value),
                None => cells.push(widen(EMPTY, value)),
            }
        }
        if levels.get(level).is_none_or(|cells| cells.len() < 2) {
            break;
        }
    }
}

/// Takes in what lies before the first and behind the last whole cell of the next level.
fn edges(
    first: usize,
    end: usize,
    found: (f64, f64),
    loose: impl Fn(Range<usize>) -> (f64, f64),
) -> (usize, usize, (f64, f64)) {
    let inner = first.next_multiple_of(FAN).min(end);
    let last = (end / FAN * FAN).max(inner);
    (inner, last, join(found, join(loose(first..inner), loose(last..end))))
}

/// Least and greatest of the finite ones. Compared as integers, which in wasm takes no branch that a processor could guess wrong:
/// that makes the first drawing of a million samples twice as fast.
#[cfg_attr(speed, optimize(speed))]
fn fold_values(values: &[f64]) -> (f64, f64) {
    fold(values)
}

#[expect(clippy::inline_always, reason = "of a whole cell, the compiler knows the length")]
#[inline(always)]
fn fold(values: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    for value in values {
        let key = key_of(value.to_bits().cast_signed());
        low = if key < low { key } else { low };
        high = if key > high { key } else { high };
    }
    let of_key = |key| f64::from_bits(key_of(key) as u64);
    let ends = (of_key(low), of_key(high));
    if ends.0.is_finite() && ends.1.is_finite() {
        return ends;
    }
    values.iter().fold(EMPTY, |cell, value| widen(cell, *value))
}

/// The bits of a number as an integer that compares as the number does, and back: below zero, more is less. What is no number or
/// infinite is at the ends.
#[inline]
fn key_of(bits: i64) -> i64 {
    // Shifts: a mask of 64 bits would be loaded anew for each of them.
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

fn fold_cells(cells: &[(f64, f64)]) -> (f64, f64) {
    cells.iter().fold(EMPTY, |one, other| join(one, *other))
}

fn widen(cell: (f64, f64), value: f64) -> (f64, f64) {
    if value.is_finite() { join(cell, (value, value)) } else { cell }
}

fn join(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (if other.0 < one.0 { other.0 } else { one.0 }, if other.1 > one.1 { other.1 } else { one.1 })
}
