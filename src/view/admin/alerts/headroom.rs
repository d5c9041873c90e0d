//! How far a rule is from its limit: what comes nearest to it, as words and as a bar.

use super::super::super::format::grouped;
use crate::promql::ast::{Comparison, Expr, Node};
use crate::promql::threshold::{self, Threshold};
use crate::rules::rule::Rule;
use crate::time::Timestamp;
use crate::unit::Unit;

/// What comes nearest to a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headroom {
    /// The value, with its unit.
    pub value: String,
    /// What it is compared with, to follow the value: ` of 5`.
    pub limit: String,
    /// The two as lengths, where that makes sense.
    pub bar: Option<Bar>,
    /// How far beyond the limit it is, or why there is no value.
    pub remark: String,
}

/// A bar of a hundred units: how far it is filled, and where the limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// How far it is filled, 0 to 100.
    pub value: u8,
    /// Where the limit is, 0 to 99.
    pub limit: u8,
}

/// The headroom of a rule that was evaluated.
pub(super) fn headroom(rule: &Rule, now: Timestamp) -> Headroom {
    let Some(Threshold { comparison, value: limit }) = rule.threshold() else {
        return Headroom::default();
    };
    let Some((_, value)) = rule.nearest else { return Headroom::default() };
    let unit = unit_of(rule);
    let shown = plain(unit, limit);
    let compared = match comparison {
        Comparison::Greater | Comparison::GreaterOrEqual => format!(" of {shown}"),
        Comparison::Less => format!(", fires below {shown}"),
        Comparison::LessOrEqual => format!(", fires at {shown} or below"),
        Comparison::Equal => format!(", fires at {shown}"),
        Comparison::NotEqual => format!(", fires at all but {shown}"),
    };
    let is_ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let can_be_drawn = is_ordered && limit > 0.0 && limit.is_finite() && value >= 0.0;
    let holds = comparison.holds(value, limit);
    Headroom {
        value: unit.write(value, now).text(),
        limit: compared,
        bar: can_be_drawn.then(|| bar(value, limit)),
        remark: if can_be_drawn && holds { beyond(value, limit) } else { String::new() },
    }
}

/// A limit as a person would write it: `20 k`, not `20.0 k`.
fn plain(unit: Unit, limit: f64) -> String {
    let scale = unit.scale(limit);
    let space = if scale.unit.is_empty() { "" } else { "\u{a0}" };
    [&scale.plain(limit), space, scale.unit].concat()
}

/// The larger of the two is as long as the bar.
fn bar(value: f64, limit: f64) -> Bar {
    // A cast saturates, so that an infinite value fills the bar.
    let share = |part: f64| (part / value.max(limit) * 100.0).min(100.0) as u8;
    if value.is_infinite() {
        return Bar { value: 100, limit: 0 };
    }
    Bar { value: share(value), limit: share(limit).min(99) }
}

/// `12 % over`, rounded down; nothing for what is hardly beyond.
fn beyond(value: f64, limit: f64) -> String {
    let percent = (value - limit) / limit * 100.0;
    // What computing in binary took away is given back before the digits behind the point go.
    let percent = (percent + percent.signum() * 1e-6) as i64;
    match percent {
        0 => String::new(),
        // So far beyond that the figure itself tells more.
        1000.. => "more than ten times as much".to_owned(),
        1.. => format!("{}\u{a0}% over", grouped(percent.unsigned_abs() as usize)),
        _ => format!("{}\u{a0}% under", percent.unsigned_abs()),
    }
}

/// The unit of what is measured, by the metric's name as Prometheus' conventions have it. Instants are no spans of time.
pub(super) fn unit_of(rule: &Rule) -> Unit {
    let measured = rule.expr.as_ref().ok().and_then(threshold::of).map(|(measured, _)| measured);
    let name = measured.and_then(name_of).unwrap_or_default();
    let is_instant = ["time_seconds", "timestamp_seconds"].iter().any(|end| name.ends_with(end));
    match () {
        () if name.ends_with("_bytes") => Unit::Bytes,
        () if name.ends_with("_seconds") && !is_instant => Unit::Seconds,
        () => Unit::Short,
    }
}

fn name_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Paren(inner) => name_of(inner),
        Node::Selector(selector) => selector.name(),
        _ => None,
    }
}
