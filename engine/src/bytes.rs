//! Comparison, search and hash of bytes, eight at a time.
//!
//! Reading a page of metrics consists of these. In wasm, the standard library goes byte by byte.

use core::cmp::Ordering;

const ONES: u64 = 0x0101_0101_0101_0101;

/// Returns the offset of the first line feed from `at` on, or the length.
pub fn line_end(page: &[u8], at: usize) -> usize {
    first_of(page, at, *b"\n")
}

/// Returns the offset of the first quote, backslash or line feed from `at` on, or the length.
pub fn text_end(page: &[u8], at: usize) -> usize {
    first_of(page, at, *b"\"\\\n")
}

/// Returns the offset of the first of some bytes from `at` on, or the length.
fn first_of<const N: usize>(page: &[u8], at: usize, wanted: [u8; N]) -> usize {
    let (words, rest) = page.get(at..).unwrap_or_default().as_chunks::<8>();
    let mut here = at;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let hits = wanted.iter().fold(0, |found, one| found | hits(word, *one));
        if hits != 0 {
            return here + hits.trailing_zeros() as usize / 8;
        }
        here += 8;
    }
    for byte in rest {
        if wanted.contains(byte) {
            break;
        }
        here += 1;
    }
    here
}

/// Sets the highest bit of the lowest byte that is equal to `byte`, and perhaps bits above it.
#[inline]
fn hits(word: u64, byte: u8) -> u64 {
    let word = word ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

/// Returns the length of the common prefix.
pub fn common(one: &[u8], other: &[u8]) -> usize {
    let ((words, _), (others, _)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let mut same = 0;
    for (word, other) in words.iter().zip(others) {
        let differs = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return same + differs.trailing_zeros() as usize / 8;
        }
        same += 8;
    }
    let rests = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    same + rests.0.iter().zip(rests.1).take_while(|(one, other)| one == other).count()
}

/// Returns whether two slices are equal.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && common(one, other) == one.len()
}

/// Compares two slices lexicographically.
pub fn compare(one: &[u8], other: &[u8]) -> Ordering {
    let common = common(one, other);
    one.get(common).cmp(&other.get(common))
}

/// Returns a hash that continues from `seed`. It has no secret, because the core has no randomness: an attacker can produce
/// collisions, so that every user of it limits the number of entries.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = seed.wrapping_add(bytes.len() as u64);
    for word in words {
        hash = step(hash, u64::from_le_bytes(*word));
    }
    let mut last = 1;
    for byte in rest {
        last = (last << 8) | u64::from(*byte);
    }
    mix(hash, last)
}

/// Mixes a word into a [`hash`]. The multiplication leaves the low bits weak, so that its high bits are folded onto them. A product
/// of 128 bits would mix better, but is a call in wasm.
#[inline]
pub fn mix(hash: u64, word: u64) -> u64 {
    let mixed = step(hash, word);
    mixed ^ (mixed >> 32)
}

/// Rotates, mixes in and multiplies, as rustc's `FxHash`.
#[inline]
fn step(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_hash_depends_on_every_byte_and_the_length() {
        let texts = ["", "\0", "\0\0", "a", "b", "abcdefgh", "abcdefgh\0", "abcdefgi", "bacdefgh"];
        let mut hashes: Vec<u32> =
            texts.iter().map(|text| hash(0, text.as_bytes()) as u32).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), texts.len());
    }

    proptest! {
        #[test]
        fn ends_are_the_first_matching_byte(text in "[a\\u{8a}\u{1}#\\\\\"\n]{0,40}", from in 0..50_usize) {
            let bytes = text.as_bytes();
            let end = |is: fn(&u8) -> bool| {
                let rest = bytes.get(from..).unwrap_or_default();
                from + rest.iter().position(is).unwrap_or(rest.len())
            };
            prop_assert_eq!(line_end(bytes, from), end(|byte| *byte == b'\n'));
            prop_assert_eq!(text_end(bytes, from), end(|byte| b"\"\\\n".contains(byte)));
        }

        #[test]
        fn equality_prefix_and_order_agree_with_the_standard_library(one in "[ab]{0,20}", other in "[ab]{0,20}", start in "a{0,20}") {
            let (one, other) = ([start.as_str(), &one].concat(), [start.as_str(), &other].concat());
            let (one, other) = (one.as_bytes(), other.as_bytes());
            prop_assert_eq!(same(one, other), one == other);
            prop_assert!(same(one, one));
            let equal = one.iter().zip(other).take_while(|(one, other)| one == other).count();
            prop_assert_eq!(common(one, other), equal);
            prop_assert_eq!(compare(one, other), one.cmp(other));
        }
    }
}
