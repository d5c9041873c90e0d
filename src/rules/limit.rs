//! Limits that a person changed in their browser: the number, the comparison and `for` of a rule.
//!
//! They hold until they are reset, are kept as bytes, and can be taken home as YAML for `allclear.yaml`. A change of a rule that is
//! configured no more, or has no [threshold] any more, is left out.

use super::group::{Group, Groups};
use super::rule::Rule;
use crate::binary::{
    put_float, put_text, put_varint, take_byte, take_float, take_text, take_varint,
};
use crate::promql;
use crate::promql::ast::Comparison;
use crate::promql::threshold::{self, Threshold};
use crate::time::Duration;
use core::fmt::Write as _;

/// What a rule is changed to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The comparison and the number.
    pub threshold: Threshold,
    /// How long it has to hold.
    pub hold_for: Duration,
}

/// The version of [`write`]'s form.
const VERSION: u8 = 1;

impl Rule {
    /// Its limit as it is used, if it has one.
    pub fn current_limit(&self) -> Option<Limit> {
        Some(Limit { threshold: self.threshold()?, hold_for: self.terms.hold_for })
    }

    /// Changes the limit. Returns whether the rule has one to be changed.
    fn set_limit(&mut self, limit: Limit) -> bool {
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

    fn reset_limit(&mut self) {
        if self.limit.take().is_some() {
            self.expr = promql::compile(&self.written.expr);
            self.terms.hold_for = self.written.hold_for;
        }
    }
}

impl Groups {
    /// Changes the limit of the rule with this [key](Rule::key), from its next evaluation on. Returns whether there is one to be
    /// changed. The configured limit is no change.
    pub fn set_limit(&mut self, key: &str, limit: Limit) -> bool {
        self.rule_mut(key).is_some_and(|rule| rule.set_limit(limit))
    }

    /// Takes the limit of a rule back to the configured one.
    pub fn reset_limit(&mut self, key: &str) {
        if let Some(rule) = self.rule_mut(key) {
            rule.reset_limit();
        }
    }
}

/// All changed limits as bytes.
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

/// Takes over the limits as [`write()`] wrote them; every other is the configured one. Stops at what cannot be read.
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

/// The rules whose limit was changed, with their groups, as Prometheus writes them.
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
    // Writing to a text cannot fail.
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

/// A rule as it is used, as one item of a YAML list of rules.
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

/// A text in YAML's double quotes, on one line. Everything that is not plain is escaped, so that nothing in it is YAML's.
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
