//! Labels to series and back.
//!
//! Each distinct pair of a name and a value is kept once, as text in one string, with the series that carry it. A series is a
//! list of pairs, so to find a known one allocates nothing, and `=` looks at those series alone that can match.

use super::pairs::Pairs;
use super::table::{Table, mix};
use crate::labels::{MatchOp, Matcher};
use crate::series::SeriesId;
use core::cmp::Ordering;

/// What is known of a series beside its samples.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// Ids of its pairs, sorted by name.
    pairs: Box<[u32]>,
    /// The group that its samples go to.
    pub(super) group: u32,
    /// Its column in the group's open rows; [`Series::NONE`] while it has none.
    pub(super) column: u32,
    /// The instant of its newest entry, in milliseconds.
    pub(super) newest: i64,
}

impl Series {
    /// No column.
    pub(super) const NONE: u32 = u32::MAX;
}

/// The most ids that a store ever gives. Each costs a few bytes for ever.
pub(super) const MAX_IDS: u32 = 1 << 24;

/// All series, with their labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pairs: Pairs,
    /// By id; `None` is a series that is gone. Ids are never given again.
    series: Vec<Option<Box<Series>>>,
    by_labels: Table,
    alive: usize,
    /// The series that was added last.
    newest: u32,
    /// The pairs of a series that is looked for.
    alike: Vec<u32>,
}

