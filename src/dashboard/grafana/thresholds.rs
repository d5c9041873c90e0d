//! Thresholds: Grafana's coloured steps, and limits with the side that is bad.

use super::colors::{color, severity};
use super::format::{Step, Thresholds};
use crate::chart::{Limit, Side};
use crate::rules::Severity;
use serde_json::{Value, json};

/// Returns the limits that coloured steps mean, or why they mean none: a limit has a bad side, which goes on for ever.
pub(super) fn limits(
    thresholds: &Thresholds,
    min: Option<f64>,
    max: Option<f64>,
) -> Result<Vec<Limit>, &'static str> {
    let is_share = thresholds.mode == "percentage";
    let value = |step: &Step| match (step.value, is_share, min, max) {
        (Some(value), false, ..) => Ok(value),
        (Some(share), true, min, Some(max)) => {
            let min = min.unwrap_or(0.0);
            Ok(min + (max - min) * share / 100.0)
        }
        _ => Err("its thresholds are percentages of a range that it does not have"),
    };
    let severities: Vec<Option<Severity>> =
        thresholds.steps.iter().map(|step| severity(&step.color)).collect();
    let ranks: Vec<u8> = severities.iter().map(|severity| rank(*severity)).collect();
    let best = ranks.iter().min().and_then(|best| ranks.iter().position(|rank| rank == best));
    let (falling, rising) = ranks.split_at(best.unwrap_or_default());
    if !falling.is_sorted_by(|one, next| one >= next) || !rising.is_sorted() {
        return Err("its thresholds have a bad part between good ones");
    }
    let mut limits = Vec::new();
    for (step, pair) in thresholds.steps.iter().skip(1).zip(severities.windows(2)) {
        if let [below, above] = pair {
            limits.extend(limit(value(step)?, *below, *above));
        }
    }
    Ok(limits)
}

/// Returns the limit between values that are this bad below it and that bad above it.
fn limit(value: f64, below: Option<Severity>, above: Option<Severity>) -> Option<Limit> {
    let (bad, severity) = match rank(below).cmp(&rank(above)) {
        core::cmp::Ordering::Less => (Side::Above, above?),
        core::cmp::Ordering::Greater => (Side::Below, below?),
        core::cmp::Ordering::Equal => return None,
    };
    Some(Limit { value, bad, severity })
}

fn rank(severity: Option<Severity>) -> u8 {
    match severity {
        None => 0,
        Some(Severity::Warning) => 1,
        Some(Severity::Critical) => 2,
    }
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
