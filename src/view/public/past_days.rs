//! The incidents and the maintenance of the last days, by date, below the systems.
//!
//! A day counts as one without an incident only as far as it was observed. What was not recorded is labelled as such.

use super::super::language::{Date, message};
use super::Scene;
use super::incident_title::names_cause;
use super::published::{self, Loaded};
use crate::history::{Incident, IncidentLog, Window};
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// The last days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastDays {
    /// A note about all days, such as that nothing is recorded; may be empty.
    pub note: String,
    /// The days, the newest first.
    pub days: Vec<Day>,
}

/// A day, or several days in a row without an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date: `Today, Nov 20`, or `Nov 13 to Nov 18`.
    pub date: String,
    /// The sentence in place of events; empty if there are some.
    pub quiet: String,
    /// Its events, the newest first.
    pub events: Vec<Event>,
}

/// An incident or a window of maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The status whose icon it has.
    pub status: Status,
    /// The address of its page; empty if it has none.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its time and its cause.
    pub text: String,
}

/// The number of days below the systems.
const DAYS: i64 = 14;

pub(super) fn past_days(scene: &Scene<'_>) -> PastDays {
    let note = |message| PastDays { note: scene.text(message), days: Vec::new() };
    match &scene.published.incident_log {
        Loaded::Pending => PastDays::default(),
        Loaded::Absent => note(message("No incidents are recorded for this page.")),
        Loaded::Failed => note(message("The incident history could not be loaded.")),
        Loaded::Read(incident_log) => loaded_days(scene, incident_log),
    }
}

fn loaded_days(scene: &Scene<'_>, incident_log: &IncidentLog) -> PastDays {
    PastDays { note: String::new(), days: days(scene, incident_log) }
}

/// Returns the address of an incident within the page.
pub(super) fn href(incident: &Incident) -> String {
    format!("#/incidents/{}", incident.id)
}

fn days(scene: &Scene<'_>, incident_log: &IncidentLog) -> Vec<Day> {
    let today = scene.zone.day(scene.now);
    let mut days: Vec<Day> = Vec::new();
    // The newest and the oldest of a run of days without an event.
    let mut quiet: Option<(i64, i64, String)> = None;
    for day in (0..DAYS).map(|ago| today - ago) {
        let events = events(scene, incident_log, day);
        let words = if events.is_empty() {
            quiet_sentence(scene, incident_log, day)
        } else {
            String::new()
        };
        match &mut quiet {
            // Today is never merged with other days.
            Some((newest, oldest, before))
                if *newest < today && *before == words && events.is_empty() =>
            {
                *oldest = day;
                continue;
            }
            _ => days.extend(quiet.take().map(|quiet| several(scene, quiet))),
        }
        if events.is_empty() {
            quiet = Some((day, day, words));
        } else {
            days.push(Day { date: date(scene, day), quiet: words, events });
        }
    }
    days.extend(quiet.map(|quiet| several(scene, quiet)));
    days
}

fn several(scene: &Scene<'_>, (newest, oldest, quiet): (i64, i64, String)) -> Day {
    let date = if newest == oldest {
        date(scene, newest)
    } else {
        let [from, to] = [oldest, newest].map(|day| scene.words.date(day, Date::Day));
        scene.say(message("{from} to {to}"), &[("from", &from), ("to", &to)])
    };
    Day { date, quiet, events: Vec::new() }
}

fn date(scene: &Scene<'_>, day: i64) -> String {
    if day == scene.zone.day(scene.now) {
        let date = scene.words.date(day, Date::Day);
        return scene.say(message("Today, {date}"), &[("date", &date)]);
    }
    scene.words.date(day, Date::Weekday)
}

/// Whether an open incident is shown above the systems: operators reported it, or its systems are unwell.
fn is_above(scene: &Scene<'_>, incident: &Incident) -> bool {
    let systems = scene.monitor.config().systems.iter().zip(&scene.system_statuses);
    let mut unwell = systems.filter(|(_, system_status)| system_status.status.is_problem());
    incident.until.is_none()
        && (!incident.updates.is_empty()
            || unwell.any(|(system, _)| incident.systems.contains(&system.id)))
}

/// Whether an incident lasted on a day, for any part of it.
fn is_on(scene: &Scene<'_>, incident: &Incident, day: i64) -> bool {
    // An incident that ends at midnight is no part of the next day.
    let last = incident.until.map_or(scene.now, |until| (until - Duration(1)).max(incident.since));
    (scene.zone.day(incident.since)..=scene.zone.day(last)).contains(&day)
}

/// Returns the sentence that an open incident seems to be over; `None` if operators reported it or one of its systems is unwell.
pub(super) fn since_then(scene: &Scene<'_>, incident: &Incident) -> Option<String> {
    let systems = scene.monitor.config().systems.iter().zip(&scene.system_statuses);
    let mut its = systems.filter(|(system, _)| incident.systems.contains(&system.id));
    let is_over = incident.until.is_none()
        && incident.updates.is_empty()
        && its.all(|(_, system_status)| system_status.status == Status::Operational);
    let from = scene.words.time(scene.zone, incident.since, scene.now);
    is_over.then(|| {
        scene.say(message("Since {from}. Its systems pass all checks now."), &[("from", &from)])
    })
}

