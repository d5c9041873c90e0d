//! The chart of a rule: what it measures, its limit, and when its alerts were pending or firing.
//!
//! Lines come from the measured side of the expression, evaluated over the range on what is kept; spans from the `ALERTS` series
//! that evaluations wrote. So the spans are those of the rule as it was then, the lines those of the rule as it is.

use super::super::Scene;
use super::headroom::unit_of;
use super::rule::series_of;
use crate::chart::data::Column;
use crate::chart::{Frame, Limit, Phase, Series, Side, Slots, Span};
use crate::rules::group::Group;
use crate::rules::rule::Rule;
use metrics_engine::labels::{LabelSet, Matcher, NAME};
use metrics_engine::promql::ast::Comparison;
use metrics_engine::promql::eval::{self, RangeSeries};
use metrics_engine::promql::threshold::{self, Threshold};
use metrics_engine::series::TimeRange;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// The most steps. A chart is hardly wider in pixels.
const STEPS: i64 = 600;

/// The most lines. Those nearest to the limit are kept; more could not be distinguished.
const LINES: usize = 12;

/// Returns the chart of the rule with this key over `range`, and `None` where the rule measures nothing that could be drawn.
pub fn frame(scene: Scene<'_>, key: &str, range: TimeRange) -> Option<Frame> {
    let has = |group: &&Group| group.rules.iter().any(|rule| rule.key == key);
    let group = scene.work.groups().all().iter().find(has)?;
    let rule = group.rules.iter().find(|rule| rule.key == key)?;
    let (measured, threshold) = rule.expr.as_ref().ok().and_then(threshold::of)?;
    let length = range.until.since(range.after);
    // Whole intervals, so that the steps of two evaluations a second apart are the same instants.
    let step = group.interval * (length.0 / group.interval.0 / STEPS + 1);
    let start = Timestamp((range.after.0.div_euclid(step.0) + 1).saturating_mul(step.0));
    let store = scene.work.store();
    let series = eval::range(measured, store, start, range.until, step).unwrap_or_default();
    let mut frame = Frame::new(range, step, unit_of(rule));
    frame.series = lines(nearest_first(series, threshold), start, step);
    let bad = match threshold.comparison {
        Comparison::Greater | Comparison::GreaterOrEqual => Side::Above,
        _ => Side::Below,
    };
    let severity = rule.severity();
    if threshold.value.is_finite() {
        frame.limits.push(Limit { value: threshold.value, bad, severity });
        // The limit is always in sight: how far away it is, is what the chart is for.
        frame.max = (threshold.value > 0.0).then_some(threshold.value * 1.1);
        frame.min = Some(threshold.value.min(0.0) * 1.1);
    }
    frame.spans = spans(store, rule, range, group.interval);
    Some(frame)
}

/// Returns when alerts of the rule, evaluated every `interval`, were pending or firing.
pub(in super::super) fn spans(
    store: &Store,
    rule: &Rule,
    range: TimeRange,
    interval: Duration,
) -> Vec<Span> {
    let (severity, name) = (rule.severity(), &rule.written.alert);
    let mut spans = Vec::new();
    for (word, phase) in [("pending", Phase::Pending), ("firing", Phase::Firing)] {
        for range in active(store, rule, word, range, interval) {
            spans.push(Span { range, phase, severity, name: name.clone() });
        }
    }
    spans
}

/// Returns the series that come nearest to the limit, at most as many as are drawn, in their own order.
fn nearest_first(mut series: Vec<RangeSeries>, threshold: Threshold) -> Vec<RangeSeries> {
    if series.len() > LINES {
        let is_upper =
            matches!(threshold.comparison, Comparison::Greater | Comparison::GreaterOrEqual);
        let extreme = |one: &RangeSeries| {
            let values = one.values.iter().flatten().map(|v| if is_upper { -v } else { *v });
            values.fold(f64::INFINITY, f64::min)
        };
        series.sort_by(|one, other| extreme(one).total_cmp(&extreme(other)));
        series.truncate(LINES);
        series.sort_unstable_by(|one, other| one.labels.cmp(&other.labels));
    }
    series
}

fn lines(series: Vec<RangeSeries>, start: Timestamp, step: Duration) -> Vec<Series> {
    let mut slots = Slots::default();
    let line = |one: RangeSeries| {
        let mut line = Series {
            name: name_of(&one.labels),
            slot: slots.of(&one.labels),
            labels: one.labels,
            column: Column::default(),
        };
        let mut at = start;
        for value in one.values {
            line.column.push(at, value);
            at += step;
        }
        line
    };
    series.into_iter().map(line).collect()
}

/// Returns the labels; the metric's name where there are none.
fn name_of(labels: &LabelSet) -> String {
    let pairs: Vec<String> = labels
        .iter()
        .filter(|(name, _)| *name != NAME)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if pairs.is_empty() { labels.name().to_owned() } else { pairs.join(", ") }
}

/// Returns when any alert of the rule was in this state, as spans that do not touch.
fn active(
    store: &Store,
    rule: &Rule,
    state: &str,
    range: TimeRange,
    interval: Duration,
) -> Vec<TimeRange> {
    let mut matchers = series_of(rule);
    matchers.push(Matcher::equal("alertstate", state));
    let mut instants: Vec<Timestamp> = Vec::new();
    let mut reader = store.reader(range);
    for id in store.select(&matchers) {
        reader.each(id, |entry| instants.extend(entry.value.map(|_| entry.at)));
    }
    instants.sort_unstable();
    let mut spans: Vec<TimeRange> = Vec::new();
    for at in instants {
        // A state lasts until the next evaluation; after a missed one it is not known.
        let until = (at + interval).min(range.until);
        match spans.last_mut() {
            Some(last) if at <= last.until + Duration(interval.0 / 2) => last.until = until,
            _ => spans.push(TimeRange { after: at, until }),
        }
    }
    spans
}
