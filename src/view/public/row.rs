//! One system: its state and age in a line, and opened, its parts.

use super::super::format::{response, span};
use super::super::{spark, words};
use super::{Scene, banner};
use crate::config::System;
use crate::decode::health::{Part, State};
use crate::labels::LabelSet;
use crate::monitor::{Blind, Standing, Watch};
use crate::status::Status;
use crate::status::look::{Condition, Finding};
use crate::time::Duration;

/// A system's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The system's id, also its anchor.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// The word for it: `Operational`, or `Checking, 1 of 2`.
    pub word: String,
    /// The age that belongs to it: `measured 12 s ago`.
    pub age: String,
    /// What it is, or what is wrong with it.
    pub about: String,
    /// How long it took to answer, or why it did not: `38 ms`, `refused`.
    pub response: String,
    /// Path data of its response times, as seen by this browser.
    pub spark: String,
    /// Its subsystems.
    pub parts: Vec<PartRow>,
}

/// A subsystem of a system, or one of its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// Its shown name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// The word for it.
    pub word: &'static str,
    /// What else there is to say; may be empty.
    pub why: String,
}

pub(super) fn row(scene: &Scene<'_>, configured: &System, standing: &Standing<'_>) -> Row {
    let (word, age) = state_line(scene, standing);
    Row {
        id: configured.id.clone(),
        name: configured.name.clone(),
        status: standing.status,
        word,
        age,
        about: about(scene, configured, standing),
        response: last_response(standing),
        spark: standing.checks.first().map_or_else(String::new, |(watch, _)| {
            let subsystem = if standing.checks.len() > 1 { watch.check.id.as_str() } else { "" };
            let labels = [("system", configured.id.as_str()), ("subsystem", subsystem)];
            let store = scene.monitor.store();
            let series = store.find(&LabelSet::new("health_check_duration_seconds", &labels));
            let gap = Duration(watch.check.interval.0 * 3);
            series.map_or_else(String::new, |series| spark::path(store.samples(series), gap))
        }),
        parts: parts(scene, configured, standing),
    }
}

/// State and age in words.
fn state_line(scene: &Scene<'_>, standing: &Standing<'_>) -> (String, String) {
    let ago = |at| span(scene.now.since(at));
    let word = words::status(standing.status).to_owned();
    match (standing.status, standing.measured) {
        (Status::Checking, _) => match (standing.streak, standing.last_known) {
            (None, _) => ("No answer yet".to_owned(), String::new()),
            (Some(streak), known) => (
                format!("{word}, {} of {}", streak.count, streak.needed),
                known.map_or_else(
                    || "first looks".to_owned(),
                    |(status, _)| format!("was {}", words::status(status).to_ascii_lowercase()),
                ),
            ),
        },
        (Status::Unknown, measured) => {
            let age = match (standing.last_known, measured) {
                (Some((Status::Unknown, at)), _) | (None, Some(at)) => {
                    format!("measured {} ago", ago(at))
                }
                (Some((status, at)), _) => {
                    format!("{} {} ago", words::status(status).to_ascii_lowercase(), ago(at))
                }
                (None, None) => "never measured".to_owned(),
            };
            (word, age)
        }
        (_, None) => (word, String::new()),
        (status, Some(measured)) => {
            let measured = format!("measured {} ago", ago(measured));
            match standing.since.filter(|_| status.is_problem()) {
                Some(since) => {
                    (word, format!("since {}, {measured}", scene.zone.time(since, scene.now)))
                }
                None => (word, measured),
            }
        }
    }
}

/// The middle of the line: what is wrong, or else what the system is.
fn about(scene: &Scene<'_>, configured: &System, standing: &Standing<'_>) -> String {
    let sentence = |predicate: String| format!("It {predicate}.");
    match (standing.status, &standing.blind) {
        (Status::Unknown, Some(why)) => {
            let last = standing.last_known.filter(|_| !matches!(why, Blind::NotHealth(_)));
            let last = last.map(|(status, at)| {
                let what = if status == Status::Operational { "good answer" } else { "look" };
                let when = scene.zone.time(at, scene.now);
                format!(" Last {what} {when}, {} ago.", span(scene.now.since(at)))
            });
            sentence(banner::unknown(why, scene)) + &last.unwrap_or_default()
        }
        (status, _) if status.is_problem() => {
            let worst = standing.checks.iter().max_by_key(|(watch, _)| {
                watch.confirmation.confirmed.map(|confirmed| confirmed.condition)
            });
            let look = worst.and_then(|(watch, _)| watch.believed.as_ref());
            look.map_or_else(String::new, |look| sentence(words::does(&look.finding)))
        }
        _ => configured.description.clone(),
    }
}

/// The slowest of the last answers, or the failure in its place. What is not known any more has no answer.
fn last_response(standing: &Standing<'_>) -> String {
    let is_known = matches!(standing.blind, None | Some(Blind::NotHealth(_)));
    let mut slowest = None;
    for (watch, _) in standing.checks.iter().filter(|_| is_known) {
        let Some(look) = &watch.last else { continue };
        if let Some(failure) = words::instead_of_response(&look.finding) {
            return failure.to_owned();
        }
        slowest = slowest.max(Some(look.took));
    }
    match slowest {
        Some(took) => response(took),
        None if is_known => String::new(),
        None => "no answer".to_owned(),
    }
}

/// The shown name of a part.
fn shown_name(configured: &System, part: &str) -> String {
    let named = configured.part_names.iter().find(|(name, _)| name == part);
    named.map_or_else(|| part.to_owned(), |(_, shown)| shown.clone())
}

/// The shown names of the parts that are not well.
pub(super) fn affected(configured: &System, parts: &[Part]) -> Vec<String> {
    let unwell =
        parts.iter().filter(|part| part.state.is_some_and(|state| state != State::Operational));
    unwell.map(|part| shown_name(configured, &part.name)).collect()
}

/// The subsystems. A system with several checks shows each of them, followed by the parts that it told.
fn parts(scene: &Scene<'_>, configured: &System, standing: &Standing<'_>) -> Vec<PartRow> {
    let mut rows = Vec::new();
    for (watch, status) in &standing.checks {
        if standing.checks.len() > 1 {
            rows.push(PartRow {
                name: watch.check.name.clone(),
                status: *status,
                word: words::status(*status),
                why: why(scene, watch, *status),
            });
        }
        let Some(look) = &watch.believed else { continue };
        for part in look.finding.parts() {
            let status = match part.state {
                // What is told by an answer is as old and as unreachable as the answer.
                _ if *status == Status::Unknown => Status::Unknown,
                Some(state) => Status::from(Condition::from(state)),
                None => Status::Unknown,
            };
            rows.push(PartRow {
                name: shown_name(configured, &part.name),
                status,
                word: words::status(status),
                why: String::new(),
            });
        }
    }
    rows
}

/// What there is to say about one of several checks.
fn why(scene: &Scene<'_>, watch: &Watch, status: Status) -> String {
    let Some(look) = &watch.last else { return String::new() };
    match status {
        Status::Operational => format!("Answers in {}", response(look.took)),
        Status::Unknown if !matches!(look.finding, Finding::NotHealth(_)) => {
            format!("Measured {} ago", span(scene.now.since(look.measured)))
        }
        _ => {
            let mut words = words::does(&look.finding);
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}
