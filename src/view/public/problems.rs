//! The active problems: what is wrong, since when, how that is known, and what operators say about it.

use super::super::language::{message, plural};
use super::super::words;
use super::common_cause::{Caused, merged};
use super::{Problem, Scene, dispute, incident_words, maintenance, parts, past_days};
use crate::config::System;
use crate::history::Incident;
use crate::history::overall::is_reported;
use crate::monitor::{Basis, SystemStatus, UnknownReason};
use crate::status::Status;
use crate::status::check::{Condition, Finding};

/// The order of the problems.
const ORDER: [Status; 4] =
    [Status::MajorOutage, Status::PartialOutage, Status::Degraded, Status::Unknown];

pub(super) fn problems(scene: &Scene<'_>) -> Vec<Problem> {
    let mut found: Vec<Caused> = Vec::new();
    for status in ORDER {
        for system in scene.with(status) {
            let system_status = scene.system_statuses.get(system);
            found.extend(
                system_status.and_then(|system_status| caused(scene, system, system_status)),
            );
        }
    }
    if scene.published.incident_log().is_none() {
        return merged(scene, found);
    }
    with_incidents(scene, &mut found);
    let mut problems = merged(scene, found);
    let open = scene.published.open().filter(|incident| is_reported(incident));
    let others: Vec<Problem> = open
        .filter(|incident| problems.iter().all(|problem| problem.href != past_days::href(incident)))
        .map(|incident| reported(scene, incident))
        .collect();
    problems.extend(others);
    problems.extend(maintenance::notices(scene));
    problems
}

/// Adds the operators' updates to the problems that were seen.
fn with_incidents(scene: &Scene<'_>, found: &mut [Caused]) {
    let mut shown: Vec<String> = Vec::new();
    for Caused { problem, .. } in found {
        let about = |incident: &&Incident| incident.systems.contains(&problem.id);
        let Some(incident) = scene.published.open().find(about) else { continue };
        problem.href = past_days::href(incident);
        problem.is_reported = is_reported(incident);
        // Updates about several systems are shown once.
        if !shown.contains(&problem.href) {
            problem.updates = scene.updates(incident);
            shown.push(problem.href.clone());
        }
        if !problem.updates.is_empty() {
            problem.body = String::new();
        }
    }
}

/// Returns the problem of a system with its cause. Where the sources disagree, it stands alone: each entry says what each of them saw.
fn caused(scene: &Scene<'_>, system: usize, system_status: &SystemStatus<'_>) -> Option<Caused> {
    let problem = problem(scene, system, system_status)?;
    let failure = match system_status.basis {
        Basis::Recorder => system_status.failure,
        Basis::Browser => {
            let mut believed =
                system_status.checks.iter().filter_map(|(watch, _)| watch.believed.as_ref());
            match (believed.next().map(|check| &check.finding), believed.next()) {
                (Some(Finding::Failed(failure)), None) => Some(*failure),
                _ => None,
            }
        }
    };
    Some(Caused {
        problem,
        failure: failure
            .filter(|_| system_status.dispute.is_none() && system_status.status.is_problem()),
        since: system_status.since.unwrap_or(scene.now),
    })
}

/// Returns an incident that operators keep open although this page finds nothing wrong.
fn reported(scene: &Scene<'_>, incident: &Incident) -> Problem {
    let updates = scene.updates(incident);
    let newest = updates.first();
    let names = scene.names(&incident.systems);
    let reported_by = scene.say(message("Reported by the operators of {who}."), &[("who", &names)]);
    Problem {
        id: incident.id.clone(),
        status: newest.map_or(Status::Unknown, |update| update.status),
        word: newest.map_or_else(String::new, |update| update.stage.clone()),
        since: scene.since_for(incident.since),
        heading: scene.title(incident),
        names: Vec::new(),
        body: match scene.published.is_old(scene.now) {
            None => reported_by,
            Some(at) => scene.words.sentences([reported_by, incident_words::as_of(scene, at)]),
        },
        text: Vec::new(),
        updates,
        href: past_days::href(incident),
        is_reported: true,
        systems: Vec::new(),
    }
}

