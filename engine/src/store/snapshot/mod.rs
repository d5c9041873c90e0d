//! Snapshots: a store as records, for a browser's database and a recorder's files.
//!
//! Blocks of closed rows are written once and never changed. Open rows are written as they come, several in one record where they
//! come together, so that a reload loses at most the row that was not written yet. They are deleted when their block is closed.
//! Names of groups and labels of series are written in batches by id. [`take_unsaved`](crate::store::Store::take_unsaved) returns
//! the changes since its last call, to be written in one transaction.
//!
//! Every record begins with the version of the format and ends with a checksum. A damaged record is skipped, reported, and deleted
//! at the next opportunity. One of a newer version stops the restore, so that an old page never overwrites what it cannot read.

mod ledger;
mod restore;
mod seal;
mod segment;
mod unsaved;
mod wire;

use crate::labels::quoted;
pub use ledger::{Ledger, Place};
pub use restore::Restoring;
pub use segment::{Frame, Replay, Step, index, listed, scan};
pub(super) use unsaved::Unsaved;

use core::fmt;

/// The version of the format.
pub const VERSION: u8 = 2;

/// An entry of a database, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The key, unique within a store: `chunk/12`, `row/13/5`, `labels/0`, `groups/0`.
    pub key: String,
    /// The content, which begins with the version.
    pub bytes: Vec<u8>,
}

/// The changes that make the records equal to the store: first delete, then put, all or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records to put, in this order, in place of those with the same key.
    pub put: Vec<Record>,
    /// Keys to delete, where they exist.
    pub delete: Vec<String>,
}

impl Batch {
    /// Returns whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.delete.is_empty()
    }

    /// Adds a record, and returns what is left of `room` bytes. Of two with the same key the later one counts.
    fn add(&mut self, record: Record, room: usize) -> usize {
        let left = room.saturating_sub(record.bytes.len());
        self.put.push(record);
        left
    }

    /// Deletes a record, even one that was to be put.
    fn remove(&mut self, key: String) {
        self.put.retain(|record| record.key != key);
        self.delete.push(key);
    }
}

/// A record that could not be restored, while the others were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRecord {
    /// The record's key.
    pub key: String,
    /// The kind of the problem.
    pub kind: LostRecordKind,
}

/// The kinds of [`LostRecord`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostRecordKind {
    /// The record is damaged.
    Damaged,
    /// The record has this many series whose labels are lost.
    Nameless(usize),
}

impl fmt::Display for LostRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = quoted(&self.key);
        match self.kind {
            LostRecordKind::Damaged => {
                write!(f, "the record {key} is damaged and was left out")
            }
            LostRecordKind::Nameless(series) => {
                write!(f, "the record {key} is about {series} series whose labels are lost")
            }
        }
    }
}

/// A newer version of this program wrote the records, and nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The version of the format.
    pub version: u8,
}

impl fmt::Display for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the records are of version {}, and this program reads version {VERSION}",
            self.version
        )
    }
}
