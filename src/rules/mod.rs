//! Alerting rules, in Prometheus' words, and their evaluation.
//!
//! [`Groups`](group::Groups) holds the rules of a page. It evaluates those that are due, writes `ALERTS` and `ALERTS_FOR_STATE` to
//! the store, and holds the alerts. [`alert::step`] decides about each alert. An operator may change [limits](limit) in their
//! browser, which [`changed_limits`] saves. [`state`] saves the alerts over a reload.

pub mod alert;
pub mod changed_limits;
pub mod group;
pub mod limit;
mod measured;
mod record;
pub mod rule;
pub mod state;
pub mod template;

use metrics_engine::time::{Duration, span};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// Rules that are evaluated together, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleGroup {
    /// The name, unique among the groups.
    pub name: String,
    /// The time from one evaluation to the next.
    #[serde(
        default = "span::default::<{ RuleGroup::INTERVAL.0 }>",
        skip_serializing_if = "span::is::<{ RuleGroup::INTERVAL.0 }>",
        deserialize_with = "span::read_positive"
    )]
    pub interval: Duration,
    /// The rules, at least one.
    #[serde(deserialize_with = "at_least_one")]
    pub rules: Vec<AlertingRule>,
}

impl RuleGroup {
    /// The default of [`RuleGroup::interval`].
    pub const INTERVAL: Duration = Duration::from_secs(15);
}

/// Reads the rules of a group.
fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<AlertingRule>, D::Error> {
    let rules = Vec::deserialize(deserializer)?;
    if rules.is_empty() {
        return Err(Error::invalid_length(0, &"at least one rule"));
    }
    Ok(rules)
}

/// An alerting rule as configured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertingRule {
    /// The alert's name.
    pub alert: String,
    /// The expression as written. It was parsed when the configuration was checked.
    pub expr: String,
    /// How long the condition has to hold before the alert fires.
    #[serde(
        rename = "for",
        default,
        skip_serializing_if = "span::is::<0>",
        deserialize_with = "span::read"
    )]
    pub hold_for: Duration,
    /// How long a firing alert keeps firing when the condition no longer holds.
    #[serde(default, skip_serializing_if = "span::is::<0>", deserialize_with = "span::read")]
    pub keep_firing_for: Duration,
    /// Labels that are added to each alert, `severity` among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<(String, String)>,
    /// Texts for people: `summary`, `description`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<(String, String)>,
}

/// The severity of an alert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Someone should look at it.
    #[default]
    Warning,
    /// Someone has to act.
    Critical,
}

impl Severity {
    /// Returns the severity that the label `severity` names. Its words are not standardised: those in use for "act at once" are
    /// critical, and everything else is a warning, as is a missing label.
    pub fn of_label(word: &str) -> Self {
        let critical = ["critical", "page", "error", "fatal", "emergency", "disaster", "high"];
        let is_critical = critical.iter().any(|known| known.eq_ignore_ascii_case(word.trim()));
        if is_critical { Self::Critical } else { Self::Warning }
    }
}
