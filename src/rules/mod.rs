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

use crate::time::Duration;

/// Rules that are evaluated together, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// The name, unique among the groups.
    pub name: String,
    /// The time from one evaluation to the next.
    pub interval: Duration,
    /// The rules, at least one.
    pub rules: Vec<AlertingRule>,
}

/// An alerting rule as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertingRule {
    /// The alert's name.
    pub alert: String,
    /// The expression as written. It was parsed when the configuration was checked.
    pub expr: String,
    /// How long the condition has to hold before the alert fires.
    pub hold_for: Duration,
    /// How long a firing alert keeps firing when the condition no longer holds.
    pub keep_firing_for: Duration,
    /// Labels that are added to each alert, `severity` among them.
    pub labels: Vec<(String, String)>,
    /// Texts for people: `summary`, `description`.
    pub annotations: Vec<(String, String)>,
}

/// The severity of an alert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "cli", serde(rename_all = "lowercase"))]
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
