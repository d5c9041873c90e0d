//! Labels to series and back.
//!
//! Each distinct pair of a name and a value is kept once, as text in one string, with the series that carry it. A series is a
//! list of pairs, so to find a known one allocates nothing, and `=` looks at those series alone that can match.

use super::table::{Table, hash, mix};
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

/// A name with a value, and who carries it.
#[derive(Clone, Debug)]
struct Pair {
    /// Where the name begins in the text; the value follows it.
    start: u32,
    name_end: u32,
    end: u32,
    /// Ids of series, ascending.
    series: Vec<u32>,
}

/// All series, with their labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    text: String,
    pairs: Vec<Pair>,
    /// Ids of pairs that nobody carries any more.
    free: Vec<u32>,
    by_pair: Table,
    /// By id; `None` is a series that is gone. Ids are never given again.
    series: Vec<Option<Box<Series>>>,
    by_labels: Table,
    alive: usize,
    /// The series that was added last.
    newest: u32,
    /// Bytes of the text that belong to no pair.
    waste: usize,
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

    pub(super) fn get(&self, id: u32) -> Option<&Series> {
        self.series.get(id as usize)?.as_deref()
    }

    #[inline]
    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Series> {
        self.series.get_mut(id as usize)?.as_deref_mut()
    }

    /// Finds a series by all its labels, sorted by name.
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

    fn insert(&mut self, id: u32, labels: &[(&str, &str)], group: u32) {
        let labels = labels.iter().enumerate();
        let pairs: Box<[u32]> =
            labels.map(|(place, (name, value))| self.intern(place, name, value)).collect();
        for pair in &pairs {
            let Some(pair) = self.pairs.get_mut(*pair as usize) else { continue };
            if pair.series.last().is_none_or(|last| *last < id) {
                pair.series.push(id);
            } else if let Err(place) = pair.series.binary_search(&id) {
                pair.series.insert(place, id);
            }
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
        for number in pairs {
            let Some(pair) = self.pairs.get_mut(number as usize) else { continue };
            if let Ok(place) = pair.series.binary_search(&id) {
                pair.series.remove(place);
            }
            if pair.series.is_empty() {
                self.drop_pair(number);
            }
        }
        if let Some(slot) = self.series.get_mut(id as usize) {
            *slot = None;
            self.alive -= 1;
        }
        if self.waste > 4096 && self.waste > self.text.len() / 2 {
            self.compact();
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
            } else if let Some(pair) = self.pair(&matcher.name, &matcher.value) {
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
        let carriers =
            carried.iter().filter_map(|pair| Some(&self.pairs.get(*pair as usize)?.series));
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
        let rest = |pairs: &'_ [u32]| pairs.get(common).map(|pair| self.texts(*pair));
        rest(one).cmp(&rest(other))
    }

    /// The text of all labels, in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.text.len() - self.waste
    }

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let pairs: usize =
            self.pairs.iter().map(|pair| size_of::<Pair>() + pair.series.capacity() * 4).sum();
        let labels: usize =
            self.series.iter().flatten().map(|one| size_of::<Series>() + one.pairs.len() * 4).sum();
        let ids = self.series.capacity() * size_of::<usize>();
        self.text.capacity() + pairs + labels + ids + self.by_pair.bytes() + self.by_labels.bytes()
    }

    // --- Pairs --------------------------------------------------------------------------------------------------------

    /// The id of a pair.
    fn pair(&self, name: &str, value: &str) -> Option<u32> {
        self.by_pair.find(hash_of_texts(name, value), |id| self.texts(id) == (name, value))
    }

    fn texts(&self, pair: u32) -> (&str, &str) {
        texts(&self.text, &self.pairs, pair)
    }

    /// The same for the pair at `place` in a series' labels. Series come in families, and each has most labels of the one that
    /// came before it, at the same places: a comparison is all that these need.
    fn pair_at(&self, place: usize, name: &str, value: &str) -> Option<u32> {
        let likely = self.get(self.newest).and_then(|series| series.pairs.get(place));
        let likely = likely.filter(|pair| self.texts(**pair) == (name, value));
        likely.copied().or_else(|| self.pair(name, value))
    }

    /// The id of the pair at `place` in a series' labels, made when there is none.
    fn intern(&mut self, place: usize, name: &str, value: &str) -> u32 {
        if let Some(known) = self.pair_at(place, name, value) {
            return known;
        }
        let start = self.text.len() as u32;
        self.text.push_str(name);
        let name_end = self.text.len() as u32;
        self.text.push_str(value);
        let pair = Pair { start, name_end, end: self.text.len() as u32, series: Vec::new() };
        let id = if let Some(free) = self.free.pop() {
            if let Some(slot) = self.pairs.get_mut(free as usize) {
                *slot = pair;
            }
            free
        } else {
            self.pairs.push(pair);
            self.pairs.len() as u32 - 1
        };
        self.by_pair.insert(hash_of_texts(name, value), id);
        id
    }

    fn drop_pair(&mut self, id: u32) {
        let (name, value) = self.texts(id);
        self.by_pair.remove(hash_of_texts(name, value), id);
        self.free.push(id);
        if let Some(pair) = self.pairs.get_mut(id as usize) {
            self.waste += (pair.end - pair.start) as usize;
            *pair = Pair { start: 0, name_end: 0, end: 0, series: Vec::new() };
        }
    }

    /// Writes the text anew without what nobody needs.
    fn compact(&mut self) {
        let mut text = String::with_capacity(self.text.len() - self.waste);
        for pair in &mut self.pairs {
            let (start, old) = (text.len() as u32, pair.start);
            text.push_str(self.text.get(old as usize..pair.end as usize).unwrap_or_default());
            *pair = Pair {
                start,
                name_end: start + (pair.name_end - old),
                end: start + (pair.end - old),
                series: core::mem::take(&mut pair.series),
            };
        }
        self.text = text;
        self.waste = 0;
    }
}

/// Where hashes begin.
const SEED: u64 = 0;

fn texts<'t>(text: &'t str, pairs: &[Pair], id: u32) -> (&'t str, &'t str) {
    let Some(pair) = pairs.get(id as usize) else { return ("", "") };
    let part = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
    (part(pair.start, pair.name_end), part(pair.name_end, pair.end))
}

fn hash_of_texts(name: &str, value: &str) -> u64 {
    hash(hash(SEED, name.as_bytes()), value.as_bytes())
}

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
        self.pairs.iter().map(move |pair| self.index.texts(*pair))
    }
}
