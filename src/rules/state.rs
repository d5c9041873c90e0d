//! The alerts of all groups with their times, as bytes that the browser keeps over a reload.
//!
//! The next page reads them before its first evaluation and continues from there. Alerts of rules that are no longer configured are
//! skipped. A page whose past cannot be read starts without one.

use super::alert::{AlertState, AlertStatus};
use super::group::Groups;
use super::rule::{Alert, MAX_ALERTS};
use metrics_engine::binary::{
    put_float, put_text, put_varint, take_byte, take_float, take_text, take_varint,
};
use metrics_engine::labels::LabelSet;
use metrics_engine::time::Timestamp;

/// The version of the format. It changes when an older page would misread it.
const VERSION: u8 = 1;

/// The reason for which saved bytes cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Another version of this page wrote them.
    Version(u8),
    /// They are damaged.
    Broken,
}

/// Returns the alerts of all groups as bytes.
pub fn write(groups: &Groups) -> Vec<u8> {
    let mut out = vec![VERSION];
    let evaluated = groups.all().iter().filter_map(|group| Some((group, group.last?)));
    for (group, last) in evaluated {
        put_text(&mut out, &group.name);
        put_instant(&mut out, last);
        let rules = group.rules.iter().filter(|rule| !rule.alerts.is_empty());
        put_varint(&mut out, rules.clone().count() as u64);
        for rule in rules {
            put_text(&mut out, &rule.key);
            put_varint(&mut out, rule.alerts.len() as u64);
            rule.alerts.iter().for_each(|alert| put_alert(&mut out, alert));
        }
    }
    out
}

/// Restores what [`write()`] wrote into groups that were not evaluated yet.
///
/// # Errors
///
/// [`Unreadable`]. The groups stay as they were.
pub fn read(groups: &mut Groups, bytes: &[u8]) -> Result<(), Unreadable> {
    let mut rest = bytes;
    match take_byte(&mut rest) {
        Some(VERSION) => {}
        Some(other) => return Err(Unreadable::Version(other)),
        None => return Err(Unreadable::Broken),
    }
    let mut restored = groups.clone();
    while !rest.is_empty() {
        restore_group(&mut restored, &mut rest).ok_or(Unreadable::Broken)?;
    }
    *groups = restored;
    Ok(())
}

fn restore_group(groups: &mut Groups, bytes: &mut &[u8]) -> Option<()> {
    let name = take_text(bytes)?;
    let last = take_instant(bytes)?;
    for _ in 0..take_varint(bytes)? {
        let key = take_text(bytes)?;
        let mut alerts = Vec::new();
        for _ in 0..take_varint(bytes)? {
            let alert = take_alert(bytes)?;
            if alerts.len() < MAX_ALERTS {
                alerts.push(alert);
            }
        }
        alerts.sort_unstable_by(|one: &Alert, other| one.labels.cmp(&other.labels));
        alerts.dedup_by(|one, other| one.labels == other.labels);
        if let Some(rule) = groups.rule_mut(key) {
            rule.alerts = alerts;
        }
    }
    if let Some(group) = groups.all_mut().iter_mut().find(|group| group.name == name) {
        group.restore(last);
    }
    Some(())
}

fn put_alert(out: &mut Vec<u8>, alert: &Alert) {
    put_pairs(out, alert.labels.iter());
    put_pairs(out, alert.annotations.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    put_float(out, alert.value);
    let status = &alert.status;
    put_varint(
        out,
        match status.state {
            AlertState::Inactive => 0,
            AlertState::Pending => 1,
            AlertState::Firing => 2,
        },
    );
    put_instant(out, status.active_at);
    put_optional_instant(out, status.fired_at);
    put_optional_instant(out, status.keep_firing_since);
    put_optional_instant(out, status.resolved_at);
}

fn take_alert(bytes: &mut &[u8]) -> Option<Alert> {
    let labels = take_pairs(bytes)?;
    let annotations = take_pairs(bytes)?.into_iter();
    Some(Alert {
        labels: LabelSet::new("", &labels),
        annotations: annotations.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        value: take_float(bytes)?,
        status: AlertStatus {
            state: match take_varint(bytes)? {
                0 => AlertState::Inactive,
                1 => AlertState::Pending,
                2 => AlertState::Firing,
                _ => return None,
            },
            active_at: take_instant(bytes)?,
            fired_at: take_optional_instant(bytes)?,
            keep_firing_since: take_optional_instant(bytes)?,
            resolved_at: take_optional_instant(bytes)?,
        },
    })
}

/// Appends an instant after 1970; an earlier one is written as 1970.
fn put_instant(out: &mut Vec<u8>, at: Timestamp) {
    put_varint(out, at.0.max(0).unsigned_abs());
}

fn take_instant(bytes: &mut &[u8]) -> Option<Timestamp> {
    take_varint(bytes).and_then(|at| i64::try_from(at).ok()).map(Timestamp)
}

/// Appends an instant, one millisecond later so that zero is none.
fn put_optional_instant(out: &mut Vec<u8>, at: Option<Timestamp>) {
    put_varint(out, at.map_or(0, |at| at.0.max(0).unsigned_abs() + 1));
}

#[expect(clippy::option_option, reason = "an instant that cannot be read is not an absent one")]
fn take_optional_instant(bytes: &mut &[u8]) -> Option<Option<Timestamp>> {
    let at = take_instant(bytes)?;
    Some((at.0 > 0).then(|| Timestamp(at.0 - 1)))
}

fn put_pairs<'a>(out: &mut Vec<u8>, pairs: impl ExactSizeIterator<Item = (&'a str, &'a str)>) {
    put_varint(out, pairs.len() as u64);
    for (name, value) in pairs {
        put_text(out, name);
        put_text(out, value);
    }
}

fn take_pairs<'b>(bytes: &mut &'b [u8]) -> Option<Vec<(&'b str, &'b str)>> {
    let count = take_varint(bytes)?;
    (0..count).map(|_| Some((take_text(bytes)?, take_text(bytes)?))).collect()
}

#[cfg(test)]
mod tests;
