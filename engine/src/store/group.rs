//! Groups: series that share their instants, as open rows and closed blocks.
//!
//! Open rows are columns of plain floats, so that the newest values are at hand. When they reach the length of a block, or too much
//! memory, they are closed as one, but not before the next row begins, because the last row may still grow. Writing a block of many
//! series takes longer than a page may pause, so that it is done in steps, one with each row that follows.

use super::chunk::{Chunk, Column, Presence, ROWS, Writing};
use crate::series::{Entry, TimeRange};
use std::collections::VecDeque;

/// The approximate limit of the open rows' memory in bytes. With a very large page, a block is closed before it is full.
const HEAVY: usize = 4 * 1024 * 1024;

/// The rows that are still open.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    /// The number of their future block.
    pub(super) number: u64,
    /// The instant of each row, in milliseconds.
    pub(super) times: Vec<i64>,
    /// The columns, in the order in which the series came.
    pub(super) columns: Vec<Column>,
    /// The number of values and marks.
    pub(super) entries: usize,
    /// The number of rows, from the first on, that a snapshot has in their current state.
    pub(super) saved: usize,
}

impl Open {
    /// Returns whether the next row has to begin another block.
    pub(super) fn is_full(&self) -> bool {
        self.times.len() >= ROWS || self.entries * size_of::<f64>() >= HEAVY
    }

    /// Reserves memory for this many columns in the first row. Most rows that follow have the same ones.
    pub(super) fn reserve(&mut self, columns: usize) {
        if self.columns.is_empty() {
            self.columns.reserve_exact(columns);
        }
    }

    /// Adds an entry to the newest row. `column` is the series' column, created where there is none. Returns it.
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
            if let Some(value) = value {
                column.values.push(value);
            }
            self.entries += 1;
        }
        // A snapshot that has this row has its old state.
        self.saved = self.saved.min(row);
        place as u32
    }

    /// Returns the memory in bytes.
    pub(super) fn size(&self) -> usize {
        let values: usize = self.columns.iter().map(|column| column.values.capacity()).sum();
        (values + self.times.capacity()) * size_of::<f64>()
            + self.columns.capacity() * size_of::<Column>()
    }
}

/// The number of samples of a block that are written with each row that follows, or an eighth of all: a few milliseconds.
const STEP: usize = 16 * 1024;

/// Closed rows that are being written into a block.
#[derive(Clone, Debug)]
pub(super) struct Closing {
    /// The rows, with columns sorted by series.
    pub(super) rows: Open,
    writing: Writing,
}

impl Closing {
    /// Returns the memory in bytes.
    pub(super) fn size(&self) -> usize {
        self.rows.size() + self.writing.size()
    }

    /// Returns the entries of a series within `range`, oldest first.
    pub(super) fn read(&self, id: u32, range: TimeRange, each: &mut impl FnMut(Entry)) {
        if let Ok(place) = self.rows.columns.binary_search_by_key(&id, |column| column.id)
            && let Some(column) = self.rows.columns.get(place)
        {
            column.read(&self.rows.times, range, each);
        }
    }
}

/// Series that share their instants.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    /// The newest instant that was appended, in milliseconds.
    pub(super) newest: i64,
    pub(super) open: Open,
    pub(super) closing: Option<Box<Closing>>,
    /// The closed blocks, oldest first.
    pub(super) chunks: VecDeque<Chunk>,
}

impl Group {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            newest: i64::MIN,
            open: Open::default(),
            closing: None,
            chunks: VecDeque::new(),
        }
    }

    /// Closes the open rows, while no others are being closed.
    pub(super) fn close(&mut self) {
        let mut rows = core::mem::take(&mut self.open);
        rows.columns.sort_unstable_by_key(|column| column.id);
        let writing = Writing::new(&rows.times);
        self.closing = Some(Box::new(Closing { rows, writing }));
    }

    /// Continues to close rows. Returns the rows when they are a block.
    pub(super) fn advance(&mut self, all: bool) -> Option<Open> {
        let Closing { rows, writing } = self.closing.as_deref_mut()?;
        let samples = if all { usize::MAX } else { STEP.max(rows.entries / 8) };
        if !writing.advance(rows.times.len(), &rows.columns, samples) {
            return None;
        }
        let Closing { rows, writing } = *self.closing.take()?;
        self.chunks.push_back(writing.finish(rows.number, &rows.times));
        Some(rows)
    }

    /// Returns the rows that are in no block yet, oldest first.
    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = &Open> {
        self.closing.iter().map(|closing| &closing.rows).chain(core::iter::once(&self.open))
    }

    /// Returns the same rows mutably.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Open> {
        let closing = self.closing.iter_mut().map(|closing| &mut closing.rows);
        closing.chain(core::iter::once(&mut self.open))
    }

    /// Returns the memory of the rows that are in no block yet, in bytes.
    pub(super) fn open_size(&self) -> usize {
        self.open.size() + self.closing.as_ref().map_or(0, |closing| closing.size())
    }
}
