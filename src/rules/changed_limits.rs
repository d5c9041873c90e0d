//! The limits that an operator changed, as bytes to be kept by the browser and as YAML for `allclear.yaml`.
//!
//! A change of a rule that is no longer configured, or no longer has a [threshold](metrics_engine::promql::threshold), is left out.

use super::group::{Group, Groups};
use super::limit::Limit;
use super::rule::Rule;
use core::fmt::Write as _;
use metrics_engine::binary::{
    put_float, put_text, put_varint, take_byte, take_float, take_text, take_varint,
};
use metrics_engine::promql::ast::Comparison;
use metrics_engine::promql::threshold::Threshold;
use metrics_engine::time::Duration;

/// The version of the format of [`write()`].
const VERSION: u8 = 1;

/// Returns all changed limits as bytes.
pub fn write(groups: &Groups) -> Vec<u8> {
    let mut out = vec![VERSION];
    for (rule, limit) in groups.rules().filter_map(|rule| Some((rule, rule.limit?))) {
        put_text(&mut out, &rule.key);
        let comparison = Comparison::ALL.iter().position(|one| *one == limit.threshold.comparison);
        put_varint(&mut out, comparison.unwrap_or_default() as u64);
        put_float(&mut out, limit.threshold.value);
        put_varint(&mut out, limit.hold_for.0.max(0).unsigned_abs());
    }
    out
}

/// Changes the limits as [`write()`] wrote them, and resets all others. Stops at the first record that cannot be read.
pub fn read(groups: &mut Groups, bytes: &[u8]) {
    let mut rest = bytes;
    if take_byte(&mut rest) != Some(VERSION) {
        return;
    }
    let keys: Vec<String> = groups.rules().map(|rule| rule.key.clone()).collect();
    for key in &keys {
        groups.reset_limit(key);
    }
    while let Some((key, limit)) = take_limit(&mut rest) {
        groups.set_limit(&key, limit);
    }
}

fn take_limit(bytes: &mut &[u8]) -> Option<(String, Limit)> {
    let key = take_text(bytes)?.to_owned();
    let comparison = *Comparison::ALL.get(usize::try_from(take_varint(bytes)?).ok()?)?;
    let threshold = Threshold { comparison, value: take_float(bytes)? };
    let hold_for = Duration(i64::try_from(take_varint(bytes)?).ok()?);
    Some((key, Limit { threshold, hold_for }))
}

/// Returns the rules whose limit was changed, with their groups, as a Prometheus rule file.
pub fn changed_as_yaml(groups: &Groups) -> String {
    let mut out = String::from("groups:\n");
    for group in groups.all() {
        let changed: Vec<&Rule> = group.rules.iter().filter(|rule| rule.limit.is_some()).collect();
        if !changed.is_empty() {
            write_group(group, &changed, &mut out);
        }
    }
    out
}

fn write_group(group: &Group, rules: &[&Rule], out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        out,
        "  - name: {}\n    interval: {}\n    rules:",
        scalar(&group.name),
        group.interval
    );
    for rule in rules {
        for line in as_yaml(rule).lines() {
            let _ = writeln!(out, "      {line}");
        }
    }
}

/// Returns a rule with its current limit as an item of a YAML list.
pub fn as_yaml(rule: &Rule) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "- alert: {}", scalar(&rule.written.alert));
    let _ = writeln!(out, "  expr: {}", scalar(&rule.text()));
    for (name, span) in
        [("for", rule.terms.hold_for), ("keep_firing_for", rule.terms.keep_firing_for)]
    {
        if span > Duration::ZERO {
            let _ = writeln!(out, "  {name}: {span}");
        }
    }
    for (name, pairs) in
        [("labels", &rule.written.labels), ("annotations", &rule.written.annotations)]
    {
        if !pairs.is_empty() {
            let _ = writeln!(out, "  {name}:");
        }
        for (key, value) in pairs {
            let _ = writeln!(out, "    {}: {}", scalar(key), scalar(value));
        }
    }
    out
}

/// Returns a text in YAML's double quotes, on one line, with every character escaped that YAML could interpret.
fn scalar(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