impl Index {
    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.alive
    }

    /// One more than the highest id ever given.
    pub(super) fn ids(&self) -> u32 {
        self.series.len() as u32
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&Series> {
        self.series.get(id as usize)?.as_deref()
    }

    #[inline]
    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Series> {
        self.series.get_mut(id as usize)?.as_deref_mut()
    }

    /// Finds a series by all its labels, sorted by name.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn find(&self, labels: &[(&str, &str)]) -> Option<u32> {
        let mut seed = SEED;
        for (place, (name, value)) in labels.iter().enumerate() {
            seed = mix(seed, u64::from(self.pair_at(place, name, value)?));
        }
        // The hash was made of ids that are unique, but two lists may share it.
        self.by_labels.find(seed, |id| {
            self.labels(id).is_some_and(|known| known.iter().eq(labels.iter().copied()))
        })
    }

    /// Finds the series with the labels of `kin`, but for other values at some places; `None` where there is no such kin or place.
    /// Where the series is absent, the ids of its pairs are in
    /// `self.alike`, with [`UNKNOWN`] for those that are not there.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn find_like(&mut self, kin: u32, values: &[(usize, &str)]) -> Option<Alike> {
        let mut alike = core::mem::take(&mut self.alike);
        alike.clear();
        alike.extend_from_slice(&self.get(kin)?.pairs);
        let mut is_known = true;
        for (place, value) in values {
            let pair = alike.get_mut(*place)?;
            let found = self.pairs.find_like(*pair, value);
            is_known &= found.is_some();
            *pair = found.unwrap_or(UNKNOWN);
        }
        let is = |id| self.get(id).is_some_and(|series| *series.pairs == *alike);
        let found = if is_known { self.by_labels.find(hash_of_pairs(&alike), is) } else { None };
        self.alike = alike;
        Some(found.map_or(Alike::Absent, Alike::Known))
    }

    /// Adds the series that [`Index::find_like`] has just not found, under the next id.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn add_like(&mut self, kin: u32, values: &[(usize, &str)], group: u32) -> u32 {
        let mut alike = core::mem::take(&mut self.alike);
        for (place, value) in values {
            let named = self.get(kin).and_then(|kin| kin.pairs.get(*place)).copied();
            if let (Some(pair), Some(named)) = (alike.get_mut(*place), named)
                && *pair == UNKNOWN
            {
                *pair = self.pairs.add_like(named, value);
            }
        }
        let id = self.ids();
        self.series.push(None);
        self.insert_pairs(id, Box::from(alike.as_slice()), group);
        self.alike = alike;
        id
    }

    /// Adds a series that is not there, under the next id.
    pub(super) fn add(&mut self, labels: &[(&str, &str)], group: u32) -> u32 {
        let id = self.ids();
        self.series.push(None);
        self.insert(id, labels, group);
        id
    }

    /// Adds a series under an id of its own, as a snapshot has it. Returns whether both id and labels were free.
    pub(super) fn restore(&mut self, id: u32, labels: &[(&str, &str)], group: u32) -> bool {
        self.reserve(id);
        if self.get(id).is_some() || self.find(labels).is_some() {
            return false;
        }
        self.insert(id, labels, group);
        true
    }

    /// Makes sure that `id` is given to no other series.
    pub(super) fn reserve(&mut self, id: u32) {
        if self.ids() <= id {
            self.series.resize(id as usize + 1, None);
        }
    }

    #[cfg_attr(speed, optimize(speed))]
    fn insert(&mut self, id: u32, labels: &[(&str, &str)], group: u32) {
        let pairs: Box<[u32]> = labels
            .iter()
            .enumerate()
            .map(|(place, (name, value))| {
                self.pair_at(place, name, value).unwrap_or_else(|| self.pairs.add(name, value))
            })
            .collect();
        self.insert_pairs(id, pairs, group);
    }

    #[cfg_attr(speed, optimize(speed))]
    fn insert_pairs(&mut self, id: u32, pairs: Box<[u32]>, group: u32) {
        for pair in &pairs {
            self.pairs.attach(*pair, id);
        }
        self.newest = id;
        let hash = hash_of_pairs(&pairs);
        self.by_labels.insert(hash, id);
        if let Some(slot) = self.series.get_mut(id as usize) {
            *slot = Some(Box::new(Series { pairs, group, column: Series::NONE, newest: i64::MIN }));
            self.alive += 1;
        }
    }

    /// Forgets a series. Its id stays taken.
    pub(super) fn remove(&mut self, id: u32) {
        let Some(pairs) = self.get(id).map(|gone| gone.pairs.clone()) else { return };
        self.by_labels.remove(hash_of_pairs(&pairs), id);
        for pair in pairs {
            self.pairs.detach(pair, id);
        }
        if let Some(slot) = self.series.get_mut(id as usize) {
            *slot = None;
            self.alive -= 1;
        }
    }

    /// The labels of a series.
    pub(super) fn labels(&self, id: u32) -> Option<Labels<'_>> {
        Some(Labels { index: self, pairs: &self.get(id)?.pairs })
    }

    /// The series for which every matcher holds, sorted by labels.
    pub(super) fn select(&self, matchers: &[Matcher]) -> Vec<SeriesId> {
        // A pair that a series has to carry is a number to look for; anything else is asked of the label's text.
        let mut carried: Vec<u32> = Vec::new();
        let mut others: Vec<&Matcher> = Vec::new();
        for matcher in matchers {
            if matcher.op != MatchOp::Equal || matcher.value.is_empty() {
                others.push(matcher);
            } else if let Some(pair) = self.pairs.find(&matcher.name, &matcher.value) {
                carried.push(pair);
            } else {
                return Vec::new();
            }
        }
        let holds = |id: &u32| {
            let Some(labels) = self.labels(*id) else { return false };
            carried.iter().all(|pair| labels.pairs.contains(pair))
                && others.iter().all(|matcher| matcher.matches(labels.get(&matcher.name)))
        };
        let carriers = carried.iter().map(|pair| self.pairs.carriers(*pair));
        let mut found: Vec<u32> = match carriers.min_by_key(|series| series.len()) {
            Some(fewest) => fewest.iter().copied().filter(holds).collect(),
            None => (0..self.ids()).filter(holds).collect(),
        };
        found.sort_unstable_by(|one, other| self.order(*one, *other));
        found.into_iter().map(|id| SeriesId(id as usize)).collect()
    }

    /// Which of two series comes first, by labels.
    fn order(&self, one: u32, other: u32) -> Ordering {
        let pairs = |id: u32| self.get(id).map_or(&[][..], |series| &series.pairs);
        let (one, other) = (pairs(one), pairs(other));
        // Most series that are compared have most labels in common, and those have the same id.
        let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
        let rest = |pairs: &'_ [u32]| pairs.get(common).map(|pair| self.pairs.texts(*pair));
        rest(one).cmp(&rest(other))
    }

    /// The text of all labels, in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.pairs.text_bytes()
    }

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let series = self.series.iter().flatten();
        let series: usize = series.map(|one| size_of::<Series>() + one.pairs.len() * 4).sum();
        let ids = self.series.capacity() * size_of::<usize>();
        self.pairs.bytes() + series + ids + self.by_labels.bytes()
    }

    /// The id of the pair at `place` in a series' labels. Series come in families, and each has most labels of the one that came
    /// before it, at the same places: a comparison is all that these need.
    #[cfg_attr(speed, optimize(speed))]
    fn pair_at(&self, place: usize, name: &str, value: &str) -> Option<u32> {
        let likely = self.get(self.newest).and_then(|series| series.pairs.get(place));
        let likely = likely.filter(|pair| self.pairs.texts(**pair) == (name, value));
        likely.copied().or_else(|| self.pairs.find(name, value))
    }
}

/// Whether there is a series like another one.
pub(super) enum Alike {
    /// There is.
    Known(u32),
    /// There is none yet.
    Absent,
}

/// The id of no pair: there are never as many.
const UNKNOWN: u32 = u32::MAX;

/// Where hashes begin.
const SEED: u64 = 0;

#[cfg_attr(speed, optimize(speed))]
fn hash_of_pairs(pairs: &[u32]) -> u64 {
    pairs.iter().fold(SEED, |hash, pair| mix(hash, u64::from(*pair)))
}

/// The labels of a series in a store.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    index: &'a Index,
    pairs: &'a [u32],
}

impl<'a> Labels<'a> {
    /// The value of label `name`; empty where there is none.
    pub fn get(self, name: &str) -> &'a str {
        self.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// Names and values, sorted by name, the metric's name among them.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().map(move |pair| self.index.pairs.texts(*pair))
    }
}
