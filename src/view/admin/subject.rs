//! One system on the overview: its state, its parts as tiles, what is known about it, its last health answer.

mod excerpt;
mod facts;
mod finding;
mod tile;

pub use tile::Tile;

use super::super::format::span;
use super::super::language::Words;
use super::super::words;
use super::Scene;
use crate::decode::health::NotHealth;
use crate::monitor::{SystemStatus, UnknownReason};
use crate::status::Status;
use excerpt::excerpt;
use facts::facts;
use metrics_engine::time::Timestamp;
use tile::tiles;

/// A system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether visitors do not see it.
    pub is_hidden: bool,
    /// Its status.
    pub status: Status,
    /// The word for it.
    pub word: String,
    /// Since when, or how old.
    pub age: String,
    /// Its checks, parts and targets.
    pub tiles: Vec<Tile>,
    /// The facts about it: name and value.
    pub pairs: Vec<(&'static str, String)>,
    /// The last health answer in pieces; those that matter are strong.
    pub excerpt: Vec<(String, bool)>,
}

/// Returns the system with this index.
pub(super) fn subject(scene: Scene<'_>, system: usize) -> Option<Subject> {
    let private = scene.work.private();
    let configured = private.config.systems.get(system)?;
    let system_status = scene.work.monitor().system_status(system, scene.now);
    let (word, age) = state(scene, &system_status);
    Some(Subject {
        id: configured.id.clone(),
        name: configured.name.clone(),
        is_hidden: private.hidden.contains(&configured.id),
        status: system_status.status,
        word,
        age,
        tiles: tiles(scene, configured, &system_status),
        pairs: facts(scene, configured, &system_status),
        excerpt: excerpt(&system_status),
    })
}

/// Returns the word of the status, and since when it holds or how old it is.
fn state(scene: Scene<'_>, system_status: &SystemStatus<'_>) -> (String, String) {
    let word = words::status(system_status.status).to_owned();
    let ago = |at: Timestamp| format!("{} ago", span(scene.now.since(at)));
    let age = match (system_status.status, system_status.since, system_status.measured) {
        (Status::Checking, ..) => {
            let Some(streak) = system_status.streak else {
                return ("No response yet".to_owned(), String::new());
            };
            let was = system_status.last_known.map(|(status, at)| {
                format!("{} {}", words::status(status).to_ascii_lowercase(), ago(at))
            });
            let word = format!("Verifying ({} of {} failures)", streak.count, streak.needed);
            return (word, was.unwrap_or_default());
        }
        (Status::Unknown, ..) => match (&system_status.unknown_reason, system_status.last_known) {
            (Some(UnknownReason::NotHealth(reason)), _) => place(reason),
            (_, Some((status, at))) => {
                format!("{} {}", words::status(status).to_ascii_lowercase(), ago(at))
            }
            _ => "not checked yet".to_owned(),
        },
        (_, Some(since), _) => {
            let length = span(scene.now.since(since));
            format!("since {}, {length}", scene.zone.time(since, scene.now))
        }
        (_, None, Some(measured)) => format!("checked {}", ago(measured)),
        (_, None, None) => String::new(),
    };
    (word, age)
}

/// Returns the place and detail of an answer that is no health.
fn place(reason: &NotHealth) -> String {
    match reason {
        NotHealth::InvalidJson { line, column, reason } => {
            format!("Line {line}, column {column}: {reason}.")
        }
        _ => words::place(&Words::ENGLISH, reason),
    }
}
