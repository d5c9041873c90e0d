//! Alerting rules, in Prometheus' words: what they are, and how their alerts come and go.
//!
//! [`Groups`](group::Groups) holds the rules of a page. It evaluates those that are due on the store, writes `ALERTS` and
//! `ALERTS_FOR_STATE` back to it, and tells what changed. What decides about one alert is [`alert::step`]. A person may change
//! [limits](limit) in their browser; [`state`] keeps what is going on over a reload.

pub mod alert;
pub mod group;
pub mod limit;
mod record;
pub mod rule;
pub mod state;
pub mod template;

use crate::time::Duration;

/// Rules that are evaluated together, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// Unique among the groups.
    pub name: String,
    /// Time from one evaluation to the next.
    pub interval: Duration,
    /// At least one.
    pub rules: Vec<AlertingRule>,
}

/// One alerting rule, in Prometheus' words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertingRule {
    /// The alert's name.
    pub alert: String,
    /// What it fires on, as written; it was parsed when the configuration was checked.
    pub expr: String,
    /// How long it has to hold before the alert fires.
    pub hold_for: Duration,
    /// How long a firing alert goes on when it holds no more.
    pub keep_firing_for: Duration,
    /// Labels that are added to each alert, `severity` among them.
    pub labels: Vec<(String, String)>,
    /// What a person should read: `summary`, `description`.
    pub annotations: Vec<(String, String)>,
}

/// How bad a breach is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "cli", serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Somebody should look.
    #[default]
    Warning,
    /// Somebody has to act.
    Critical,
}

impl Severity {
    /// What the label `severity` means. There is no standard for its words: those in use for "act at once" are critical, and
    /// everything else, a missing one too, is a warning.
    pub fn of_label(word: &str) -> Self {
        let critical = ["critical", "page", "error", "fatal", "emergency", "disaster", "high"];
        let is_critical = critical.iter().any(|known| known.eq_ignore_ascii_case(word.trim()));
        if is_critical { Self::Critical } else { Self::Warning }
    }
}
