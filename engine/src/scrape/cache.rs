//! The contents of a target's last page: a map from the raw bytes of a line, or of a series, to their meaning.
//!
//! It is Prometheus' `scrapeCache`: labels are decoded only when their text is seen for the first time. Two things differ. All
//! texts lie in one arena, which begins as a copy of the first page, so that neither a hit nor a miss allocates on its own. And
//! each entry remembers which one came after it, so that on a page whose order does not change a hit is one comparison, without
//! a hash.
//!
//! The hash is not keyed (there is no randomness here), so that someone who can name 50,000 series could make them collide. The
//! limit on samples bounds what that costs.

use crate::bytes::same;
use crate::exposition::MetricType;
use crate::series::SeriesId;
use crate::store::GroupId;

/// The meaning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A series of the target.
    Series {
        /// Its id in the store.
        id: SeriesId,
        /// Its group, if its samples had timestamps of their own.
        stamped: Option<GroupId>,
    },
    /// A line of metadata.
    Metadata {
        /// Index of its family.
        family: usize,
        /// The type that it names, if it is a `# TYPE` line.
        kind: Option<MetricType>,
    },
}

#[derive(Clone, Debug)]
struct Entry {
    hash: u64,
    start: usize,
    end: usize,
    meaning: Meaning,
    /// The entry that came after it the last time.
    next: usize,
    /// The number of the scrape that last saw it.
    seen: u32,
}

/// The texts of one target.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    entries: Vec<Entry>,
    arena: Vec<u8>,
    /// Whether the arena begins with the page that is being read.
    has_page: bool,
    /// An open-addressing table, a power of two in size and at most half full: half of the hash, and the index of the entry
    /// plus one, or 0 for none. If the halves differ, the entry need not be read.
    table: Vec<(u32, u32)>,
    /// The entry seen last, if this scrape has seen one.
    last: Option<usize>,
    /// The entry with which the last page began.
    first: usize,
    /// The number of this scrape.
    scrape: u32,
    /// Number of entries seen in this scrape.
    live: usize,
}

/// Number of scrapes after which an unseen entry is dropped, if there are many.
const FORGET_AFTER: u32 = 3;

/// Fewer dead entries than this are not worth the work.
const MIN_DEAD: usize = 1000;

impl Cache {
    pub(super) fn new() -> Self {
        Self {
            entries: Vec::new(),
            arena: Vec::new(),
            has_page: false,
            table: vec![(0, 0); 64],
            last: None,
            first: 0,
            scrape: 0,
            live: 0,
        }
    }

    /// Takes in the first page, which has about this number of lines: all of them are new.
    pub(super) fn hold(&mut self, page: &[u8], lines: usize) {
        self.has_page = true;
        self.arena = page.to_vec();
        // About the final capacity, so that the entries need not be moved on the way there.
        self.entries.reserve(lines);
        self.table = vec![(0, 0); (lines * 2 + 2).next_power_of_two()];
    }

    /// Begins a page.
    pub(super) fn begin(&mut self) {
        self.has_page = false;
        self.scrape = self.scrape.wrapping_add(1);
        self.last = None;
        self.live = 0;
    }

    /// Returns the text that comes next if the page has the order of the last one, with its entry.
    pub(super) fn expected(&self) -> Option<(usize, &[u8], Meaning)> {
        let index = match self.last {
            None => self.first,
            Some(last) => self.entries.get(last)?.next,
        };
        let entry = self.entries.get(index)?;
        Some((index, self.arena.get(entry.start..entry.end)?, entry.meaning))
    }

    /// Returns the entry of `text`, which has this [`hash`](crate::bytes::hash).
    pub(super) fn find(&self, text: &[u8], hash: u64) -> Option<(usize, Meaning)> {
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, index) = *self.table.get(slot)?;
            let index = (index as usize).checked_sub(1)?;
            let entry = self.entries.get(index).filter(|_| known == (hash >> 32) as u32);
            if let Some(entry) = entry
                && self.arena.get(entry.start..entry.end).is_some_and(|known| same(known, text))
            {
                return Some((index, entry.meaning));
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds the `text` at `at` of the page, which must be new, and has this [`hash`](crate::bytes::hash).
    pub(super) fn insert(&mut self, text: &[u8], at: usize, hash: u64, meaning: Meaning) -> usize {
        if (self.entries.len() + 1) * 2 > self.table.len() {
            self.table = vec![(0, 0); self.table.len() * 2];
            for index in 0..self.entries.len() {
                self.link(index);
            }
        }
        let start = if self.has_page { at } else { self.arena.len() };
        if !self.has_page {
            self.arena.extend_from_slice(text);
        }
        let index = self.entries.len();
        self.entries.push(Entry {
            hash,
            start,
            end: start + text.len(),
            meaning,
            next: index + 1,
            seen: self.scrape.wrapping_sub(1),
        });
        self.link(index);
        index
    }

    /// Notes that the page continues with this entry. Returns whether it is the first time in this scrape.
    pub(super) fn see(&mut self, index: usize) -> bool {
        match self.last {
            None => self.first = index,
            Some(last) => {
                if let Some(last) = self.entries.get_mut(last) {
                    last.next = index;
                }
            }
        }
        self.last = Some(index);
        let Some(entry) = self.entries.get_mut(index) else { return false };
        let is_first = entry.seen != self.scrape;
        entry.seen = self.scrape;
        self.live += usize::from(is_first);
        is_first
    }

    /// Ends a page. Texts that were not seen for some scrapes are dropped, so that memory is bounded by what is alive even if
    /// label values come and go. A page that fails has seen nothing, and drops nothing.
    pub(super) fn end(&mut self) {
        if self.live == 0 || self.entries.len() <= 2 * self.live + MIN_DEAD {
            return;
        }
        let mut arena = Vec::with_capacity(self.arena.len() / 2);
        let mut kept = Vec::with_capacity(self.live);
        for entry in &self.entries {
            if self.scrape.wrapping_sub(entry.seen) < FORGET_AFTER {
                let start = arena.len();
                arena.extend_from_slice(self.arena.get(entry.start..entry.end).unwrap_or_default());
                let next = kept.len() + 1;
                kept.push(Entry { start, end: arena.len(), next, ..entry.clone() });
            }
        }
        self.table = vec![(0, 0); (kept.len() * 2 + 2).next_power_of_two()];
        (self.entries, self.arena, self.first) = (kept, arena, 0);
        for index in 0..self.entries.len() {
            self.link(index);
        }
    }

    /// Returns whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns its size in bytes.
    pub(super) fn size(&self) -> usize {
        self.arena.capacity()
            + self.entries.capacity() * size_of::<Entry>()
            + self.table.capacity() * size_of::<(u32, u32)>()
    }

    /// Enters an entry into the table.
    fn link(&mut self, index: usize) {
        let Some(entry) = self.entries.get(index) else { return };
        let mask = self.table.len() - 1;
        let mut slot = entry.hash as usize & mask;
        while self.table.get(slot).is_some_and(|(_, taken)| *taken != 0) {
            slot = (slot + 1) & mask;
        }
        if let Some(free) = self.table.get_mut(slot) {
            *free = ((entry.hash >> 32) as u32, index as u32 + 1);
        }
    }
}
