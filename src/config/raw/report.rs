//! The head of an operator's report on an incident, as it is written: what stands between two lines of `---`.

use super::maintenance::Time;
use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// The head of a report.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Incident")]
pub struct Head {
    /// The title shown.
    pub title: String,
    /// The systems affected, by id.
    pub systems: Vec<String>,
    /// The worst that any of them was. What is measured counts where it is worse.
    pub impact: Option<Impact>,
    /// When it began. With the first update unless given.
    pub started: Option<Time>,
    /// When it was over. With the last update unless given, where that is `Resolved`.
    pub resolved: Option<Time>,
    /// The zone whose clocks show the times of this file, as in `Europe/Berlin`. `UTC` unless given.
    pub timezone: Option<String>,
}

/// The impact of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// It worked with restrictions.
    Degraded,
    /// A part of it did not work.
    Partial,
    /// It did not work.
    Major,
}

/// The JSON Schema (draft 2020-12) of a head.
pub fn schema() -> Schema {
    schemars::schema_for!(Head)
}
