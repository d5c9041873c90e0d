//! Who is affected now: what is wrong, since when, and how that is known.

use super::super::format::{count, span};
use super::super::words;
use super::{Scene, row};
use crate::monitor::{Blind, Standing};
use crate::status::Status;
use crate::status::look::Condition;

/// An active problem of one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The system's id.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// The word for it.
    pub word: &'static str,
    /// `since 14:03, for 4 min`.
    pub since: String,
    /// Name and cause: `Sockudo refuses connections`.
    pub heading: String,
    /// How it is known, and which parts are meant.
    pub body: String,
}

/// The order in which problems are told.
const ORDER: [Status; 4] =
    [Status::MajorOutage, Status::PartialOutage, Status::Degraded, Status::Unknown];

pub(super) fn problems(scene: &Scene<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for status in ORDER {
        for system in scene.with(status) {
            problems.extend(
                scene.standings.get(system).and_then(|standing| problem(scene, system, standing)),
            );
        }
    }
    problems
}

fn problem(scene: &Scene<'_>, system: usize, standing: &Standing<'_>) -> Option<Problem> {
    // Of what is unknown, only what a system itself answers is its problem; the banner tells the rest.
    let is_told =
        standing.status.is_problem() || matches!(standing.blind, Some(Blind::NotHealth(_)));
    let configured = scene.monitor.config().systems.get(system)?;
    let worst = standing
        .checks
        .iter()
        .filter(|(watch, _)| {
            watch
                .confirmation
                .confirmed
                .is_some_and(|confirmed| confirmed.condition != Condition::Operational)
        })
        .max_by_key(|(watch, _)| watch.confirmation.confirmed.map(|confirmed| confirmed.condition))
        .filter(|_| is_told)?;
    let (watch, _) = worst;
    let (confirmed, look) = (watch.confirmation.confirmed?, watch.believed.as_ref()?);
    let since = standing.since.unwrap_or(confirmed.since);
    let first = scene.zone.time(since, scene.now);

    let mut body = vec![match configured.failures.max(1) {
        1 => format!("The look at {first} told so."),
        looks => {
            let looks = count(looks as usize, "look");
            format!("{looks} in a row told so; the first was at {first}.")
        }
    }];
    if standing.checks.len() > 1 {
        body.insert(0, format!("Seen at: {}.", watch.check.name));
    }
    let parts = row::affected(configured, look.finding.parts());
    if !parts.is_empty() {
        body.insert(0, format!("Affected: {}.", parts.join(", ")));
    }
    if let Some(Blind::NotHealth(reason)) = &standing.blind {
        body.insert(0, words::place(reason));
        body.push("So its state cannot be read.".to_owned());
    }
    if let Some(streak) = standing.streak.filter(|streak| !streak.is_worse) {
        body.push(format!(
            "It seems to recover: {} of {} good looks.",
            streak.count, streak.needed
        ));
    }
    body.retain(|sentence| !sentence.is_empty());
    Some(Problem {
        id: configured.id.clone(),
        status: standing.status,
        word: words::status(standing.status),
        since: format!("since {first}, for {}", span(scene.now.since(since))),
        heading: format!("{} {}", configured.name, words::does(&look.finding)),
        body: body.join(" "),
    })
}
