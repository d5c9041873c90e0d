//! The verdict: one icon, two or three words, one sentence, one age. And, where nobody can tell, how far the question got.

use super::super::format::{count, span};
use super::super::words;
use super::Scene;
use crate::monitor::{Blind, Stage};
use crate::status::Status;
use crate::time::Timestamp;

/// What stands at the top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Tint and icon.
    pub status: Status,
    /// The verdict.
    pub heading: String,
    /// Who or why; empty when all is well.
    pub sentence: String,
    /// How old all of this is.
    pub age: String,
    /// How far the question got, from this browser to the systems; empty unless the way is blocked.
    pub path: Vec<Step>,
}

/// One station on the way from this browser to the systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its icon.
    pub status: Status,
    /// What it is.
    pub name: String,
    /// How it stands.
    pub word: String,
}

/// So many systems are named in the banner's sentence; the rest is counted.
const NAMED: usize = 3;

pub(super) fn banner(scene: &Scene<'_>) -> Banner {
    let blocked = scene.monitor.way().is_blocked();
    Banner {
        status: if scene.standings.is_empty() { Status::Unknown } else { scene.overall },
        heading: heading(scene),
        sentence: if blocked { blocked_sentence(scene) } else { sentence(scene) },
        age: if blocked { trying(scene) } else { age(scene) },
        path: if blocked { path(scene) } else { Vec::new() },
    }
}

/// What is announced: the verdict and who is meant, without figures that change by themselves.
pub(super) fn announcement(scene: &Scene<'_>, banner: &Banner) -> String {
    let mut text = format!("{}.", banner.heading);
    if !scene.monitor.way().is_blocked() {
        for status in [Status::MajorOutage, Status::PartialOutage, Status::Degraded] {
            for system in scene.with(status).into_iter().take(NAMED) {
                text.push(' ');
                text.push_str(&words::sentence(scene.name(system), status));
            }
        }
    }
    text
}

fn heading(scene: &Scene<'_>) -> String {
    let all = scene.standings.len();
    let some = |status| {
        let systems = scene.with(status);
        match systems.as_slice() {
            [system] => scene.name(*system).to_owned(),
            several => count(several.len(), "system"),
        }
    };
    match scene.overall {
        Status::Operational => "All systems operational".to_owned(),
        Status::Degraded => "Degraded performance".to_owned(),
        Status::PartialOutage => "Partial outage".to_owned(),
        Status::MajorOutage => "Major outage".to_owned(),
        Status::Unknown if scene.with(Status::Unknown).len() == all => "Status unknown".to_owned(),
        Status::Unknown => format!("{} unknown", some(Status::Unknown)),
        Status::Checking if is_first_look(scene) => "Looking at the systems".to_owned(),
        Status::Checking => format!("Checking {}", some(Status::Checking)),
    }
}

/// Whether some system has not answered at all yet.
fn is_first_look(scene: &Scene<'_>) -> bool {
    scene
        .standings
        .iter()
        .any(|standing| standing.status == Status::Checking && standing.streak.is_none())
}

fn sentence(scene: &Scene<'_>) -> String {
    if scene.standings.is_empty() {
        return "No system is configured.".to_owned();
    }
    let mut sentences = Vec::new();
    let mut affected = 0;
    for status in [
        Status::MajorOutage,
        Status::PartialOutage,
        Status::Degraded,
        Status::Unknown,
        Status::Checking,
    ] {
        for system in scene.with(status) {
            // Where nothing else is the matter, the heading tells who is being checked.
            if status == Status::Checking && scene.overall == status {
                continue;
            }
            let standing = scene.standings.get(system);
            // A first look that is still under way is no news about anybody.
            if status == Status::Checking
                && standing.is_some_and(|standing| standing.streak.is_none())
            {
                continue;
            }
            affected += 1;
            if affected <= NAMED {
                let why = standing.and_then(|standing| standing.blind.as_ref());
                sentences.push(match (status, why) {
                    (Status::Unknown, Some(why)) => {
                        format!("{} {}.", scene.name(system), unknown(why, scene))
                    }
                    _ => words::sentence(scene.name(system), status),
                });
            }
        }
    }
    if affected > NAMED {
        sentences.push(match affected - NAMED {
            1 => "1 more is affected.".to_owned(),
            more => format!("{more} more are affected."),
        });
    }
    sentences.join(" ")
}

