//! Records as a log, to which a recorder appends and which operators' pages read.
//!
//! The log is a sequence of numbered files, the segments. A segment begins with a line that identifies it. Entries follow: put,
//! delete or clear. They take effect once the entry after them commits them, so that a writer that dies midway has written nothing.
//! Read in the order of their numbers, the segments yield the records. An entry has a head (kind, lengths of key and record, both
//! little-endian, and a checksum of these and the key), the key, and the record, which has a checksum of its own.

use super::Record;
use core::fmt::Write as _;
use std::collections::BTreeMap;

/// The first line of a segment, and of the list of all.
const HEAD: &str = "allclear-series 2\n";

/// The first line of version 1, which was a single file.
const PACKED: &[u8] = b"allclear-series 1\n";

const COMMIT: u8 = 0;
const PUT: u8 = 1;
const DELETE: u8 = 2;
const CLEAR: u8 = 3;

/// The length of an entry's head: kind, length of the key, length of the record, checksum.
const ENTRY: usize = 1 + 2 + 4 + 4;

/// A change of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Sets the record with this key, which begins at this byte of the segment.
    Put(&'a str, usize, &'a [u8]),
    /// Deletes the record with this key.
    Delete(&'a str),
    /// Deletes all records.
    Clear,
}

/// Entries that are about to be appended to a segment.
#[derive(Clone, Debug)]
pub struct Frame {
    bytes: Vec<u8>,
    /// The offset of the first byte.
    at: usize,
}

impl Frame {
    /// Begins after the first `at` bytes of a segment, or with its first line where it is empty.
    pub fn new(at: usize) -> Self {
        Self { bytes: if at == 0 { HEAD.as_bytes().to_vec() } else { Vec::new() }, at }
    }

    /// Deletes all records.
    pub fn clear(&mut self) {
        self.entry(CLEAR, "", &[]);
    }

    /// Deletes the record with this key.
    pub fn delete(&mut self, key: &str) {
        self.entry(DELETE, key, &[]);
    }

    /// Puts a record, and returns its offset in the segment.
    pub fn put(&mut self, key: &str, record: &[u8]) -> usize {
        self.entry(PUT, key, record);
        self.at + self.bytes.len() - record.len()
    }

    /// Returns all bytes, with the entry that commits them.
    pub fn finish(mut self) -> Vec<u8> {
        self.entry(COMMIT, "", &[]);
        self.bytes
    }

    /// Returns the number of bytes so far.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn entry(&mut self, kind: u8, key: &str, record: &[u8]) {
        let begin = self.bytes.len();
        self.bytes.push(kind);
        self.bytes.extend(u16::try_from(key.len()).unwrap_or(u16::MAX).to_le_bytes());
        self.bytes.extend(u32::try_from(record.len()).unwrap_or(u32::MAX).to_le_bytes());
        let sum = sum(self.bytes.get(begin..).unwrap_or_default(), key.as_bytes());
        self.bytes.extend(sum.to_le_bytes());
        self.bytes.extend(key.as_bytes());
        self.bytes.extend(record);
    }
}

/// Returns the checksum of an entry's head and key.
fn sum(head: &[u8], key: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(head);
    sum.update(key);
    sum.finalize()
}

/// Returns the changes of a segment, in order, up to the last committed entry that can be read. `None` where it is no segment.
pub fn scan(bytes: &[u8]) -> Option<Vec<Step<'_>>> {
    if let Some(packed) = bytes.strip_prefix(PACKED) {
        return Some(unpack(packed));
    }
    let mut at = HEAD.len();
    bytes.strip_prefix(HEAD.as_bytes())?;
    let (mut steps, mut n_counting) = (Vec::new(), 0);
    while let Some((kind, key, record)) = bytes.get(at..).and_then(entry) {
        let begin = at + ENTRY + key.len();
        at = begin + record.len();
        match kind {
            PUT => steps.push(Step::Put(key, begin, record)),
            DELETE => steps.push(Step::Delete(key)),
            CLEAR => steps.push(Step::Clear),
            COMMIT => n_counting = steps.len(),
            _ => break,
        }
    }
    steps.truncate(n_counting);
    Some(steps)
}

/// Reads the first entry: its kind, its key, its record.
fn entry(bytes: &[u8]) -> Option<(u8, &str, &[u8])> {
    let (head, rest) = bytes.split_at_checked(ENTRY)?;
    let (head, sealed) = head.split_last_chunk::<4>()?;
    let (kind, lengths) = head.split_first()?;
    let (key, record) = lengths.split_first_chunk::<2>()?;
    let (key, rest) = rest.split_at_checked(u16::from_le_bytes(*key).into())?;
    if sum(head, key) != u32::from_le_bytes(*sealed) {
        return None;
    }
    let record = rest.get(..u32::from_le_bytes(record.try_into().ok()?) as usize)?;
    Some((*kind, core::str::from_utf8(key).ok()?, record))
}

/// Reads the file of version 1: keys and records, each with its length in front.
fn unpack(bytes: &[u8]) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut at = 0;
    let mut part = || {
        let (length, after) = bytes.get(at..)?.split_first_chunk::<4>()?;
        let part = after.get(..u32::from_le_bytes(*length) as usize)?;
        at += 4 + part.len();
        Some((part, PACKED.len() + at - part.len()))
    };
    while let Some(((key, _), (record, begin))) = part().zip(part()) {
        let Ok(key) = core::str::from_utf8(key) else { break };
        steps.push(Step::Put(key, begin, record));
    }
    steps
}

