//! Validates alerting rules, and converts them into the form that is evaluated.

use super::{Report, expression, template};
use crate::config::built_in;
use crate::config::deployment::Deployment;
use crate::config::raw::{Span, rule as raw};
use crate::rules::template::is_label;
use crate::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::Duration;
use std::collections::BTreeMap;

/// The longest `for`. Spans in `admin/config.json` end after 49 days.
const LONGEST_HOLD: Duration = Duration::from_secs(30 * 86_400);

/// The groups at `rules`.
pub(super) fn groups(raw: &[raw::RuleGroup], report: &mut Report) -> Vec<RuleGroup> {
    let mut groups: Vec<RuleGroup> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("rules[{index}]");
        let name = report.name(&format!("{path}.name"), &raw.name);
        let same = groups.iter().position(|other| other.name == name && !name.is_empty());
        if let Some(other) = same {
            let message = format!("the name {name:?} is that of rules[{other}]");
            report.error(&format!("{path}.name"), message, "give one of them another name");
        }
        if name == built_in::GROUP {
            let message = format!("{name:?} is the group of the built-in rules");
            report.error(&format!("{path}.name"), message, "choose another name");
        }
        let interval = report.interval(&format!("{path}.interval"), raw.interval);
        if raw.rules.is_empty() {
            report.error(
                &format!("{path}.rules"),
                "there is no rule",
                "an alert and an expr are enough for one",
            );
        }
        let rules = rules(&raw.rules, &format!("{path}.rules"), report);
        groups.push(RuleGroup { name, interval: interval.unwrap_or(RuleGroup::INTERVAL), rules });
    }
    groups
}

/// Groups that are named as that of a system is.
pub(super) fn names_twice(deployment: &Deployment, report: &mut Report) {
    for (index, group) in deployment.groups.iter().enumerate() {
        let is_same = |id: &str| id == group.name && !id.is_empty();
        if deployment.systems.iter().any(|it| is_same(&it.id) && !it.rules.is_empty()) {
            let message = format!("the rules of the system {:?} are in this group", group.name);
            report.error(&format!("rules[{index}].name"), message, "choose another name");
        }
    }
}

/// The rules at `path`.
pub(super) fn rules(raw: &[raw::Rule], path: &str, report: &mut Report) -> Vec<AlertingRule> {
    let mut rules: Vec<AlertingRule> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let Some(rule) = rule(raw, &path, report) else { continue };
        // Alerts are known by name and labels: two such rules would be one alert with two states.
        let same = |other: &&AlertingRule| other.alert == rule.alert && other.labels == rule.labels;
        if rules.iter().any(|other| same(&other)) {
            let message = format!("an alert {:?} with the same labels is here twice", rule.alert);
            report.error(&format!("{path}.alert"), message, "rename one, or give it other labels");
        }
        rules.push(rule);
    }
    rules
}

fn rule(raw: &raw::Rule, path: &str, report: &mut Report) -> Option<AlertingRule> {
    let expr = expression::condition(&raw.expr, &format!("{path}.expr"), report);
    let hold_for = hold(raw.hold_for, &format!("{path}.for"), report);
    let keep_firing_for = hold(raw.keep_firing_for, &format!("{path}.keep_firing_for"), report);
    template::check(&raw.labels, &format!("{path}.labels"), report);
    template::check(&raw.annotations, &format!("{path}.annotations"), report);
    let labels = pairs(&raw.labels, &format!("{path}.labels"), report);
    let annotations = pairs(&raw.annotations, &format!("{path}.annotations"), report);
    if raw.record.is_some() {
        report.error(
            &format!("{path}.record"),
            "recording rules are not evaluated yet",
            "write what it records into the `expr` of the alert",
        );
        return None;
    }
    let Some(alert) = &raw.alert else {
        report.error(path, "`alert` is missing", "The alert's name");
        return None;
    };
    let alert = report.name(&format!("{path}.alert"), alert);
    Some(AlertingRule { alert, expr, hold_for, keep_firing_for, labels, annotations })
}

fn hold(span: Option<Span>, path: &str, report: &mut Report) -> Duration {
    report.span(path, span, Duration::ZERO, LONGEST_HOLD).unwrap_or(Duration::ZERO)
}

/// Names with their values, sorted by name.
fn pairs(raw: &BTreeMap<String, String>, path: &str, report: &mut Report) -> Vec<(String, String)> {
    for name in raw.keys() {
        let path = format!("{path}.{name}");
        if !is_label(name) {
            let hint = "letters, digits and _, as in severity";
            report.error(&path, format!("{name:?} cannot name a label"), hint);
        } else if matches!(name.as_str(), "__name__" | "alertname") {
            let message = format!("the label {name:?} is the alert's own");
            report.error(&path, message, "leave it out; the alert's name is in `alert`");
        }
    }
    raw.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}
