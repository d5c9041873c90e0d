//! Readers: the entries of many series within one range.

use super::Store;
use super::chunk::Chunk;
use super::group::Group;
use super::per_group::PerGroup;
use super::series::Series;
use crate::series::{Entry, SeriesId, TimeRange};
use crate::time::Timestamp;

/// Reads one range of any number of series. The instants of a group are decoded once for all its series.
#[derive(Debug)]
pub struct Reader<'a> {
    store: &'a Store,
    range: TimeRange,
    /// The instants of each group's blocks that overlap the range, one block after the other, then those of rows in no block.
    times: PerGroup<i64>,
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
        Reader { store: self, range, times: PerGroup::default(), values: Vec::new() }
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
        let mut times = self.times.of(series.group, || times(group, range));
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
        let group = self.store.groups.get(series.group as usize)?;
        let range = self.range;
        let times = self.times.of(series.group, || times(group, range));
        self.values.clear();
        self.values.reserve(times.len());
        for chunk in touched(group, range) {
            chunk.read_whole(id, &mut self.values)?;
        }
        for rows in group.rows().filter(|rows| overlaps(&rows.times, range)) {
            let column = rows.columns.get(series.column as usize).filter(|column| column.id == id);
            let column = column.or_else(|| {
                let place = rows.columns.binary_search_by_key(&id, |column| column.id).ok()?;
                rows.columns.get(place)
            })?;
            self.values.extend_from_slice(column.whole(rows.times.len())?);
        }
        if self.values.len() != times.len() {
            return None;
        }
        let until = |at: Timestamp| times.partition_point(|time| *time <= at.0);
        let within = until(range.after)..until(range.until);
        let (times, values) = (times.get(within.clone())?, self.values.get(within)?);
        Some(Samples { group: series.group, times, values })
    }
}

/// Returns the instants of the rows of a group in the blocks, and outside of them, that overlap a range.
fn times(group: &Group, range: TimeRange) -> Vec<i64> {
    let mut times = Vec::new();
    for chunk in touched(group, range) {
        chunk.times(&mut times);
    }
    for rows in group.rows().filter(|rows| overlaps(&rows.times, range)) {
        times.extend_from_slice(&rows.times);
    }
    times
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
