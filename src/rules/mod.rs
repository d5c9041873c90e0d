//! Alerting rules, in Prometheus' words: what they are, and how their alerts come and go.

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
