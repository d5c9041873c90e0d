//! The `systems` section: each system with its health checks.

use super::mapping::Mapping;
use super::metrics::Metrics;
use super::text::{Id, Span};
use super::{board, rule};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One system on the page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The name shown.
    pub name: String,
    /// A stable name for addresses and series, of a-z, 0-9 and -. Made from `name` unless given.
    pub id: Option<Id>,
    /// The heading under which it stands. Systems of one group stand together.
    #[serde(default)]
    pub group: String,
    /// A sentence about it.
    #[serde(default)]
    pub description: String,
    /// Its visibility. `full` unless given.
    #[serde(default)]
    pub visibility: Visibility,
    /// The address of its only health check. With a preset, the host alone is enough: the preset knows the path.
    pub url: Option<String>,
    /// Its health checks, where there are several, or where one needs settings of its own.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// The format of its answers: the name of a known system or convention. `common` knows the usual words at the usual places:
    /// `/status`, `/health`, `/state`, or the whole body.
    pub preset: Option<String>,
    /// The format of its answers, where no preset fits.
    pub mapping: Option<Mapping>,
    /// Time from one check to the next.
    pub interval: Option<Span>,
    /// Time after which an answer no longer counts.
    pub timeout: Option<Span>,
    /// Failures in a row that confirm a worse state.
    #[schemars(range(min = 1, max = 100))]
    pub failures: Option<u32>,
    /// Successes in a row that confirm a better state.
    #[schemars(range(min = 1, max = 100))]
    pub successes: Option<u32>,
    /// Names of the parts without which the system is down, as its answer writes them. Any other part that is down makes
    /// it degraded. In place of what the preset says.
    pub critical: Option<Vec<String>>,
    /// Names to show for parts, by the name that the answer uses.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Addresses at which it exposes metrics. Operators see them, the public page does not.
    #[serde(default)]
    pub metrics: Vec<Metrics>,
    /// Whether an alert fires when its health checks fail as often in a row as confirms an outage. `true` unless given.
    pub down_alert: Option<bool>,
    /// Alerting rules about it, in a group of its own. Those of its preset unless given; `[]` for none.
    pub rules: Option<Vec<rule::Rule>>,
    /// Dashboards about it. Those of its preset unless given; `[]` for none.
    pub dashboards: Option<Vec<board::Dashboard>>,
}

/// The parts of a system that visitors may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// The public page may request its health checks through the proxy.
    #[default]
    Full,
    /// The public page gets only the state, from the recorder's status.json.
    Verdict,
    /// Nothing about it is public, not even that it exists.
    Private,
}

/// One health endpoint.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The name shown where a system has several checks.
    pub name: String,
    /// A stable name within the system, of a-z, 0-9 and -. Made from `name` unless given.
    pub id: Option<Id>,
    /// Its address. With a preset, the host alone is enough: the preset knows the path.
    pub url: String,
    /// The format of its answers: the name of a known system or convention, as for a system. The system's unless given.
    pub preset: Option<String>,
    /// The format of its answers, where no preset fits. The system's unless given.
    pub mapping: Option<Mapping>,
    /// The public part of an answer. `body` unless given.
    #[serde(default)]
    pub publish: Publish,
    /// Time from one check to the next. The system's unless given.
    pub interval: Option<Span>,
    /// Time after which an answer no longer counts. The system's unless given.
    pub timeout: Option<Span>,
    /// The largest body read, in bytes. 65536 unless given.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub max_bytes: Option<u32>,
}

/// The public part of a check's answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Publish {
    /// All of it.
    #[default]
    Body,
    /// The status code alone, for answers whose bodies name what is private.
    Code,
}
