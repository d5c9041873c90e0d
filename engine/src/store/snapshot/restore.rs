//! Restoring a store from its records.

use super::super::chunk::Chunk;
use super::super::group::Group;
use super::super::{GroupId, Limits, Store};
use super::seal::{Kind, open};
use super::unsaved::{chunk_key, row_key};
use super::wire::{Row, read_chunk, read_group, read_id, read_rows};
use super::{LostRecord, LostRecordKind, Newer, Record};
use crate::binary::{take_text, take_varint};
use crate::series::SeriesId;
use crate::time::Timestamp;

/// A store that is being restored. Records are added in any order, and need not be kept.
#[derive(Debug)]
pub struct Restoring {
    store: Store,
    problems: Vec<LostRecord>,
    chunks: Vec<(u32, Chunk)>,
    rows: Vec<Row>,
}

impl Restoring {
    /// Begins with an empty store.
    pub fn new(limits: Limits) -> Self {
        let store = Store::new(limits);
        Self { store, problems: Vec::new(), chunks: Vec::new(), rows: Vec::new() }
    }

    /// Adds a record.
    ///
    /// # Errors
    ///
    /// [`Newer`] where its version is not known. Then nothing may be written over the records.
    pub fn add(&mut self, record: &Record) -> Result<(), Newer> {
        let read = match open(&record.bytes)? {
            Some((Kind::Groups, bytes)) => self.store.restore_groups(bytes),
            Some((Kind::Labels, bytes)) => self.store.restore_labels(bytes),
            Some((Kind::Chunk, bytes)) => read_chunk(bytes).map(|chunk| self.chunks.push(chunk)),
            Some((Kind::Row, bytes)) => Row::read(bytes).map(|row| self.rows.push(row)),
            Some((Kind::Rows, bytes)) => read_rows(bytes).map(|rows| self.rows.extend(rows)),
            None => None,
        };
        if read.is_none() {
            self.store.unsaved.stray(record.key.clone());
            self.problems
                .push(LostRecord { key: record.key.clone(), kind: LostRecordKind::Damaged });
        }
        Ok(())
    }

    /// Returns the store, in which everything counts as saved, and the records that could not be restored.
    pub fn finish(self) -> (Store, Vec<LostRecord>) {
        let Self { mut store, mut problems, mut chunks, mut rows } = self;
        chunks.sort_unstable_by_key(|(_, chunk)| chunk.number);
        rows.sort_unstable_by_key(|row| (row.number, row.place));
        // In ascending order.
        let known: Vec<u64> = chunks.iter().map(|(_, chunk)| chunk.number).collect();
        for (group, chunk) in chunks {
            store.restore_chunk(group, chunk, &mut problems);
        }
        for row in rows {
            if known.binary_search(&row.number).is_ok() {
                store.unsaved.stray(row_key(row.number, row.place));
            } else {
                store.restore_row(&row, &mut problems);
            }
        }
        store.forget_empty_series();
        (store, problems)
    }
}

impl Store {
    /// Restores a store from records in any order, and returns those that could not be restored.
    ///
    /// # Errors
    ///
    /// As [`Restoring::add`].
    pub fn restore(limits: Limits, records: &[Record]) -> Result<(Self, Vec<LostRecord>), Newer> {
        let mut restoring = Restoring::new(limits);
        for record in records {
            restoring.add(record)?;
        }
        Ok(restoring.finish())
    }

    fn restore_groups(&mut self, mut bytes: &[u8]) -> Option<()> {
        while !bytes.is_empty() {
            let id = read_group(&mut bytes)?;
            let name = take_text(&mut bytes)?;
            let group = self.known_group(id);
            if group.name.is_empty() {
                name.clone_into(&mut group.name);
                self.name_group(id);
            }
        }
        Some(())
    }

