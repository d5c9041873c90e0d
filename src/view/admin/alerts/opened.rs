//! The details of a rule: its annotations, and its alerts one by one.

use super::super::super::format::{grouped, span};
use super::super::Scene;
use super::firing_status;
use super::headroom::{figure, unit_of};
use crate::rules::alert::AlertState;
use crate::rules::rule::{ALERT_NAME, Alert, Rule};
use crate::status::Status;
use metrics_engine::labels::NAME;

/// Rows beyond are counted, not shown.
const ROWS: usize = 100;

/// The details of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// The words before the annotations; empty where these describe a present alert.
    pub lead: &'static str,
    /// The annotations: name and text.
    pub texts: Vec<Text>,
    /// The series that comes nearest to the limit, by its labels; empty where there is none.
    pub nearest: String,
    /// The alerts, the worst first.
    pub alerts: Vec<AlertRow>,
    /// How many more there are; empty for none.
    pub more: String,
}

/// An annotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its name: `summary`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it is an address to go to.
    pub is_link: bool,
}

/// One alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertRow {
    /// The status in whose colour it is shown.
    pub status: Status,
    /// The word for its state.
    pub word: &'static str,
    /// The labels that distinguish it from the other alerts of its rule.
    pub labels: Vec<String>,
    /// The value when it held last.
    pub value: String,
    /// Since when its condition holds, or until when it fired.
    pub since: String,
    /// Its summary, where there are several alerts.
    pub says: String,
}

/// Returns the details of the rule with this key.
pub fn opened(scene: Scene<'_>, key: &str) -> Option<Opened> {
    let rule = scene.work.groups().rules().find(|rule| rule.key == key)?;
    let mut alerts: Vec<&Alert> = rule.alerts.iter().collect();
    // A stable sort: among equals the order of the labels stays.
    alerts.sort_by_key(|alert| core::cmp::Reverse(alert.status.state));
    let annotations = alerts.first().map_or(&rule.written.annotations, |one| &one.annotations);
    let is_template = alerts.is_empty() && annotations.iter().any(|(_, text)| text.contains("{{"));
    let nearest = rule.nearest.as_ref().map(|(labels, _)| labels.without(NAME));
    let several = alerts.len() > 1;
    let more = alerts.len().saturating_sub(ROWS);
    let row = |alert: &&Alert| alert_row(scene, rule, alert, several);
    Some(Opened {
        lead: if is_template { "Message when firing:" } else { "" },
        texts: texts(annotations),
        nearest: nearest.map(|labels| pairs(labels.iter()).join(", ")).unwrap_or_default(),
        alerts: alerts.iter().take(ROWS).map(row).collect(),
        more: if more > 0 { format!("+{} more", grouped(more)) } else { String::new() },
    })
}

fn alert_row(scene: Scene<'_>, rule: &Rule, alert: &Alert, several: bool) -> AlertRow {
    let times = &alert.status;
    let clock = |at| scene.zone.time_with_seconds(at, scene.now);
    let (status, word) = match times.state {
        AlertState::Firing if times.keep_firing_since.is_some() => {
            (firing_status(rule), "Kept firing")
        }
        AlertState::Firing => (firing_status(rule), "Firing"),
        AlertState::Pending => (Status::Checking, "Pending"),
        AlertState::Inactive => (Status::Operational, "Resolved"),
    };
    let since = match (times.keep_firing_since, times.resolved_at) {
        (_, Some(at)) => {
            let fired = times.fired_at.unwrap_or(times.active_at);
            format!("{}, for {}", clock(at), span(at.since(fired)))
        }
        (Some(at), _) => format!("{}, keep firing until {}", clock(times.active_at), clock(at)),
        _ => clock(times.active_at),
    };
    let is_of_rule = |name: &str| {
        name == ALERT_NAME || rule.written.labels.iter().any(|(known, _)| known == name)
    };
    AlertRow {
        status,
        word,
        labels: pairs(alert.labels.iter().filter(|(name, _)| !is_of_rule(name))),
        value: figure(unit_of(rule), alert.value, scene.now),
        since,
        says: if several { summary(alert) } else { String::new() },
    }
}

fn pairs<'a>(labels: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    labels.map(|(name, value)| format!("{name}={value}")).collect()
}

/// Returns the annotations, addresses last.
fn texts(annotations: &[(String, String)]) -> Vec<Text> {
    let mut texts: Vec<Text> = annotations.iter().map(|(name, text)| text_of(name, text)).collect();
    texts.sort_by_key(|text| (text.is_link, text.name != SUMMARY));
    texts
}

/// The annotation that says it in a sentence.
const SUMMARY: &str = "summary";

/// The summary of an alert; the first text that is no address where there is none.
fn summary(alert: &Alert) -> String {
    let text = texts(&alert.annotations).into_iter().find(|text| !text.is_link);
    text.map(|text| text.text).unwrap_or_default()
}

/// An address is one of this site or of the web; anything else, such as a script, is text.
fn text_of(name: &str, text: &str) -> Text {
    let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
        && !text.contains(char::is_whitespace);
    Text { name: name.to_owned(), text: text.to_owned(), is_link: is_address }
}
