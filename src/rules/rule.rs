//! One alerting rule at work: its expression, its alerts, and what the last evaluation told.

use super::alert::{self, Observation, Standing, State, Terms};
use super::limit::Limit;
use super::{AlertingRule, Severity, template};
use crate::labels::{LabelSet, NAME};
use crate::promql::ast::{Comparison, Expr};
use crate::promql::threshold::{self, Threshold};
use crate::promql::{self, eval};
use crate::store::Store;
use crate::time::Timestamp;

/// The label that holds the alert's name.
pub const ALERT_NAME: &str = "alertname";

/// The most alerts that one rule may have. Each is two series in the store.
pub const MAX_ALERTS: usize = 500;

/// A rule that is evaluated.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Names the rule over reloads: group, alert, and where several have the same name, which of them.
    pub key: String,
    /// The rule as configured.
    pub written: AlertingRule,
    /// What is evaluated: the configured expression, or that with a changed limit. An error where it could not be read.
    pub expr: Result<Expr, promql::Error>,
    /// The times that are used, configured or changed.
    pub terms: Terms,
    /// What a person changed, if anything.
    pub limit: Option<Limit>,
    /// Its alerts, sorted by labels.
    pub alerts: Vec<Alert>,
    /// How the last evaluation went.
    pub health: Health,
    /// Of what is measured, that which comes nearest to the threshold: its labels and its value.
    pub nearest: Option<(LabelSet, f64)>,
    /// Whether there is no series at all that it could fire on.
    pub cannot_fire: bool,
}

/// One alert of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// What it is about: the labels of the series and of the rule, with [`ALERT_NAME`].
    pub labels: LabelSet,
    /// What a person should read.
    pub annotations: Vec<(String, String)>,
    /// The value when it held last.
    pub value: f64,
    /// Its state and times.
    pub standing: Standing,
}

/// How an evaluation went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// There was none yet.
    #[default]
    Unknown,
    /// Well.
    Ok,
    /// Not at all, for this reason; the alerts stay as they were.
    Failed(String),
}

/// One series that was measured, and whether the condition holds for it.
struct Measured {
    labels: LabelSet,
    value: f64,
    holds: bool,
}

impl Rule {
    /// A rule that was not evaluated yet.
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

    /// The worst of its alerts. `None` where nobody knows: before the first evaluation, and without alerts when it failed or when
    /// there is no series.
    pub fn state(&self) -> Option<State> {
        let is_known = self.health == Health::Ok && !self.cannot_fire;
        let worst = self.alerts.iter().map(|alert| alert.standing.state).max();
        worst.or(is_known.then_some(State::Inactive))
    }

    /// How bad its alerts are.
    pub fn severity(&self) -> Severity {
        let label = self.written.labels.iter().find(|(name, _)| name == "severity");
        Severity::of_label(label.map_or("", |(_, word)| word))
    }

    /// The number that it compares with, if there is one.
    pub fn threshold(&self) -> Option<Threshold> {
        self.expr.as_ref().ok().and_then(threshold::of).map(|(_, threshold)| threshold)
    }

    /// The expression that is evaluated, as text.
    pub fn text(&self) -> String {
        match (&self.expr, self.limit) {
            (Ok(expr), Some(_)) => expr.to_string(),
            _ => self.written.expr.clone(),
        }
    }

    /// Evaluates the rule at `at`. `just_woke`: nobody watched until shortly before, so a series without a value may only be one
    /// that was not asked again yet.
    pub(super) fn evaluate(&mut self, store: &Store, at: Timestamp, just_woke: bool) {
        let measured =
            self.expr.as_ref().map_err(Clone::clone).and_then(|expr| measure(expr, store, at));
        let measured = match measured {
            Ok(measured) => measured,
            Err(error) => {
                self.health = Health::Failed(error.to_string());
                return;
            }
        };
        self.nearest = self.nearest_of(&measured);
        self.cannot_fire = measured.is_empty() && !self.has_series(store);
        match self.alerts_after(&measured, at, just_woke) {
            Ok(alerts) => {
                self.health = Health::Ok;
                self.alerts = alerts;
            }
            Err(reason) => self.health = Health::Failed(reason),
        }
    }

    fn has_series(&self, store: &Store) -> bool {
        let selectors = self.expr.as_ref().map(Expr::selectors).unwrap_or_default();
        selectors.is_empty()
            || selectors.iter().any(|selector| !store.select(&selector.matchers).is_empty())
    }

    fn nearest_of(&self, measured: &[Measured]) -> Option<(LabelSet, f64)> {
        let limit = self.threshold()?;
        let distance = |one: &Measured| match limit.comparison {
            Comparison::Greater | Comparison::GreaterOrEqual => limit.value - one.value,
            Comparison::Less | Comparison::LessOrEqual => one.value - limit.value,
            Comparison::Equal => (one.value - limit.value).abs(),
            Comparison::NotEqual => -(one.value - limit.value).abs(),
        };
        let numbers = measured.iter().filter(|one| !one.value.is_nan());
        let nearest = numbers.min_by(|one, other| distance(one).total_cmp(&distance(other)))?;
        Some((nearest.labels.clone(), nearest.value))
    }

    /// The alerts after an evaluation, sorted by labels.
    fn alerts_after(
        &self,
        measured: &[Measured],
        at: Timestamp,
        just_woke: bool,
    ) -> Result<Vec<Alert>, String> {
        let mut alerts: Vec<Alert> = Vec::new();
        for one in measured.iter().filter(|one| one.holds) {
            let labels = self.labels_of(one);
            let before = self.alert(&labels).map(|alert| alert.standing);
            if let Some(standing) = alert::step(before, Observation::Holds, self.terms, at) {
                let annotations = self.annotations_of(one);
                alerts.push(Alert { labels, annotations, value: one.value, standing });
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
            let after = alert::step(Some(known.standing), observed, self.terms, at);
            if let Some(standing) = after {
                let place = alerts.partition_point(|alert| alert.labels < known.labels);
                alerts.insert(place, Alert { standing, ..known.clone() });
            }
        }
        Ok(alerts)
    }

    fn alert(&self, labels: &LabelSet) -> Option<&Alert> {
        let place = self.alerts.binary_search_by(|alert| alert.labels.cmp(labels)).ok()?;
        self.alerts.get(place)
    }

    /// The labels of the series, under those of the rule, under the alert's name.
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

/// The value of each series that the expression is about, before and after its outermost comparison.
fn measure(expr: &Expr, store: &Store, at: Timestamp) -> Result<Vec<Measured>, promql::Error> {
    let (inner, limit) = match threshold::of(expr) {
        Some((inner, limit)) => (inner, Some(limit)),
        None => (expr, None),
    };
    let values = eval::instant(inner, store, at)?;
    let measured = values.into_iter().map(|(labels, value)| {
        let holds = limit.is_none_or(|limit| limit.comparison.holds(value, limit.value));
        Measured { labels, value, holds }
    });
    Ok(measured.collect())
}
