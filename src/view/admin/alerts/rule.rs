//! One rule as a row: its state and since when, what it is, and its headroom.

use super::super::super::format::span;
use super::super::Scene;
use super::super::targets::sentence;
use super::choice::Choice;
use super::headroom::{Headroom, headroom};
use super::{firing_status, is_old};
use crate::rules::alert::AlertState;
use crate::rules::group::Group;
use crate::rules::rule::{ALERT_NAME, Health, Rule};
use crate::status::Status;
use metrics_engine::labels::Matcher;
use metrics_engine::time::{Duration, Timestamp};

/// A rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Names it over reloads.
    pub key: String,
    /// Which of the filters it belongs to.
    pub choice: Choice,
    /// The status in whose colour it is shown.
    pub status: Status,
    /// Its state.
    pub word: &'static str,
    /// Since when, how far, or why.
    pub age: String,
    /// The alert's name.
    pub name: String,
    /// The name of its group.
    pub group: String,
    /// The expression that is evaluated.
    pub expr: String,
    /// Its times and labels, and whether it was changed.
    pub chips: Vec<String>,
    /// How far it is from its limit.
    pub headroom: Headroom,
    /// Why it cannot be evaluated; empty where it can.
    pub error: String,
    /// Whether the filter leaves it; decided after the row is made.
    pub is_shown: bool,
}

/// The row of a rule.
pub(super) fn row(scene: Scene<'_>, group: &Group, rule: &Rule) -> Row {
    let is_old = is_old(scene, group);
    let (choice, status, word, age) = state(scene, group, rule, is_old);
    let mut headroom = match rule.health {
        Health::Ok => headroom(rule, scene.now),
        _ => Headroom::default(),
    };
    if rule.cannot_fire {
        let remark = "No matching series.";
        headroom = Headroom { remark: remark.to_owned(), ..Headroom::default() };
    }
    let mut row = Row {
        key: rule.key.clone(),
        choice,
        status,
        word,
        age,
        name: rule.written.alert.clone(),
        group: group.name.clone(),
        expr: rule.text(),
        chips: chips(group, rule),
        headroom,
        error: String::new(),
        is_shown: false,
    };
    if let Health::Failed(reason) = &rule.health {
        row.error = format!("{}.", sentence(reason));
        if !rule.alerts.is_empty() {
            row.error.push_str(" Its alerts keep their last state.");
        }
    }
    row
}

type Words = (Choice, Status, &'static str, String);

fn state(scene: Scene<'_>, group: &Group, rule: &Rule, is_old: bool) -> Words {
    let unknown = |word, age: &str| (Choice::Unknown, Status::Unknown, word, age.to_owned());
    let clock = |at: Timestamp| scene.zone.time_with_seconds(at, scene.now);
    match (rule.state(), &rule.health) {
        (Some(AlertState::Firing), _) => {
            let since = firing_since(rule).map(clock).unwrap_or_default();
            (Choice::Firing, firing_status(rule), "Firing", format!("since {since}"))
        }
        (Some(AlertState::Pending), _) => {
            // Without evaluations, no time is counted.
            let now = group.last.filter(|_| is_old).unwrap_or(scene.now);
            (Choice::Pending, Status::Checking, "Pending", waited(rule, now))
        }
        (_, Health::Failed(_)) => unknown("Failed", "cannot be evaluated"),
        (_, Health::Unknown) => unknown("Unknown", "not evaluated yet"),
        (_, Health::Ok) if rule.cannot_fire => unknown("Cannot fire", "no such series"),
        (_, Health::Ok) if is_old => {
            let last = group.last.map(clock).unwrap_or_default();
            unknown("Unknown", &format!("inactive at {last}"))
        }
        (_, Health::Ok) if has_no_value(rule) => unknown("No data", "no current value"),
        (_, Health::Ok) => {
            let age = past(scene, rule);
            (Choice::Inactive, Status::Operational, "Inactive", age)
        }
    }
}

/// A rule with a limit whose series have no value at the moment: absent is not well.
fn has_no_value(rule: &Rule) -> bool {
    rule.threshold().is_some() && rule.nearest.is_none()
}

/// Since when the first of its alerts fires.
fn firing_since(rule: &Rule) -> Option<Timestamp> {
    let firing = rule.alerts.iter().filter(|alert| alert.status.state == AlertState::Firing);
    firing.map(|alert| alert.status.fired_at.unwrap_or(alert.status.active_at)).min()
}

/// `2 min of 5 min`, of the pending alert that has waited longest.
fn waited(rule: &Rule, now: Timestamp) -> String {
    let pending = rule.alerts.iter().filter(|alert| alert.status.state == AlertState::Pending);
    let longest = pending.map(|alert| now.since(alert.status.active_at)).max();
    let held = longest.unwrap_or(Duration::ZERO).min(rule.terms.hold_for);
    format!("{} of {}", span(held), span(rule.terms.hold_for))
}

/// When a rule that is quiet fired last.
fn past(scene: Scene<'_>, rule: &Rule) -> String {
    let resolved = rule.alerts.iter().filter_map(|alert| alert.status.resolved_at).max();
    match resolved.or_else(|| last_fired(scene, rule)) {
        Some(at) => format!("resolved {}", scene.zone.time_with_seconds(at, scene.now)),
        None => "not fired in stored history".to_owned(),
    }
}

/// The newest instant of a series that the rule's alerts wrote while they fired.
fn last_fired(scene: Scene<'_>, rule: &Rule) -> Option<Timestamp> {
    let store = scene.work.store();
    let mut matchers = series_of(rule);
    matchers.push(Matcher::equal("alertstate", "firing"));
    let ids = store.select(&matchers).into_iter();
    ids.filter_map(|id| store.newest(id)).map(|newest| newest.at).max()
}

/// Returns matchers of the series of the rule's alerts: the name, and the labels that all of them share.
pub(super) fn series_of(rule: &Rule) -> Vec<Matcher> {
    let mut matchers = vec![
        Matcher::equal(metrics_engine::labels::NAME, "ALERTS"),
        Matcher::equal(ALERT_NAME, &rule.written.alert),
    ];
    let fixed = rule.written.labels.iter().filter(|(_, value)| !value.contains("{{"));
    matchers.extend(fixed.map(|(name, value)| Matcher::equal(name, value)));
    matchers
}

fn chips(group: &Group, rule: &Rule) -> Vec<String> {
    let mut chips = Vec::new();
    if rule.terms.hold_for > Duration::ZERO {
        chips.push(format!("for {}", rule.terms.hold_for));
    }
    if rule.terms.keep_firing_for > Duration::ZERO {
        chips.push(format!("keep firing for {}", rule.terms.keep_firing_for));
    }
    chips.extend(rule.written.labels.iter().map(|(name, value)| format!("{name}={value}")));
    chips.push(group.name.clone());
    if rule.limit.is_some() {
        chips.push("changed in this browser".to_owned());
    }
    chips
}
