//! The time series store: samples in, series out, in bounded memory.
//!
//! Everything that a page learns becomes a series here, so that one language can query it. [`Store`] is that of an operator's page
//! and of the recorder, [`recent::Recent`] the small ring of a visitor's page. A monitor writes to either through [`SampleSink`].
//!
//! # Groups
//!
//! The samples of one scrape share their instant. The series of one target therefore form a group with one column of times, and a
//! series is a column of values. A series with timestamps of its own gets a group of its own. A series stays in the group that
//! first named it.
//!
//! # Limits
//!
//! [`Store::retain`] drops what is too old, and the oldest blocks where there is too much. [`Usage`] counts what was dropped, by
//! reason.

mod ahead;
mod chunk;
mod group;
mod index;
mod pair;
mod pairs;
mod per_group;
mod read;
pub mod recent;
mod retain;
mod series;
mod sink;
pub mod snapshot;

pub use index::Labels;
pub use per_group::PerGroup;
pub use read::{Reader, Samples};
pub use retain::{Dropped, Limits, Usage};
pub use sink::SampleSink;

use self::group::Group;
use self::index::Index;
use self::snapshot::Unsaved;
use crate::bytes::hash;
use crate::labels::{LabelSet, Matcher, NAME};
use crate::series::SeriesId;
use crate::table::Table;
use crate::time::Timestamp;

/// Identifies a set of series that share their instants, for as long as the store lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// The series that an operator's page has seen.
#[derive(Clone, Debug, Default)]
pub struct Store {
    index: Index,
    groups: Vec<Group>,
    /// The groups by name.
    group_names: Table,
    limits: Limits,
    dropped: Dropped,
    /// The bytes and entries of closed blocks.
    closed: retain::Closed,
    /// The number of the next block.
    next_block: u64,
    /// The number of series that were dropped.
    forgotten: u64,
    unsaved: Unsaved,
}

impl Store {
    /// Creates an empty store with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Returns the group with this name, and creates it where there is none. A target's name is stable over reloads.
    pub fn group(&mut self, name: &str) -> GroupId {
        let groups = &self.groups;
        let is = |id: u32| groups.get(id as usize).is_some_and(|group| group.name == name);
        if let Some(known) = self.group_names.find(hash_of_name(name), is) {
            return GroupId(known as usize);
        }
        let id = self.groups.len();
        self.groups.push(Group::new(name.to_owned()));
        self.name_group(id as u32);
        self.unsaved.group(id as u32);
        GroupId(id)
    }

    /// Adds a group to the index by name.
    fn name_group(&mut self, id: u32) {
        if let Some(group) = self.groups.get(id as usize) {
            self.group_names.insert(hash_of_name(&group.name), id);
        }
    }

    /// Returns the series of `group` with these labels, and creates it where there is none. `None` when the store is full. The
    /// labels include the metric's name as `__name__`, each name occurs once, they are sorted by name, and no value is empty.
    pub fn series(&mut self, group: GroupId, labels: &[(&str, &str)]) -> Option<SeriesId> {
        let in_order = labels.windows(2).all(|two| matches!(two, [one, other] if one.0 < other.0));
        if !in_order || labels.iter().any(|(_, value)| value.is_empty()) {
            let name = labels.iter().find(|(key, _)| *key == NAME).map_or("", |(_, name)| name);
            let set = LabelSet::new(name, labels);
            let pairs: Vec<(&str, &str)> = set.iter().collect();
            return self.series_in_order(group, &pairs);
        }
        self.series_in_order(group, labels)
    }

    /// The same for labels that are known to be in that form.
    pub fn series_in_order(&mut self, group: GroupId, labels: &[(&str, &str)]) -> Option<SeriesId> {
        self.groups.get(group.0)?;
        let more = labels.iter().map(|(name, value)| name.len() + value.len()).sum();
        if !self.limits.have_room(&self.index, more) {
            let known = self.index.find(labels);
            self.dropped.series += u64::from(known.is_none());
            return known.map(|known| SeriesId(known as usize));
        }
        let (id, is_new) = self.index.intern(labels, None, group.0 as u32);
        if is_new {
            self.unsaved.series(id);
        }
        Some(SeriesId(id as usize))
    }

