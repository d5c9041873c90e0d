//! The changes of a store since they were last written.

use super::super::Store;
use super::super::chunk::{Chunk, Column, Presence};
use super::super::group::Open;
use super::seal::{Kind, begin, seal};
use super::wire::{BATCH, Row, write_chunk};
use super::{Batch, Record};
use crate::binary::{put_text, put_varint};
use std::collections::{BTreeMap, BTreeSet};

/// The differences between a store and its records.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Unsaved {
    /// Batches of group names, and of labels.
    groups: BTreeSet<u32>,
    series: BTreeSet<u32>,
    /// The groups of closed blocks, by the blocks' numbers.
    chunks: BTreeMap<u64, u32>,
    /// Keys of records to be deleted.
    delete: Vec<String>,
}

impl Unsaved {
    /// Notes a new group.
    pub(in crate::store) fn group(&mut self, id: u32) {
        self.groups.insert(id / BATCH);
    }

    /// Notes a new or dropped series.
    pub(in crate::store) fn series(&mut self, id: u32) {
        self.series.insert(id / BATCH);
    }

    /// Notes that open rows became a block.
    pub(in crate::store) fn closed(&mut self, group: u32, open: &Open) {
        self.chunks.insert(open.number, group);
        self.delete.extend((0..open.saved).map(|place| row_key(open.number, place)));
    }

    /// Notes that a block was dropped.
    pub(in crate::store) fn dropped(&mut self, number: u64) {
        if self.chunks.remove(&number).is_none() {
            self.delete.push(chunk_key(number));
        }
    }

    /// Notes a record that should not exist.
    pub(super) fn stray(&mut self, key: String) {
        self.delete.push(key);
    }
}

pub(super) fn chunk_key(number: u64) -> String {
    format!("chunk/{number}")
}

pub(super) fn row_key(number: u64, place: usize) -> String {
    format!("row/{number}/{place}")
}

impl Store {
    /// Returns the changes since the last call. If writing them fails, call [`Store::forget_saved`].
    pub fn take_unsaved(&mut self) -> Batch {
        let mut batch = Batch::default();
        self.take_some_unsaved(&mut batch, usize::MAX);
        batch
    }

    /// Does the same in steps: adds about `bytes` bytes of what `batch` does not have yet, and returns whether that was all. The
    /// store may change between steps. A batch is complete, and may be written, only after the last one.
    pub fn take_some_unsaved(&mut self, batch: &mut Batch, bytes: usize) -> bool {
        let mut room = bytes;
        // Deletions come first, because what is added later is written after them.
        for key in core::mem::take(&mut self.unsaved.delete) {
            batch.remove(key);
        }
        while let Some(number) = self.unsaved.groups.pop_last() {
            room = batch.add(self.group_names(number), room);
            if room == 0 {
                return false;
            }
        }
        while let Some(number) = self.unsaved.series.pop_last() {
            match self.labels_of(number) {
                Some(record) => room = batch.add(record, room),
                None => batch.remove(labels_key(number)),
            }
            if room == 0 {
                return false;
            }
        }
        while let Some((number, group)) = self.unsaved.chunks.pop_last() {
            let chunks = self.groups.get(group as usize).map(|group| &group.chunks);
            if let Some(chunk) =
                chunks.and_then(|chunks| chunks.iter().rfind(|one| one.number == number))
            {
                room = batch.add(chunk_record(group, chunk), room);
            }
            if room == 0 {
                return false;
            }
        }
        for (place, group) in self.groups.iter_mut().enumerate() {
            for rows in group.rows_mut() {
                room = add_rows(batch, place as u32, rows, room);
                if room == 0 {
                    return false;
                }
            }
        }
        true
    }

    /// Marks everything as unsaved, because the last batch was not written: the next one holds the whole store.
    pub fn forget_saved(&mut self) {
        for group in 0..self.groups.len() as u32 {
            self.unsaved.group(group);
        }
        for id in 0..self.index.ids() {
            self.unsaved.series(id);
        }
        for (place, group) in self.groups.iter_mut().enumerate() {
            group.rows_mut().for_each(|rows| rows.saved = 0);
            for chunk in &group.chunks {
                self.unsaved.chunks.insert(chunk.number, place as u32);
            }
        }
    }

    fn group_names(&self, number: u32) -> Record {
        let mut bytes = begin(Kind::Groups);
        for id in number * BATCH..(number + 1) * BATCH {
            if let Some(group) = self.groups.get(id as usize) {
                put_varint(&mut bytes, u64::from(id));
                put_text(&mut bytes, &group.name);
            }
        }
        Record { key: format!("groups/{number}"), bytes: seal(bytes) }
    }

    fn labels_of(&self, number: u32) -> Option<Record> {
        let mut bytes = begin(Kind::Labels);
        let empty = bytes.len();
        for id in number * BATCH..(number + 1) * BATCH {
            let (Some(series), Some(labels)) = (self.index.get(id), self.index.labels(id)) else {
                continue;
            };
            put_varint(&mut bytes, u64::from(id));
            put_varint(&mut bytes, u64::from(series.group));
            put_varint(&mut bytes, labels.iter().count() as u64);
            for (name, value) in labels.iter() {
                put_text(&mut bytes, name);
                put_text(&mut bytes, value);
            }
        }
        (bytes.len() > empty).then(|| Record { key: labels_key(number), bytes: seal(bytes) })
    }
}

fn labels_key(number: u32) -> String {
    format!("labels/{number}")
}

fn chunk_record(group: u32, chunk: &Chunk) -> Record {
    let mut bytes = begin(Kind::Chunk);
    write_chunk(&mut bytes, group, chunk);
    Record { key: chunk_key(chunk.number), bytes: seal(bytes) }
}

/// Adds the rows that are not saved yet, as long as there is room, and returns the room left. The rows count as saved from then on.
fn add_rows(batch: &mut Batch, group: u32, open: &mut Open, mut room: usize) -> usize {
    if open.saved >= open.times.len() {
        return room;
    }
    let mut order: Vec<usize> = (0..open.columns.len()).collect();
    order.sort_unstable_by_key(|place| open.columns.get(*place).map(|column| column.id));
    let (place, rows) = (open.saved, open.times.len() - open.saved);
    if rows > 1 {
        let columns = order.iter().filter_map(|column| open.columns.get(*column));
        let columns = columns.map(|column| column.from(place, rows));
        let columns: Vec<Column> =
            columns.filter(|column| column.presence != Presence::default()).collect();
        let times = open.times.get(place..).unwrap_or_default();
        let chunk = Chunk::new(open.number, times, &columns);
        let mut bytes = begin(Kind::Rows);
        put_varint(&mut bytes, place as u64);
        write_chunk(&mut bytes, group, &chunk);
        open.saved = open.times.len();
        return batch.add(Record { key: row_key(open.number, place), bytes: seal(bytes) }, room);
    }
    while let Some(at) = open.times.get(open.saved).filter(|_| room > 0) {
        let place = open.saved;
        let columns = order.iter().filter_map(|column| open.columns.get(*column));
        let entries = columns.filter_map(|column| {
            let (value, is_value) = column.presence.at(place)?;
            Some((column.id, column.values.get(value).copied().filter(|_| is_value)))
        });
        let row = Row { number: open.number, place, group, at: *at, entries: entries.collect() };
        let mut bytes = begin(Kind::Row);
        row.write(&mut bytes);
        room = batch.add(Record { key: row_key(open.number, place), bytes: seal(bytes) }, room);
        open.saved += 1;
    }
    room
}
