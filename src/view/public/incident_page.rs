//! The pages in place of the systems: all incidents by month, and one incident from beginning to end.

use super::super::language::{Date, Message, message};
use super::super::words;
use super::Scene;
use super::histories::Histories;
use super::past_days::{self, Event};
use super::published::{IncidentUpdate, Loaded};
use super::strip::Paths;
use super::ticks::{around, ticks};
use super::uptime::whole_percent;
use crate::history::{Block, Incident, IncidentLog};
use crate::route::public::Page;
use crate::status::Status;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// A page that is shown in place of the systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentPage {
    /// Its heading.
    pub heading: String,
    /// The status of the line below the heading; `None` if it is about none.
    pub status: Option<Status>,
    /// The line below the heading; may be empty.
    pub state: String,
    /// The month that the page of one incident links back to; may be empty.
    pub crumb: String,
    /// Incidents by month, the newest first.
    pub months: Vec<(String, Vec<Event>)>,
    /// The facts of one incident: their names and values.
    pub facts: Vec<Fact>,
    /// The affected systems while it lasted, as far as that is recorded.
    pub spans: Vec<Span>,
    /// Round times at equal distances from the beginning of the spans to their end.
    pub ticks: Vec<String>,
    /// The updates of one incident, the newest first.
    pub updates: Vec<IncidentUpdate>,
    /// The operators' report after it was over.
    pub afterwards: Vec<Block>,
}

/// A fact and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The status whose icon stands before the value, if any.
    pub status: Option<Status>,
}

/// One system while an incident lasted, and a little before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The system's name.
    pub name: String,
    /// Its worst state, and for how long: `Major outage, 28 min`.
    pub text: String,
    /// Its states over time, in a drawing of 720 by 24.
    pub clock: Paths,
}

pub(super) fn incident_page(
    scene: &Scene<'_>,
    histories: &Histories,
    page: &Page,
) -> Option<IncidentPage> {
    let id = match page {
        Page::Systems => return None,
        Page::Incidents => None,
        Page::Incident(id) => Some(id),
    };
    let incident_log = match &scene.published.incident_log {
        Loaded::Read(incident_log) => incident_log,
        Loaded::Pending if scene.monitor.config().recorder => {
            return Some(empty(scene, message("Loading the incident history…")));
        }
        Loaded::Absent | Loaded::Pending => {
            return Some(empty(scene, message("No incidents are recorded for this page.")));
        }
        Loaded::Failed => {
            return Some(empty(scene, message("The incident history could not be loaded.")));
        }
    };
    let Some(id) = id else { return Some(months(scene, incident_log)) };
    let is_it = |incident: &&Incident| incident.id == *id || incident.also.contains(id);
    Some(match incident_log.incidents.iter().find(is_it) {
        Some(incident) => one(scene, histories, incident),
        None => empty(scene, message("This incident does not exist.")),
    })
}

/// Returns a page that consists of a sentence.
fn empty(scene: &Scene<'_>, state: Message) -> IncidentPage {
    IncidentPage {
        heading: scene.text(message("Incidents")),
        status: None,
        state: scene.text(state),
        crumb: String::new(),
        months: Vec::new(),
        facts: Vec::new(),
        spans: Vec::new(),
        ticks: Vec::new(),
        updates: Vec::new(),
        afterwards: Vec::new(),
    }
}

fn months(scene: &Scene<'_>, incident_log: &IncidentLog) -> IncidentPage {
    let ended = incident_log.maintenance.iter().filter(|window| window.until <= scene.now);
    let mut all: Vec<(i64, i64, Event)> = Vec::new();
    for incident in &incident_log.incidents {
        let day = scene.zone.day(incident.since);
        all.push((day, incident.since.0, past_days::of_incident(scene, incident)));
    }
    for window in ended {
        let day = scene.zone.day(window.since);
        all.push((day, window.since.0, past_days::of_window(scene, window)));
    }
    all.sort_by_key(|(_, since, _)| core::cmp::Reverse(*since));
    let mut months: Vec<(String, Vec<Event>)> = Vec::new();
    for (day, _, mut event) in all {
        let month = scene.words.date(day, Date::Month);
        let date = scene.words.sentence(&scene.words.date(day, Date::Weekday));
        event.text = scene.words.sentences([date, event.text]);
        match months.last_mut() {
            Some((last, events)) if *last == month => events.push(event),
            _ => months.push((month, vec![event])),
        }
    }
    let since = incident_log.recorded.as_ref().map(|recorded| {
        let date = scene.words.date(scene.zone.day(recorded.start), Date::DayOfYear);
        scene.say(message("Recorded since {date}."), &[("date", &date)])
    });
    let none = months.is_empty().then(|| scene.text(message("No incidents reported.")));
    let by_operators =
        message("These incidents were reported by the operators; none are recorded automatically.");
    IncidentPage {
        state: scene.words.sentences([
            none.unwrap_or_default(),
            since.unwrap_or_else(|| scene.text(by_operators)),
        ]),
        months,
        ..empty(scene, message("Incidents"))
    }
}

