//! The parts of a system, as its opened row shows them.

use super::super::language::message;
use super::super::words;
use super::Scene;
use crate::config::System;
use crate::decode::health::{HealthState, Part};
use crate::monitor::{SystemStatus, Watch, part_status};
use crate::status::Status;
use crate::status::check::Finding;

/// A subsystem of a system, or one of its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// Its shown name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// Its status in words.
    pub word: String,
    /// The reason; may be empty.
    pub why: String,
}

/// Returns the names of the parts whose state could not be read.
pub(super) fn unknown(configured: &System, system_status: &SystemStatus<'_>) -> Vec<String> {
    let believed = system_status.checks.iter().filter_map(|(watch, _)| watch.believed.as_ref());
    let parts = believed.flat_map(|result| result.finding.parts());
    let unknown = parts.filter(|part| part.state.is_none());
    unknown.map(|part| shown_name(configured, &part.name)).take(MAX_NAMED).collect()
}

/// The number of parts that a sentence names.
const MAX_NAMED: usize = 5;

/// Returns the shown name of a part.
fn shown_name(configured: &System, part: &str) -> String {
    let named = configured.part_names.iter().find(|(name, _)| name == part);
    named.map_or_else(|| part.to_owned(), |(_, shown)| shown.clone())
}

/// Returns the shown names of the unwell parts.
pub(super) fn affected(configured: &System, parts: &[Part]) -> Vec<String> {
    let unwell = parts
        .iter()
        .filter(|part| part.state.is_some_and(|state| state != HealthState::Operational));
    unwell.map(|part| shown_name(configured, &part.name)).collect()
}

/// Returns the parts of a system. Of several checks each is a part, followed by the parts that its answer named.
pub(super) fn parts(
    scene: &Scene<'_>,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> Vec<PartRow> {
    let mut rows = Vec::new();
    for (watch, status) in &system_status.checks {
        if system_status.checks.len() > 1 {
            rows.push(PartRow {
                name: watch.check.name.clone(),
                status: *status,
                word: scene.text(words::label(*status)),
                why: why(scene, watch, *status),
            });
        }
        let Some(believed) = &watch.believed else { continue };
        for part in believed.finding.parts() {
            let status = part_status(watch, *status, part);
            rows.push(PartRow {
                name: shown_name(configured, &part.name),
                status,
                word: scene.text(words::label(status)),
                why: String::new(),
            });
        }
    }
    // During announced maintenance, the parts have no problem either.
    let covered = rows.iter_mut().filter(|row| row.status.is_problem());
    for row in covered.filter(|_| system_status.status == Status::Maintenance) {
        row.status = Status::Maintenance;
        row.word = scene.text(words::label(Status::Maintenance));
    }
    rows
}

/// Returns the reason for the state of one of several checks.
fn why(scene: &Scene<'_>, watch: &Watch, status: Status) -> String {
    let Some(last) = &watch.last else { return String::new() };
    match status {
        Status::Operational => {
            let took = scene.words.response(last.took);
            scene.say(message("Responds in {span}"), &[("span", &took)])
        }
        Status::Unknown if !matches!(last.finding, Finding::NotHealth(_)) => {
            scene.say(message("Checked {span} ago"), &[("span", &scene.since(last.measured))])
        }
        _ => words::does(&last.finding).alone(scene.words),
    }
}
