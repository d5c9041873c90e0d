//! Alerting rules, as they are written: in the words of Prometheus' rule files.

use super::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Rules that are evaluated together, in order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleGroup {
    /// Its name, unique in this file.
    pub name: String,
    /// Time from one evaluation to the next. `15s` unless given.
    pub interval: Option<Span>,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// One alerting rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The alert's name.
    pub alert: Option<String>,
    /// The name of the series that a recording rule makes. There are no recording rules yet.
    pub record: Option<String>,
    /// The condition on which it fires: a selector, or `rate` or `increase` of one over a window, compared with a number.
    pub expr: String,
    /// The time for which it must hold before the alert fires. `0s` unless given.
    #[serde(rename = "for")]
    pub hold_for: Option<Span>,
    /// The time for which a firing alert continues after it no longer holds. `0s` unless given.
    pub keep_firing_for: Option<Span>,
    /// Labels that are added to each alert, as in `severity: critical`.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Texts for a person: `summary`, `description`, `runbook_url`.
    #[serde(default)]
    pub annotations: BTreeMap<String, String>,
}
