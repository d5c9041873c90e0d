//! An alerting rule at work: its expression, its alerts, and the result of the last evaluation.

use super::alert::{self, AlertState, AlertStatus, Observation, Terms};
use super::limit::Limit;
use super::measured::{self, Measured};
use super::{AlertingRule, Severity, template};
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql;
use metrics_engine::promql::ast::Expr;
use metrics_engine::promql::threshold::{self, Threshold};
use metrics_engine::store::Store;
use metrics_engine::time::Timestamp;

/// The label with the alert's name.
pub const ALERT_NAME: &str = "alertname";

/// Maximum number of alerts of a rule. Each is two series in the store.
pub const MAX_ALERTS: usize = 500;

/// A rule that is evaluated.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Identifies the rule over reloads: group, alert, and a number where several have the same name.
    pub key: String,
    /// The rule as configured.
    pub written: AlertingRule,
    /// The expression that is evaluated, configured or with a changed limit. An error where it cannot be parsed.
    pub expr: Result<Expr, promql::Error>,
    /// The durations in use, configured or changed.
    pub terms: Terms,
    /// The limit that an operator changed.
    pub limit: Option<Limit>,
    /// The alerts, sorted by labels.
    pub alerts: Vec<Alert>,
    /// The result of the last evaluation.
    pub health: Health,
    /// The measured series that comes nearest to the threshold: its labels and its value.
    pub nearest: Option<(LabelSet, f64)>,
    /// Whether there is no series at all on which the rule could fire.
    pub cannot_fire: bool,
}

/// An alert of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The labels of the series and of the rule, with [`ALERT_NAME`].
    pub labels: LabelSet,
    /// The annotations, filled in.
    pub annotations: Vec<(String, String)>,
    /// The value when the condition held last.
    pub value: f64,
    /// The state with its times.
    pub status: AlertStatus,
}

/// The result of an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// The rule was not evaluated yet.
    #[default]
    Unknown,
    /// The evaluation succeeded.
    Ok,
    /// The evaluation failed for this reason, and the alerts stay as they were.
    Failed(String),
}

impl Rule {
    /// Creates a rule that was not evaluated yet.
    pub fn new(key: String, written: AlertingRule) -> Self {
        Self {
            key,
            expr: promql::compile(&written.expr),
            terms: Terms { hold_for: written.hold_for, keep_firing_for: written.keep_firing_for },
            written,
            limit: None,
            alerts: Vec::new(),
            health: Health::Unknown,
            nearest: None,
            cannot_fire: false,
        }
    }

    /// Returns the worst state of the alerts. `None` where it is unknown: before the first evaluation, and without alerts when it
    /// failed or when there is no series.
    pub fn state(&self) -> Option<AlertState> {
        let is_known = self.health == Health::Ok && !self.cannot_fire;
        let worst = self.alerts.iter().map(|alert| alert.status.state).max();
        worst.or(is_known.then_some(AlertState::Inactive))
    }

    /// Returns the severity of the alerts.
    pub fn severity(&self) -> Severity {
        let label = self.written.labels.iter().find(|(name, _)| name == "severity");
        Severity::of_label(label.map_or("", |(_, word)| word))
    }

    /// Returns the number with which the expression compares, if any.
    pub fn threshold(&self) -> Option<Threshold> {
        self.expr.as_ref().ok().and_then(threshold::of).map(|(_, threshold)| threshold)
    }

    /// Returns the current limit, configured or changed. `None` where the expression compares with no number.
    pub fn current_limit(&self) -> Option<Limit> {
        Some(Limit { threshold: self.threshold()?, hold_for: self.terms.hold_for })
    }

    /// Changes the limit. Returns whether the rule has one.
    pub(super) fn set_limit(&mut self, limit: Limit) -> bool {
        self.reset_limit();
        let changed =
            self.expr.as_ref().ok().and_then(|expr| threshold::with(expr, limit.threshold));
        let Some(changed) = changed else { return false };
        if self.current_limit() != Some(limit) {
            self.expr = Ok(changed);
            self.terms.hold_for = limit.hold_for;
            self.limit = Some(limit);
        }
        true
    }

    /// Takes the limit back to the configured one.
    pub(super) fn reset_limit(&mut self) {
        if self.limit.take().is_some() {
            self.expr = promql::compile(&self.written.expr);
            self.terms.hold_for = self.written.hold_for;
        }
    }

