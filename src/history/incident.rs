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
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

/// An incident, from beginning to end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its name in addresses: `[a-z0-9-]+`. Stable from the first moment on.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The operator's title; empty if there is none, so that each reader's language can supply one.
    #[serde(default)]
    pub title: String,
    /// The worst state of any system; [`State::Unobserved`] if none was measured or reported.
    pub worst: State,
    /// The worst state of any system according to the operators, if they report one.
    #[serde(default, deserialize_with = "known_state", skip_serializing_if = "Option::is_none")]
    pub impact: Option<State>,
    /// The affected systems by id, in the order of the configuration.
    #[serde(deserialize_with = "ids")]
    pub systems: Vec<String>,
    /// Those of them that were less bad than the worst, or failed later than the others.
    #[serde(default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    pub also_affected: Vec<String>,
    /// The class of cause, if the recorder saw the same one for all systems that had the worst state.
    #[serde(default, deserialize_with = "known_cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// When it began.
    #[serde(with = "seconds")]
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    #[serde(default, with = "optional_seconds")]
    pub until: Option<Timestamp>,
    /// The total time in which any of its systems had a problem, as far as that has ended.
    #[serde(default, with = "span", skip_serializing_if = "is_zero")]
    pub down: Duration,
    /// The operator's updates, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
    /// The operator's account after the incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub afterwards: Vec<Block>,
    /// Former ids, under which it stays reachable.
    #[serde(default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// An operator's report on one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of its file: `[a-z0-9-]+`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The affected systems by id.
    pub systems: Vec<String>,
    /// The worst state of any system, if the operator reports one.
    pub worst: Option<State>,
    /// When it began.
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The updates, newest first.
    pub updates: Vec<Update>,
    /// The account after the incident.
    pub afterwards: Vec<Block>,
}

/// An operator's update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// When it was written, according to the operator.
    #[serde(with = "seconds")]
    pub at: Timestamp,
    /// The stage of the incident.
    pub stage: Stage,
    /// The text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
}

/// The stage of the work on an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The cause is being sought.
    Investigating,
    /// The cause is known.
    Identified,
    /// It is repaired, and under observation.
    Monitoring,
    /// It has ended.
    Resolved,
}

impl Incident {
    /// Returns the systems that the incident is about: those that had the worst state from the beginning on.
    pub fn leading(&self) -> Vec<String> {
        let is_leading = |system: &&String| !self.also_affected.contains(system);
        self.systems.iter().filter(is_leading).cloned().collect()
    }

    /// Returns how long its systems had a problem, if that is known and shorter than the incident.
    pub fn time_down(&self) -> Option<Duration> {
        let lasted = self.until?.since(self.since);
        let is_shorter = self.down > Duration::ZERO && self.down + Self::ROUNDING < lasted;
        is_shorter.then_some(self.down)
    }

    /// A difference between two spans that is not worth mentioning.
    const ROUNDING: Duration = Duration::from_secs(30);
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 4] =
        [Self::Investigating, Self::Identified, Self::Monitoring, Self::Resolved];

    /// Returns the name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
        }
    }

    /// Returns the stage with this name, in upper or lower case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}

serde_by_name!(Stage);

/// Reads a state; `None` for one that this version does not know.
fn known_state<'de, D: Deserializer<'de>>(from: D) -> Result<Option<State>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.and_then(|name| State::named(&name)))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(span: &Duration) -> bool {
    *span == Duration::ZERO
}