    /// The same for the labels of another series with other values at some places, none of them empty. Returns whether the series
    /// was created too. `None` also where that series is gone. For callers who know what two series have in common: the rest is not
    /// compared.
    pub fn series_like(
        &mut self,
        group: GroupId,
        similar: SeriesId,
        values: &[(usize, &str)],
    ) -> Option<(SeriesId, bool)> {
        self.groups.get(group.0)?;
        if !self.limits.have_room(&self.index, values.iter().map(|(_, value)| value.len()).sum()) {
            return None;
        }
        let (id, is_new) = self.index.like(number(similar), values, group.0 as u32)?;
        if is_new {
            self.unsaved.series(id);
        }
        Some((SeriesId(id as usize), is_new))
    }

    /// Adds one row to a group: values (every NaN becomes the same one), and the series that ended. Returns whether the row was
    /// taken: one older than the group's newest is not. A row of the same instant adds to that row, and a series that has an entry
    /// there keeps it.
    pub fn append(
        &mut self,
        group: GroupId,
        at: Timestamp,
        values: &[(SeriesId, f64)],
        ended: &[SeriesId],
    ) -> bool {
        if !self.begin_row(group.0, at.0) {
            return false;
        }
        if let Some(group) = self.groups.get_mut(group.0) {
            group.open.reserve(values.len());
        }
        for (id, value) in values {
            self.put(group, at, *id, Some(*value));
        }
        for id in ended {
            self.put(group, at, *id, None);
        }
        true
    }

    /// Makes the row at `at` the newest of a group, unless the group has a newer one.
    fn begin_row(&mut self, group: usize, at: i64) -> bool {
        let Some(known) = self.groups.get_mut(group).filter(|known| known.newest <= at) else {
            return false;
        };
        known.newest = at;
        if known.open.times.last() != Some(&at) {
            if known.open.is_full() {
                self.close(group, false);
            }
            self.advance(group, false);
            if let Some(known) = self.groups.get_mut(group) {
                if known.open.times.is_empty() {
                    known.open.number = self.next_block;
                    self.next_block += 1;
                }
                known.open.times.push(at);
            }
        }
        true
    }

    #[inline]
    fn put(&mut self, group: GroupId, at: Timestamp, id: SeriesId, value: Option<f64>) {
        let Some(series) = self.index.get_mut(number(id)) else { return };
        if series.newest >= at.0 {
            return;
        }
        if series.group as usize != group.0 {
            let home = GroupId(series.group as usize);
            if self.begin_row(home.0, at.0) {
                self.put(home, at, id, value);
            }
            return;
        }
        if let Some(group) = self.groups.get_mut(group.0) {
            series.newest = at.0;
            series.column = group.open.put(series.column, number(id), value);
        }
    }

    /// Reserves memory for this many more series.
    pub fn reserve(&mut self, series: usize) {
        self.index.make_room(series.min(self.limits.series));
    }

    /// Returns the series for which every matcher holds, sorted by labels.
    pub fn select(&self, matchers: &[Matcher]) -> Vec<SeriesId> {
        self.index.select(matchers)
    }

    /// Returns the labels of a series.
    pub fn labels(&self, id: SeriesId) -> Option<Labels<'_>> {
        self.index.labels(number(id))
    }
}

/// Returns the id within the store. An id that the store never gave finds nothing.
fn number(id: SeriesId) -> u32 {
    u32::try_from(id.0).unwrap_or(u32::MAX)
}

fn hash_of_name(name: &str) -> u64 {
    hash(0, name.as_bytes())
}

#[cfg(test)]
mod tests;
