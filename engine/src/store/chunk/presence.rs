//! The rows in which a series has an entry, and which of these are stale marks.
//!
//! They are bits of their own, because JavaScript does not preserve the bits of a NaN. A series that is in every row costs nothing.
//! Otherwise the rows are written as runs, so that a series which comes or goes costs a byte or two.

use crate::binary::{put_varint, take_varint};

/// One bit for each row of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::store) struct Presence {
    /// Rows with an entry.
    entries: u128,
    /// Rows with a stale mark.
    stale: u128,
}

/// Maximum number of rows of a block.
pub(in crate::store) const ROWS: usize = 120;

impl Presence {
    /// Creates the presence of values in the first `rows` rows.
    pub(super) fn full(rows: usize) -> Self {
        Self { entries: if rows >= 128 { u128::MAX } else { (1 << rows) - 1 }, stale: 0 }
    }

    /// Adds an entry.
    #[inline]
    pub(in crate::store) fn add(&mut self, row: usize, is_stale: bool) {
        let bit = 1_u128 << (row & 127);
        self.entries |= bit;
        if is_stale {
            self.stale |= bit;
        }
    }

    /// Returns what is in a row: nothing, a stale mark (`false`), or the value with this index (`true`).
    pub(in crate::store) fn at(self, row: usize) -> Option<(usize, bool)> {
        let bit = 1_u128 << (row & 127);
        let before = self.entries & !self.stale & (bit - 1);
        (self.entries & bit != 0).then_some((before.count_ones() as usize, self.stale & bit == 0))
    }

    /// Returns the number of values.
    pub(super) fn values(self) -> usize {
        (self.entries & !self.stale).count_ones() as usize
    }

    /// Returns the number of entries.
    pub(super) fn entries(self) -> usize {
        self.entries.count_ones() as usize
    }

    /// Returns a hash.
    pub(super) fn fold(self) -> u64 {
        let both = self.entries ^ self.stale.rotate_left(61);
        both as u64 ^ (both >> 64) as u64
    }

    /// Returns the row of the newest entry.
    pub(super) fn last(self) -> Option<usize> {
        127_usize.checked_sub(self.entries.leading_zeros() as usize)
    }

    /// Takes the first entry: its row, and whether it is a value.
    #[inline]
    pub(super) fn take_first(&mut self) -> Option<(usize, bool)> {
        let row = self.entries.trailing_zeros();
        if row == 128 {
            return None;
        }
        let bit = 1_u128 << row;
        self.entries &= !bit;
        Some((row as usize, self.stale & bit == 0))
    }

    /// Returns the content of a row in a run: 0 nothing, 1 a value, 2 a stale mark.
    fn kind(self, row: usize) -> u64 {
        self.at(row).map_or(0, |(_, is_value)| if is_value { 1 } else { 2 })
    }

    /// Appends runs that cover `rows` rows.
    pub(super) fn encode(self, bytes: &mut Vec<u8>, rows: usize) {
        let mut row = 0;
        while row < rows {
            let kind = self.kind(row);
            let run = (row..rows).take_while(|row| self.kind(*row) == kind).count();
            put_varint(bytes, (run as u64) << 2 | kind);
            row += run;
        }
    }

    /// Takes runs that cover `rows` rows.
    pub(super) fn decode(bytes: &mut &[u8], rows: usize) -> Option<Self> {
        let mut presence = Self::default();
        let mut row = 0;
        while row < rows {
            let code = take_varint(bytes)?;
            let run =
                usize::try_from(code >> 2).ok().filter(|run| (1..=rows - row).contains(run))?;
            let kind = code & 3;
            if kind != 0 {
                for row in row..row + run {
                    presence.add(row, kind == 2);
                }
            }
            row += run;
        }
        Some(presence)
    }
}
