//! The content of records as bytes. Reading never fails worse than with `None`, whatever the bytes are.

use super::super::chunk::{Chunk, ROWS};
use super::super::index::MAX_IDS;
use crate::binary::{put_float, put_varint, take_float, take_varint, unzigzag, zigzag};
use crate::series::TimeRange;
use crate::time::Timestamp;

/// The number of ids of groups or series that share a record. Small, because each new series writes its record anew.
pub(super) const BATCH: u32 = 64;

/// One row.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    /// The number of its future block.
    pub(super) number: u64,
    /// Its place in that block.
    pub(super) place: usize,
    pub(super) group: u32,
    /// The instant, in milliseconds.
    pub(super) at: i64,
    /// The series in ascending order, with a value or a stale mark.
    pub(super) entries: Vec<(u32, Option<f64>)>,
}

/// The kind of data that follows the series of an entry, in the two lowest bits of the step from the one before.
const STALE: u64 = 0;
const WHOLE: u64 = 1;
const FLOAT: u64 = 2;

impl Row {
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        for number in [self.number, self.place as u64, u64::from(self.group), zigzag(self.at)] {
            put_varint(bytes, number);
        }
        let mut next = 0;
        for (id, value) in &self.entries {
            let step = u64::from(id - next) << 2;
            next = id + 1;
            let Some(value) = value else {
                put_varint(bytes, step | STALE);
                continue;
            };
            let whole = *value as i64;
            if (whole as f64).to_bits() == value.to_bits() && whole.unsigned_abs() < 1 << 48 {
                put_varint(bytes, step | WHOLE);
                put_varint(bytes, zigzag(whole));
            } else {
                put_varint(bytes, step | FLOAT);
                put_float(bytes, *value);
            }
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = &mut &*bytes;
        let number = take_varint(bytes)?;
        let place = usize::try_from(take_varint(bytes)?).ok().filter(|place| *place < ROWS)?;
        let group = read_group(bytes)?;
        let at = unzigzag(take_varint(bytes)?);
        let mut entries = Vec::new();
        let mut next = 0;
        while !bytes.is_empty() {
            let code = take_varint(bytes)?;
            let series = id(u64::from(next).checked_add(code >> 2)?)?;
            next = series + 1;
            let value = match code & 3 {
                STALE => None,
                WHOLE => Some(unzigzag(take_varint(bytes)?) as f64),
                FLOAT => Some(take_float(bytes)?),
                _ => return None,
            };
            entries.push((series, value));
        }
        Some(Self { number, place, group, at, entries })
    }
}

/// Reads the rows of a block that is still open: the place of the first of them, and the form of a block.
pub(super) fn read_rows(bytes: &[u8]) -> Option<Vec<Row>> {
    let bytes = &mut &*bytes;
    let first = usize::try_from(take_varint(bytes)?).ok()?;
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
        put_varint(bytes, number);
    }
    for number in [chunk.rows, chunk.entries, chunk.columns.len() as u32] {
        put_varint(bytes, u64::from(number));
    }
    let mut next = 0;
    for (id, start) in &chunk.columns {
        put_varint(bytes, u64::from(id - next));
        put_varint(bytes, u64::from(*start));
        next = id + 1;
    }
    bytes.extend(&chunk.bytes);
}

pub(super) fn read_chunk(bytes: &[u8]) -> Option<(u32, Chunk)> {
    let bytes = &mut &*bytes;
    let group = read_group(bytes)?;
    let number = take_varint(bytes)?;
    let (first, last) = (unzigzag(take_varint(bytes)?), unzigzag(take_varint(bytes)?));
    let rows =
        u32::try_from(take_varint(bytes)?).ok().filter(|rows| (1..=ROWS as u32).contains(rows))?;
    let entries = u32::try_from(take_varint(bytes)?).ok()?;
    let count = usize::try_from(take_varint(bytes)?).ok()?;
    // Each column has at least two bytes.
    let mut columns = Vec::with_capacity(count.min(bytes.len() / 2));
    let mut next = 0;
    for _ in 0..count {
        let series = id(u64::from(next).checked_add(take_varint(bytes)?)?)?;
        columns.push((series, u32::try_from(take_varint(bytes)?).ok()?));
        next = series + 1;
    }
    if first > last || u64::from(entries) > count as u64 * u64::from(rows) {
        return None;
    }
    let columns = columns.into_boxed_slice();
    Some((group, Chunk { number, first, last, rows, entries, columns, bytes: Box::from(*bytes) }))
}

/// Reads the id of a group. There are never as many as series.
pub(super) fn read_group(bytes: &mut &[u8]) -> Option<u32> {
    id(take_varint(bytes)?).filter(|group| *group < MAX_IDS >> 8)
}

/// Reads the id of a series.
pub(super) fn read_id(bytes: &mut &[u8]) -> Option<u32> {
    id(take_varint(bytes)?)
}

/// Limits an id, so that damaged bytes cannot request all memory.
fn id(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|id| *id < MAX_IDS)
}