fn problem(scene: &Scene<'_>, system: usize, system_status: &SystemStatus<'_>) -> Option<Problem> {
    // An unknown system has a problem of its own only if its answer could not be read. The banner explains the others.
    let is_problem = system_status.status.is_problem()
        || matches!(system_status.unknown_reason, Some(UnknownReason::NotHealth(_)));
    let configured = scene.monitor.config().systems.get(system)?;
    if system_status.basis == Basis::Recorder {
        return recorded(scene, system, configured, system_status).filter(|_| is_problem);
    }
    let worst = system_status
        .checks
        .iter()
        .filter(|(watch, _)| {
            watch
                .confirmation
                .confirmed
                .is_some_and(|confirmed| confirmed.condition != Condition::Operational)
        })
        .max_by_key(|(watch, _)| watch.confirmation.confirmed.map(|confirmed| confirmed.condition))
        .filter(|_| is_problem)?;
    let (watch, _) = worst;
    let (confirmed, result) = (watch.confirmation.confirmed?, watch.believed.as_ref()?);
    let since = system_status.since.unwrap_or(confirmed.since);
    let first = scene.time(since);
    let at_first = [("time", first.as_str())];

    let mut body = Vec::new();
    if let Some(UnknownReason::NotHealth(reason)) = &system_status.unknown_reason {
        body.push(words::place(scene.words, reason));
    }
    let parts = parts::affected(configured, result.finding.parts());
    if !parts.is_empty() {
        let parts = scene.words.list(&parts);
        body.push(scene.say(message("Affected: {parts}."), &[("parts", &parts)]));
    }
    if system_status.checks.len() > 1 {
        body.push(scene.say(message("Check: {check}."), &[("check", &watch.check.name)]));
    }
    body.push(match configured.failures.max(1) {
        1 => scene.say(message("Confirmed by the check at {time}."), &at_first),
        checks => scene.count(
            checks as usize,
            plural(
                "Confirmed by {n}~check, at {time}.",
                "Confirmed by {n}~consecutive checks, first at {time}.",
            ),
            &at_first,
        ),
    });
    if let Some(UnknownReason::NotHealth(_)) = &system_status.unknown_reason {
        body.push(scene.text(message("Its status is therefore unknown.")));
    }
    if let Some(streak) = system_status.streak.filter(|streak| !streak.is_worse) {
        body.push(scene.say(
            message("Recovering: {count} of {needed} successful checks."),
            &[("count", &streak.count.to_string()), ("needed", &streak.needed.to_string())],
        ));
    }
    body.extend(dispute::sentence(scene, system_status));
    Some(Problem {
        id: configured.id.clone(),
        status: system_status.status,
        word: scene.text(words::label(system_status.status)),
        since: scene.since_for(since),
        heading: words::does(&result.finding).of(scene.words, &scene.name(system)),
        names: Vec::new(),
        body: scene.words.sentences(body),
        text: Vec::new(),
        updates: Vec::new(),
        href: String::new(),
        is_reported: false,
        systems: vec![system],
    })
}

/// Returns a problem that the recorder reported: its state, its beginning, and the class of its cause.
fn recorded(
    scene: &Scene<'_>,
    system: usize,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> Option<Problem> {
    let since = system_status.since?;
    let name = scene.name(system);
    let heading = match system_status.failure {
        Some(failure) => words::fails(failure).of(scene.words, &name),
        None => scene.say(words::is(system_status.status), &[("name", &name)]),
    };
    Some(Problem {
        id: configured.id.clone(),
        status: system_status.status,
        word: scene.text(words::label(system_status.status)),
        since: scene.since_for(since),
        heading,
        names: Vec::new(),
        body: dispute::sentence(scene, system_status)
            .unwrap_or_else(|| scene.text(message("Reported by the recorder of this page."))),
        text: Vec::new(),
        updates: Vec::new(),
        href: String::new(),
        is_reported: false,
        systems: vec![system],
    })
}
