//! Readers: the entries of many series within one range.

use super::Store;
use super::chunk::Chunk;
use super::group::Group;
use super::series::Series;
use crate::series::{Entry, SeriesId, TimeRange};
use crate::time::Timestamp;
use core::ops::Range;

/// Reads one range of any number of series. The instants of a group are decoded once for all its series that are read in a row.
#[derive(Debug)]
pub struct Reader<'a> {
    store: &'a Store,
    range: TimeRange,
    /// The group of these instants.
    group: u32,
    /// The instants of the group's blocks that overlap the range, one block after the other, then those of rows in no block.
    times: Vec<i64>,
    /// The places of those within the range.
    within: Range<usize>,
    /// The values of the last series, one for each of `times`.
    values: Vec<f64>,
}

/// The samples of a series that has a value in each row of its group, so that the instants are those of all such series.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'r> {
    /// The group. Series of one group that the same reader reads have the same instants.
    pub group: u32,
    /// The instants in milliseconds, ascending.
    pub times: &'r [i64],
    /// The values, one for each instant.
    pub values: &'r [f64],
}

impl Store {
    /// Creates a reader of the entries within `range`.
    pub fn reader(&self, range: TimeRange) -> Reader<'_> {
        let (times, values) = (Vec::new(), Vec::new());
        Reader { store: self, range, group: u32::MAX, times, within: 0..0, values }
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

impl<'a> Reader<'a> {
    /// Appends the entries of a series within the range, oldest first.
    pub fn read(&mut self, id: SeriesId, into: &mut Vec<Entry>) {
        self.each(id, |entry| into.push(entry));
    }

    /// Passes each entry of a series within the range to `each`, oldest first.
    pub fn each(&mut self, id: SeriesId, mut each: impl FnMut(Entry)) {
        let id = super::number(id);
        let Some(series) = self.store.index.get(id) else { return };
        let Some(group) = self.enter(series.group) else { return };
        let range = self.range;
        let mut times = self.times.as_slice();
        for chunk in touched(group, range) {
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

    /// Returns the samples of a series within the range if it has a value in each row of the group that the range touches. Quicker
    /// than [`each`](Self::each).
    pub fn samples(&mut self, id: SeriesId) -> Option<Samples<'_>> {
        let id = super::number(id);
        let series = self.store.index.get(id)?;
        let group = self.enter(series.group)?;
        self.values.clear();
        self.values.reserve(self.times.len());
        for chunk in touched(group, self.range) {
            chunk.read_whole(id, &mut self.values)?;
        }
        for rows in group.rows().filter(|rows| overlaps(&rows.times, self.range)) {
            let column = rows.columns.get(series.column as usize).filter(|column| column.id == id);
            let column = column.or_else(|| {
                let place = rows.columns.binary_search_by_key(&id, |column| column.id).ok()?;
                rows.columns.get(place)
            })?;
            self.values.extend_from_slice(column.whole(rows.times.len())?);
        }
        if self.values.len() != self.times.len() {
            return None;
        }
        let times = self.times.get(self.within.clone())?;
        let values = self.values.get(self.within.clone())?;
        Some(Samples { group: series.group, times, values })
    }

    /// Decodes the instants of a group, unless they are those of the last series.
    fn enter(&mut self, number: u32) -> Option<&'a Group> {
        let store = self.store;
        let group = store.groups.get(number as usize)?;
        if self.group != number {
            self.group = number;
            self.times.clear();
            for chunk in touched(group, self.range) {
                chunk.times(&mut self.times);
            }
            for rows in group.rows().filter(|rows| overlaps(&rows.times, self.range)) {
                self.times.extend_from_slice(&rows.times);
            }
            let until = |at: Timestamp| self.times.partition_point(|time| *time <= at.0);
            self.within = until(self.range.after)..until(self.range.until);
        }
        Some(group)
    }
}

/// Returns the blocks of a group that overlap a range.
fn touched(group: &Group, range: TimeRange) -> impl Iterator<Item = &Chunk> {
    let from = group.chunks.partition_point(|chunk| chunk.last <= range.after.0);
    let to = group.chunks.partition_point(|chunk| chunk.first <= range.until.0).max(from);
    group.chunks.range(from..to)
}

/// Returns whether any of these instants, which ascend, can lie within a range.
fn overlaps(times: &[i64], range: TimeRange) -> bool {
    let (first, last) = (times.first(), times.last());
    first.is_some_and(|first| *first <= range.until.0)
        && last.is_some_and(|last| *last > range.after.0)
}
