//! Samples in, series out, in bounded memory.
//!
//! Everything that a page comes to know goes here, so that one language can ask about it. [`Store`] is what an operator's page
//! and the recorder keep; [`recent::Recent`] is the small ring of a visitor's page. A monitor writes to either through [`Keep`].
//!
//! # Groups
//!
//! The samples of one scrape share their instant. So the series of one target form a group with one time column, and a series
//! itself is a column of values. What has timestamps of its own gets a group of its own.

pub mod recent;

use crate::labels::{LabelSet, Matcher, NAME};
use crate::series::{Entry, Sample, SeriesId, TimeRange};
use crate::time::Timestamp;

/// What a monitor writes the series of its health checks to.
pub trait Keep: Default {
    /// Adds a sample to the series with these labels. What is not newer than the series' newest is ignored.
    fn keep(&mut self, labels: LabelSet, sample: Sample);

    /// The newest sample of the series with exactly these labels.
    fn newest(&self, labels: &LabelSet) -> Option<Sample>;
}

/// Names a set of series that share their instants, for as long as the store lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// The series that an operator's page has seen.
#[derive(Clone, Debug, Default)]
pub struct Store {
    groups: Vec<(String, Timestamp)>,
    series: Vec<(GroupId, LabelSet, Vec<Entry>)>,
}

impl Store {
    /// The group with this name, made when there is none. A target's name is stable over reloads.
    pub fn group(&mut self, name: &str) -> GroupId {
        if let Some(known) = self.groups.iter().position(|(group, _)| group == name) {
            return GroupId(known);
        }
        self.groups.push((name.to_owned(), Timestamp(i64::MIN)));
        GroupId(self.groups.len() - 1)
    }

    /// The series of `group` with these labels (the metric's name among them as `__name__`; each name once, sorted by name, no
    /// empty values), made when there is none. `None` when the store is full.
    pub fn series(&mut self, group: GroupId, labels: &[(&str, &str)]) -> Option<SeriesId> {
        let name = labels.iter().find(|(key, _)| *key == NAME).map_or("", |(_, name)| name);
        let set = LabelSet::new(name, labels);
        let known = self.series.iter().position(|(_, other, _)| *other == set);
        known.map(SeriesId).or_else(|| {
            self.series.push((group, set, Vec::new()));
            Some(SeriesId(self.series.len() - 1))
        })
    }

    /// Adds one row to a group: values (every NaN is the same ordinary one), and the series that ended. Returns whether it was
    /// taken: a row older than the group's newest is not. One of the same instant adds to that row; a series that has an entry
    /// there keeps it.
    pub fn append(
        &mut self,
        group: GroupId,
        at: Timestamp,
        values: &[(SeriesId, f64)],
        ended: &[SeriesId],
    ) -> bool {
        let Some((_, newest)) = self.groups.get_mut(group.0).filter(|(_, newest)| *newest <= at)
        else {
            return false;
        };
        *newest = at;
        let values = values.iter().map(|(id, value)| (*id, Some(*value)));
        for (id, value) in values.chain(ended.iter().map(|id| (*id, None))) {
            if let Some((_, _, entries)) = self.series.get_mut(id.0)
                && entries.last().is_none_or(|newest| newest.at < at)
            {
                entries.push(Entry { at, value });
            }
        }
        true
    }

    /// The series for which every matcher holds, sorted by labels.
    pub fn select(&self, matchers: &[Matcher]) -> Vec<SeriesId> {
        let holds = |labels: &LabelSet| {
            matchers.iter().all(|one| one.matches(labels.get(&one.name).unwrap_or_default()))
        };
        let mut found: Vec<_> =
            self.series.iter().enumerate().filter(|(_, (_, labels, _))| holds(labels)).collect();
        found.sort_by(|(_, one), (_, other)| one.1.cmp(&other.1));
        found.into_iter().map(|(id, _)| SeriesId(id)).collect()
    }

    /// The labels of a series.
    pub fn labels(&self, id: SeriesId) -> Option<Labels<'_>> {
        self.series.get(id.0).map(|(_, labels, _)| Labels(labels))
    }

    /// The newest entry of a series.
    pub fn newest(&self, id: SeriesId) -> Option<Entry> {
        self.series.get(id.0)?.2.last().copied()
    }

    /// What a series has within `range`, oldest first.
    pub fn entries(&self, id: SeriesId, range: TimeRange) -> impl Iterator<Item = Entry> {
        let entries = self.series.get(id.0).into_iter().flat_map(|(_, _, entries)| entries);
        entries.filter(move |entry| range.contains(entry.at)).copied()
    }
}

/// The labels of a series in a store.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a>(&'a LabelSet);

impl<'a> Labels<'a> {
    /// The value of label `name`; empty where there is none.
    pub fn get(self, name: &str) -> &'a str {
        self.0.get(name).unwrap_or_default()
    }

    /// Names and values, sorted by name, the metric's name among them.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter()
    }
}

impl Keep for Store {
    fn keep(&mut self, labels: LabelSet, sample: Sample) {
        let group = self.group(&format!("health/{}", labels.get("system").unwrap_or_default()));
        let pairs: Vec<(&str, &str)> = labels.iter().collect();
        if let Some(id) = self.series(group, &pairs) {
            self.append(group, sample.at, &[(id, sample.value)], &[]);
        }
    }

    fn newest(&self, labels: &LabelSet) -> Option<Sample> {
        let (.., entries) = self.series.iter().find(|(_, known, _)| known == labels)?;
        let newest = entries.last()?;
        Some(Sample { at: newest.at, value: newest.value? })
    }
}
