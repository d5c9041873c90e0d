//! What a recorder publishes, as the files of a site: printed by the recorder, read by the page.
//!
//! `status.json` is [`Verdicts`], `history.json` is [`Past`]s, `history/<id>.json` is [`Times`]. They hold states, instants and classes
//! of causes: there is no place in them for the words of an answer, an address, or a system that is not public. Whole
//! seconds are precise enough for what people read, and a quarter of a system that never failed is one run of nine letters.
//!
//! Reading trusts nothing: what does not fit is an error, never a panic and never half a history. Callers cap the size.

mod past;
mod times;
mod verdict;

pub use past::{History, Past};
pub use times::{Grid, Times};
pub use verdict::{PageVerdict, Verdict, Verdicts};

use crate::decode::json::{self, Invalid, Json};
use crate::time::Timestamp;
use core::fmt;

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no JSON.
    NotJson(Invalid),
    /// It is of a version that this page does not know.
    Version,
    /// Something in it is not what it should be: what is due.
    Due(&'static str),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(place) => {
                write!(f, "line {}, column {}: {}", place.line, place.column, place.reason)
            }
            Self::Version => f.write_str("version 1 is due"),
            Self::Due(due) => write!(f, "{due} is due"),
        }
    }
}

/// The largest number of systems in a document.
pub const MAX_SYSTEMS: usize = 1000;

/// The version of all of these documents.
const VERSION: i64 = 1;

/// The last second of the year 9999. No instant in a document lies beyond.
const MAX_SECONDS: i64 = 253_402_300_799;

/// The document's root, if it is of a version that can be read.
fn root(bytes: &[u8]) -> Result<Json, Unreadable> {
    let root = json::parse(bytes).map_err(Unreadable::NotJson)?;
    match root.get("v").and_then(whole) {
        Some(VERSION) => Ok(root),
        _ => Err(Unreadable::Version),
    }
}

/// A whole number that a double holds exactly.
fn whole(value: &Json) -> Option<i64> {
    let number = value.as_f64()?;
    (number.abs() <= 9_007_199_254_740_992.0 && number.fract() == 0.0).then_some(number as i64)
}

/// An instant in whole seconds.
fn second(value: Option<&Json>) -> Option<Timestamp> {
    let seconds = whole(value?)?;
    (0..=MAX_SECONDS).contains(&seconds).then_some(Timestamp(seconds * 1000))
}

/// An instant in milliseconds.
fn millisecond(value: Option<&Json>) -> Option<Timestamp> {
    let millis = whole(value?)?;
    (0..=MAX_SECONDS * 1000).contains(&millis).then_some(Timestamp(millis))
}

/// The whole seconds of an instant, rounded down so that what follows each other keeps doing so.
fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1000).clamp(0, MAX_SECONDS)
}

/// A text for a document; ids and names of states need no escapes, but whoever prints cannot know that.
fn quoted(text: &str) -> Json {
    Json::Text(text.to_owned())
}

#[cfg(test)]
mod tests;
