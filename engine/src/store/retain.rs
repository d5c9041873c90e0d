//! Retention: how much a store keeps, and its usage.
//!
//! Whole blocks are dropped: those whose newest row is too old, and, where all together are too large, those that were begun first.
//! The order of instants does not decide, because the instants of a page are untrusted. Series without any entry left are
//! dropped too.

use super::Store;
use super::chunk::Chunk;
use super::group::Group;
use super::index::{Index, MAX_IDS};
use super::series::Series;
use crate::time::{Duration, Timestamp};

/// The limits of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The age beyond which blocks are dropped. A block spans half an hour, at a row every fifteen seconds.
    pub age: Duration,
    /// The memory for everything, labels included, in bytes. Labels may take a quarter of it.
    pub bytes: usize,
    /// Maximum number of series. New ones beyond it are refused.
    pub series: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { age: Duration::from_secs(24 * 3600), bytes: 64 * 1024 * 1024, series: 100_000 }
    }
}

impl Limits {
    /// Returns whether there is room for one more series with this many bytes of labels.
    pub(super) fn have_room(&self, index: &Index, more: usize) -> bool {
        index.len() < self.series
            && index.ids() < MAX_IDS
            && index.text_bytes() + more <= self.bytes / 4
    }
}

/// Counts of the data dropped since the store was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Samples that became too old, as intended.
    pub aged: u64,
    /// Samples that were young enough, but for which there was no room.
    pub crowded: u64,
    /// The newest instant of those.
    pub crowded_until: Option<Timestamp>,
    /// The number of times that a new series was refused.
    pub series: u64,
    /// Samples from the future: a clock was ahead, and was set back.
    pub ahead: u64,
}

/// The content of a store in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Series that have samples, or are about to.
    pub series: usize,
    /// Samples and stale marks.
    pub samples: usize,
    /// The memory of everything, in bytes.
    pub bytes: usize,
    /// The memory of the labels and their index.
    pub label_bytes: usize,
    /// The memory of rows that are not compressed yet.
    pub open_bytes: usize,
    /// The oldest instant with an entry.
    pub oldest: Option<Timestamp>,
    /// The newest instant with an entry.
    pub newest: Option<Timestamp>,
    /// Counts of the dropped data.
    pub dropped: Dropped,
}

/// Sums over all closed blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Closed {
    pub(super) bytes: usize,
    pub(super) entries: usize,
}

impl Store {
    /// Returns the limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Changes the limits, from the next [`Store::retain`] on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Drops what is beyond the limits. To be called now and then, after scrapes. Without these calls, a store still limits the
    /// memory of closed blocks.
    pub fn retain(&mut self, now: Timestamp) {
        let horizon = now.0.saturating_sub(self.limits.age.0);
        for group in 0..self.groups.len() {
            let oldest = |store: &Self| {
                let chunk = store.groups.get(group)?.chunks.front()?;
                (chunk.last <= horizon).then_some(chunk.entries)
            };
            while let Some(entries) = oldest(self) {
                self.dropped.aged += u64::from(entries);
                self.drop_oldest(group);
            }
            // A target that is no longer scraped leaves open rows behind.
            let open = self.groups.get(group).map(|group| &group.open);
            if open.is_some_and(|open| open.times.last().is_some_and(|last| *last <= horizon)) {
                self.close(group, true);
                while let Some(entries) = oldest(self) {
                    self.dropped.aged += u64::from(entries);
                    self.drop_oldest(group);
                }
            }
        }
        self.close_heaviest();
        let open: usize = self.groups.iter().map(Group::open_size).sum();
        self.fit(self.limits.bytes.saturating_sub(open + self.label_bytes()));
    }

    /// Open rows are floats, and closed ones a tenth of their size. Where the open ones exceed their share, the largest groups
    /// close theirs before a block is full. They take a quarter of the memory at most, and half of that afterwards.
    fn close_heaviest(&mut self) {
        let mut open: usize = self.groups.iter().map(|group| group.open.size()).sum();
        if open <= self.limits.bytes / 4 {
            return;
        }
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        let size = |group: &usize| self.groups.get(*group).map_or(0, |group| group.open.size());
        order.sort_by_key(|group| core::cmp::Reverse(size(group)));
        for group in order {
            if open <= self.limits.bytes / 8 {
                break;
            }
            open -= self.groups.get(group).map_or(0, |group| group.open.size());
            self.close(group, false);
        }
    }

