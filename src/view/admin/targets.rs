//! Every endpoint in a row: its last answer, the age of that, and the time of the next scrape.

mod target_state;

pub(super) use self::target_state::{in_part, needed, remark, status};
use super::super::format::{grouped, span};
use super::super::words;
use super::Scene;
use crate::console::{NoAnswer, TargetWatch};
use crate::monitor::Watch;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::schedule::Schedule;
use crate::status::Status;
use crate::status::check::Finding;
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;

/// An endpoint's row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetRow {
    /// Stable over time: the address of its last answer.
    pub key: String,
    /// Which it is.
    pub which: Which,
    /// The system's name.
    pub system: String,
    /// The path that is scraped, or the check's name.
    pub path: String,
    /// Its status.
    pub status: Status,
    /// Its state in words.
    pub word: String,
    /// The remark on a page that was read in part, which links to its problems; empty where there is none.
    pub more: String,
    /// When that was.
    pub last: String,
    /// How long it took.
    pub took: String,
    /// How many samples it brought.
    pub samples: String,
    /// How large it was.
    pub size: String,
    /// The time of the next scrape or check.
    pub next: String,
}

/// An index among the checks or the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// A health check.
    Check(usize),
    /// A metrics target.
    Target(usize),
}

impl Default for Which {
    fn default() -> Self {
        Self::Check(0)
    }
}

/// All rows whose system or path contains `filter`, system by system.
pub fn rows(scene: Scene<'_>, filter: &str) -> Vec<TargetRow> {
    let systems = &scene.work.private().config.systems;
    let mut rows = Vec::new();
    for (index, system) in systems.iter().enumerate() {
        let watches = scene.work.monitor().watches().iter().enumerate();
        for (place, watch) in watches.filter(|(_, watch)| watch.system == index) {
            rows.push(check(scene, system.id.as_str(), &system.name, place, watch));
        }
        for (place, watch) in scene.work.targets().iter().enumerate() {
            if watch.target.system == system.id {
                rows.push(target(scene, &system.name, place, watch));
            }
        }
    }
    let filter = filter.trim().to_lowercase();
    rows.retain(|row| {
        filter.is_empty()
            || row.system.to_lowercase().contains(&filter)
            || row.path.to_lowercase().contains(&filter)
    });
    rows
}

fn check(scene: Scene<'_>, system: &str, name: &str, place: usize, watch: &Watch) -> TargetRow {
    let endpoint = Endpoint::Check(system.to_owned(), watch.check.id.clone());
    let mut row = TargetRow {
        key: Route::to(Screen::Targets(Some((endpoint, Aspect::Raw)))).to_string(),
        which: Which::Check(place),
        system: name.to_owned(),
        path: watch.check.name.clone(),
        next: next(scene, &watch.schedule),
        ..TargetRow::default()
    };
    let Some(last) = &watch.last else {
        row.status = Status::Checking;
        "Not checked yet".clone_into(&mut row.word);
        return row;
    };
    row.status = scene.work.monitor().check_status(watch, scene.now).0;
    row.word = health_words(watch, &last.finding);
    if let Some(streak) = &watch.confirmation.streak {
        row.word = format!("{} ({} of {} failures)", row.word, streak.count, streak.needed);
    }
    row.last = format!("{} ago", span(scene.now.since(last.measured)));
    row.took = milliseconds(last.took);
    let samples = match &last.finding {
        Finding::Health(reading) => 1 + reading.parts.len() + reading.numbers.len(),
        _ => 0,
    };
    row.samples = grouped(samples);
    let bytes = watch.newest_answer().map_or(0, |(.., answer)| answer.body.len());
    row.size = size(bytes, scene.now);
    row
}

/// Returns the state of a health answer in a few words.
fn health_words(watch: &Watch, finding: &Finding) -> String {
    let code = watch.newest_answer().map_or(0, |(.., answer)| answer.code);
    match finding {
        Finding::Health(reading) => match &reading.word {
            Some(word) => format!("{code}, {word}"),
            None => code.to_string(),
        },
        Finding::NotHealth(_) => {
            let word =
                words::instead_of_response(finding).map_or("invalid response", |it| it.english());
            format!("{code}, {word}")
        }
        Finding::Failed(_) | Finding::NotProxied(_) => {
            let short = words::instead_of_response(finding).map(|word| word.english().to_owned());
            let mut word = short.unwrap_or_else(|| format!("HTTP\u{a0}{code}"));
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word
        }
    }
}

fn target(scene: Scene<'_>, name: &str, place: usize, watch: &TargetWatch) -> TargetRow {
    let endpoint = || Endpoint::Target(watch.target.system.clone(), watch.target.id.clone());
    let address = |aspect| Route::to(Screen::Targets(Some((endpoint(), aspect)))).to_string();
    let mut row = TargetRow {
        key: address(Aspect::Families),
        which: Which::Target(place),
        system: name.to_owned(),
        path: watch.target.path.clone(),
        next: next(scene, &watch.schedule),
        ..TargetRow::default()
    };
    let Some(last) = &watch.last else {
        row.status = Status::Checking;
        "Not scraped yet".clone_into(&mut row.word);
        return row;
    };
    let report = &last.report;
    row.status = status(scene, watch);
    row.word = match (&last.result, &report.error, row.status) {
        (Err(NoAnswer::Unknown), ..) => "Could not be scraped".to_owned(),
        (_, Some(error), Status::Checking) => {
            format!(
                "{} ({} of {} failures)",
                sentence(&error.to_string()),
                watch.failures,
                needed(scene, watch)
            )
        }
        (_, Some(error), _) => sentence(&error.to_string()),
        (_, None, Status::Unknown) => "Stale".to_owned(),
        (_, None, Status::Degraded) => sentence(&in_part(report)),
        (_, None, _) => "UP".to_owned(),
    };
    if let Some(remark) = remark(report) {
        row.key = address(Aspect::Problems);
        row.more = remark;
    } else if let Some(capped) = report.capped.first() {
        row.more = sentence(&capped.to_string());
    } else if let Some(backwards) = &report.backwards {
        row.key = address(Aspect::Problems);
        row.more = backwards.to_string();
    }
    row.last = format!("{} ago", span(scene.now.since(last.at + last.took)));
    row.took = milliseconds(last.took);
    row.samples = grouped(report.kept);
    row.size = size(report.bytes, scene.now);
    row
}

/// With a capital at the beginning.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        core::iter::once(first.to_ascii_uppercase()).chain(chars).collect()
    })
}

fn next(scene: Scene<'_>, schedule: &Schedule) -> String {
    if schedule.began.is_some() {
        return "now".to_owned();
    }
    let wait = schedule.due.since(scene.now);
    if wait.0 > 0 { format!("in {}", span(wait)) } else { "now".to_owned() }
}

fn milliseconds(took: Duration) -> String {
    format!("{}\u{a0}ms", grouped(took.0.max(0).unsigned_abs() as usize))
}

fn size(bytes: usize, now: Timestamp) -> String {
    Unit::DecimalBytes.write(bytes as f64, now).text()
}
