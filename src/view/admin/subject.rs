//! One system on the overview: its state, its parts as tiles, what is known about it, what its health said.

use super::super::format::{response, span};
use super::super::language::Words;
use super::super::words;
use super::{Scene, shorten, targets};
use crate::config::System;
use crate::console::TargetWatch;
use crate::decode::Answer;
use crate::decode::health::{NotHealth, State};
use crate::decode::json::{self, Json};
use crate::labels::{Matcher, NAME};
use crate::monitor::{SystemStatus, UnknownReason, Watch, part_status};
use crate::schedule::stale_after;
use crate::status::Status;
use crate::status::check::{Condition, Finding};
use crate::store::Labels;
use crate::time::{Duration, Timestamp};
use crate::unit::Unit;

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
    /// What is known about it: name and value.
    pub pairs: Vec<(&'static str, String)>,
    /// What its health answer said, in pieces; those that matter are strong.
    pub said: Vec<(String, bool)>,
}

/// A part of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Status,
    /// What there is to say.
    pub why: String,
}

/// The system with this index.
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
        pairs: pairs(scene, configured, &system_status),
        said: said(&system_status),
    })
}

fn state(scene: Scene<'_>, system_status: &SystemStatus<'_>) -> (String, String) {
    let word = words::status(system_status.status).to_owned();
    let ago = |at: Timestamp| format!("{} ago", span(scene.now.since(at)));
    let age = match (system_status.status, system_status.since, system_status.measured) {
        (Status::Checking, ..) => {
            let Some(streak) = system_status.streak else {
                return ("No answer yet".to_owned(), String::new());
            };
            let was = system_status.last_known.map(|(status, at)| {
                format!("{} {}", words::status(status).to_ascii_lowercase(), ago(at))
            });
            let word = format!("{word}, {} of {}", streak.count, streak.needed);
            return (word, was.unwrap_or_default());
        }
        (Status::Unknown, ..) => match (&system_status.unknown_reason, system_status.last_known) {
            (Some(UnknownReason::NotHealth(reason)), _) => place(reason),
            (_, Some((status, at))) => {
                format!("{} {}", words::status(status).to_ascii_lowercase(), ago(at))
            }
            _ => "never measured".to_owned(),
        },
        (_, Some(since), _) => {
            let length = span(scene.now.since(since));
            format!("since {}, {length}", scene.zone.time(since, scene.now))
        }
        (_, None, Some(measured)) => format!("measured {}", ago(measured)),
        (_, None, None) => String::new(),
    };
    (word, age)
}

