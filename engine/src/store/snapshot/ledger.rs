//! The places of records in the segments of a log, and the choice of segments to clean.
//!
//! A record that was replaced or deleted still takes its place. The segments with the least left in them are cleaned: what is left
//! is written to a new segment, and the old one is removed. Rows of open blocks last half an hour, and blocks go in the order in
//! which they were begun, so that most segments are nearly empty by then.

use super::Step;
use std::collections::{BTreeMap, BTreeSet};

/// The place of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the segment.
    pub segment: u64,
    /// The offset of the record in it.
    pub at: u64,
    /// The length in bytes.
    pub length: u64,
}

/// The records of a log.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    live: BTreeMap<String, Place>,
    /// Per key, the segments that contain an older record.
    dead: BTreeMap<String, BTreeSet<u64>>,
    segments: BTreeMap<u64, Segment>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Segment {
    /// The size in bytes.
    size: u64,
    /// The bytes of current records.
    live: u64,
}

impl Ledger {
    /// The waste in bytes up to which cleaning does not pay.
    const WASTE: u64 = 4 << 20;

    /// The approximate number of bytes that a cleaning writes.
    const CLEANED: u64 = 8 << 20;

    /// Maximum number of segments, because a reader of the log requests each.
    const MOST: usize = 40;

    /// Returns the numbers of all segments, in ascending order.
    pub fn segments(&self) -> impl Iterator<Item = u64> {
        self.segments.keys().copied()
    }

    /// Returns the number of a new segment after all others.
    pub fn next(&self) -> u64 {
        self.segments.keys().next_back().map_or(1, |last| last + 1)
    }

    /// Returns the bytes of all current records, and of all segments.
    pub fn sizes(&self) -> (u64, u64) {
        let sum = |size: fn(&Segment) -> u64| self.segments.values().map(size).sum();
        (sum(|segment| segment.live), sum(|segment| segment.size))
    }

    /// Adds bytes to a segment.
    pub fn grow(&mut self, segment: u64, bytes: u64) {
        self.segments.entry(segment).or_default().size += bytes;
    }

    /// Applies a change in a segment, which comes after all changes applied before.
    pub fn take(&mut self, segment: u64, step: Step<'_>) {
        match step {
            Step::Put(key, at, record) => {
                self.outdate(key);
                let place = Place { segment, at: at as u64, length: record.len() as u64 };
                self.segments.entry(segment).or_default().live += place.length;
                self.live.insert(key.to_owned(), place);
            }
            Step::Delete(key) => self.outdate(key),
            Step::Clear => {
                let keys: Vec<String> = self.live.keys().cloned().collect();
                for key in keys {
                    self.outdate(&key);
                }
            }
        }
    }

    fn outdate(&mut self, key: &str) {
        let Some(place) = self.live.remove(key) else { return };
        if let Some(segment) = self.segments.get_mut(&place.segment) {
            segment.live -= place.length;
        }
        self.dead.entry(key.to_owned()).or_default().insert(place.segment);
    }

    /// Returns the segments to clean now, least left first, or none while there is little waste. Never `head`, to which records are
    /// appended. Where there are too many segments, the smallest are merged.
    pub fn due(&self, head: Option<u64>) -> Vec<u64> {
        let (live, size) = self.sizes();
        let is_wasteful = size - live > live / 2 + Self::WASTE;
        if !is_wasteful && self.segments.len() <= Self::MOST {
            return Vec::new();
        }
        let others = self.segments.iter().filter(|(number, _)| Some(**number) != head);
        let mut others: Vec<_> = others.collect();
        // By what is left of each thousand bytes, or by size.
        others.sort_by_key(|(number, it)| {
            (if is_wasteful { it.live * 1000 / it.size.max(1) } else { it.size }, **number)
        });
        let (mut waste, mut written) = (size - live, 0);
        let due = others.into_iter().take_while(|(_, segment)| {
            let goes_on = written < Self::CLEANED && (waste > live / 4 || !is_wasteful);
            waste -= segment.size - segment.live;
            written += segment.live;
            goes_on
        });
        due.map(|(number, _)| *number).collect()
    }

