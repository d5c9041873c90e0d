//! Columns: the entries of one series within a block, before they are written.

use super::presence::Presence;
use super::values;
use crate::bytes::mix;
use crate::series::{Entry, TimeRange};
use crate::time::Timestamp;

/// A column begins with the mode of its values, and this bit where some rows have no value.
pub(super) const GAPS: u8 = 0x80;

/// One series within a block, before it is written.
#[derive(Clone, Debug)]
pub(in crate::store) struct Column {
    /// The series.
    pub(in crate::store) id: u32,
    /// The rows in which it has an entry.
    pub(in crate::store) presence: Presence,
    /// The values of the rows that have one.
    pub(in crate::store) values: Vec<f64>,
}

impl Column {
    /// Returns the part of the column in `rows` rows from `first` on.
    pub(in crate::store) fn from(&self, first: usize, rows: usize) -> Self {
        let mut part = Self { id: self.id, presence: Presence::default(), values: Vec::new() };
        for row in 0..rows {
            let Some((value, is_value)) = self.presence.at(first + row) else { continue };
            part.presence.add(row, !is_value);
            part.values.extend(self.values.get(value).filter(|_| is_value));
        }
        part
    }

    /// Appends the column in the form of a block.
    pub(super) fn encode(&self, bytes: &mut Vec<u8>, rows: usize) {
        let head = bytes.len();
        bytes.push(0);
        let mut gaps = 0;
        if self.presence != Presence::full(rows) {
            gaps = GAPS;
            self.presence.encode(bytes, rows);
        }
        let mode = values::encode(bytes, &self.values);
        if let Some(head) = bytes.get_mut(head) {
            *head = mode | gaps;
        }
    }

    /// Returns a hash of the content.
    pub(super) fn hash(&self) -> u64 {
        let seed = self.presence.fold();
        self.values.iter().fold(seed, |hash, value| mix(hash, value.to_bits()))
    }

    /// Returns whether the content is the same, bit by bit.
    pub(super) fn equals(&self, other: &Self) -> bool {
        let same = |(one, other): (&f64, &f64)| one.to_bits() == other.to_bits();
        self.presence == other.presence && self.values.iter().zip(&other.values).all(same)
    }

    /// Passes the entries within `range` to `each`, oldest first.
    pub(in crate::store) fn read(
        &self,
        times: &[i64],
        range: TimeRange,
        each: &mut impl FnMut(Entry),
    ) {
        let mut rows = Rows { presence: self.presence, times, range, each };
        for value in &self.values {
            rows.value(*value);
        }
        rows.marks();
    }

    /// Returns the values if there is one in each of `rows` rows.
    pub(in crate::store) fn whole(&self, rows: usize) -> Option<&[f64]> {
        (self.presence == Presence::full(rows)).then_some(self.values.as_slice())
    }

    /// Returns the newest entry.
    pub(in crate::store) fn newest(&self, times: &[i64]) -> Option<Entry> {
        let row = self.presence.last()?;
        let (_, is_value) = self.presence.at(row)?;
        let value = self.values.last().copied().filter(|_| is_value);
        Some(Entry { at: Timestamp(*times.get(row)?), value })
    }
}

/// Assigns values and stale marks to their rows.
pub(super) struct Rows<'a, F> {
    /// The entries still to come.
    pub(super) presence: Presence,
    pub(super) times: &'a [i64],
    pub(super) range: TimeRange,
    pub(super) each: &'a mut F,
}

impl<F: FnMut(Entry)> Rows<'_, F> {
    /// Passes the next value, after the marks before it.
    #[inline]
    pub(super) fn value(&mut self, value: f64) {
        while let Some((row, is_value)) = self.presence.take_first() {
            self.emit(row, is_value.then_some(value));
            if is_value {
                break;
            }
        }
    }

    /// Passes the marks after the last value.
    pub(super) fn marks(&mut self) {
        while let Some((row, is_value)) = self.presence.take_first() {
            if !is_value {
                self.emit(row, None);
            }
        }
    }

    fn emit(&mut self, row: usize, value: Option<f64>) {
        if let Some(at) = self.times.get(row).map(|at| Timestamp(*at))
            && self.range.contains(at)
        {
            (self.each)(Entry { at, value });
        }
    }
}
