//! Removal of samples from a clock that was ahead.
//!
//! A group takes rows in the order of their instants, so that a row from the future would keep out all right ones until that time.
//! A caller that knows the time removes what is newer.

use super::chunk::Chunk;
use super::series::Series;
use super::{GroupId, Store};
use crate::series::{SeriesId, TimeRange};
use crate::time::Timestamp;

/// An entry of rows that are written again.
type Entry = (i64, u32, Option<f64>);

impl Store {
    /// Drops everything that is newer than `now`, and returns the number of dropped samples.
    ///
    /// To be called when the clock was set back, and when a snapshot was restored, because the clock that wrote it may have been
    /// ahead.
    pub fn forget_after(&mut self, now: Timestamp) -> u64 {
        let before = self.dropped.ahead;
        for group in 0..self.groups.len() {
            for id in self.drop_newer(group, now) {
                self.index.remove(id);
                self.unsaved.series(id);
                self.forgotten += 1;
            }
        }
        self.dropped.ahead - before
    }

    /// Does so for one group. A series without entries stays, for the caller who is about to write to it.
    pub fn forget_group_after(&mut self, group: GroupId, now: Timestamp) {
        self.drop_newer(group.0, now);
    }

    /// Drops the rows of a group that are newer than `now`. Returns the series without any entry left.
    fn drop_newer(&mut self, group: usize, now: Timestamp) -> Vec<u32> {
        if self.groups.get(group).is_none_or(|known| known.newest <= now.0) {
            return Vec::new();
        }
        self.close(group, true);
        let mut affected: Vec<u32> = Vec::new();
        let mut kept: Vec<Entry> = Vec::new();
        let mut n_before = 0;
        while let Some(chunk) = self.take_newest(group, now) {
            affected.extend(chunk.columns.iter().map(|(id, _)| *id));
            n_before += u64::from(chunk.entries);
            if chunk.first <= now.0 {
                kept = entries_until(&chunk, now);
            }
        }
        affected.sort_unstable();
        affected.dedup();
        for id in &affected {
            let newest = self.newest_closed(group, *id);
            if let Some(series) = self.index.get_mut(*id) {
                (series.newest, series.column) = (newest, Series::NONE);
            }
        }
        if let Some(known) = self.groups.get_mut(group) {
            known.newest = known.chunks.back().map_or(i64::MIN, |chunk| chunk.last);
        }
        for (at, id, value) in &kept {
            if self.begin_row(group, *at) {
                self.put(GroupId(group), Timestamp(*at), SeriesId(*id as usize), *value);
            }
        }
        self.dropped.ahead += n_before.saturating_sub(kept.len() as u64);
        affected.retain(|id| self.index.get(*id).is_some_and(|one| one.newest == i64::MIN));
        affected
    }

    /// Takes the newest block out of a group if any of its rows is newer than `now`.
    fn take_newest(&mut self, group: usize, now: Timestamp) -> Option<Chunk> {
        let chunks = &mut self.groups.get_mut(group)?.chunks;
        let chunk = chunks.pop_back_if(|chunk| chunk.last > now.0)?;
        self.closed.bytes -= chunk.size();
        self.closed.entries -= chunk.entries as usize;
        self.unsaved.dropped(chunk.number);
        Some(chunk)
    }

    /// Returns the instant of a series' newest entry in closed blocks, or the least instant where it has none.
    fn newest_closed(&self, group: usize, id: u32) -> i64 {
        let chunks = self.groups.get(group).map(|known| &known.chunks);
        let newest = chunks.into_iter().flatten().rev().find_map(|chunk| {
            let place = chunk.columns.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            let (_, start) = chunk.columns.get(place)?;
            let mut times = Vec::new();
            chunk.times(&mut times);
            Some(chunk.newest(*start, &times))
        });
        newest.unwrap_or(i64::MIN)
    }
}

/// Returns the entries of a block up to `now`, row by row.
fn entries_until(chunk: &Chunk, now: Timestamp) -> Vec<Entry> {
    let mut times = Vec::new();
    chunk.times(&mut times);
    let range = TimeRange { until: now, ..TimeRange::ALL };
    let mut entries = Vec::new();
    for (id, _) in &chunk.columns {
        chunk.read(*id, &times, range, &mut |entry| entries.push((entry.at.0, *id, entry.value)));
    }
    entries.sort_unstable_by_key(|(at, id, _)| (*at, *id));
    entries
}
