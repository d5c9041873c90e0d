//! How far a rule is from its limit: what comes nearest to it, as words and as a bar.

use super::super::super::format::grouped;
use crate::rules::rule::Rule;
use metrics_engine::promql::ast::{Comparison, Expr, Node};
use metrics_engine::promql::threshold::{self, Threshold};
use metrics_engine::time::Timestamp;
use metrics_engine::unit::{Scale, Unit};

/// The value that is nearest to a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headroom {
    /// The value, with its unit.
    pub value: String,
    /// The threshold, to follow the value: ` / 5`.
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

impl Bar {
    /// Returns how close the value is to the limit, 0 to 100, from whichever side.
    pub(super) fn closeness(self) -> u8 {
        self.value.min(self.limit)
    }
}

/// The headroom of a rule that was evaluated.
pub(super) fn headroom(rule: &Rule, now: Timestamp) -> Headroom {
    let Some(Threshold { comparison, value: limit }) = rule.threshold() else {
        return Headroom::default();
    };
    let Some((_, value)) = rule.nearest else { return Headroom::default() };
    let unit = unit_of(rule);
    let unit = unit_of_limit(unit, limit);
    let shown = plain(unit, limit, now);
    let compared = match comparison {
        Comparison::Greater | Comparison::GreaterOrEqual => format!(" / {shown}"),
        Comparison::Less => format!(" (fires < {shown})"),
        Comparison::LessOrEqual => format!(" (fires <= {shown})"),
        Comparison::Equal => format!(" (fires == {shown})"),
        Comparison::NotEqual => format!(" (fires != {shown})"),
    };
    let is_ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let can_be_drawn = is_ordered && limit > 0.0 && limit.is_finite() && value >= 0.0;
    let holds = comparison.holds(value, limit);
    Headroom {
        value: figure(unit, value, now),
        limit: compared,
        bar: can_be_drawn.then(|| bar(value, limit)),
        remark: if can_be_drawn && holds { beyond(value, limit) } else { String::new() },
    }
}

/// Numbers up to here are written out, with their thousands apart.
const WRITTEN_OUT: f64 = 1e7;

/// Formats a measured value: `1,070`, `1.34 s`.
pub(super) fn figure(unit: Unit, value: f64, now: Timestamp) -> String {
    if unit == Unit::Short && (1000.0..WRITTEN_OUT).contains(&value.abs()) {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(value.abs() as usize));
    }
    unit.write(value, now).text()
}

/// Formats a threshold as it would be written by hand: `20,000`, `1.2 s`, `100 s`, `1 GiB`.
fn plain(unit: Unit, limit: f64, now: Timestamp) -> String {
    if !limit.is_finite() {
        return unit.write(limit, now).text();
    }
    if unit == Unit::Short && limit.abs() < WRITTEN_OUT {
        return if limit.fract() == 0.0 && limit.abs() >= 1000.0 {
            figure(unit, limit, now)
        } else {
            Unit::None.scale(limit).plain(limit)
        };
    }
    // With a prefix, if that keeps it short; otherwise without; otherwise rounded.
    let scales = [unit.scale(limit), unit.scale(0.0)];
    let short = scales.into_iter().find_map(|scale| in_scale(scale, limit));
    short.unwrap_or_else(|| unit.write(limit, now).text())
}

/// Formats a number exactly in a scale; `None` if that takes too many digits.
fn in_scale(scale: Scale, number: f64) -> Option<String> {
    let digits = scale.plain(number);
    let space = if scale.unit.is_empty() { "" } else { "\u{a0}" };
    (digits.len() <= 6).then(|| format!("{digits}{space}{}", scale.unit))
}