    fn restore_labels(&mut self, mut bytes: &[u8]) -> Option<()> {
        while !bytes.is_empty() {
            let id = read_id(&mut bytes)?;
            let group = read_group(&mut bytes)?;
            let count = take_varint(&mut bytes)?;
            let mut labels: Vec<(&str, &str)> = Vec::new();
            for _ in 0..count {
                labels.push((take_text(&mut bytes)?, take_text(&mut bytes)?));
            }
            let in_order =
                labels.windows(2).all(|two| matches!(two, [one, other] if one.0 < other.0));
            if !in_order {
                return None;
            }
            self.known_group(group);
            self.index.restore(id, &labels, group);
        }
        Some(())
    }

    /// Returns the group with this id, without a name where none is known yet.
    fn known_group(&mut self, id: u32) -> &mut Group {
        let id = id as usize;
        if self.groups.len() <= id {
            self.groups.resize_with(id + 1, || Group::new(String::new()));
        }
        &mut self.groups[id]
    }

    fn restore_chunk(&mut self, group: u32, chunk: Chunk, problems: &mut Vec<LostRecord>) {
        self.next_block = self.next_block.max(chunk.number.saturating_add(1));
        let known = self.known_group(group);
        if known.newest >= chunk.first {
            let key = chunk_key(chunk.number);
            self.unsaved.stray(key.clone());
            return problems.push(LostRecord { key, kind: LostRecordKind::Damaged });
        }
        known.newest = chunk.last;
        let mut nameless = 0;
        let mut times = Vec::new();
        chunk.times(&mut times);
        for (id, start) in &chunk.columns {
            if let Some(series) = self.index.get_mut(*id).filter(|series| series.group == group) {
                series.newest = chunk.newest(*start, &times);
            } else {
                nameless += 1;
                self.index.reserve(*id);
            }
        }
        if nameless > 0 {
            problems.push(LostRecord {
                key: chunk_key(chunk.number),
                kind: LostRecordKind::Nameless(nameless),
            });
        }
        self.closed.bytes += chunk.size();
        self.closed.entries += chunk.entries as usize;
        self.known_group(group).chunks.push_back(chunk);
    }

    fn restore_row(&mut self, row: &Row, problems: &mut Vec<LostRecord>) {
        let group = row.group as usize;
        let open = &self.known_group(row.group).open;
        if !open.times.is_empty() && open.number != row.number {
            self.close(group, true);
        }
        self.next_block = self.next_block.max(row.number);
        let is_first = self.known_group(row.group).open.times.is_empty();
        let key = || row_key(row.number, row.place);
        if !self.begin_row(group, row.at) {
            self.unsaved.stray(key());
            return problems.push(LostRecord { key: key(), kind: LostRecordKind::Damaged });
        }
        let open = &mut self.known_group(row.group).open;
        if is_first {
            open.number = row.number;
        }
        // If a row is missing, the others move to other places than their records name, and are written again.
        let saved = if open.saved == row.place { row.place + 1 } else { 0 };
        if saved == 0 {
            self.unsaved.stray(key());
        }
        let mut nameless = 0;
        for (id, value) in &row.entries {
            if self.index.get(*id).is_some_and(|series| series.group == row.group) {
                self.put(GroupId(group), Timestamp(row.at), SeriesId(*id as usize), *value);
            } else {
                nameless += 1;
                self.index.reserve(*id);
            }
        }
        let open = &mut self.known_group(row.group).open;
        open.saved = saved.min(open.times.len());
        self.next_block = self.next_block.max(row.number.saturating_add(1));
        if nameless > 0 {
            problems.push(LostRecord { key: key(), kind: LostRecordKind::Nameless(nameless) });
        }
    }

    /// Drops the series that have no samples, which no dropped block would ever take along.
    fn forget_empty_series(&mut self) {
        for id in 0..self.index.ids() {
            if self.index.get(id).is_some_and(|series| series.newest == i64::MIN) {
                self.index.remove(id);
                self.unsaved.series(id);
            }
        }
    }
}
