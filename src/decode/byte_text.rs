//! Bytes as a JSON string: each byte is the character with its number, for `#[serde(with = "byte_text")]`.
//!
//! Bodies are mostly ASCII. As a string they keep their length, while an array of numbers is three times as long, and base64 a third
//! longer and unreadable.

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

/// Serializes bytes as a string of characters up to U+00FF.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&bytes.iter().copied().map(char::from).collect::<String>())
}

/// Deserializes bytes from a string of characters up to U+00FF.
///
/// # Errors
///
/// If the value is no string, or has a character beyond U+00FF.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    bytes.map_err(|_| D::Error::custom("expected characters up to U+00FF"))
}
