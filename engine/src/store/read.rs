//! Readers: the entries of many series within one range.

use super::Store;
use super::series::Series;
use crate::series::{Entry, SeriesId, TimeRange};
use crate::time::Timestamp;

/// Reads one range of any number of series. The instants of a group are decoded once for all its series that are read in a row.
#[derive(Debug)]
pub struct Reader<'a> {
    store: &'a Store,
    range: TimeRange,
    /// The group of these instants.
    group: u32,
    /// The instants of the group's blocks that overlap the range, one block after the other.
    times: Vec<i64>,
}

impl Store {
    /// Creates a reader of the entries within `range`.
    pub fn reader(&self, range: TimeRange) -> Reader<'_> {
        Reader { store: self, range, group: u32::MAX, times: Vec::new() }
    }

    /// Returns the newest entry of a series.
    pub fn newest(&self, id: SeriesId) -> Option<Entry> {
        let series = self.index.get(super::number(id))?;
        let open = &self.groups.get(series.group as usize)?.open;
        let column = open.columns.get(series.column as usize).filter(|one| one.id as usize == id.0);
        if let Some(column) = column {
            return column.newest(&open.times);
        }
        let range = TimeRange {
            after: Timestamp(series.newest.saturating_sub(1)),
            until: Timestamp(series.newest),
        };
        self.entries(id, range).last()
    }

    /// Returns the entries of a series within `range`, oldest first. For many series, a [`Store::reader`] is quicker.
    pub fn entries(&self, id: SeriesId, range: TimeRange) -> impl Iterator<Item = Entry> {
        let mut entries = Vec::new();
        self.reader(range).read(id, &mut entries);
        entries.into_iter()
    }
}

impl Reader<'_> {
    /// Appends the entries of a series within the range, oldest first.
    pub fn read(&mut self, id: SeriesId, into: &mut Vec<Entry>) {
        self.each(id, |entry| into.push(entry));
    }

    /// Passes each entry of a series within the range to `each`, oldest first.
    pub fn each(&mut self, id: SeriesId, mut each: impl FnMut(Entry)) {
        let id = super::number(id);
        let Some(series) = self.store.index.get(id) else { return };
        let Some(group) = self.store.groups.get(series.group as usize) else { return };
        let range = self.range;
        let from = group.chunks.partition_point(|chunk| chunk.last <= range.after.0);
        let to = group.chunks.partition_point(|chunk| chunk.first <= range.until.0).max(from);
        let touched = group.chunks.range(from..to);
        if self.group != series.group {
            self.group = series.group;
            self.times.clear();
            for chunk in touched.clone() {
                chunk.times(&mut self.times);
            }
        }
        let mut times = self.times.as_slice();
        for chunk in touched {
            let (own, rest) = times.split_at_checked(chunk.rows as usize).unwrap_or_default();
            times = rest;
            chunk.read(id, own, range, &mut each);
        }
        if let Some(closing) = &group.closing {
            closing.read(id, range, &mut each);
        }
        if series.column != Series::NONE
            && let Some(column) = group.open.columns.get(series.column as usize)
            && column.id == id
        {
            column.read(&group.open.times, range, &mut each);
        }
    }
}