/// Returns the events of a day, the newest first, without those shown above the systems.
fn events(scene: &Scene<'_>, incident_log: &IncidentLog, day: i64) -> Vec<Event> {
    let on_day = |at: Timestamp| scene.zone.day(at) == day;
    let mut events: Vec<(Timestamp, Event)> = Vec::new();
    let is_listed = |it: &&Incident| is_on(scene, it, day) && !is_above(scene, it);
    for incident in incident_log.incidents.iter().filter(is_listed) {
        events.push((incident.since, of_incident(scene, incident)));
    }
    for window in
        incident_log.maintenance.iter().filter(|it| it.until <= scene.now && on_day(it.since))
    {
        events.push((window.since, of_window(scene, window)));
    }
    events.sort_by_key(|(since, _)| core::cmp::Reverse(*since));
    events.into_iter().map(|(_, event)| event).collect()
}

pub(super) fn of_incident(scene: &Scene<'_>, incident: &Incident) -> Event {
    let period = since_then(scene, incident)
        .unwrap_or_else(|| scene.period(incident.since, incident.until, incident.since));
    let affected = incident.time_down().map(|down| {
        scene.say(message("Affected for {span} in total."), &[("span", &scene.duration(down))])
    });
    let others = (!incident.also_affected.is_empty()).then(|| {
        let values = [("who", &*scene.names(&incident.also_affected))];
        scene.say(message("Also affected: {who}."), &values)
    });
    let cause = incident.cause.filter(|_| !names_cause(incident));
    let cause = cause.map(|cause| scene.words.sentence(&scene.cause(cause)));
    let newest = incident.updates.first().map(|update| published::first_words(&update.body));
    let sentences = [Some(period), affected, cause, others, newest].into_iter().flatten();
    Event {
        status: Status::from(incident.worst),
        href: href(incident),
        title: scene.title(incident),
        text: scene.words.sentences(sentences),
    }
}

pub(super) fn of_window(scene: &Scene<'_>, window: &Window) -> Event {
    let period = scene.period(window.since, Some(window.until), window.since);
    let body = published::first_words(&window.body);
    Event {
        status: Status::Maintenance,
        href: String::new(),
        title: window.title.clone(),
        text: scene.words.sentences([period, body]),
    }
}

/// Returns the number of unwell systems that no incident covers yet.
fn unwell_without_incident(scene: &Scene<'_>, incident_log: &IncidentLog) -> usize {
    let is_covered = |id: &String| {
        let mut open = incident_log.incidents.iter().filter(|incident| incident.until.is_none());
        open.any(|incident| incident.systems.contains(id))
    };
    let systems = scene.monitor.config().systems.iter().zip(&scene.system_statuses);
    let unwell = systems.filter(|(_, system_status)| system_status.status.is_problem());
    unwell.filter(|(system, _)| !is_covered(&system.id)).count()
}

/// Returns the sentence for a day without an event.
fn quiet_sentence(scene: &Scene<'_>, incident_log: &IncidentLog, day: i64) -> String {
    let is_today = day == scene.zone.day(scene.now);
    let is_listed = |it: &&Incident| is_on(scene, it, day) && is_above(scene, it);
    let listed = incident_log.incidents.iter().filter(is_listed).count();
    let open =
        if is_today { listed + unwell_without_incident(scene, incident_log) } else { listed };
    if open > 0 {
        let open_above = super::super::language::plural(
            "{n}~open incident, shown above.",
            "{n}~open incidents, shown above.",
        );
        return scene.count(open, open_above, &[]);
    }
    let Some(recorded) = &incident_log.recorded else {
        return scene.text(message("No incidents reported."));
    };
    let (first, last) = (scene.zone.day(recorded.start), scene.zone.day(recorded.end));
    let in_gap = incident_log
        .gaps
        .iter()
        .any(|gap| scene.zone.day(gap.start) < day && day < scene.zone.day(gap.end));
    if day < first || day > last || in_gap {
        return scene.text(message("No data."));
    }
    // The recorder writes every minute: one that is older than a few of them has stopped.
    let has_stopped = day == last && scene.now.since(recorded.end) > published::STALE_AFTER;
    if has_stopped {
        let time = scene.zone.clock(recorded.end);
        let values = [("time", &*time)];
        return scene.say(message("No incidents until {time}. No data since then."), &values);
    }
    let is_partial = (day == first && !is_today)
        || incident_log
            .gaps
            .iter()
            .any(|gap| scene.zone.day(gap.start) == day || scene.zone.day(gap.end) == day);
    scene.text(if is_partial {
        message("No incidents in the observed part of this day.")
    } else {
        message("No incidents reported.")
    })
}
