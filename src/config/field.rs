//! Fields of the documents that the pages read: their defaults, which are left out, and what they accept.
//!
//! These functions are named in serde's field attributes. A default is a const parameter, because an attribute takes a path.

use core::num::NonZeroU32;
use serde::de::{Error, Unexpected};
use serde::{Deserialize as _, Deserializer};

/// Returns `N`.
pub(super) fn count<const N: u32>() -> u32 {
    N
}

/// Returns whether `number` is `N`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
pub(super) fn is_count<const N: u32>(number: &u32) -> bool {
    *number == N
}

/// Reads a number of at least 1.
pub(super) fn read_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    NonZeroU32::deserialize(deserializer).map(NonZeroU32::get)
}

/// Returns `N`.
pub(super) fn size<const N: usize>() -> usize {
    N
}

/// Returns whether `number` is `N`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
pub(super) fn is_size<const N: usize>(number: &usize) -> bool {
    *number == N
}

/// Reads a number of at least 1. It fits in 32 bits, so that a browser reads what the recorder reads.
pub(super) fn read_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    read_count(deserializer).map(|number| number as usize)
}

/// Returns `true`.
pub(super) fn yes() -> bool {
    true
}

/// Returns `truth`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
pub(super) fn is_yes(truth: &bool) -> bool {
    *truth
}

/// Returns the opposite of `truth`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
pub(super) fn is_no(truth: &bool) -> bool {
    !*truth
}

/// Returns whether `text` can name a system or a check in addresses, series and files: `[a-z0-9-]+`.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Reads a name that stands in addresses, series and files.
pub(super) fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    if is_id(&id) {
        Ok(id)
    } else {
        Err(D::Error::invalid_value(Unexpected::Str(&id), &"a name of a-z, 0-9 and -"))
    }
}
