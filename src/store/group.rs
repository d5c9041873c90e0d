//! A group: series that share their instants, as open rows and closed blocks.
//!
//! The open rows are columns of plain floats, so the newest values are at hand. When they are as many as a block has, or weigh
//! too much, they are closed as one; not sooner than the next row begins, because a row may be added to.

use super::chunk::{Chunk, Column, Presence, ROWS};
use std::collections::VecDeque;

/// Open rows weigh at most about this, in bytes: with a very large page, a block is closed before it has all its rows, in a time
/// that nobody notices.
const HEAVY: usize = 4 * 1024 * 1024;

/// The rows that are still open.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    /// The number that their block will have.
    pub(super) number: u64,
    /// The instant of each row, in milliseconds.
    pub(super) times: Vec<i64>,
    /// In the order in which the series came.
    pub(super) columns: Vec<Column>,
    /// How many values and marks there are.
    pub(super) entries: usize,
    /// How many rows, from the first on, a snapshot has as they are.
    pub(super) saved: usize,
}

impl Open {
    /// Whether the next row has to begin another block.
    pub(super) fn is_full(&self) -> bool {
        self.times.len() >= ROWS || self.entries * size_of::<f64>() >= HEAVY
    }

    /// Adds to the newest row. `column` is the series' column, made when it is not there. Returns it.
    #[inline]
    pub(super) fn put(&mut self, column: u32, id: u32, value: Option<f64>) -> u32 {
        let row = self.times.len().saturating_sub(1);
        let place = if self.columns.get(column as usize).is_some_and(|one| one.id == id) {
            column as usize
        } else {
            self.columns.push(Column { id, presence: Presence::default(), values: Vec::new() });
            self.columns.len() - 1
        };
        if let Some(column) = self.columns.get_mut(place) {
            column.presence.add(row, value.is_none());
            column.values.extend(value);
            self.entries += 1;
        }
        // A snapshot that has this row has it as it was.
        self.saved = self.saved.min(row);
        place as u32
    }

    /// Memory, in bytes.
    pub(super) fn size(&self) -> usize {
        let values: usize = self.columns.iter().map(|column| column.values.capacity()).sum();
        (values + self.times.capacity()) * size_of::<f64>()
            + self.columns.capacity() * size_of::<Column>()
    }
}

/// Series that share their instants.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    /// The newest instant that was appended, in milliseconds.
    pub(super) newest: i64,
    pub(super) open: Open,
    /// Oldest first.
    pub(super) chunks: VecDeque<Chunk>,
}

impl Group {
    pub(super) fn new(name: String) -> Self {
        Self { name, newest: i64::MIN, open: Open::default(), chunks: VecDeque::new() }
    }

    /// Makes the open rows a block, and returns its size in bytes and its count of entries.
    pub(super) fn close(&mut self) -> (usize, usize) {
        let mut open = core::mem::take(&mut self.open);
        let chunk = Chunk::close(open.number, &open.times, &mut open.columns);
        let told = (chunk.size(), open.entries);
        self.chunks.push_back(chunk);
        told
    }
}
