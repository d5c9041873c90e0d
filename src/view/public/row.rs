//! A system's row: its state and age, and its parts.

use super::super::language::message;
use super::super::{spark, words};
use super::{PartRow, Scene, dispute, parts, unknown};
use crate::config::System;
use crate::decode::health::NotHealth;
use crate::monitor::{Basis, SystemStatus, UnknownReason};
use crate::status::Status;
use crate::status::check::Finding;
use metrics_engine::labels::LabelSet;
use metrics_engine::time::Duration;

/// The texts of a system's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The system's id, also its anchor.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// Its status in words: `Operational`, or `Checking, 1 of 2`.
    pub word: String,
    /// The age of the status: `measured 12 s ago`.
    pub age: String,
    /// Its description, or what is wrong with it.
    pub about: String,
    /// Its response time, or why there is none: `38 ms`, `refused`.
    pub response: String,
    /// Path data of its response times, as seen by this browser.
    pub spark: String,
    /// Its subsystems.
    pub parts: Vec<PartRow>,
}

pub(super) fn row(scene: &Scene<'_>, configured: &System, system_status: &SystemStatus<'_>) -> Row {
    let (word, age) = state_line(scene, configured, system_status);
    Row {
        id: configured.id.clone(),
        name: configured.name.clone(),
        status: system_status.status,
        word,
        age,
        about: about(scene, configured, system_status),
        response: last_response(scene, system_status),
        spark: system_status.checks.first().map_or_else(String::new, |(watch, _)| {
            let subsystem =
                if system_status.checks.len() > 1 { watch.check.id.as_str() } else { "" };
            let labels = [("system", configured.id.as_str()), ("subsystem", subsystem)];
            let store = scene.monitor.store();
            let series = store.find(&LabelSet::new("health_check_duration_seconds", &labels));
            let gap = Duration(watch.check.interval.0 * 3);
            series.map_or_else(String::new, |series| spark::path(store.samples(series), gap))
        }),
        parts: parts::parts(scene, configured, system_status),
    }
}

/// Returns the status and its age in words.
fn state_line(
    scene: &Scene<'_>,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> (String, String) {
    let word = scene.text(words::label(system_status.status));
    if scene.is_reported(&configured.id) {
        return (word, scene.text(message("reported by the operators")));
    }
    let within = |status| scene.text(words::within(status));
    // The recorder's verdicts were not measured by this browser.
    let is_recorded = system_status.basis == Basis::Recorder;
    let measured = |at| {
        let message =
            if is_recorded { message("as of {span} ago") } else { message("checked {span} ago") };
        scene.say(message, &[("span", &scene.since(at))])
    };
    match (system_status.status, system_status.measured) {
        (Status::Checking, Some(at)) if is_recorded => (word, measured(at)),
        (Status::Checking, _) => match (system_status.streak, system_status.last_known) {
            (None, _) => (scene.text(message("No response yet")), String::new()),
            (Some(streak), known) => (
                scene.say(
                    message("Verifying ({count} of {needed} failures)"),
                    &[("count", &streak.count.to_string()), ("needed", &streak.needed.to_string())],
                ),
                match known {
                    None => scene.text(message("first checks")),
                    Some((status, _)) => {
                        scene.say(message("was {status}"), &[("status", &within(status))])
                    }
                },
            ),
        },
        (Status::Unknown, at) => {
            let age = match (system_status.last_known, at) {
                (Some((Status::Unknown, at)), _) | (None, Some(at)) => measured(at),
                (Some((status, at)), _) => scene.say(
                    message("{status} {span} ago"),
                    &[("status", &within(status)), ("span", &scene.since(at))],
                ),
                (None, None) => scene.text(message("not checked yet")),
            };
            (word, age)
        }
        (Status::Maintenance, _) => {
            let until = scene.published.maintenance(&configured.id, scene.now);
            let until = until.map(|until| scene.time(until)).unwrap_or_default();
            (word, scene.say(message("until {time}"), &[("time", &until)]))
        }
        (_, None) => (word, String::new()),
        (status, Some(at)) => match system_status.since.filter(|_| status.is_problem()) {
            Some(since) => {
                let values = [("time", &*scene.time(since)), ("span", &scene.since(at))];
                let message = if is_recorded {
                    message("since {time}, as of {span} ago")
                } else {
                    message("since {time}, checked {span} ago")
                };
                (word, scene.say(message, &values))
            }
            None => (word, measured(at)),
        },
    }
}

