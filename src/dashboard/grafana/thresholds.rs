//! Thresholds: Grafana's coloured steps, and limits with the side that is bad.

use super::colors::{color, severity};
use super::format::{Step, Thresholds};
use crate::chart::{Limit, Side};
use crate::rules::Severity;
use serde_json::{Value, json};

/// Returns the limits that coloured steps mean. Steps of percentages need both ends of the axis, and are `None` without.
pub(super) fn limits(
    thresholds: &Thresholds,
    min: Option<f64>,
    max: Option<f64>,
) -> Option<Vec<Limit>> {
    let is_share = thresholds.mode == "percentage";
    let value = |step: &Step| match (step.value, is_share, min, max) {
        (Some(value), false, ..) => Some(value),
        (Some(share), true, min, Some(max)) => {
            let min = min.unwrap_or(0.0);
            Some(min + (max - min) * share / 100.0)
        }
        _ => None,
    };
    let mut steps = thresholds.steps.iter();
    let mut before = severity(&steps.next()?.color);
    let mut limits = Vec::new();
    for step in steps {
        let after = severity(&step.color);
        let value = value(step)?;
        limits.extend(limit(value, before, after));
        before = after;
    }
    Some(limits)
}

/// Returns the limit between values that are this bad below it and that bad above it.
fn limit(value: f64, below: Option<Severity>, above: Option<Severity>) -> Option<Limit> {
    let rank = |severity: Option<Severity>| match severity {
        None => 0,
        Some(Severity::Warning) => 1,
        Some(Severity::Critical) => 2,
    };
    let (bad, severity) = match rank(below).cmp(&rank(above)) {
        core::cmp::Ordering::Less => (Side::Above, above?),
        core::cmp::Ordering::Greater => (Side::Below, below?),
        core::cmp::Ordering::Equal => return None,
    };
    Some(Limit { value, bad, severity })
}

/// Writes limits as coloured steps.
pub(super) fn write(limits: &[Limit]) -> Value {
    let mut values: Vec<f64> = limits.iter().map(|limit| limit.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    // Between two values everything is equally bad, so that any value there shows how bad.
    let severity = |value: f64| {
        let is_beyond = |limit: &&Limit| match limit.bad {
            Side::Above => value > limit.value,
            Side::Below => value < limit.value,
        };
        let severities = limits.iter().filter(is_beyond).map(|limit| limit.severity);
        severities.max_by_key(|severity| *severity == Severity::Critical)
    };
    let first = values.first().map_or(0.0, |value| value - 1.0);
    let mut steps = vec![json!({ "color": color(severity(first)), "value": null })];
    for (place, value) in values.iter().enumerate() {
        let inside = values.get(place + 1).map_or(value + 1.0, |next| f64::midpoint(*value, *next));
        steps.push(json!({ "color": color(severity(inside)), "value": value }));
    }
    json!({ "mode": "absolute", "steps": steps })
}
