//! Blocks of closed rows: the entries of one group's series at up to [`ROWS`] instants, compressed and immutable.
//!
//! The instants are stored once for all series, and each series is a column. Columns that are equal byte for byte, such as the upper
//! buckets of a histogram, share their bytes.
//!
//! # Why
//!
//! Measured on 24 hours of the demo systems' own pages, at a row every 15 seconds, in blocks of 120 rows, in bytes per value:
//!
//! | | superchat | rat | chatbot | sockudo |
//! |---|---|---|---|---|
//! | this, equal columns shared | 0.36 | 0.49 | 0.34 | 0.55 |
//! | this, none shared | 0.47 | 0.49 | 0.49 | 0.65 |
//! | pco 1.1 | 0.72 | 0.83 | 0.71 | 1.02 |
//! | XOR of floats, as in Gorilla | 1.01 | 0.82 | 1.14 | 1.66 |
//!
//! The crate `pco` is better for no system, and not for floats alone either (2.1 to 5.5 bytes a float, here 2.1 to 5.2), and would
//! add 63 KB of wasm. The places of columns add 0.07 bytes at 120 rows, 0.13 at 60. With 240 rows everything would be a tenth
//! smaller, and open rows twice as large.

mod bits;
mod column;
mod numbers;
mod presence;
mod values;

pub(super) use column::Column;
pub(super) use presence::{Presence, ROWS};

use crate::series::{Entry, TimeRange};
use crate::table::Table;
use crate::time::Timestamp;
use column::{GAPS, Rows};

/// A block of closed rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its place in the order in which the store's blocks were begun, and its name in a snapshot.
    pub(super) number: u64,
    /// The instant of the first row, in milliseconds.
    pub(super) first: i64,
    /// The instant of the last row.
    pub(super) last: i64,
    /// The number of rows.
    pub(super) rows: u32,
    /// The number of entries.
    pub(super) entries: u32,
    /// The series in ascending order, and the offsets of their columns.
    pub(super) columns: Box<[(u32, u32)]>,
    /// The instants, then the columns.
    pub(super) bytes: Box<[u8]>,
}

/// A block that is written a few columns at a time, because all at once would take longer than a page may pause.
#[derive(Clone, Debug)]
pub(super) struct Writing {
    /// The offsets of the columns that are written.
    places: Vec<(u32, u32)>,
    /// The instants, and those columns.
    bytes: Vec<u8>,
    /// The columns that are written, by their content.
    known: Table,
    entries: u32,
}

impl Writing {
    /// Begins with the instants.
    pub(super) fn new(times: &[i64]) -> Self {
        let mut bytes = Vec::new();
        numbers::encode(&mut bytes, times);
        Self { places: Vec::new(), bytes, known: Table::default(), entries: 0 }
    }

    /// Continues with `columns`, always the same and sorted by series, until about `samples` more are written. Returns whether all
    /// are.
    pub(super) fn advance(&mut self, rows: usize, columns: &[Column], samples: usize) -> bool {
        let enough = (self.entries as usize).saturating_add(samples);
        for (place, column) in columns.iter().enumerate().skip(self.places.len()) {
            if self.entries as usize >= enough {
                return false;
            }
            self.entries += column.presence.entries() as u32;
            let hash = column.hash();
            let at = |place: u32| columns.get(place as usize);
            let twin =
                self.known.find(hash, |other| at(other).is_some_and(|other| other.equals(column)));
            let twin = twin.and_then(|twin| self.places.get(twin as usize));
            let start = if let Some((_, start)) = twin {
                *start
            } else {
                self.known.insert(hash, place as u32);
                let start = self.bytes.len() as u32;
                column.encode(&mut self.bytes, rows);
                start
            };
            self.places.push((column.id, start));
        }
        true
    }

    /// Returns the block when all columns are written.
    pub(super) fn finish(self, number: u64, times: &[i64]) -> Chunk {
        Chunk {
            number,
            first: times.first().copied().unwrap_or_default(),
            last: times.last().copied().unwrap_or_default(),
            rows: times.len() as u32,
            entries: self.entries,
            columns: self.places.into_boxed_slice(),
            bytes: self.bytes.into_boxed_slice(),
        }
    }

    /// Returns the memory in bytes.
    pub(super) fn size(&self) -> usize {
        self.places.capacity() * 8 + self.bytes.capacity() + self.known.bytes()
    }
}

impl Chunk {
    /// Creates a block of these rows at once. The columns are sorted by series.
    pub(super) fn new(number: u64, times: &[i64], columns: &[Column]) -> Self {
        let mut writing = Writing::new(times);
        writing.advance(times.len(), columns, usize::MAX);
        writing.finish(number, times)
    }

    /// Returns the memory in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + size_of_val(&*self.columns) + self.bytes.len()
    }

    /// Appends the instants of the rows.
    pub(super) fn times(&self, into: &mut Vec<i64>) {
        let end = into.len() + self.rows as usize;
        // Damaged bytes may end early, and still every row gets an instant.
        let _ = numbers::decode(&self.bytes, self.rows as usize, |at| into.push(at));
        into.resize(end, self.last);
    }

    /// Returns the instant of the newest entry of the column at `start`.
    pub(super) fn newest(&self, start: u32, times: &[i64]) -> i64 {
        let column = self.bytes.get(start as usize..).and_then(<[u8]>::split_first);
        let presence = column
            .filter(|(head, _)| **head & GAPS != 0)
            .and_then(|(_, mut rest)| Presence::decode(&mut rest, times.len()));
        let row = presence.and_then(Presence::last);
        row.and_then(|row| times.get(row).copied()).unwrap_or(self.last)
    }

    /// Returns the mode of a series' column, and the bytes after it.
    #[inline]
    fn column(&self, id: u32) -> Option<(u8, &[u8])> {
        let found = self.columns.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let (_, start) = self.columns.get(found)?;
        let (head, bytes) = self.bytes.get(*start as usize..)?.split_first()?;
        Some((*head, bytes))
    }

    /// Appends the values of a series that has one in each row; `None`, having appended some or none, for any other.
    pub(super) fn read_whole(&self, id: u32, into: &mut Vec<f64>) -> Option<()> {
        let (head, bytes) = self.column(id)?;
        if head & GAPS != 0 {
            return None;
        }
        values::decode(head, bytes, self.rows as usize, |value| into.push(value))
    }

    /// Passes the entries of a series within `range` to `each`, oldest first. `times` are those of the rows.
    #[inline]
    pub(super) fn read(
        &self,
        id: u32,
        times: &[i64],
        range: TimeRange,
        each: &mut impl FnMut(Entry),
    ) {
        let Some((head, mut bytes)) = self.column(id) else { return };
        let rows = times.len();
        if head & GAPS == 0 && range.after.0 < self.first && self.last <= range.until.0 {
            let mut times = times.iter();
            let _ = values::decode(head, bytes, rows, |value| {
                if let Some(at) = times.next() {
                    each(Entry { at: Timestamp(*at), value: Some(value) });
                }
            });
            return;
        }
        let presence = if head & GAPS == 0 {
            Some(Presence::full(rows))
        } else {
            Presence::decode(&mut bytes, rows)
        };
        let Some(presence) = presence else { return };
        let mut rows = Rows { presence, times, range, each };
        let _ = values::decode(head & !GAPS, bytes, presence.values(), |value| rows.value(value));
        rows.marks();
    }
}

#[cfg(test)]
mod tests;