/// Writes the list of all segments, which is stored beside them.
pub fn index(numbers: impl Iterator<Item = u64>) -> String {
    let mut text = HEAD.to_owned();
    for number in numbers {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{number}");
    }
    text
}

/// Parses the numbers of such a list, in ascending order. `None` where it is something else.
pub fn listed(index: &[u8]) -> Option<Vec<u64>> {
    let text = core::str::from_utf8(index).ok()?.strip_prefix(HEAD)?;
    let mut numbers = text.lines().map(str::parse).collect::<Result<Vec<u64>, _>>().ok()?;
    numbers.sort_unstable();
    Some(numbers)
}

/// The records, while the segments are read in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    records: BTreeMap<String, Vec<u8>>,
}

impl Replay {
    /// Applies the changes of a segment. Returns whether it is one.
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        let steps = scan(bytes);
        let is_segment = steps.is_some();
        steps.into_iter().flatten().for_each(|step| self.take(step));
        is_segment
    }

    /// Applies one change.
    pub fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Put(key, _, record) => {
                self.records.insert(key.to_owned(), record.to_vec());
            }
            Step::Delete(key) => {
                self.records.remove(key);
            }
            Step::Clear => self.records.clear(),
        }
    }

    /// Returns all records.
    pub fn finish(self) -> Vec<Record> {
        self.records.into_iter().map(|(key, bytes)| Record { key, bytes }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(segments: &[&[u8]]) -> Vec<(String, Vec<u8>)> {
        let mut replay = Replay::default();
        for bytes in segments {
            replay.read(bytes);
        }
        replay.finish().into_iter().map(|record| (record.key, record.bytes)).collect()
    }

    fn record(key: &str, bytes: &[u8]) -> (String, Vec<u8>) {
        (key.to_owned(), bytes.to_vec())
    }

    #[test]
    fn the_last_record_counts_and_a_truncated_frame_does_not() {
        let mut frame = Frame::new(0);
        let at = frame.put("row/1/0", b"first");
        frame.put("chunk/7", b"");
        let mut log = frame.finish();
        assert_eq!(&log[at..at + 5], b"first");
        let whole = log.len();
        let mut frame = Frame::new(whole);
        frame.delete("row/1/0");
        let at = frame.put("chunk/1", b"block");
        frame.put("chunk/7", b"\0\xff");
        log.extend(frame.finish());
        assert_eq!(&log[at..at + 5], b"block");
        let before = [record("chunk/7", b""), record("row/1/0", b"first")];
        let after = [record("chunk/1", b"block"), record("chunk/7", b"\0\xff")];
        for cut in 0..log.len() {
            let found = read(&[&log[..cut]]);
            let expected = if cut < whole { &[][..] } else { &before[..] };
            assert_eq!(found, expected, "cut at {cut}");
        }
        assert_eq!(read(&[&log]), after);
        let mut frame = Frame::new(0);
        frame.clear();
        frame.put("chunk/9", b"new");
        let other = frame.finish();
        assert_eq!(read(&[&log, &other]), [record("chunk/9", b"new")]);
        assert_eq!(read(&[&other, &log])[2], record("chunk/9", b"new"));
    }

    #[test]
    fn a_flipped_bit_makes_nothing_up() {
        let mut frame = Frame::new(0);
        for number in 0..5_u8 {
            frame.put(&format!("chunk/{number}"), &[number; 9]);
        }
        let log = frame.finish();
        for bit in 0..log.len() * 8 {
            let mut broken = log.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            for (key, bytes) in read(&[&broken]) {
                assert!(key.starts_with("chunk/") && bytes.len() == 9, "bit {bit}: {key}");
            }
        }
    }

    #[test]
    fn the_file_of_version_1_is_read_as_far_as_it_is_whole() {
        let mut packed = PACKED.to_vec();
        for (key, bytes) in [("chunk/1", &b"one"[..]), ("row/1/2", b"")] {
            for part in [key.as_bytes(), bytes] {
                packed.extend(u32::try_from(part.len()).unwrap().to_le_bytes());
                packed.extend(part);
            }
        }
        assert_eq!(read(&[&packed]), [record("chunk/1", b"one"), record("row/1/2", b"")]);
        assert_eq!(read(&[&packed[..packed.len() - 1]]), [record("chunk/1", b"one")]);
        let mut endless = PACKED.to_vec();
        endless.extend([255; 40]);
        assert_eq!(read(&[&endless]), []);
        assert_eq!(scan(b"<!doctype html>"), None);
    }

    #[test]
    fn a_list_reads_as_its_numbers() {
        assert_eq!(listed(index([7, 12, 3].into_iter()).as_bytes()), Some(vec![3, 7, 12]));
        assert_eq!(listed(index(core::iter::empty()).as_bytes()), Some(Vec::new()));
        assert_eq!(listed(b"allclear-series 2\n7\nx\n"), None);
        assert_eq!(listed(b"<!doctype html>"), None);
    }
}
