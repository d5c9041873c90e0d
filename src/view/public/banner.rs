//! The verdict: one icon, two or three words, one sentence, one age. While the way to the systems is blocked, also the stations on it.

use super::super::language::{message, plural};
use super::super::words;
use super::calm::Calm;
use super::reports::Reports;
use super::{Problem, Scene, Step, blocked, dispute, incident_words, unknown};
use crate::history::Incident;
use crate::history::overall::is_reported;
use crate::status::Status;
use metrics_engine::time::Timestamp;

/// The texts at the top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The status that gives tint and icon.
    pub status: Status,
    /// The verdict.
    pub heading: String,
    /// The affected systems or the reason; while all is well, for how long.
    pub sentence: String,
    /// The words and the address of the last incident, while all is well.
    pub last_incident: Option<(String, String)>,
    /// The age of the verdict.
    pub age: String,
    /// The stations from this browser to the systems; empty unless the way is blocked.
    pub path: Vec<Step>,
}

/// The number of systems that the sentence names. The others are counted.
const NAMED: usize = 3;

pub(super) fn banner(scene: &Scene<'_>, problems: &[Problem]) -> Banner {
    let blocked = scene.is_blocked();
    let calm = Calm::of(scene);
    Banner {
        status: if scene.system_statuses.is_empty() { Status::Unknown } else { scene.overall },
        heading: heading(scene),
        sentence: match &calm {
            _ if blocked => blocked::sentence(scene),
            Some(calm) => calm.sentence(scene),
            None => sentence(scene, problems),
        },
        last_incident: calm.and_then(|calm| calm.link(scene)),
        age: if blocked { blocked::age(scene) } else { age(scene) },
        path: if blocked { blocked::path(scene) } else { Vec::new() },
    }
}

/// Returns what a screen reader announces: the verdict and the affected systems, without ages.
pub(super) fn announcement(scene: &Scene<'_>, banner: &Banner, problems: &[Problem]) -> String {
    let mut sentences = vec![scene.words.sentence(&banner.heading)];
    if !scene.is_blocked() {
        for status in [Status::MajorOutage, Status::PartialOutage, Status::Degraded] {
            let systems = scene.with(status);
            let first = |system: &&usize| is_first(problems, **system);
            let named =
                systems.iter().filter(first).map(|system| match shared(problems, *system) {
                    Some(problem) => scene.words.sentence(&problem.heading),
                    None => named(scene, *system, status),
                });
            sentences.extend(named.take(NAMED));
        }
    }
    scene.words.sentences(sentences)
}

/// Returns the problem that a system shares with others.
fn shared(problems: &[Problem], system: usize) -> Option<&Problem> {
    let mut shared = problems.iter().filter(|problem| problem.systems.len() > 1);
    shared.find(|problem| problem.systems.contains(&system))
}

/// Whether a system is the first of those that share its problem, or has one of its own.
fn is_first(problems: &[Problem], system: usize) -> bool {
    shared(problems, system).is_none_or(|problem| problem.systems.first() == Some(&system))
}

/// Returns a sentence about a system and its status.
fn named(scene: &Scene<'_>, system: usize, status: Status) -> String {
    scene.words.sentence(&scene.say(words::is(status), &[("name", &scene.name(system))]))
}

fn heading(scene: &Scene<'_>) -> String {
    let all = scene.system_statuses.len();
    let some = |status, one, several| match scene.with(status).as_slice() {
        [system] => scene.say(one, &[("name", &scene.name(*system))]),
        systems => scene.count(systems.len(), several, &[]),
    };
    scene.text(match scene.overall {
        Status::Operational => message("All systems operational"),
        Status::Degraded => message("Degraded performance"),
        Status::PartialOutage => message("Partial outage"),
        Status::MajorOutage => message("Major outage"),
        Status::Maintenance => message("Under maintenance"),
        // With all systems known, the reports are what is unknown.
        Status::Unknown if [0, all].contains(&scene.with(Status::Unknown).len()) => {
            message("Status unknown")
        }
        Status::Unknown => {
            let several = plural("{n}~system unknown", "{n}~systems unknown");
            return some(Status::Unknown, message("{name} unknown"), several);
        }
        Status::Checking if is_first_check(scene) || scene.with(Status::Checking).is_empty() => {
            message("Checking status…")
        }
        Status::Checking => {
            let several = plural("Checking {n}~system", "Checking {n}~systems");
            return some(Status::Checking, message("Checking {name}"), several);
        }
    })
}

