//! Incidents: one or several outages as visitors read of them, from what was recorded and from what operators wrote.
//!
//! [`merge`] makes them of outages and reports, [`incident_log`] puts them together with announced maintenance, and
//! [`IncidentLog`] is the document in which they reach a page.

mod assemble;
mod log;
mod merge;

pub use assemble::{PUBLISHED, RecordedSystem, incident_log};
pub use log::IncidentLog;
pub use merge::{NEAR, SystemOutages, merge};

use super::document::fields::{id, ids, known_cause, optional_seconds, seconds, span};
use super::outage::Cause;
use super::rich_text::Block;
use super::state::State;
use crate::status::by_name::serde_by_name;
use crate::time::{Duration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

/// Something that went wrong, from beginning to end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its name in addresses: `[a-z0-9-]+`, stable from the first moment on.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Its title. The operator's words; empty where nobody wrote any, so that each reader's language has its own.
    #[serde(default)]
    pub title: String,
    /// The worst that any system was; [`State::Unobserved`] where nobody measured or said it.
    pub worst: State,
    /// The worst that any system was as the operators say, where they say it.
    #[serde(default, deserialize_with = "known_state", skip_serializing_if = "Option::is_none")]
    pub impact: Option<State>,
    /// The systems affected, by id, in the order of the configuration.
    #[serde(deserialize_with = "ids")]
    pub systems: Vec<String>,
    /// Those of them that were less bad than the worst, or failed later than the others.
    #[serde(default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    pub also_affected: Vec<String>,
    /// The class of cause, where the recorder saw one and the same for all that were as bad as the worst.
    #[serde(default, deserialize_with = "known_cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// When it began.
    #[serde(with = "seconds")]
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    #[serde(default, with = "optional_seconds")]
    pub until: Option<Timestamp>,
    /// For how long any of its systems was measured to be unwell, as far as that is over.
    #[serde(default, with = "span", skip_serializing_if = "is_zero")]
    pub down: Duration,
    /// What the operator wrote, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
    /// What the operator wrote when it was over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub afterwards: Vec<Block>,
    /// Other names under which it was known: what was once linked stays found.
    #[serde(default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// What an operator wrote about one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of its file: `[a-z0-9-]+`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The systems affected, by id.
    pub systems: Vec<String>,
    /// The worst that any system was, where the operator says.
    pub worst: Option<State>,
    /// When it began.
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Newest first.
    pub updates: Vec<Update>,
    /// What there was to say when it was over.
    pub afterwards: Vec<Block>,
}

/// An entry in the course of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// When it was written, as the operator says.
    #[serde(with = "seconds")]
    pub at: Timestamp,
    /// How far the operator is.
    pub stage: Stage,
    /// The text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
}

/// How far the operator is with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The cause is sought.
    Investigating,
    /// The cause is known.
    Identified,
    /// It is mended, and watched.
    Monitoring,
    /// It is over.
    Resolved,
}

impl Incident {
    /// The systems that it is about: those that were as bad as the worst from the beginning on.
    pub fn leading(&self) -> Vec<String> {
        let is_leading = |system: &&String| !self.also_affected.contains(system);
        self.systems.iter().filter(is_leading).cloned().collect()
    }

    /// For how long its systems were unwell, where that is known and shorter than it lasted.
    pub fn time_down(&self) -> Option<Duration> {
        let lasted = self.until?.since(self.since);
        let is_shorter = self.down > Duration::ZERO && self.down + Self::ROUNDING < lasted;
        is_shorter.then_some(self.down)
    }

    /// A difference between two spans that is not worth a word.
    const ROUNDING: Duration = Duration::from_secs(30);
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 4] =
        [Self::Investigating, Self::Identified, Self::Monitoring, Self::Resolved];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
        }
    }

    /// The stage with this name, however it is capitalised.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}

serde_by_name!(Stage);

/// Reads a state; `None` for one that this version does not know.
fn known_state<'de, D: Deserializer<'de>>(from: D) -> Result<Option<State>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.and_then(|name| State::named(&name)))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(span: &Duration) -> bool {
    *span == Duration::ZERO
}