fn one(scene: &Scene<'_>, histories: &Histories, incident: &Incident) -> IncidentPage {
    let (around, step) = around(scene, incident);
    let spans = spans(scene, histories, incident, &around);
    let fact = |name, value, status| Fact { name: scene.text(name), value, status };
    let worst = Status::from(incident.worst);
    let began = scene.words.time_with_seconds(scene.zone, incident.since, scene.now);
    let impact = match worst {
        Status::Unknown => scene.text(message("No data")),
        worst => scene.text(words::label(worst)),
    };
    let mut facts = vec![
        fact(message("Impact"), impact, Some(worst)),
        fact(message("Affected systems"), scene.names(&incident.leading()), None),
    ];
    if !incident.also_affected.is_empty() {
        let others = scene.names(&incident.also_affected);
        facts.push(fact(message("Also affected"), others, None));
    }
    facts.push(fact(message("Started"), began, None));
    let (status, state) = if let Some(until) = incident.until {
        let ended = scene.words.time_with_seconds(scene.zone, until, scene.now);
        facts.push(fact(message("Resolved"), ended, None));
        if let Some(down) = incident.time_down() {
            facts.push(fact(message("Time affected"), scene.duration(down), None));
        }
        let date = scene.words.date(scene.zone.day(until), Date::Weekday);
        let values = [
            ("date", &*date),
            ("time", &scene.zone.clock(until)),
            ("span", &scene.duration(until.since(incident.since))),
        ];
        let resolved = message("Resolved on {date} at {time}, duration {span}");
        (Status::Operational, scene.say(resolved, &values))
    } else {
        let stage = incident.updates.first().map(|update| scene.stage(update.stage));
        let so_far = past_days::since_then(scene, incident)
            .unwrap_or_else(|| scene.period(incident.since, None, scene.now));
        let stage = stage.map(|stage| scene.words.sentence(&stage)).unwrap_or_default();
        (worst, scene.words.sentences([stage, so_far]))
    };
    if let Some(cause) = incident.cause {
        facts.push(fact(message("Cause"), scene.cause(cause), None));
    }
    if let Some(share) = monitored(scene, histories, incident) {
        facts.push(fact(message("Monitored"), share, None));
    }
    IncidentPage {
        heading: scene.title(incident),
        status: Some(status),
        state,
        crumb: scene.words.date(scene.zone.day(incident.since), Date::Month),
        months: Vec::new(),
        facts,
        ticks: ticks(scene, &around, step),
        spans,
        updates: scene.updates(incident),
        afterwards: incident.afterwards.clone(),
    }
}

/// Returns how much of an incident was observed, as a share of its time: the least over the systems that it was about.
fn monitored(scene: &Scene<'_>, histories: &Histories, incident: &Incident) -> Option<String> {
    let ahead = histories.ahead();
    let range = incident.since - ahead..incident.until.unwrap_or(scene.now) - ahead;
    let leading = incident.leading();
    let known = leading.iter().filter_map(|id| histories.of(id));
    let coverage = known.filter_map(|known| known.timeline.tally(range.clone()).coverage());
    coverage.min().map(|share| whole_percent(share, scene.words))
}

/// Returns the affected systems whose history is recorded.
fn spans(
    scene: &Scene<'_>,
    histories: &Histories,
    incident: &Incident,
    around: &Range<Timestamp>,
) -> Vec<Span> {
    // Histories are on the recorder's clock.
    let ahead = histories.ahead();
    let range = incident.since - ahead..incident.until.unwrap_or(scene.now) - ahead;
    let around = around.start - ahead..around.end - ahead;
    let span = |id: &String| {
        let known = histories.of(id)?;
        let tally = known.timeline.tally(range.clone());
        let text = match tally.worst() {
            Some(worst) => {
                let state = scene.text(words::label(Status::from(worst)));
                let values = [("state", &*state), ("span", &scene.span(tally.of(worst)))];
                scene.say(message("{state}, {span}"), &values)
            }
            None if tally.observed() > Duration::ZERO => scene.text(message("Not affected")),
            None => scene.text(message("No data")),
        };
        let name = scene.names(core::slice::from_ref(id));
        Some(Span { name, text, clock: known.clock(&around) })
    };
    incident.systems.iter().filter_map(span).collect()
}
