//! All series by their ids: the label pairs of each, and its state apart from samples.
//!
//! The pairs of all series are in one list and the series in another, so that a page full of new series allocates nothing for each.
//! The room of a dropped series is reused in both. Its id is not, which costs four bytes.

/// The state of a series apart from its samples.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// The place of its first pair in the list of all.
    start: u32,
    /// The number of its pairs.
    count: u32,
    /// The hash of its pairs.
    pub(super) hash: u32,
    /// The group of its samples.
    pub(super) group: u32,
    /// Its column in the group's open rows; [`Series::NONE`] while it has none.
    pub(super) column: u32,
    /// One more than the id of the next series with the same name, or 0 for none.
    next: u32,
    /// The instant of its newest entry, in milliseconds.
    pub(super) newest: i64,
}

impl Series {
    /// Stands for no column.
    pub(super) const NONE: u32 = u32::MAX;

    /// Returns the number of its pairs.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// Creates a series of a group, whose pairs have this hash, without samples.
    pub(super) fn new(hash: u32, group: u32) -> Self {
        Self { start: 0, count: 0, hash, group, column: Self::NONE, next: 0, newest: i64::MIN }
    }
}

/// All series.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// The ids of pairs, series after series.
    pairs: Vec<u32>,
    /// The number of pairs that belong to no series.
    waste: usize,
    /// The series, in no order.
    series: Vec<Series>,
    /// The free places among them.
    free: Vec<u32>,
    /// By id: one more than the place, or 0 for a series that is gone.
    places: Vec<u32>,
}

/// The smallest waste for which compaction pays.
const MIN_WASTE: usize = 1024;

impl All {
    /// Returns the number of series.
    pub(super) fn len(&self) -> usize {
        self.series.len() - self.free.len()
    }

    /// Returns one more than the highest id ever given.
    pub(super) fn ids(&self) -> u32 {
        self.places.len() as u32
    }

    /// Reserves memory for this many more series.
    pub(super) fn make_room(&mut self, series: usize) {
        self.series.reserve(series);
        self.places.reserve(series);
    }

    #[inline]
    fn place(&self, id: u32) -> Option<usize> {
        (*self.places.get(id as usize)? as usize).checked_sub(1)
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&Series> {
        self.series.get(self.place(id)?)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Series> {
        let place = self.place(id)?;
        self.series.get_mut(place)
    }

    /// Returns the ids of a series' pairs, sorted by name, empty where there is no such series.
    #[inline]
    pub(super) fn pairs(&self, id: u32) -> &[u32] {
        let Some(one) = self.get(id) else { return &[] };
        self.pairs.get(one.start as usize..(one.start + one.count) as usize).unwrap_or_default()
    }

    /// Reserves `id`, so that no other series gets it.
    pub(super) fn reserve(&mut self, id: u32) {
        if self.ids() <= id {
            self.places.resize(id as usize + 1, 0);
        }
    }

    /// Returns the place of the next series' first pair.
    #[inline]
    pub(super) fn drafted(&self) -> usize {
        self.pairs.len()
    }

    /// Appends a pair of the next series.
    #[inline]
    pub(super) fn write(&mut self, pair: u32) {
        self.pairs.push(pair);
    }

    /// Appends all pairs of another series, to be changed where they differ.
    pub(super) fn copy(&mut self, similar: u32) {
        if let Some(one) = self.get(similar) {
            let places = one.start as usize..(one.start + one.count) as usize;
            self.pairs.extend_from_within(places);
        }
    }

    /// Returns one of the appended pairs.
    #[inline]
    pub(super) fn written(&mut self, place: usize) -> Option<&mut u32> {
        self.pairs.get_mut(place)
    }

    /// Returns the pairs that were appended from `start` on.
    #[inline]
    pub(super) fn draft(&self, start: usize) -> &[u32] {
        self.pairs.get(start..).unwrap_or_default()
    }

    /// Discards the pairs that were appended from `start` on.
    pub(super) fn discard(&mut self, start: usize) {
        self.pairs.truncate(start);
    }

    /// Adds a series under a free id, whose pairs were appended from `start` on.
    pub(super) fn insert(&mut self, id: u32, start: usize, mut series: Series) {
        self.reserve(id);
        (series.start, series.count) = (start as u32, (self.pairs.len() - start) as u32);
        let place = self.free.pop().unwrap_or(self.series.len() as u32);
        if let Some(slot) = self.series.get_mut(place as usize) {
            *slot = series;
        } else {
            self.series.push(series);
        }
        if let Some(slot) = self.places.get_mut(id as usize) {
            *slot = place + 1;
        }
    }

    /// Links a series after the last one with the same name.
    #[inline]
    pub(super) fn follow(&mut self, last: u32, id: u32) {
        if let Some(last) = self.get_mut(last) {
            last.next = id + 1;
        }
    }

    /// Takes a series out of the chain with these ends, and returns the new ends. Series mostly go in the order in which they came,
    /// so that it usually is the first.
    pub(super) fn leave(&mut self, first: u32, last: u32, id: u32) -> (u32, u32) {
        let next = self.get(id).map_or(0, |one| one.next);
        if first == id + 1 {
            return (next, if next == 0 { 0 } else { last });
        }
        let is_before = |one: &u32| self.get(*one).is_some_and(|one| one.next == id + 1);
        let Some(before) = self.chain(first).find(is_before) else { return (first, last) };
        if let Some(before) = self.get_mut(before) {
            before.next = next;
        }
        (first, if next == 0 { before + 1 } else { last })
    }

    /// Returns the ids of a chain, from its first on.
    pub(super) fn chain(&self, first: u32) -> impl Iterator<Item = u32> {
        let next = |id: &u32| self.get(*id)?.next.checked_sub(1);
        core::iter::successors(first.checked_sub(1), next)
    }

    /// Removes a series. Its id stays taken.
    pub(super) fn remove(&mut self, id: u32) {
        let Some(place) = self.place(id) else { return };
        self.waste += self.pairs(id).len();
        self.free.push(place as u32);
        if let Some(slot) = self.places.get_mut(id as usize) {
            *slot = 0;
        }
        if self.waste > MIN_WASTE && self.waste > self.pairs.len() / 2 {
            self.compact();
        }
    }

    /// Compacts both lists.
    fn compact(&mut self) {
        let old = core::mem::take(self);
        self.reserve(old.ids().saturating_sub(1));
        for id in 0..old.ids() {
            if let Some(series) = old.get(id) {
                let start = self.drafted();
                self.pairs.extend_from_slice(old.pairs(id));
                self.insert(id, start, series.clone());
            }
        }
    }

    /// Returns the memory in bytes.
    pub(super) fn bytes(&self) -> usize {
        let words = self.pairs.capacity() + self.free.capacity() + self.places.capacity();
        words * size_of::<u32>() + self.series.capacity() * size_of::<Series>()
    }
}