/// Returns what is wrong with the system, or else its description.
fn about(scene: &Scene<'_>, configured: &System, system_status: &SystemStatus<'_>) -> String {
    let sentence =
        |statement: words::Statement| scene.words.sentence(&statement.alone(scene.words));
    match (system_status.status, &system_status.unknown_reason) {
        (Status::Unknown, Some(why)) => {
            let is_answer = matches!(why, UnknownReason::NotHealth(_) | UnknownReason::Unreadable);
            let last = system_status.last_known.filter(|_| !is_answer);
            let last = last.map(|(status, at)| {
                let last = if status == Status::Operational {
                    message("Last successful check {time}, {span} ago.")
                } else {
                    message("Last check {time}, {span} ago.")
                };
                scene.say(last, &[("time", &scene.time(at)), ("span", &scene.since(at))])
            });
            let why = sentence(unknown::statement(why, scene));
            let dispute = dispute::sentence(scene, system_status).unwrap_or_default();
            scene.words.sentences([why, last.unwrap_or_default(), dispute])
        }
        _ if scene.is_reported(&configured.id) => configured.description.clone(),
        (status, _) if status.is_problem() => {
            let why = match system_status.basis {
                Basis::Recorder => system_status.failure.map(words::fails),
                Basis::Browser => {
                    let worst = system_status.checks.iter().max_by_key(|(watch, _)| {
                        watch.confirmation.confirmed.map(|confirmed| confirmed.condition)
                    });
                    let believed = worst.and_then(|(watch, _)| watch.believed.as_ref());
                    believed.map(|result| words::does(&result.finding))
                }
            };
            let why = why.map(sentence).unwrap_or_default();
            scene
                .words
                .sentences([why, dispute::sentence(scene, system_status).unwrap_or_default()])
        }
        _ => {
            let unknown = parts::unknown(configured, system_status);
            if unknown.is_empty() {
                return configured.description.clone();
            }
            let parts = scene.words.list(&unknown);
            scene.say(message("The status of {parts} is unknown."), &[("parts", &parts)])
        }
    }
}

/// Returns the slowest response time of the last checks, or the failure in its place.
///
/// It is empty for a system that is unknown by now, and for one that only the recorder checks.
fn last_response(scene: &Scene<'_>, system_status: &SystemStatus<'_>) -> String {
    if system_status.basis == Basis::Recorder {
        let failure = system_status.failure.map(Finding::Failed);
        let instead = failure.as_ref().and_then(words::instead_of_response);
        return instead.map(|message| scene.text(message)).unwrap_or_default();
    }
    if let Some(UnknownReason::RetryAfter(_)) = system_status.unknown_reason {
        return words::instead_of_response(&Finding::NotHealth(NotHealth::RateLimited))
            .map_or_else(String::new, |message| scene.text(message));
    }
    let is_known = matches!(system_status.unknown_reason, None | Some(UnknownReason::NotHealth(_)));
    let mut slowest = None;
    for (watch, _) in system_status.checks.iter().filter(|_| is_known) {
        let Some(last) = &watch.last else { continue };
        if let Some(failure) = words::instead_of_response(&last.finding) {
            return scene.text(failure);
        }
        slowest = slowest.max(Some(last.took));
    }
    match slowest {
        Some(took) => scene.words.response(took),
        None if is_known => String::new(),
        None => scene.text(message("no response")),
    }
}