/// Whether some system has not answered at all yet.
fn is_first_check(scene: &Scene<'_>) -> bool {
    scene.system_statuses.iter().any(|system_status| {
        system_status.status == Status::Checking
            && system_status.streak.is_none()
            && system_status.measured.is_none()
    })
}

fn sentence(scene: &Scene<'_>, problems: &[Problem]) -> String {
    if scene.system_statuses.is_empty() {
        return scene.text(message("No system is configured."));
    }
    let mut sentences = Vec::new();
    let mut affected = 0;
    let mut has_shared = false;
    for status in [
        Status::MajorOutage,
        Status::PartialOutage,
        Status::Degraded,
        Status::Maintenance,
        Status::Unknown,
        Status::Checking,
    ] {
        for system in scene.with(status) {
            // If nothing else is wrong, the heading names the system that is being checked.
            if status == Status::Checking && scene.overall == status {
                continue;
            }
            let system_status = scene.system_statuses.get(system);
            // A first check that is still under way is no news.
            if status == Status::Checking
                && system_status.is_some_and(|system_status| system_status.streak.is_none())
            {
                continue;
            }
            // A reported incident is named by its title, below.
            if scene.are_reported.get(system) == Some(&true) {
                continue;
            }
            // Systems that share a problem are counted in one sentence.
            if let Some(problem) = shared(problems, system) {
                if is_first(problems, system) {
                    sentences.push(scene.words.sentence(&problem.heading));
                }
                has_shared = true;
                continue;
            }
            affected += 1;
            if affected <= NAMED {
                let why =
                    system_status.and_then(|system_status| system_status.unknown_reason.as_ref());
                sentences.push(match (status, why) {
                    (Status::Unknown, Some(why)) => {
                        let statement =
                            unknown::statement(why, scene).of(scene.words, &scene.name(system));
                        scene.words.sentence(&statement)
                    }
                    _ => named(scene, system, status),
                });
                sentences.extend(
                    system_status.and_then(|system_status| dispute::sentence(scene, system_status)),
                );
            }
        }
    }
    if affected > NAMED {
        let more = plural("{n} more is affected.", "{n} more are affected.");
        sentences.push(scene.count(affected - NAMED, more, &[]));
    }
    // An incident that operators keep open is named even if this page finds nothing wrong.
    let is_news = |incident: &&Incident| {
        is_reported(incident)
            && (affected == 0 && !has_shared
                || incident.systems.iter().any(|system| scene.is_reported(system)))
    };
    if let Some(incident) = scene.published.open().find(is_news) {
        let title = scene.title(incident);
        sentences.push(scene.say(message("An incident is open: {title}."), &[("title", &title)]));
        sentences
            .extend(scene.published.is_old(scene.now).map(|at| incident_words::as_of(scene, at)));
    }
    if scene.reports == Reports::Unreadable {
        sentences.push(scene.text(message("Incident reports could not be loaded.")));
    }
    scene.words.sentences(sentences)
}

fn age(scene: &Scene<'_>) -> String {
    let measured: Vec<Timestamp> =
        scene.system_statuses.iter().filter_map(|system_status| system_status.measured).collect();
    let Some(oldest) = measured.iter().min() else {
        return scene.text(message("No results yet."));
    };
    if is_first_check(scene) {
        let all = scene.system_statuses.len();
        let message =
            plural("{answered} of {n} systems checked.", "{answered} of {n} systems checked.");
        let answered = scene.words.number(measured.len());
        return scene.count(all, message, &[("answered", &answered)]);
    }
    let systems = plural(
        "{n}~system checked within the last {span}.",
        "{n}~systems checked within the last {span}.",
    );
    let age = scene.count(measured.len(), systems, &[("span", &scene.since(*oldest))]);
    // If the recorder gets answers and this browser does not, the browser may be the cause.
    let is_disputed =
        scene.system_statuses.iter().any(|system_status| system_status.dispute.is_some());
    let reaches_proxy = scene.monitor.reachability().proxy.answers == Some(true);
    if scene.overall.is_problem() && reaches_proxy && !is_disputed {
        let not_you =
            scene.text(message("It’s not you: your connection and the status proxy are fine."));
        scene.words.sentences([not_you, age])
    } else {
        age
    }
}