    /// Closes the open rows of a group. `all` is whether they have to become a block at once.
    pub(super) fn close(&mut self, group: usize, all: bool) {
        // Rows that are still being closed come first.
        self.advance(group, true);
        let Some(known) = self.groups.get_mut(group).filter(|known| !known.open.times.is_empty())
        else {
            return;
        };
        for column in &known.open.columns {
            if let Some(series) = self.index.get_mut(column.id) {
                series.column = Series::NONE;
            }
        }
        known.close();
        if all {
            self.advance(group, true);
        }
    }

    /// Continues to close rows of a group.
    pub(super) fn advance(&mut self, group: usize, all: bool) {
        let Some(known) = self.groups.get_mut(group) else { return };
        let Some(rows) = known.advance(all) else { return };
        self.unsaved.closed(group as u32, &rows);
        self.closed.bytes += known.chunks.back().map_or(0, Chunk::size);
        self.closed.entries += rows.entries;
        self.fit(self.limits.bytes);
    }

    /// Drops blocks in the order in which they were begun, until the closed ones take at most this many bytes.
    fn fit(&mut self, bytes: usize) {
        if self.closed.bytes <= bytes {
            return;
        }
        // Slightly more than needed, because each pass visits all blocks.
        let enough = bytes - bytes / 32;
        let mut order: Vec<(u64, usize)> = Vec::new();
        for (place, group) in self.groups.iter().enumerate() {
            order.extend(group.chunks.iter().map(|chunk| (chunk.number, place)));
        }
        order.sort_unstable();
        for (_, group) in order {
            if self.closed.bytes <= enough {
                break;
            }
            if let Some(chunk) = self.groups.get(group).and_then(|group| group.chunks.front()) {
                self.dropped.crowded += u64::from(chunk.entries);
                let until = Some(Timestamp(chunk.last));
                self.dropped.crowded_until = self.dropped.crowded_until.max(until);
            }
            self.drop_oldest(group);
        }
    }

    /// Drops the oldest block of a group, and the series without any entry left.
    fn drop_oldest(&mut self, group: usize) {
        let Some(chunk) = self.groups.get_mut(group).and_then(|group| group.chunks.pop_front())
        else {
            return;
        };
        self.closed.bytes -= chunk.size();
        self.closed.entries -= chunk.entries as usize;
        self.unsaved.dropped(chunk.number);
        for (id, _) in &chunk.columns {
            if self.index.get(*id).is_some_and(|series| series.newest <= chunk.last) {
                self.index.remove(*id);
                self.unsaved.series(*id);
                self.forgotten += 1;
            }
        }
    }

    fn label_bytes(&self) -> usize {
        let names: usize = self.groups.iter().map(|group| group.name.capacity()).sum();
        self.index.bytes() + names + self.group_names.bytes()
    }

    /// Returns the number of series that were dropped so far. When it grows, an id that a caller holds may belong to a dropped
    /// series: it takes no more samples, and its labels have to be looked up again.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Returns the usage. Visits every open column.
    pub fn usage(&self) -> Usage {
        let mut usage = Usage {
            series: self.index.len(),
            samples: self.closed.entries,
            label_bytes: self.label_bytes(),
            dropped: self.dropped,
            ..Usage::default()
        };
        for group in &self.groups {
            usage.samples += group.rows().map(|rows| rows.entries).sum::<usize>();
            usage.open_bytes += group.open_size();
            let blocks = group.chunks.iter().map(|chunk| (chunk.first, chunk.last));
            let rows =
                group.rows().filter_map(|rows| Some((*rows.times.first()?, *rows.times.last()?)));
            let mut spans = blocks.chain(rows);
            let oldest = spans.next();
            let newest = spans.last().or(oldest);
            let oldest = oldest.map(|(first, _)| Timestamp(first));
            usage.oldest = usage.oldest.into_iter().chain(oldest).min();
            usage.newest = usage.newest.max(newest.map(|(_, last)| Timestamp(last)));
        }
        let groups = self.groups.capacity() * size_of::<Group>();
        usage.bytes = self.closed.bytes + usage.open_bytes + usage.label_bytes + groups;
        usage
    }
}
