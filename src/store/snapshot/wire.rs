//! What is in a record, as bytes and back. Reading any bytes ends in `None` at worst.

use super::super::chunk::{Chunk, ROWS, put, take, unzigzag, zigzag};
use super::super::index::MAX_IDS;
use crate::series::TimeRange;
use crate::time::Timestamp;

/// Ids of groups or series that share a record. Small, because a record is written anew for each series that comes.
pub(super) const BATCH: u32 = 64;

/// One row.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    /// The number that its block will have.
    pub(super) number: u64,
    /// Its place in that block.
    pub(super) place: usize,
    pub(super) group: u32,
    /// In milliseconds.
    pub(super) at: i64,
    /// Series in ascending order; without a value it is a stale mark.
    pub(super) entries: Vec<(u32, Option<f64>)>,
}

/// What follows the series of an entry, in the two lowest bits of the step from the one before.
const STALE: u64 = 0;
const WHOLE: u64 = 1;
const FLOAT: u64 = 2;

impl Row {
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        for number in [self.number, self.place as u64, u64::from(self.group), zigzag(self.at)] {
            put(bytes, number);
        }
        let mut next = 0;
        for (id, value) in &self.entries {
            let step = u64::from(id - next) << 2;
            next = id + 1;
            let Some(value) = value else {
                put(bytes, step | STALE);
                continue;
            };
            let whole = *value as i64;
            if (whole as f64).to_bits() == value.to_bits() && whole.unsigned_abs() < 1 << 48 {
                put(bytes, step | WHOLE);
                put(bytes, zigzag(whole));
            } else {
                put(bytes, step | FLOAT);
                bytes.extend(value.to_le_bytes());
            }
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = &mut &*bytes;
        let number = take(bytes)?;
        let place = usize::try_from(take(bytes)?).ok().filter(|place| *place < ROWS)?;
        let group = read_group(bytes)?;
        let at = unzigzag(take(bytes)?);
        let mut entries = Vec::new();
        let mut next = 0;
        while !bytes.is_empty() {
            let code = take(bytes)?;
            let series = id(u64::from(next).checked_add(code >> 2)?)?;
            next = series + 1;
            let value = match code & 3 {
                STALE => None,
                WHOLE => Some(unzigzag(take(bytes)?) as f64),
                FLOAT => {
                    let (value, rest) = bytes.split_first_chunk::<8>()?;
                    *bytes = rest;
                    Some(f64::from_le_bytes(*value))
                }
                _ => return None,
            };
            entries.push((series, value));
        }
        Some(Self { number, place, group, at, entries })
    }
}

/// The rows of a block that is still open: the place of the first of them, and the form of a block.
pub(super) fn read_rows(bytes: &[u8]) -> Option<Vec<Row>> {
    let bytes = &mut &*bytes;
    let first = usize::try_from(take(bytes)?).ok()?;
    let (group, chunk) = read_chunk(bytes)?;
    let end = first.checked_add(chunk.rows as usize).filter(|end| *end <= ROWS)?;
    let mut times = Vec::new();
    chunk.times(&mut times);
    let row = |(place, at): (usize, &i64)| {
        let (number, at) = (chunk.number, *at);
        Row { number, place, group, at, entries: Vec::new() }
    };
    let mut rows: Vec<Row> = (first..end).zip(&times).map(row).collect();
    let all = TimeRange { after: Timestamp(i64::MIN), until: Timestamp(i64::MAX) };
    for (series, _) in &chunk.columns {
        chunk.read(*series, &times, all, &mut |entry| {
            if let Ok(place) = times.binary_search(&entry.at.0)
                && let Some(row) = rows.get_mut(place)
            {
                row.entries.push((*series, entry.value));
            }
        });
    }
    Some(rows)
}

pub(super) fn write_chunk(bytes: &mut Vec<u8>, group: u32, chunk: &Chunk) {
    for number in [u64::from(group), chunk.number, zigzag(chunk.first), zigzag(chunk.last)] {
        put(bytes, number);
    }
    for number in [chunk.rows, chunk.entries, chunk.columns.len() as u32] {
        put(bytes, u64::from(number));
    }
    let mut next = 0;
    for (id, start) in &chunk.columns {
        put(bytes, u64::from(id - next));
        put(bytes, u64::from(*start));
        next = id + 1;
    }
    bytes.extend(&chunk.bytes);
}

pub(super) fn read_chunk(bytes: &[u8]) -> Option<(u32, Chunk)> {
    let bytes = &mut &*bytes;
    let group = read_group(bytes)?;
    let number = take(bytes)?;
    let (first, last) = (unzigzag(take(bytes)?), unzigzag(take(bytes)?));
    let rows = u32::try_from(take(bytes)?).ok().filter(|rows| (1..=ROWS as u32).contains(rows))?;
    let entries = u32::try_from(take(bytes)?).ok()?;
    let count = usize::try_from(take(bytes)?).ok()?;
    // Each column has at least two bytes.
    let mut columns = Vec::with_capacity(count.min(bytes.len() / 2));
    let mut next = 0;
    for _ in 0..count {
        let series = id(u64::from(next).checked_add(take(bytes)?)?)?;
        columns.push((series, u32::try_from(take(bytes)?).ok()?));
        next = series + 1;
    }
    if first > last || u64::from(entries) > count as u64 * u64::from(rows) {
        return None;
    }
    let columns = columns.into_boxed_slice();
    Some((group, Chunk { number, first, last, rows, entries, columns, bytes: Box::from(*bytes) }))
}

pub(super) fn write_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

pub(super) fn read_text<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let length = usize::try_from(take(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    core::str::from_utf8(text).ok()
}

/// The id of a group. There are never as many as series.
pub(super) fn read_group(bytes: &mut &[u8]) -> Option<u32> {
    id(take(bytes)?).filter(|group| *group < MAX_IDS >> 8)
}

/// The id of a series.
pub(super) fn read_id(bytes: &mut &[u8]) -> Option<u32> {
    id(take(bytes)?)
}

/// Bounded, so that broken bytes do not ask for all memory there is.
fn id(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|id| *id < MAX_IDS)
}