    /// Returns the expression that is evaluated, as text.
    pub fn text(&self) -> String {
        match (&self.expr, self.limit) {
            (Ok(expr), Some(_)) => expr.to_string(),
            _ => self.written.expr.clone(),
        }
    }

    /// Evaluates the rule at `at`. After a gap (`just_woke`), a series without a value may only be one that was not scraped again
    /// yet.
    pub(super) fn evaluate(&mut self, store: &Store, at: Timestamp, just_woke: bool) {
        let measured = self.expr.as_ref().map_err(Clone::clone).and_then(|expr| {
            let measured = measured::all(expr, store, at)?;
            let cannot_fire = measured.is_empty() && !measured::any_series(expr, store);
            Ok((measured, cannot_fire))
        });
        let (measured, cannot_fire) = match measured {
            Ok(measured) => measured,
            Err(error) => {
                self.health = Health::Failed(error.to_string());
                return;
            }
        };
        self.cannot_fire = cannot_fire;
        let limit = self.threshold();
        let nearest = limit.and_then(|limit| measured::nearest(&measured, limit));
        self.nearest = nearest.map(|one| (one.labels.clone(), one.value));
        match self.alerts_after(&measured, at, just_woke) {
            Ok(alerts) => {
                self.health = Health::Ok;
                self.alerts = alerts;
            }
            Err(reason) => self.health = Health::Failed(reason),
        }
    }

    /// Returns the alerts after an evaluation, sorted by labels.
    fn alerts_after(
        &self,
        measured: &[Measured],
        at: Timestamp,
        just_woke: bool,
    ) -> Result<Vec<Alert>, String> {
        let mut alerts: Vec<Alert> = Vec::new();
        for one in measured.iter().filter(|one| one.holds) {
            let labels = self.labels_of(one);
            let before = self.alert(&labels).map(|alert| alert.status);
            if let Some(status) = alert::step(before, Observation::Holds, self.terms, at) {
                let annotations = self.annotations_of(one);
                alerts.push(Alert { labels, annotations, value: one.value, status });
            }
        }
        if alerts.len() > MAX_ALERTS {
            return Err(format!("{} alerts, of at most {MAX_ALERTS}", alerts.len()));
        }
        alerts.sort_unstable_by(|one, other| one.labels.cmp(&other.labels));
        let twins = alerts.windows(2).find(|pair| matches!(pair, [a, b] if a.labels == b.labels));
        if twins.is_some() {
            return Err("two alerts have the same labels, once those of the rule are added".into());
        }
        let seen: Vec<LabelSet> = if just_woke && !self.alerts.is_empty() {
            measured.iter().map(|one| self.labels_of(one)).collect()
        } else {
            Vec::new()
        };
        for known in &self.alerts {
            if alerts.binary_search_by(|alert| alert.labels.cmp(&known.labels)).is_ok() {
                continue;
            }
            let is_unseen = just_woke && !seen.contains(&known.labels);
            let observed = if is_unseen { Observation::Unknown } else { Observation::HoldsNot };
            let after = alert::step(Some(known.status), observed, self.terms, at);
            if let Some(status) = after {
                let place = alerts.partition_point(|alert| alert.labels < known.labels);
                alerts.insert(place, Alert { status, ..known.clone() });
            }
        }
        Ok(alerts)
    }

    fn alert(&self, labels: &LabelSet) -> Option<&Alert> {
        let place = self.alerts.binary_search_by(|alert| alert.labels.cmp(labels)).ok()?;
        self.alerts.get(place)
    }

    /// Returns the alert's name, the labels of the rule, and those labels of the series that the rule does not set.
    fn labels_of(&self, measured: &Measured) -> LabelSet {
        let added: Vec<(&str, String)> = self
            .written
            .labels
            .iter()
            .map(|(name, text)| {
                (name.as_str(), template::expand(text, &measured.labels, measured.value))
            })
            .collect();
        let is_free = |name: &str| name != NAME && !added.iter().any(|(other, _)| *other == name);
        let mut pairs = vec![(ALERT_NAME, self.written.alert.as_str())];
        pairs.extend(added.iter().map(|(name, text)| (*name, text.as_str())));
        pairs.extend(measured.labels.iter().filter(|(name, _)| is_free(name)));
        LabelSet::new("", &pairs)
    }

    fn annotations_of(&self, measured: &Measured) -> Vec<(String, String)> {
        let expand = |text: &str| template::expand(text, &measured.labels, measured.value);
        self.written.annotations.iter().map(|(name, text)| (name.clone(), expand(text))).collect()
    }
}
