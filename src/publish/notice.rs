//! The title and the facts of an incident and of a window, the same wherever they appear.

use super::{PublicScene, date, escape, word};
use crate::history::{Incident, Stage, Window};
use crate::view::format::span;
use metrics_engine::time::{Duration, Timestamp};

/// How far a window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It lies ahead.
    Scheduled,
    /// It lasts.
    InProgress,
    /// It has ended.
    Completed,
}

/// A window is announced to subscribers this long before it begins. The time of writing is not recorded, and a recurring
/// window would otherwise be announced months ahead, many times at once. The calendar has all of them at any time.
pub(super) const AHEAD: Duration = Duration::from_secs(7 * 86_400);

/// An incident's title: the operator's, or what happened to whom.
pub(super) fn title(scene: &PublicScene<'_>, incident: &Incident) -> String {
    let given = escape::line(&incident.title);
    if !given.is_empty() {
        return given;
    }
    let what = word::outage(incident.worst);
    match scene.names(&incident.leading()) {
        names if names.is_empty() => capitalised(what),
        names => format!("{names}: {what}"),
    }
}

/// Returns the recorded facts of an incident: the systems, the state, from when to when.
pub(super) fn facts(scene: &PublicScene<'_>, incident: &Incident) -> String {
    let mut facts = Vec::new();
    for (what, systems) in
        [("Affected systems", &incident.leading()), ("Also affected", &incident.also_affected)]
    {
        let names = scene.names(systems);
        if !names.is_empty() {
            facts.push(format!("{what}: {names}."));
        }
    }
    if let Some(cause) = incident.cause {
        facts.push(word::cause(cause).to_owned());
    }
    let since = date::words(incident.since);
    facts.push(match incident.until {
        Some(until) => format!("From {since} to {}.", date::words(until)),
        None => format!("Since {since}."),
    });
    if let Some(down) = incident.time_down() {
        facts.push(format!("Affected for {} in total.", span(down)));
    }
    facts.join(" ")
}

/// Returns the phase of an incident. Measurements outweigh reports: it has ended when, and only when, its outages have.
pub(super) fn stage(incident: &Incident) -> Stage {
    match (incident.until, incident.updates.first().map(|update| update.stage)) {
        (Some(_), _) => Stage::Resolved,
        (None, Some(Stage::Resolved)) => Stage::Monitoring,
        (None, Some(stage)) => stage,
        (None, None) => Stage::Investigating,
    }
}

/// When an incident last changed.
pub(super) fn changed(incident: &Incident) -> Timestamp {
    let written = incident.updates.iter().map(|update| update.at);
    written.chain(incident.until).fold(incident.since, Timestamp::max)
}

/// A window's title.
pub(super) fn window_title(scene: &PublicScene<'_>, window: &Window) -> String {
    let given = escape::line(&window.title);
    if !given.is_empty() {
        return given;
    }
    match scene.names(&window.systems) {
        names if names.is_empty() => "Maintenance".to_owned(),
        names => format!("{names}: maintenance"),
    }
}

/// Returns the facts of a window.
pub(super) fn window_facts(scene: &PublicScene<'_>, window: &Window) -> String {
    let span = format!("From {} to {}.", date::words(window.since), date::words(window.until));
    match scene.names(&window.systems) {
        names if names.is_empty() => span,
        names => format!("{names} may be unavailable. {span}"),
    }
}

/// How far a window is at `now`.
pub(super) fn phase(window: &Window, now: Timestamp) -> Phase {
    if now < window.since {
        Phase::Scheduled
    } else if now < window.until {
        Phase::InProgress
    } else {
        Phase::Completed
    }
}

/// The address of the page of an incident or a window.
pub(super) fn address(scene: &PublicScene<'_>, id: &str) -> String {
    format!("{}/#/incidents/{id}", scene.base)
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
