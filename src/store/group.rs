//! A group: series that share their instants, as open rows and closed blocks.
//!
//! The open rows are columns of plain floats, so the newest values are at hand. When they are as many as a block has, or weigh
//! too much, they are closed as one; not sooner than the next row begins, because a row may be added to. To write a block of
//! many series takes longer than a page may pause, so it is done bit by bit, with the rows that follow.

use super::chunk::{Chunk, Column, Presence, ROWS, Writing};
use crate::series::{Entry, TimeRange};
use std::collections::VecDeque;

/// Open rows weigh at most about this, in bytes: with a very large page, a block is closed before it has all its rows.
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

    /// Makes room for so many columns in the first row. Most that follow have no others.
    pub(super) fn reserve(&mut self, columns: usize) {
        if self.columns.is_empty() {
            self.columns.reserve_exact(columns);
        }
    }

    /// Adds to the newest row. `column` is the series' column, made when it is not there. Returns it.
    #[inline]
    #[cfg_attr(speed, optimize(speed))]
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

/// So many samples of a block are written with each row that follows it, or an eighth of them all: a few milliseconds.
const STEP: usize = 16 * 1024;

/// Rows that are closed, on their way into a block.
#[derive(Clone, Debug)]
pub(super) struct Closing {
    /// The rows, their columns sorted by series.
    pub(super) rows: Open,
    writing: Writing,
}

impl Closing {
    /// Memory, in bytes.
    pub(super) fn size(&self) -> usize {
        self.rows.size() + self.writing.size()
    }

    /// The entries of a series within `range`, oldest first.
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
    /// Oldest first.
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

    /// Closes the open rows; nothing is being closed.
    pub(super) fn close(&mut self) {
        let mut rows = core::mem::take(&mut self.open);
        rows.columns.sort_unstable_by_key(|column| column.id);
        let writing = Writing::new(&rows.times);
        self.closing = Some(Box::new(Closing { rows, writing }));
    }

    /// Goes on with what is being closed. Returns its rows when they are a block.
    pub(super) fn go_on(&mut self, all: bool) -> Option<Open> {
        let Closing { rows, writing } = self.closing.as_deref_mut()?;
        let samples = if all { usize::MAX } else { STEP.max(rows.entries / 8) };
        if !writing.go_on(rows.times.len(), &rows.columns, samples) {
            return None;
        }
        let Closing { rows, writing } = *self.closing.take()?;
        self.chunks.push_back(writing.finish(rows.number, &rows.times));
        Some(rows)
    }

    /// Rows that are in no block yet, oldest first.
    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = &Open> {
        self.closing.iter().map(|closing| &closing.rows).chain(core::iter::once(&self.open))
    }

    /// The same, to be marked.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Open> {
        let closing = self.closing.iter_mut().map(|closing| &mut closing.rows);
        closing.chain(core::iter::once(&mut self.open))
    }

    /// Memory of the rows that are in no block yet, in bytes.
    pub(super) fn open_size(&self) -> usize {
        self.open.size() + self.closing.as_ref().map_or(0, |closing| closing.size())
    }
}
