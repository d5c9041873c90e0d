//! `config.json` and `admin/config.json`: how the pages read a [`Config`](super::Config) and a
//! [`Private`](super::private::Private).
//!
//! The form is that of the types, as serde derives it. Every visitor loads the document before anything is shown, so it is
//! compact: a field with its default value is left out, checks share mappings by index, and a span of time is a number of
//! milliseconds. A default that changes in a newer page then changes for every site that never set it.
//!
//! ```json
//! {"version":2,"site":{"name":"Demo"},"mappings":[{"state":["code"]}],
//!  "systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]}]}
//! ```
//!
//! A system without `checks` is one whose state only the recorder knows. Addresses and origins are not checked here:
//! `allclear check` did that before the document was written.

use core::fmt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The version of both documents. A page reads no other: it comes from the same release as the `allclear render` that wrote
/// them.
pub const VERSION: u32 = 2;

/// Why a `config.json` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// It is not JSON, or a value in it is not what its field takes. The text has the line and the column.
    Invalid(String),
    /// It is of another version than [`VERSION`].
    Version(u32),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(reason) => write!(f, "config.json: {reason}"),
            Self::Version(version) => write!(
                f,
                "config.json has version {version}, but this page reads version {VERSION}: run `allclear render` of the same release"
            ),
        }
    }
}

impl core::error::Error for ConfigError {}

impl From<serde_json::Error> for ConfigError {
    fn from(error: serde_json::Error) -> Self {
        Self::Invalid(error.to_string())
    }
}

/// Reads a document.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ConfigError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    // The version first: in a document of another version, any other complaint would mislead.
    let Versioned { version } = serde_json::from_slice(bytes)?;
    if version != VERSION {
        return Err(ConfigError::Version(version));
    }
    Ok(serde_json::from_slice(bytes)?)
}

/// Writes a document.
#[cfg(feature = "cli")]
pub(super) fn write<T: serde::Serialize>(content: &T) -> String {
    #[derive(serde::Serialize)]
    struct Versioned<'a, T> {
        version: u32,
        #[serde(flatten)]
        content: &'a T,
    }
    // These types have no map whose keys are not text and no writer that fails, which are the only errors.
    serde_json::to_string(&Versioned { version: VERSION, content }).unwrap_or_default()
}

#[cfg(all(test, feature = "cli"))]
mod tests;
