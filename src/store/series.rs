//! All series by their ids: which pairs each has, and what is known of it beside its samples.
//!
//! The pairs of all series lie in one list and the series themselves in another, so that a page full of new ones allocates nothing
//! for each. Room in both is given again when a series has gone; ids never are, and one that is gone costs four bytes.

/// What is known of a series beside its samples.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// Where its pairs begin in the list of all.
    start: u32,
    /// How many it has.
    count: u32,
    /// The hash of its pairs.
    pub(super) hash: u32,
    /// The group that its samples go to.
    pub(super) group: u32,
    /// Its column in the group's open rows; [`Series::NONE`] while it has none.
    pub(super) column: u32,
    /// One more than the id of the series with the same name that came next, or 0 for none.
    next: u32,
    /// The instant of its newest entry, in milliseconds.
    pub(super) newest: i64,
}

impl Series {
    /// No column.
    pub(super) const NONE: u32 = u32::MAX;

    /// How many pairs it has.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// One of a group, whose pairs have this hash, and which has no sample yet.
    pub(super) fn new(hash: u32, group: u32) -> Self {
        Self { start: 0, count: 0, hash, group, column: Self::NONE, next: 0, newest: i64::MIN }
    }
}

/// All series.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// Ids of pairs, those of one series after those of another.
    pairs: Vec<u32>,
    /// How many of them belong to no series.
    waste: usize,
    /// In no order.
    series: Vec<Series>,
    /// Places among them that are free.
    free: Vec<u32>,
    /// By id: one more than the place, or 0 for a series that is not there.
    places: Vec<u32>,
}

/// Less waste than this is not worth the work.
const MIN_WASTE: usize = 1024;

impl All {
    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.series.len() - self.free.len()
    }

    /// One more than the highest id ever given.
    pub(super) fn ids(&self) -> u32 {
        self.places.len() as u32
    }

    /// Makes room for so many more series.
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

    /// The ids of a series' pairs, sorted by name; empty where it is not there.
    #[inline]
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn pairs(&self, id: u32) -> &[u32] {
        let Some(one) = self.get(id) else { return &[] };
        self.pairs.get(one.start as usize..(one.start + one.count) as usize).unwrap_or_default()
    }

    /// Makes sure that `id` is given to no other series.
    pub(super) fn reserve(&mut self, id: u32) {
        if self.ids() <= id {
            self.places.resize(id as usize + 1, 0);
        }
    }

    /// Where the pairs of the next series will begin.
    #[inline]
    pub(super) fn drafted(&self) -> usize {
        self.pairs.len()
    }

    /// Writes down a pair of the next series.
    #[inline]
    pub(super) fn write(&mut self, pair: u32) {
        self.pairs.push(pair);
    }

    /// The same for all pairs of another one, to be changed where they differ.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn copy(&mut self, kin: u32) {
        if let Some(one) = self.get(kin) {
            let places = one.start as usize..(one.start + one.count) as usize;
            self.pairs.extend_from_within(places);
        }
    }

    /// One of the pairs that were written.
    #[inline]
    pub(super) fn written(&mut self, place: usize) -> Option<&mut u32> {
        self.pairs.get_mut(place)
    }

    /// The pairs that were written from `start` on.
    #[inline]
    pub(super) fn draft(&self, start: usize) -> &[u32] {
        self.pairs.get(start..).unwrap_or_default()
    }

    /// What was written from `start` on is not needed.
    pub(super) fn discard(&mut self, start: usize) {
        self.pairs.truncate(start);
    }

    /// Adds a series under an id that is free, whose pairs were written from `start` on.
    #[cfg_attr(speed, optimize(speed))]
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

    /// In the chain of those with one name, a series comes after the one that was its last.
    #[inline]
    pub(super) fn follow(&mut self, last: u32, id: u32) {
        if let Some(last) = self.get_mut(last) {
            last.next = id + 1;
        }
    }

    /// Takes a series out of the chain with these ends, and returns the ends that it has then. Series go in the order in which they
    /// came, mostly, so that it is the first.
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

    /// The ids of a chain, from its first on.
    pub(super) fn chain(&self, first: u32) -> impl Iterator<Item = u32> {
        let next = |id: &u32| self.get(*id)?.next.checked_sub(1);
        core::iter::successors(first.checked_sub(1), next)
    }

    /// Forgets a series. Its id stays taken.
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

    /// Writes both lists anew, without what nobody needs.
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

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let words = self.pairs.capacity() + self.free.capacity() + self.places.capacity();
        words * size_of::<u32>() + self.series.capacity() * size_of::<Series>()
    }
}