/// Why a system is unknown, to follow its name.
pub(super) fn unknown(why: &Blind, scene: &Scene<'_>) -> String {
    match why {
        Blind::Offline => "cannot be asked: your browser is offline".to_owned(),
        Blind::ProxySilent => "cannot be asked: the status proxy does not answer".to_owned(),
        Blind::Stale => "has not been measured for too long".to_owned(),
        Blind::AskedToWait(until) => {
            format!(
                "asked not to be asked before {}",
                scene.zone.time_with_seconds(*until, scene.now)
            )
        }
        Blind::NotHealth(reason) => {
            let finding = crate::status::look::Finding::NotHealth(reason.clone());
            words::does(&finding)
        }
        Blind::NoRecorder => {
            "is told by a recorder, which has not written a verdict yet".to_owned()
        }
    }
}

fn blocked_sentence(scene: &Scene<'_>) -> String {
    let way = scene.monitor.way();
    let why = if !way.online {
        "Your browser is offline"
    } else if way.site.answers == Some(false) {
        "This site and its status proxy do not answer"
    } else {
        "The status proxy does not answer"
    };
    let known: Vec<(Status, Timestamp)> =
        scene.standings.iter().filter_map(|standing| standing.last_known).collect();
    let well = known.iter().filter(|(status, _)| *status == Status::Operational).count();
    let last = match known.iter().map(|(_, at)| *at).min() {
        None => String::new(),
        Some(at) => {
            let when = scene.zone.time_with_seconds(at, scene.now);
            let ago = span(scene.now.since(at));
            let all = scene.standings.len();
            if well == all {
                let all = if all == 1 { "it was".to_owned() } else { format!("all {all} were") };
                format!(" They may well be fine: {all} operational at {when}, {ago} ago.")
            } else {
                format!(" At {when}, {ago} ago, {well} of {all} were operational.")
            }
        }
    };
    format!("{why}, so nobody can tell from here how the systems are.{last}")
}

fn trying(scene: &Scene<'_>) -> String {
    let way = scene.monitor.way();
    if !way.online {
        return "This page asks again as soon as you are back.".to_owned();
    }
    let wait = way.proxy.due.since(scene.now);
    let next = if way.proxy.began.is_some() || wait.0 <= 0 {
        "Trying again now.".to_owned()
    } else {
        format!("Trying again in {}.", span(wait))
    };
    let silences = way.proxy.silences as usize;
    format!("{next} {} in a row got no answer.", count(silences, "question"))
}

fn age(scene: &Scene<'_>) -> String {
    let measured: Vec<Timestamp> =
        scene.standings.iter().filter_map(|standing| standing.measured).collect();
    let Some(oldest) = measured.iter().min() else { return "Nothing is known yet.".to_owned() };
    if is_first_look(scene) {
        return format!("{} of {} have answered.", measured.len(), scene.standings.len());
    }
    let systems = count(measured.len(), "system");
    let age = format!("{systems} measured in the last {}.", span(scene.now.since(*oldest)));
    if scene.overall.is_problem() && scene.monitor.way().proxy.answers == Some(true) {
        format!("Not you: your connection and the status proxy work. {age}")
    } else {
        age
    }
}

fn path(scene: &Scene<'_>) -> Vec<Step> {
    let way = scene.monitor.way();
    let step = |status, name: &str, word: String| Step { status, name: name.to_owned(), word };
    let browser = if way.online {
        step(Status::Operational, "Your browser", "online".to_owned())
    } else {
        step(Status::MajorOutage, "Your browser", "offline".to_owned())
    };
    let stage = |stage: &Stage, name: &str| match (way.online, stage.answers) {
        (true, Some(true)) => {
            let word = format!("answers in {}", super::super::format::response(stage.took));
            step(Status::Operational, name, word)
        }
        (true, Some(false)) => step(Status::MajorOutage, name, "does not answer".to_owned()),
        _ => step(Status::Unknown, name, "cannot be asked".to_owned()),
    };
    let systems = count(scene.standings.len(), "system");
    vec![
        browser,
        stage(&way.site, "This site"),
        stage(&way.proxy, "Status proxy"),
        step(Status::Unknown, &systems, "cannot be asked".to_owned()),
    ]
}
