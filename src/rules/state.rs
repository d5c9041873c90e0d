//! What is going on, kept over a reload: the alerts of all groups with their times, as bytes.
//!
//! The next page reads it before its first evaluation and goes on from there. Alerts of rules that are no more configured are left
//! out; so is anything that cannot be read, because a page without its past is still a page.

use super::alert::{Standing, State};
use super::bytes::{Reader, Writer};
use super::group::Groups;
use super::rule::{Alert, MAX_ALERTS};
use crate::labels::LabelSet;

/// The version of the form. It changes when an older page would misread it.
const VERSION: u8 = 1;

/// Why kept bytes cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Another version of this page wrote them.
    Version(u8),
    /// They are broken.
    Broken,
}

/// The state of all groups as bytes.
pub fn write(groups: &Groups) -> Vec<u8> {
    let mut out = Writer(vec![VERSION]);
    let evaluated = groups.all().iter().filter_map(|group| Some((group, group.last?)));
    for (group, last) in evaluated {
        out.text(&group.name);
        out.instant(last);
        let rules = group.rules.iter().filter(|rule| !rule.alerts.is_empty());
        out.number(rules.clone().count() as u64);
        for rule in rules {
            out.text(&rule.key);
            out.number(rule.alerts.len() as u64);
            rule.alerts.iter().for_each(|alert| write_alert(alert, &mut out));
        }
    }
    out.0
}

/// Restores what [`write()`] wrote into groups that were not evaluated yet.
///
/// # Errors
///
/// [`Unreadable`]; the groups are as they were.
pub fn read(groups: &mut Groups, bytes: &[u8]) -> Result<(), Unreadable> {
    let mut from = Reader(bytes);
    match from.byte() {
        Some(VERSION) => {}
        Some(other) => return Err(Unreadable::Version(other)),
        None => return Err(Unreadable::Broken),
    }
    let mut restored = groups.clone();
    while !from.0.is_empty() {
        read_group(&mut restored, &mut from).ok_or(Unreadable::Broken)?;
    }
    *groups = restored;
    Ok(())
}

fn read_group(groups: &mut Groups, from: &mut Reader<'_>) -> Option<()> {
    let name = from.text()?;
    let last = from.instant()?;
    for _ in 0..from.number()? {
        let key = from.text()?;
        let mut alerts = Vec::new();
        for _ in 0..from.number()? {
            let alert = read_alert(from)?;
            if alerts.len() < MAX_ALERTS {
                alerts.push(alert);
            }
        }
        alerts.sort_unstable_by(|one: &Alert, other| one.labels.cmp(&other.labels));
        alerts.dedup_by(|one, other| one.labels == other.labels);
        if let Some(rule) = groups.rule_mut(&key) {
            rule.alerts = alerts;
        }
    }
    if let Some(group) = groups.all_mut().iter_mut().find(|group| group.name == name) {
        group.restore(last);
    }
    Some(())
}

fn write_alert(alert: &Alert, out: &mut Writer) {
    out.pairs(alert.labels.iter());
    out.pairs(alert.annotations.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    out.float(alert.value);
    let standing = &alert.standing;
    out.number(match standing.state {
        State::Inactive => 0,
        State::Pending => 1,
        State::Firing => 2,
    });
    out.instant(standing.active_at);
    out.optional_instant(standing.fired_at);
    out.optional_instant(standing.keep_firing_since);
    out.optional_instant(standing.resolved_at);
}

fn read_alert(from: &mut Reader<'_>) -> Option<Alert> {
    let labels = from.pairs()?;
    let pairs: Vec<_> =
        labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Some(Alert {
        labels: LabelSet::new("", &pairs),
        annotations: from.pairs()?,
        value: from.float()?,
        standing: Standing {
            state: match from.number()? {
                0 => State::Inactive,
                1 => State::Pending,
                2 => State::Firing,
                _ => return None,
            },
            active_at: from.instant()?,
            fired_at: from.optional_instant()?,
            keep_firing_since: from.optional_instant()?,
            resolved_at: from.optional_instant()?,
        },
    })
}

#[cfg(test)]
mod tests;
