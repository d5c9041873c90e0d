//! Spans of time in documents: whole milliseconds, up to 2^32 of them (49 days), with a default that is left out.
//!
//! These functions are named in serde's field attributes. The default is a const parameter, because an attribute takes a path:
//! `#[serde(default = "span::default::<15_000>", skip_serializing_if = "span::is::<15_000>")]`.

use super::Duration;
use core::num::NonZeroU32;
use serde::{Deserialize as _, Deserializer};

/// Returns the span of `MILLIS` milliseconds.
pub fn default<const MILLIS: i64>() -> Duration {
    Duration(MILLIS)
}

/// Returns whether `span` has `MILLIS` milliseconds.
pub fn is<const MILLIS: i64>(span: &Duration) -> bool {
    span.0 == MILLIS
}

/// Reads a span.
///
/// # Errors
///
/// If the value is no whole number from 0 to 2^32 - 1.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u32::deserialize(deserializer).map(|millis| Duration(millis.into()))
}

/// Reads a span of at least one millisecond.
///
/// # Errors
///
/// If the value is no whole number from 1 to 2^32 - 1.
pub fn read_positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    NonZeroU32::deserialize(deserializer).map(|millis| Duration(millis.get().into()))
}