fn tiles(scene: Scene<'_>, configured: &System, system_status: &SystemStatus<'_>) -> Vec<Tile> {
    let mut tiles = Vec::new();
    for (watch, status) in &system_status.checks {
        tiles.push(Tile {
            name: watch.check.name.clone(),
            status: *status,
            why: check(scene, watch, *status),
        });
        for part in watch.believed.iter().flat_map(|look| look.finding.parts()) {
            let status = part_status(watch, *status, part);
            let shown = configured.part_names.iter().find(|(name, _)| *name == part.name);
            let message =
                part.message.as_deref().filter(|_| part.state != Some(State::Operational));
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

/// What there is to say about a check.
fn check(scene: Scene<'_>, watch: &Watch, status: Status) -> String {
    let Some(look) = &watch.last else { return "not asked yet".to_owned() };
    match (status, &watch.confirmation.streak) {
        (Status::Checking, Some(streak)) => format!("{} of {}", streak.count, streak.needed),
        (Status::Unknown, _) => format!("measured {} ago", span(scene.now.since(look.measured))),
        (Status::Operational, _) => response(look.took),
        _ => match words::instead_of_response(&look.finding) {
            Some(words) => words.english().to_owned(),
            None => match look.finding {
                Finding::Failed(_) | Finding::NotProxied(_) => does(&look.finding),
                _ => response(look.took),
            },
        },
    }
}

/// What a system does, to follow something.
fn does(finding: &Finding) -> String {
    let mut does = words::does(finding).alone(&Words::ENGLISH);
    if let Some(first) = does.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    does
}

/// The place and detail of an answer that is no health.
fn place(reason: &NotHealth) -> String {
    match reason {
        NotHealth::InvalidJson { line, column, reason } => {
            format!("Line {line}, column {column}: {reason}.")
        }
        _ => words::place(&Words::ENGLISH, reason),
    }
}

/// A metrics target as a part.
fn target(scene: Scene<'_>, watch: &TargetWatch) -> Tile {
    let status = targets::status(scene, watch);
    let why = match (&watch.last, status) {
        (None, _) => "not scraped yet".to_owned(),
        (Some(last), Status::Unknown) => format!("scraped {} ago", span(scene.now.since(last.at))),
        (_, Status::Checking) => format!("{} of {}", watch.failures, targets::needed(scene, watch)),
        (_, Status::MajorOutage) => format!("{} in a row", watch.failures),
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

fn pairs(
    scene: Scene<'_>,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> Vec<(&'static str, String)> {
    // An answer that does not hold any more tells what was.
    let mut fresh = system_status.checks.iter().filter(|(watch, _)| watch.is_fresh(scene.now));
    let body = fresh.find_map(|(watch, _)| body(watch));
    let field = |name: &str| body.as_ref()?.get(name)?.as_str().map(|text| shorten(text, 40));
    let number = |name: &str| body.as_ref()?.get(name)?.as_f64();
    let mut pairs = vec![("In a row", in_a_row(system_status))];
    let version = field("version").or_else(|| label(scene, &configured.id, "version"));
    let commit = field("git_commit").or_else(|| label(scene, &configured.id, "git_commit"));
    let version = match (version, commit) {
        (Some(version), Some(commit)) => format!("{version} ({})", shorten(&commit, 8)),
        (Some(version), None) => version,
        _ => "not told".to_owned(),
    };
    pairs.push(("Version", version));
    let told = ["uptime_secs", "uptime_seconds", "uptime"].into_iter().find_map(number);
    let measured = system_status.measured.unwrap_or(scene.now);
    let started = told.map(|seconds| measured - Duration((seconds * 1000.0) as i64));
    let started = started.or_else(|| {
        let newest = newest(scene, &configured.id, "process_start_time_seconds")?;
        Some(Timestamp((newest * 1000.0) as i64))
    });
    let is_up = matches!(
        system_status.status,
        Status::Operational | Status::Degraded | Status::PartialOutage
    );
    match started.filter(|started| *started <= scene.now) {
        Some(started) => {
            // That it has been up since then is claimed only while it is known to be up.
            let up = if is_up { span(scene.now.since(started)) } else { "unknown".to_owned() };
            pairs.push(("Up for", up));
            pairs.push(("Restarted", scene.zone.time(started, scene.now)));
        }
        None => pairs.push(("Up for", "not told".to_owned())),
    }
    pairs.extend(pool(scene, &configured.id).map(|pool| ("Pool", pool)));
    pairs
}

fn in_a_row(system_status: &SystemStatus<'_>) -> String {
    if system_status.checks.iter().all(|(watch, _)| watch.last.is_none()) {
        return "not asked yet".to_owned();
    }
    let failing = system_status.checks.iter().map(|(watch, _)| watch.failing()).max().unwrap_or(0);
    match failing {
        0 => "no failure".to_owned(),
        1 => "1 failure".to_owned(),
        n => format!("{n} failures"),
    }
}

/// The last answer's body as JSON.
fn body(watch: &Watch) -> Option<Json> {
    json::parse(&watch.newest_answer()?.2.body).ok()
}

/// The series of a metric that a target has now: scraped lately enough to hold, and not ended.
fn current<'a>(
    scene: Scene<'a>,
    watch: &TargetWatch,
    metric: &str,
) -> impl Iterator<Item = (Labels<'a>, f64)> {
    let store = scene.work.store();
    let since = scene.now - stale_after(watch.target.interval);
    let matchers = [Matcher::equal(NAME, metric), Matcher::equal("job", &watch.target.job)];
    store.select(&matchers).into_iter().filter_map(move |id| {
        let newest = store.newest(id).filter(|newest| newest.at >= since)?;
        Some((store.labels(id)?, newest.value?))
    })
}

/// The targets of a system.
fn targets_of<'a>(scene: Scene<'a>, system: &'a str) -> impl Iterator<Item = &'a TargetWatch> {
    scene.work.targets().iter().filter(move |watch| watch.target.system == system)
}

/// The current value of a metric; the largest where there are several.
fn newest(scene: Scene<'_>, system: &str, metric: &str) -> Option<f64> {
    let of = |watch| current(scene, watch, metric).map(|(_, value)| value).reduce(f64::max);
    targets_of(scene, system).filter_map(of).reduce(f64::max)
}

/// A label of a system's information metrics: `ratd_info{version="0.2.0"}`.
fn label(scene: Scene<'_>, system: &str, label: &str) -> Option<String> {
    // What the runtime says of itself is another version.
    let is_own = |name: &str| {
        name.ends_with("_info")
            && !["go_", "python_", "process_"].iter().any(|one| name.starts_with(one))
    };
    // By the names that the page describes: to look through all of its series would take long, every second.
    targets_of(scene, system).find_map(|watch| {
        let mut informing = watch.families().iter().filter(|family| is_own(family.name()));
        let value = |(labels, _): (Labels<'_>, f64)| {
            Some(shorten(labels.get(label), 40)).filter(|value| !value.is_empty())
        };
        informing.find_map(|one| current(scene, watch, one.name()).find_map(value))
    })
}

/// How much of a connection pool is in use, where the system counts it under one of the usual names.
fn pool(scene: Scene<'_>, system: &str) -> Option<String> {
    const NAMES: [(&str, &str, &str); 2] = [
        ("ratd_postgres_pool_acquired", "ratd_postgres_pool_total", "open"),
        ("chatbot_db_pool_checkedout", "chatbot_db_pool_size", "out"),
    ];
    NAMES.into_iter().find_map(|(used, size, word)| {
        let used = newest(scene, system, used)?;
        let size = newest(scene, system, size)?;
        let number = |value| Unit::None.write(value, scene.now).number;
        Some(format!("{} of {} {word}", number(used), number(size)))
    })
}

/// What the worst check's last answer said, in pieces.
fn said(system_status: &SystemStatus<'_>) -> Vec<(String, bool)> {
    let worst = system_status
        .checks
        .iter()
        .max_by_key(|(watch, _)| watch.last.as_ref().map(|look| look.finding.condition()));
    let Some((watch, _)) = worst else { return Vec::new() };
    let Some(look) = &watch.last else { return Vec::new() };
    let Some((.., answer)) = watch.newest_answer() else { return Vec::new() };
    if answer.header("x-allclear").is_some() {
        return vec![("no answer".to_owned(), true), (format!(": {}", does(&look.finding)), false)];
    }
    let is_bad = look.finding.condition() != Condition::Operational;
    let mut pieces =
        vec![(answer.code.to_string(), is_bad && answer.code >= 400), (" ".to_owned(), false)];
    let text = shorten(&readable(answer), 240);
    let Finding::Health(reading) = &look.finding else {
        pieces.push((text, false));
        return pieces;
    };
    let word = reading.word.clone().filter(|_| is_bad).unwrap_or_default();
    emphasise(&text, &word, is_bad, &mut pieces);
    pieces
}

/// A body on one line, with room to break after each comma; a header where the body is empty.
fn readable(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let text = text.replace(',', ", ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match answer.header("x-health-check") {
        Some(header) if text != header => format!("{text} X-Health-Check: {header}"),
        _ => text,
    }
}

/// Cuts `text` so that the state's word and each `false` and `"error"` stand alone.
fn emphasise(text: &str, word: &str, is_bad: bool, pieces: &mut Vec<(String, bool)>) {
    let mut rest = text;
    while is_bad && !rest.is_empty() {
        let wanted = [word, "false", "\"error\""].into_iter().filter(|one| !one.is_empty());
        let found = wanted.filter_map(|one| Some((rest.find(one)?, one))).min_by_key(|(at, _)| *at);
        let Some((at, one)) = found else { break };
        let (before, after) = rest.split_at(at);
        let (strong, after) = after.split_at(one.len());
        pieces.extend([(before.to_owned(), false), (strong.to_owned(), true)]);
        rest = after;
    }
    pieces.push((rest.to_owned(), false));
}
