//! Least and greatest of any span of values, in O(log n).
//!
//! Above the values lie levels of cells, each a sixteenth of the one below it: about 1.1 bytes per value. What is no finite number
//! takes no part. Numbers are kept as integers that compare as they do: in wasm, the smaller of two integers is chosen without a
//! branch, and a processor guesses every second branch of noise wrong. That makes the first drawing of a million samples twice
//! as fast.

use core::ops::Range;

/// Cells of one level under one cell of the next.
const FAN: usize = 16;

/// Least and greatest, as [`key_of`] has them.
type Cell = (i64, i64);

/// Least and greatest of nothing.
const EMPTY: Cell = (i64::MAX, i64::MIN);

/// Level 0 has a cell for every [`FAN`] values, level 1 one for every [`FAN`] of those.
#[derive(Clone, Debug)]
pub(super) struct Pyramid(Vec<Vec<Cell>>);

impl Pyramid {
    /// The pyramid over these values; nothing over none.
    pub(super) fn over(values: &[f64]) -> Self {
        // All but the last cell have one length, so that no loop is needed for one of them.
        let (whole, rest) = values.as_chunks::<FAN>();
        let mut level = Vec::with_capacity(whole.len() + 1);
        level.extend(whole.iter().map(|cell| fold(cell)));
        level.extend(rest.chunks(FAN).map(fold_values));
        let mut levels = Vec::new();
        while level.len() > 1 {
            let next = level.chunks(FAN).map(fold_cells).collect();
            levels.push(level);
            level = next;
        }
        if !level.is_empty() {
            levels.push(level);
        }
        Self(levels)
    }

    /// Takes in the newest of the values.
    pub(super) fn lift(&mut self, values: &[f64]) {
        let levels = &mut self.0;
        let mut place = values.len().saturating_sub(1);
        let newest = fold_values(values.get(place..).unwrap_or_default());
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
                    Some(cell) => *cell = join(*cell, newest),
                    None => cells.push(newest),
                }
            }
            if levels.get(level).is_none_or(|cells| cells.len() < 2) {
                break;
            }
        }
    }

    /// Least and greatest in a span of these values, over which it stands. `None` where none is finite.
    pub(super) fn min_max(&self, values: &[f64], span: Range<usize>) -> Option<(f64, f64)> {
        let (mut first, mut end) = (span.start, span.end.min(values.len()));
        let mut found = EMPTY;
        let loose = |span: Range<usize>| values.get(span).map_or(EMPTY, fold_values);
        (first, end, found) = edges(first, end, found, loose);
        for (level, cells) in self.0.iter().enumerate() {
            if first >= end {
                break;
            }
            (first, end) = (first / FAN, end / FAN);
            let loose = |span: Range<usize>| cells.get(span).map_or(EMPTY, fold_cells);
            if level + 1 == self.0.len() {
                found = join(found, loose(first..end));
                break;
            }
            (first, end, found) = edges(first, end, found, loose);
        }
        let of_key = |key| f64::from_bits(key_of(key).cast_unsigned());
        (found.0 <= found.1).then(|| (of_key(found.0), of_key(found.1)))
    }
}

/// Takes in what lies before the first and behind the last whole cell of the next level.
fn edges(
    first: usize,
    end: usize,
    found: Cell,
    loose: impl Fn(Range<usize>) -> Cell,
) -> (usize, usize, Cell) {
    let inner = first.next_multiple_of(FAN).min(end);
    let last = (end / FAN * FAN).max(inner);
    (inner, last, join(found, join(loose(first..inner), loose(last..end))))
}

fn fold_values(values: &[f64]) -> Cell {
    fold(values)
}

/// Least and greatest of the finite ones.
#[expect(clippy::inline_always, reason = "of a whole cell, the compiler knows the length")]
#[inline(always)]
fn fold(values: &[f64]) -> Cell {
    let keys = values.iter().map(|value| key_of(value.to_bits().cast_signed()));
    let (low, high) = keys.clone().fold(EMPTY, |cell, key| join(cell, (key, key)));
    if LOWEST <= low && high <= HIGHEST {
        return (low, high);
    }
    let finite = keys.filter(|key| (LOWEST..=HIGHEST).contains(key));
    finite.fold(EMPTY, |cell, key| join(cell, (key, key)))
}

fn fold_cells(cells: &[Cell]) -> Cell {
    cells.iter().fold(EMPTY, |one, other| join(one, *other))
}

#[inline]
fn join(one: Cell, other: Cell) -> Cell {
    (if other.0 < one.0 { other.0 } else { one.0 }, if other.1 > one.1 { other.1 } else { one.1 })
}

/// The bits of a number as an integer that compares as the number does, and back: below zero, more is less. What is no number or
/// infinite is at the ends.
#[inline]
const fn key_of(bits: i64) -> i64 {
    // Shifts: a mask of 64 bits would be loaded anew for each of them.
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

/// The ends of what is finite.
const LOWEST: i64 = key_of(f64::MIN.to_bits().cast_signed());
const HIGHEST: i64 = key_of(f64::MAX.to_bits().cast_signed());
