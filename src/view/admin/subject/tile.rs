//! The checks, parts and targets of a system as tiles.

use super::super::super::format::{count, response, span};
use super::super::super::words;
use super::super::{Scene, shorten, targets};
use super::facts::targets_of;
use super::finding::in_words;
use crate::config::System;
use crate::console::TargetWatch;
use crate::decode::health::HealthState;
use crate::monitor::{SystemStatus, Watch, part_status};
use crate::status::Status;
use crate::status::check::Finding;

/// A part of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// Why it has this status, or how quickly it answers.
    pub why: String,
}

/// Returns the tiles of a system.
pub(super) fn tiles(
    scene: Scene<'_>,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> Vec<Tile> {
    let mut tiles = Vec::new();
    for (watch, status) in &system_status.checks {
        tiles.push(Tile {
            name: watch.check.name.clone(),
            status: *status,
            why: check(scene, watch, *status),
        });
        for part in watch.believed.iter().flat_map(|believed| believed.finding.parts()) {
            let status = part_status(watch, *status, part);
            let shown = configured.part_names.iter().find(|(name, _)| *name == part.name);
            let message =
                part.message.as_deref().filter(|_| part.state != Some(HealthState::Operational));
            tiles.push(Tile {
                name: shown.map_or_else(|| part.name.clone(), |(_, shown)| shown.clone()),
                status,
                why: message.map_or_else(
                    || words::status(status).to_ascii_lowercase(),
                    |message| shorten(message, 120),
                ),
            });
        }
    }
    tiles.extend(targets_of(scene, &configured.id).map(|watch| target(scene, watch)));
    tiles
}

/// Returns why a check has its status, or how quickly it answers.
fn check(scene: Scene<'_>, watch: &Watch, status: Status) -> String {
    let Some(last) = &watch.last else { return "not checked yet".to_owned() };
    match (status, &watch.confirmation.streak) {
        (Status::Checking, Some(streak)) => {
            format!("{} of {} failures", streak.count, streak.needed)
        }
        (Status::Unknown, _) => format!("checked {} ago", span(scene.now.since(last.measured))),
        (Status::Operational, _) => response(last.took),
        _ => match words::instead_of_response(&last.finding) {
            Some(words) => words.english().to_owned(),
            None => match last.finding {
                Finding::Failed(_) | Finding::NotProxied(_) => in_words(&last.finding),
                _ => response(last.took),
            },
        },
    }
}

/// Returns the tile of a metrics target.
fn target(scene: Scene<'_>, watch: &TargetWatch) -> Tile {
    let status = targets::status(scene, watch);
    let why = match (&watch.last, status) {
        (None, _) => "not scraped yet".to_owned(),
        (Some(last), Status::Unknown) => format!("scraped {} ago", span(scene.now.since(last.at))),
        (_, Status::Checking) => {
            format!("{} of {} failures", watch.failures, targets::needed(scene, watch))
        }
        (_, Status::MajorOutage) => count(watch.failures as usize, "consecutive failure"),
        (Some(last), Status::Degraded) => targets::in_part(&last.report),
        (Some(last), _) => scene.zone.time_with_seconds(last.at, scene.now),
    };
    let name = if watch.target.id == "metrics" {
        "Metrics".to_owned()
    } else {
        format!("Metrics {}", watch.target.id)
    };
    Tile { name, status, why }
}
