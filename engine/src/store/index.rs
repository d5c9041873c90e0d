//! The index of labels: from labels to series and back.
//!
//! Each distinct pair of a name and a value is stored once, as text in one string. A series is a list of pairs, so that finding a
//! known one allocates nothing. The pair of a metric's name links the series that carry it, so that a selector visits only
//! those. Few selectors have no name, and a list for every other pair too would be most of the work for a new series.

use super::pair::Carriers;
use super::pairs::Pairs;
use super::series::{All, Series};
use crate::bytes::mix;
use crate::labels::{MatchOp, Matcher};
use crate::series::SeriesId;
use crate::table::Table;
use core::cmp::Ordering;

/// Maximum number of ids that a store ever gives. Each costs a few bytes forever.
pub(super) const MAX_IDS: u32 = 1 << 24;

/// All series with their labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pairs: Pairs,
    all: All,
    by_labels: Table,
    /// The series that was added last.
    newest: u32,
}

impl Index {
    /// Returns the number of series.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns one more than the highest id ever given.
    pub(super) fn ids(&self) -> u32 {
        self.all.ids()
    }

    /// Reserves memory for this many more series.
    pub(super) fn make_room(&mut self, series: usize) {
        self.by_labels.reserve(series);
        self.all.make_room(series);
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&Series> {
        self.all.get(id)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Series> {
        self.all.get_mut(id)
    }

    /// Finds a series by all its labels, sorted by name.
    pub(super) fn find(&self, labels: &[(&str, &str)]) -> Option<u32> {
        let pairs = labels.iter().map(|(name, value)| self.pairs.find(name, value));
        let pairs: Vec<u32> = pairs.collect::<Option<_>>()?;
        let hash = pairs.iter().fold(0, |hash: u32, pair| hash.wrapping_add(weight(*pair)));
        self.carrying(&pairs, hash)
    }

    /// Returns the id of the series with these labels, sorted by name, and whether it was added: under `id` or the next one.
    pub(super) fn intern(
        &mut self,
        labels: &[(&str, &str)],
        id: Option<u32>,
        group: u32,
    ) -> (u32, bool) {
        let start = self.all.drafted();
        let (mut hash, mut is_new) = (0_u32, false);
        for (place, (name, value)) in labels.iter().enumerate() {
            // Series come in families, and each has most labels of the one before at the same places, so that one comparison
            // suffices for those.
            let likely = self.all.pairs(self.newest).get(place).copied();
            let likely = likely.filter(|likely| self.pairs.is(*likely, name, value));
            let known = likely.map(|likely| (likely, false));
            let (pair, is_added) = known.unwrap_or_else(|| self.pairs.intern(name, value));
            hash = hash.wrapping_add(weight(pair));
            is_new |= is_added;
            self.all.write(pair);
        }
        self.settle(start, hash, is_new, id, group)
    }

    /// The same for the labels of `similar` with other values at some places. `None` where there is no such series or place.
    pub(super) fn like(
        &mut self,
        similar: u32,
        values: &[(usize, &str)],
        group: u32,
    ) -> Option<(u32, bool)> {
        let one = self.get(similar)?;
        let (mut hash, mut is_new) = (one.hash, false);
        if values.iter().any(|(place, _)| *place >= one.len()) {
            return None;
        }
        let start = self.all.drafted();
        self.all.copy(similar);
        for (place, value) in values {
            let pair = self.all.written(start + *place)?;
            let (found, is_added) = self.pairs.like(*pair, value);
            hash = hash.wrapping_sub(weight(*pair)).wrapping_add(weight(found));
            *pair = found;
            is_new |= is_added;
        }
        Some(self.settle(start, hash, is_new, None, group))
    }

    /// Returns the series whose pairs were appended from `start` on, and whether it was added. `is_new` is whether any pair was new.
    fn settle(
        &mut self,
        start: usize,
        hash: u32,
        is_new: bool,
        id: Option<u32>,
        group: u32,
    ) -> (u32, bool) {
        // No series has a pair that is new.
        if !is_new && let Some(known) = self.carrying(self.all.draft(start), hash) {
            self.all.discard(start);
            return (known, false);
        }
        let id = id.unwrap_or(self.ids());
        self.newest = id;
        self.by_labels.insert(u64::from(hash), id);
        self.all.insert(id, start, Series::new(hash, group));
        for place in start..self.all.drafted() {
            let Some(pair) = self.all.written(place) else { break };
            if let Some(last) = self.pairs.attach(*pair, id) {
                self.all.follow(last, id);
            }
        }
        (id, true)
    }

    /// Adds a series under its own id, as in a snapshot. Returns whether both id and labels were free.
    pub(super) fn restore(&mut self, id: u32, labels: &[(&str, &str)], group: u32) -> bool {
        self.reserve(id);
        self.get(id).is_none() && self.intern(labels, Some(id), group).1
    }

    /// Reserves `id`, so that no other series gets it.
    pub(super) fn reserve(&mut self, id: u32) {
        self.all.reserve(id);
    }

    /// Removes a series. Its id stays taken.
    pub(super) fn remove(&mut self, id: u32) {
        let Some(hash) = self.get(id).map(|gone| gone.hash) else { return };
        self.by_labels.remove(u64::from(hash), id);
        let mut place = 0;
        while let Some(pair) = self.all.pairs(id).get(place).copied() {
            if let Some(Carriers { first, last }) = self.pairs.carriers(pair) {
                let (first, last) = self.all.leave(first, last, id);
                self.pairs.set_carriers(pair, Carriers { first, last });
            }
            self.pairs.detach(pair);
            place += 1;
        }
        self.all.remove(id);
    }

    /// Returns the labels of a series.
    pub(super) fn labels(&self, id: u32) -> Option<Labels<'_>> {
        self.get(id)?;
        Some(Labels { index: self, pairs: self.all.pairs(id) })
    }

    /// Returns the series for which every matcher holds, sorted by labels.
    pub(super) fn select(&self, matchers: &[Matcher]) -> Vec<SeriesId> {
        // A pair that a series must have is compared by its id, anything else by the label's text.
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
        let mut found: Vec<u32> = match carried.iter().find_map(|pair| self.pairs.carriers(*pair)) {
            Some(Carriers { first, .. }) => self.all.chain(first).filter(holds).collect(),
            None => (0..self.ids()).filter(holds).collect(),
        };
        found.sort_unstable_by(|one, other| self.order(*one, *other));
        found.into_iter().map(|id| SeriesId(id as usize)).collect()
    }

    /// Compares two series by labels.
    fn order(&self, one: u32, other: u32) -> Ordering {
        let (one, other) = (self.all.pairs(one), self.all.pairs(other));
        // Series that are compared have most labels in common, which have the same ids.
        let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
        let rest = |pairs: &'_ [u32]| pairs.get(common).map(|pair| self.pairs.texts(*pair));
        rest(one).cmp(&rest(other))
    }

    /// Returns the size of the text of all labels in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.pairs.text_bytes()
    }

    /// Returns the memory in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.pairs.bytes() + self.all.bytes() + self.by_labels.bytes()
    }

    /// Returns the series with exactly these pairs, which have this hash.
    fn carrying(&self, pairs: &[u32], hash: u32) -> Option<u32> {
        // Different lists may share a hash.
        self.by_labels.find(u64::from(hash), |id| self.all.pairs(id) == pairs)
    }
}

/// Returns what a pair adds to the hash of a series. The hash is a sum, so that a series that differs from another by few pairs
/// gets its hash from those alone. It is mixed twice, because sums of values mixed once collide for similar pairs.
#[inline]
fn weight(pair: u32) -> u32 {
    mix(mix(0, u64::from(pair)), 1) as u32
}

/// The labels of a series in a store.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    index: &'a Index,
    pairs: &'a [u32],
}

impl<'a> Labels<'a> {
    /// Returns the value of label `name`, empty where there is none.
    pub fn get(self, name: &str) -> &'a str {
        self.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// Returns names and values, sorted by name, the metric's name among them.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().map(move |pair| self.index.pairs.texts(*pair))
    }
}