/// Returns the unit for a value and its threshold: decimal bytes where the threshold is a round number of these.
fn unit_of_limit(unit: Unit, limit: f64) -> Unit {
    let is_short = |unit: Unit| in_scale(unit.scale(limit), limit).is_some();
    match unit {
        Unit::Bytes if !is_short(Unit::Bytes) && is_short(Unit::DecimalBytes) => Unit::DecimalBytes,
        unit => unit,
    }
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
    // Restores the error of binary arithmetic before the decimals are cut off.
    let percent = (percent + percent.signum() * 1e-6) as i64;
    match percent {
        0 => String::new(),
        // So far beyond that the figure itself says more.
        1000.. => "more than 10 times the threshold".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::AlertingRule;
    use metrics_engine::labels::LabelSet;

    fn of(expr: &str, value: f64) -> (String, Option<(u8, u8)>, String) {
        let mut rule = Rule::new(
            "k".to_owned(),
            AlertingRule {
                alert: "A".to_owned(),
                expr: expr.to_owned(),
                hold_for: metrics_engine::time::Duration::ZERO,
                keep_firing_for: metrics_engine::time::Duration::ZERO,
                labels: Vec::new(),
                annotations: Vec::new(),
            },
        );
        rule.nearest = Some((LabelSet::default(), value));
        let headroom = headroom(&rule, Timestamp(0));
        let text = format!("{}{}", headroom.value, headroom.limit).replace('\u{a0}', " ");
        let bar = headroom.bar.map(|bar| (bar.value, bar.limit));
        (text, bar, headroom.remark.replace('\u{a0}', " "))
    }

    #[test]
    fn says_how_far_it_is() {
        for (expr, value, text, bar, remark) in [
            ("x > 5", 1.2, "1.20 / 5", Some((24, 99)), ""),
            ("x >= 20000", 366.0, "366 / 20,000", Some((1, 99)), ""),
            ("x > 20000", 1070.9, "1,070 / 20,000", Some((5, 99)), ""),
            ("x > 1500.5", -1070.9, "-1,070 / 1500.5", None, ""),
            ("x > 20000000", 12_300_000.0, "12.3 M / 20 M", Some((61, 99)), ""),
            ("x_seconds > 1.2", 1.34, "1.34 s / 1.2 s", Some((100, 89)), "11 % over"),
            ("x_seconds > 100", 50.0, "50.0 s / 100 s", Some((50, 99)), ""),
            ("x_seconds > 0.123456789", 0.05, "50.0 ms / 123 ms", Some((40, 99)), ""),
            ("x_bytes > 1073741824", 1024.0, "1.00 KiB / 1 GiB", Some((0, 99)), ""),
            ("x_bytes > 5e9", 4.5e9, "4.50 GB / 5 GB", Some((90, 99)), ""),
            ("x_bytes > 5123456789", 4.5e9, "4.19 GiB / 4.77 GiB", Some((87, 99)), ""),
            ("process_start_time_seconds < 5", 7.0, "7 (fires < 5)", Some((100, 71)), ""),
            ("rate(x_seconds[5m]) > 1", 2.0, "2 / 1", Some((100, 50)), "100 % over"),
            ("0.5 < x", 0.5, "0.5 / 0.5", Some((100, 99)), ""),
            ("x <= 95", 90.0, "90 (fires <= 95)", Some((94, 99)), "5 % under"),
            ("x > 1", 900.0, "900 / 1", Some((100, 0)), "more than 10 times the threshold"),
            (
                "x > 1",
                f64::INFINITY,
                "+Inf / 1",
                Some((100, 0)),
                "more than 10 times the threshold",
            ),
            ("x > Inf", 1.0, "1 / +Inf", None, ""),
            ("x > -5", 1.0, "1 / -5", None, ""),
            ("x > 5", -1.0, "-1 / 5", None, ""),
            ("x == 0", 1.0, "1 (fires == 0)", None, ""),
            ("x != 1", 0.0, "0 (fires != 1)", None, ""),
            ("x", 1.0, "", None, ""),
        ] {
            let expected = (text.to_owned(), bar, remark.to_owned());
            assert_eq!(of(expr, value), expected, "{expr} at {value}");
        }
    }
}
