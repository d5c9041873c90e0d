//! The JSON documents that a recorder publishes and the page reads.
//!
//! `status.json` is [`Verdicts`], `history.json` is [`History`], `history/<id>.json` is [`Times`], `incidents.json` is an
//! [`IncidentLog`](super::IncidentLog). They hold states, instants and classes of causes: there is no field for the words of an
//! answer, an address, or a system that is not public.
//!
//! Reading trusts nothing: what does not fit is an error, never a panic and never half a document. Callers limit the size. Unknown
//! fields are ignored, so that a page can read what a newer recorder of the same version writes.

pub(super) mod fields;
mod past;
mod times;
mod verdict;

pub use past::{History, Past};
pub use times::{Grid, Times};
pub use verdict::{PageVerdict, Verdict, Verdicts};

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize};

/// Maximum number of systems in a document.
pub const MAX_SYSTEMS: usize = 1000;

/// The version of all documents, their field `v`.
const VERSION: u32 = 1;

/// Returns a document with this content, as JSON.
pub(super) fn print<T: Serialize>(content: &T) -> String {
    #[derive(Serialize)]
    struct Document<'a, T> {
        v: u32,
        #[serde(flatten)]
        content: &'a T,
    }
    // Fails only for maps whose keys are not strings, of which there are none.
    serde_json::to_string(&Document { v: VERSION, content }).unwrap_or_default()
}

/// Reads the content of a document.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    // Read first, and alone: of another version, the other fields may mean something else.
    let Head { v } = serde_json::from_slice(bytes)?;
    if v != VERSION {
        return Err(serde_json::Error::custom("unknown version"));
    }
    serde_json::from_slice(bytes)
}

#[cfg(test)]
mod tests;
