//! The frame of every record: version, kind, checksum.

use super::{Newer, VERSION};

/// The kind of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Groups = 1,
    Labels = 2,
    Chunk = 3,
    Row = 4,
    /// Several rows in the form of a block, since version 2.
    Rows = 5,
}

/// Begins a record. Its version is the first one that can read it, so that an older program reads what it can.
pub(super) fn begin(kind: Kind) -> Vec<u8> {
    let version = if kind == Kind::Rows { VERSION } else { 1 };
    vec![version, kind as u8]
}

/// Ends a record.
pub(super) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Returns the kind and the content of a record, `None` where it is damaged.
pub(super) fn open(bytes: &[u8]) -> Result<Option<(Kind, &[u8])>, Newer> {
    let Some((content, sum)) = bytes.split_last_chunk::<4>() else { return Ok(None) };
    // Every version has to keep the first byte and the checksum in place.
    let Some((&version, content)) = content.split_first() else { return Ok(None) };
    let intact = crc32fast::hash(bytes.get(..bytes.len() - 4).unwrap_or_default())
        == u32::from_le_bytes(*sum);
    if version > VERSION && intact {
        return Err(Newer { version });
    }
    let is_known = (1..=VERSION).contains(&version);
    let Some((&kind, content)) = content.split_first().filter(|_| is_known && intact) else {
        return Ok(None);
    };
    let kinds = [Kind::Groups, Kind::Labels, Kind::Chunk, Kind::Row, Kind::Rows];
    Ok(kinds.into_iter().find(|known| *known as u8 == kind).map(|kind| (kind, content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_iso_3309() {
        assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32fast::hash(b""), 0);
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let mut bytes = begin(Kind::Row);
        bytes.extend(b"some row");
        let sealed = seal(bytes);
        assert_eq!(open(&sealed), Ok(Some((Kind::Row, &b"some row"[..]))));
        for bit in 0..sealed.len() * 8 {
            let mut broken = sealed.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&broken), Ok(None), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(open(&sealed[..length]), Ok(None), "{length} bytes");
        }
    }

    #[test]
    fn a_newer_version_is_distinguished_from_a_damaged_one() {
        assert_eq!(
            open(&seal(vec![VERSION + 1, 99, 1, 2, 3])),
            Err(Newer { version: VERSION + 1 })
        );
        assert_eq!(open(&seal(vec![0, 1])), Ok(None));
        assert_eq!(open(&seal(vec![VERSION, 99])), Ok(None));
    }
}