    /// Returns the current records in these segments, in the order of their places.
    pub fn left_in(&self, segments: &[u64]) -> Vec<(String, Place)> {
        let left = self.live.iter().filter(|(_, place)| segments.contains(&place.segment));
        let mut left: Vec<_> = left.map(|(key, place)| (key.clone(), *place)).collect();
        left.sort_by_key(|(_, place)| (place.segment, place.at));
        left
    }

    /// Returns whether a deleted record with this key would come back if the segments `gone` were removed, because an older one is
    /// in another segment.
    pub fn would_return(&self, key: &str, gone: &[u64]) -> bool {
        let dead = self.dead.get(key).into_iter().flatten();
        !self.live.contains_key(key) && dead.into_iter().any(|number| !gone.contains(number))
    }

    /// Removes a segment.
    pub fn remove(&mut self, segment: u64) {
        self.segments.remove(&segment);
        self.live.retain(|_, place| place.segment != segment);
        self.dead.retain(|_, segments| {
            segments.remove(&segment);
            !segments.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(ledger: &mut Ledger, segment: u64, key: &str, length: usize) {
        ledger.grow(segment, length as u64);
        ledger.take(segment, Step::Put(key, 0, &vec![0; length]));
    }

    #[test]
    fn the_emptiest_segments_are_cleaned_once_there_is_waste() {
        const MEBIBYTE: usize = 1 << 20;
        let mut ledger = Ledger::default();
        put(&mut ledger, 1, "chunk/1", 4 * MEBIBYTE);
        put(&mut ledger, 2, "chunk/2", MEBIBYTE);
        put(&mut ledger, 2, "row/3/0", 4 * MEBIBYTE);
        put(&mut ledger, 3, "row/3/1", 4 * MEBIBYTE);
        put(&mut ledger, 4, "chunk/3", MEBIBYTE);
        assert_eq!(ledger.due(Some(4)), [0; 0]);
        ledger.take(4, Step::Delete("row/3/0"));
        ledger.take(4, Step::Delete("row/3/1"));
        let (live, size) = ledger.sizes();
        assert_eq!((live, size), (6 << 20, 14 << 20));
        assert_eq!(ledger.due(Some(4)), [3, 2]);
        assert_eq!(ledger.left_in(&[3, 2]).len(), 1);
        assert_eq!(ledger.next(), 5);
    }

    #[test]
    fn a_deletion_is_needed_for_as_long_as_there_is_something_to_delete() {
        let mut ledger = Ledger::default();
        put(&mut ledger, 1, "row/1/0", 5);
        put(&mut ledger, 2, "row/1/0", 5);
        ledger.take(3, Step::Delete("row/1/0"));
        assert!(ledger.would_return("row/1/0", &[3]));
        assert!(ledger.would_return("row/1/0", &[2, 3]));
        assert!(!ledger.would_return("row/1/0", &[1, 2, 3]));
        ledger.remove(1);
        assert!(!ledger.would_return("row/1/0", &[2, 3]));
        put(&mut ledger, 4, "row/1/0", 5);
        assert!(!ledger.would_return("row/1/0", &[3]), "it is there again anyway");
    }

    #[test]
    fn many_small_segments_become_one() {
        let mut ledger = Ledger::default();
        for number in 1..=41 {
            assert_eq!(ledger.due(None), [0; 0]);
            put(
                &mut ledger,
                number,
                &format!("chunk/{number}"),
                if number == 9 { 9 << 20 } else { 1 },
            );
        }
        let due = ledger.due(Some(41));
        assert_eq!(due.len(), 40, "{due:?}");
        assert_eq!(due.last(), Some(&9), "the largest comes last");
    }

    #[test]
    fn cleared_records_are_gone() {
        let mut ledger = Ledger::default();
        put(&mut ledger, 1, "chunk/1", 5);
        put(&mut ledger, 1, "chunk/2", 5);
        ledger.take(2, Step::Clear);
        put(&mut ledger, 2, "chunk/3", 7);
        assert_eq!(ledger.sizes(), (7, 17));
        assert!(ledger.would_return("chunk/1", &[2]));
    }
}
