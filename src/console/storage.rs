//! The types of what a browser stores for this page, as the shell reads and writes it.

use core::fmt;
use metrics_engine::store::snapshot::{Batch, Record};

/// Everything that a browser has stored for this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredData {
    /// Records of the series store.
    pub records: Vec<Record>,
    /// Small states, by name.
    pub notes: Vec<(Note, Vec<u8>)>,
}

/// A small state that is stored beside the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The alerts, with the times at which they began.
    Alerts,
    /// Limits that a person changed.
    Limits,
    /// Queries that a person ran.
    Queries,
    /// Dashboards that a person imported or edited.
    Dashboards,
}

impl Note {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Alerts, Self::Limits, Self::Queries, Self::Dashboards];

    /// Returns the key under which it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Limits => "limits",
            Self::Queries => "queries",
            Self::Dashboards => "dashboards",
        }
    }
}

/// Changes to write to the database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Save {
    /// Whether everything in the database is deleted first.
    pub replaces: bool,
    /// Changes of the series store.
    pub batch: Batch,
    /// Small states that changed.
    pub notes: Vec<(Note, Vec<u8>)>,
}

/// Why the browser's storage failed. The page works without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser has no database for this page: a private window, or settings that forbid it.
    Unavailable,
    /// The quota is used up.
    Full,
    /// A newer version of this program wrote the database. It was not touched.
    Newer,
    /// Any other failure, in the browser's own words.
    Other(String),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unavailable => "this browser does not store data for this page",
            Self::Full => "the storage quota of this browser is exhausted",
            Self::Newer => "the stored data was written by a newer version of this page",
            Self::Other(reason) => return write!(f, "this browser cannot store data: {reason}"),
        })
    }
}
