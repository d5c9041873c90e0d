//! Alerts: every rule with its state, what it is about, and how far it is from its limit.
//!
//! An alert is as current as its last evaluation. Where nothing can be evaluated, the screen shows the time of the last evaluation,
//! and rules that were inactive then are unknown. The details of a rule are in [`opened`], the form of its limit in [`form`].

mod choice;
mod filter;
pub mod form;
mod headroom;
pub mod opened;
pub mod plot;
mod rule;
mod section;

pub use choice::Choice;
pub use filter::Filter;
pub use headroom::{Bar, Headroom};
pub use rule::Row;
pub use section::Section;

use super::super::format::count;
use super::Scene;
use crate::rules::Severity;
use crate::rules::alert::AlertState;
use crate::rules::changed_limits;
use crate::rules::group::Group;
use crate::rules::rule::Rule;
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::time::Timestamp;

/// The screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alerts {
    /// Why nothing is evaluated, and as of when the alerts stand; empty while they are.
    pub note: String,
    /// The states to choose from, and the number of rules in each.
    pub choices: Vec<(Choice, usize)>,
    /// The rules by state, exceptions first.
    pub sections: Vec<Section>,
    /// Why no rule is shown; empty where one is.
    pub nothing: String,
    /// The rules whose limits were changed in this browser: how many there are, in words, and the rules as YAML.
    pub changed: Option<(String, String)>,
}

/// How many rules fire or are about to, for the links to this screen: the same numbers as on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Firing.
    pub firing: usize,
    /// Pending.
    pub pending: usize,
    /// The status of the worst firing alert.
    pub status: Status,
}

/// Returns what the screen shows.
pub fn alerts(scene: Scene<'_>, filter: &Filter) -> Alerts {
    let groups = scene.work.groups();
    let row = |group: &Group, rule: &Rule| {
        let mut row = rule::row(scene, group, rule);
        row.is_shown = filter.admits(&group.name, rule, &row);
        row
    };
    let rows =
        groups.all().iter().flat_map(|group| group.rules.iter().map(move |rule| row(group, rule)));
    let rows: Vec<Row> = rows.collect();
    let mut choices = vec![(Choice::All, rows.len())];
    for choice in Choice::STATES {
        let n = rows.iter().filter(|row| row.choice == choice).count();
        // Rules that cannot fire are an exception, named only where there are some.
        if n > 0 || choice != Choice::Unknown || filter.choice == choice {
            choices.push((choice, n));
        }
    }
    let nothing = if rows.is_empty() {
        "No rules in allclear.yaml yet.".to_owned()
    } else if rows.iter().any(|row| row.is_shown) {
        String::new()
    } else {
        filter.nothing()
    };
    let n_changed = groups.rules().filter(|rule| rule.limit.is_some()).count();
    let changed = (n_changed > 0)
        .then(|| (count(n_changed, "rule"), changed_limits::changed_as_yaml(groups)));
    let sections = section::sections(scene, rows, filter);
    Alerts { note: note(scene), choices, sections, nothing, changed }
}

/// Returns how many rules have an alert that fires, and how many one that is pending and none that fires.
pub fn counts(scene: Scene<'_>) -> Counts {
    let groups = scene.work.groups();
    let of = |state| groups.rules().filter(move |rule| rule.state() == Some(state));
    let is_critical = of(AlertState::Firing).any(|rule| rule.severity() == Severity::Critical);
    Counts {
        firing: of(AlertState::Firing).count(),
        pending: of(AlertState::Pending).count(),
        status: if is_critical { Status::MajorOutage } else { Status::Degraded },
    }
}

/// Returns the counts in words, `2 alerts firing, 1 pending`; empty where there is none.
pub fn summary(scene: Scene<'_>) -> String {
    let Counts { firing, pending, .. } = counts(scene);
    let words = match (firing, pending) {
        (0, 0) => return String::new(),
        (0, _) => format!("{} pending", count(pending, "alert")),
        (_, 0) => format!("{} firing", count(firing, "alert")),
        _ => format!("{} firing, {pending} pending", count(firing, "alert")),
    };
    match standstill(scene) {
        Some((Some(last), _)) => format!("{words}, as of {}", scene.zone.time(last, scene.now)),
        _ => words,
    }
}

/// Returns the status of a firing alert of this rule.
fn firing_status(rule: &Rule) -> Status {
    match rule.severity() {
        Severity::Critical => Status::MajorOutage,
        Severity::Warning => Status::Degraded,
    }
}

/// Returns why nothing can be evaluated, unless it can.
fn why_not_evaluated(scene: Scene<'_>) -> Option<&'static str> {
    let reachability = scene.work.monitor().reachability();
    if !scene.is_in {
        Some("you are signed out")
    } else if !reachability.online {
        Some("this browser is offline")
    } else if reachability.is_blocked() {
        Some("the status proxy is not responding")
    } else {
        None
    }
}

/// Whether a group was evaluated too long ago for what it said to hold. The same limit as with a health check.
fn is_old(scene: Scene<'_>, group: &Group) -> bool {
    group.last.is_some_and(|last| scene.now.since(last) > stale_after(group.interval))
}

/// Returns the time of the last evaluation and the reason, where evaluation has stopped.
fn standstill(scene: Scene<'_>) -> Option<(Option<Timestamp>, &'static str)> {
    let groups = scene.work.groups().all();
    let last = groups.iter().filter_map(|group| group.last).max();
    let asleep = "no rule has been evaluated since then";
    let all_old = last.is_some() && groups.iter().all(|group| is_old(scene, group));
    let why = why_not_evaluated(scene).or(all_old.then_some(asleep))?;
    (!groups.is_empty()).then_some((last, why))
}

fn note(scene: Scene<'_>) -> String {
    match standstill(scene) {
        Some((Some(last), why)) => {
            let at = scene.zone.time(last, scene.now);
            format!("Alerts as of {at}: {why}.")
        }
        Some((None, why)) => format!("No rule has been evaluated yet: {why}."),
        None => String::new(),
    }
}
