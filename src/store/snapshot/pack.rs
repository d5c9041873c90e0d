//! All records in one file: what a recorder lays out for operators' pages.
//!
//! A line that says what it is, then for each record its key and its bytes, each with its length in front (32 bits, little-endian).
//! Each record has a checksum of its own, so a file that is cut off or damaged gives what is whole in it.

use super::Record;

/// How the file begins.
const HEAD: &[u8] = b"allclear-series 1\n";

/// The file.
pub fn pack<'a>(records: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    for (key, bytes) in records {
        for part in [key.as_bytes(), bytes] {
            out.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
            out.extend_from_slice(part);
        }
    }
    out
}

/// The records of a file; `None` where it is something else.
pub fn unpack(bytes: &[u8]) -> Option<Vec<Record>> {
    let mut rest = bytes.strip_prefix(HEAD)?;
    let mut records = Vec::new();
    while let Some((key, bytes)) = part(&mut rest).zip(part(&mut rest)) {
        let Ok(key) = core::str::from_utf8(key) else { break };
        records.push(Record { key: key.to_owned(), bytes: bytes.to_vec() });
    }
    Some(records)
}

fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (part, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = after;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_back_its_records_and_of_a_broken_one_what_is_whole() {
        let records = [("chunk/1", &b"one"[..]), ("row/1/2", b""), ("note/alerts", b"\0\xff")];
        let file = pack(records.into_iter());
        let read = |bytes: &[u8]| -> Option<Vec<(String, Vec<u8>)>> {
            Some(unpack(bytes)?.into_iter().map(|record| (record.key, record.bytes)).collect())
        };
        let expected: Vec<_> =
            records.iter().map(|(key, bytes)| ((*key).to_owned(), bytes.to_vec())).collect();
        assert_eq!(read(&file), Some(expected.clone()));
        for cut in 0..file.len() {
            match read(&file[..cut]) {
                None => assert!(cut < HEAD.len()),
                Some(records) => assert!(expected.starts_with(&records), "cut at {cut}"),
            }
        }
        assert_eq!(read(b"<!doctype html>"), None);
        assert_eq!(read(&[HEAD, &[255; 40]].concat()), Some(Vec::new()));
    }
}
