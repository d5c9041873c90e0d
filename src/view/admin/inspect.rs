//! The last answer of one endpoint: as received, as decoded, and the lines that could not be parsed.
//!
//! Pages have thousands of lines; [`rows`] is for them.

pub mod rows;

use super::super::format::{grouped, span};
use super::targets::{remark, sentence};
use super::{Scene, shorten};
use crate::console::TargetWatch;
use crate::decode::Answer;
use crate::route::Endpoint;
use metrics_engine::exposition::problem::LineProblem;
use metrics_engine::time::Timestamp;

/// One endpoint's last answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Which endpoint, and what came of it.
    pub title: String,
    /// When it came, and how.
    pub note: String,
    /// Whether there are families to be seen: not of a health check.
    pub has_families: bool,
    /// The sentence that is shown where every line was parsed.
    pub no_problem: String,
    /// When the answer came: what is built from it is built anew when this changes.
    pub at: Timestamp,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1; none for a remark on the whole page.
    pub line: String,
    /// The reason.
    pub reason: String,
    /// The line before, at and behind what is wrong.
    pub received: [String; 3],
}

/// Returns the heading of the answer.
pub fn inspection(scene: Scene<'_>, endpoint: &Endpoint) -> Option<Inspection> {
    let systems = &scene.work.private().config.systems;
    let name = |id: &str| {
        systems
            .iter()
            .find(|system| system.id == id)
            .map_or_else(|| id.to_owned(), |it| it.name.clone())
    };
    match endpoint {
        Endpoint::Target(system, _) => {
            let watch = target(scene, endpoint)?;
            let last = watch.last.as_ref()?;
            let report = &last.report;
            let outcome = match (&report.error, remark(report)) {
                (Some(error), _) => error.to_string(),
                (None, Some(remark)) => remark,
                (None, None) => format!(
                    "{} samples, {} families",
                    grouped(report.kept),
                    grouped(report.families)
                ),
            };
            Some(Inspection {
                title: format!("{} {}: {outcome}", name(system), watch.target.path),
                note: note(scene, last.at, last.result.as_ref().ok()),
                has_families: true,
                no_problem: match (&report.error, &last.result) {
                    (Some(error), _) => {
                        format!("The page could not be parsed: {error}.")
                    }
                    (None, Err(_)) => "No response.".to_owned(),
                    (None, Ok(_)) => "Parse errors: none.".to_owned(),
                },
                at: last.at,
            })
        }
        Endpoint::Check(system, id) => {
            let (at, answer) = check(scene, system, id)?;
            Some(Inspection {
                title: format!("{} {id}: HTTP\u{a0}{}", name(system), answer.code),
                note: note(scene, at, Some(answer)),
                has_families: false,
                no_problem: String::new(),
                at,
            })
        }
    }
}

fn note(scene: Scene<'_>, at: Timestamp, answer: Option<&Answer>) -> String {
    let kind = answer.and_then(|answer| answer.header("content-type")).unwrap_or("no content type");
    let time = scene.zone.time_with_seconds(at, scene.now);
    format!("{time}, {} ago. {}", span(scene.now.since(at)), shorten(kind, 80))
}

/// The lines that could not be read, each with its text.
pub fn problems(scene: Scene<'_>, endpoint: &Endpoint) -> Vec<BadLine> {
    let Some(last) = target(scene, endpoint).and_then(|watch| watch.last.as_ref()) else {
        return Vec::new();
    };
    let capped = last.report.capped.iter().map(ToString::to_string);
    let backwards = last.report.backwards.iter().map(ToString::to_string);
    let whole = capped.chain(backwards).map(|remark| BadLine {
        line: String::new(),
        reason: sentence(&remark),
        received: Default::default(),
    });
    let mut rows: Vec<BadLine> = whole.collect();
    let body = last.result.as_ref().map(|answer| answer.body.as_slice()).unwrap_or_default();
    // Problems come in the order of lines, but for those that are found when the page is over.
    let mut wanted: Vec<&LineProblem> = last.report.problems.iter().collect();
    wanted.sort_by_key(|problem| problem.line);
    let mut lines = body.split(|byte| *byte == b'\n').enumerate();
    let mut here: Option<(usize, &[u8])> = None;
    for problem in wanted {
        while here.is_none_or(|(number, _)| number + 1 < problem.line) {
            match lines.next() {
                Some(next) => here = Some(next),
                None => break,
            }
        }
        let text = here.map_or(&[][..], |(_, text)| text);
        rows.push(BadLine {
            line: grouped(problem.line),
            reason: sentence(problem.kind.as_str()),
            received: cut(text, problem.from, problem.to),
        });
    }
    rows
}

/// A line in three pieces around `from..to`, shortened where it is long.
fn cut(line: &[u8], from: usize, to: usize) -> [String; 3] {
    let from = from.min(line.len());
    let to = to.clamp(from, line.len());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let before = text(line.get(..from).unwrap_or_default());
    let n_before = before.chars().count();
    let before = if n_before > 160 {
        let end: String = before.chars().skip(n_before - 160).collect();
        format!("…{end}")
    } else {
        before
    };
    let at = shorten(&text(line.get(from..to).unwrap_or_default()), 160);
    let after = shorten(&text(line.get(to..).unwrap_or_default()), 160);
    // Where something is missing, the end of the line is what can be marked.
    let at = if at.is_empty() && after.is_empty() { " ".to_owned() } else { at };
    [before, at, after]
}

/// When the answer that is listed came, and the answer.
fn answer<'a>(scene: Scene<'a>, endpoint: &Endpoint) -> Option<(Timestamp, &'a Answer)> {
    match endpoint {
        Endpoint::Target(..) => {
            let last = target(scene, endpoint)?.last.as_ref()?;
            Some((last.at, last.result.as_ref().ok()?))
        }
        Endpoint::Check(system, id) => check(scene, system, id),
    }
}

fn target<'a>(scene: Scene<'a>, endpoint: &Endpoint) -> Option<&'a TargetWatch> {
    let Endpoint::Target(system, id) = endpoint else { return None };
    let mut targets = scene.work.targets().iter();
    targets.find(|watch| watch.target.system == *system && watch.target.id == *id)
}

fn check<'a>(scene: Scene<'a>, system: &str, id: &str) -> Option<(Timestamp, &'a Answer)> {
    let place = scene.work.private().config.systems.iter().position(|one| one.id == system)?;
    let mut watches = scene.work.monitor().watches().iter();
    let watch = watches.find(|watch| watch.system == place && watch.check.id == id)?;
    let (at, _, answer) = watch.newest_answer()?;
    Some((at, answer))
}
