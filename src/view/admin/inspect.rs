//! What one endpoint last answered: as received, as it was decoded, and what could not be.
//!
//! Pages have thousands of lines. What is built here is the list of all of them, cheap to make; the component shows those
//! within its window.

use super::super::format::{grouped, span};
use super::targets::{sentence, unreadable};
use super::{Scene, shorten};
use crate::console::TargetWatch;
use crate::decode::Answer;
use crate::decode::exposition::lines::{Line, Lines};
use crate::decode::exposition::problem::Problem;
use crate::decode::exposition::{Format, MetricType};
use crate::route::{Aspect, Endpoint};
use crate::scrape::Family;
use crate::time::Timestamp;

/// One endpoint's last answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Which endpoint, and what came of it.
    pub title: String,
    /// When it came, and how.
    pub note: String,
    /// Whether there are families to be seen: not of a health check.
    pub has_families: bool,
    /// How many problems there are.
    pub n_problems: usize,
    /// When the answer came: what is built from it is built anew when this changes.
    pub at: Timestamp,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1; none for a remark on the whole page.
    pub line: String,
    /// What is wrong.
    pub reason: String,
    /// The line before, at and behind what is wrong.
    pub received: [String; 3],
}

/// A row of the list of families or of the raw answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// What kind of row.
    pub kind: RowKind,
    /// The name of a family, the text of a series, or a line as received.
    pub text: String,
    /// Type, unit and help of a family; the value of a series; the number of a line.
    pub aside: String,
}

/// What a row of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A metric family.
    Family,
    /// One of its samples.
    Sample,
    /// A line as received.
    Raw,
}

/// Longest text of a row, in characters: a stranger may have written it.
const ROW: usize = 400;

/// What stands above the lists.
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
            let n_problems = report.problem_count() + report.capped.len();
            let said = match &report.error {
                Some(error) => error.to_string(),
                None if report.problem_count() > 0 => {
                    unreadable(report.problem_count(), report.lines)
                }
                None => format!(
                    "{} samples, {} families",
                    grouped(report.kept),
                    grouped(report.families)
                ),
            };
            Some(Inspection {
                title: format!("{} {}: {said}", name(system), watch.target.path),
                note: note(scene, last.at, last.result.as_ref().ok()),
                has_families: true,
                n_problems,
                at: last.at,
            })
        }
        Endpoint::Check(system, id) => {
            let (at, answer) = check(scene, system, id)?;
            Some(Inspection {
                title: format!("{} {id}: HTTP\u{a0}{}", name(system), answer.code),
                note: note(scene, at, Some(answer)),
                has_families: false,
                n_problems: 0,
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
    let whole = last.report.capped.iter().map(|capped| BadLine {
        line: String::new(),
        reason: sentence(&capped.to_string()),
        received: Default::default(),
    });
    let mut rows: Vec<BadLine> = whole.collect();
    let body = last.result.as_ref().map(|answer| answer.body.as_slice()).unwrap_or_default();
    // Problems come in the order of lines, but for those that are found when the page is over.
    let mut wanted: Vec<&Problem> = last.report.problems.iter().collect();
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
        ["…", &end].concat()
    } else {
        before
    };
    let at = shorten(&text(line.get(from..to).unwrap_or_default()), 160);
    let after = shorten(&text(line.get(to..).unwrap_or_default()), 160);
    // Where something is missing, the end of the line is what can be marked.
    let at = if at.is_empty() && after.is_empty() { " ".to_owned() } else { at };
    [before, at, after]
}

/// The families with their samples, or the raw lines, as far as they contain `filter`.
pub fn list(scene: Scene<'_>, endpoint: &Endpoint, aspect: Aspect, filter: &str) -> Vec<ListRow> {
    let answer = match endpoint {
        Endpoint::Target(..) => {
            target(scene, endpoint).and_then(|watch| watch.last.as_ref()?.result.as_ref().ok())
        }
        Endpoint::Check(system, id) => check(scene, system, id).map(|(_, answer)| answer),
    };
    let Some(answer) = answer else { return Vec::new() };
    let filter = filter.trim().to_lowercase();
    match aspect {
        Aspect::Families => families(scene, endpoint, answer, &filter),
        Aspect::Raw | Aspect::Problems => raw(&answer.body, &filter),
    }
}

fn contains(text: &str, filter: &str) -> bool {
    filter.is_empty() || text.to_lowercase().contains(filter)
}

fn raw(body: &[u8], filter: &str) -> Vec<ListRow> {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    let lines = body.split(|byte| *byte == b'\n').zip(1_usize..);
    let rows = lines.map(|(line, number)| ListRow {
        kind: RowKind::Raw,
        text: shorten(&String::from_utf8_lossy(line), ROW),
        aside: number.to_string(),
    });
    rows.filter(|row| contains(&row.text, filter)).collect()
}

fn families(scene: Scene<'_>, endpoint: &Endpoint, answer: &Answer, filter: &str) -> Vec<ListRow> {
    let known = target(scene, endpoint).map(TargetWatch::families).unwrap_or_default();
    let Ok(format) = Format::of(answer.header("content-type"), &answer.body) else {
        return Vec::new();
    };
    let lines = Lines::new(&answer.body, format, false);
    let mut rows: Vec<ListRow> = Vec::new();
    let mut current = String::new();
    let mut newest: (String, Option<&Family>) = Default::default();
    for line in lines {
        let Ok(Line::Sample(sample)) = line else { continue };
        let series = String::from_utf8_lossy(sample.series);
        let name = series.split(['{', ' ', '\t']).next().unwrap_or_default();
        // Samples of one name stand together: thousands of them are looked for once.
        if newest.0 != name {
            newest = (name.to_owned(), family_of(known, name, format));
        }
        let family = newest.1;
        let title = family.map_or(name, |family| family.name.as_str());
        let is_wanted = contains(&series, filter) || contains(title, filter);
        if !is_wanted {
            continue;
        }
        if current != title {
            title.clone_into(&mut current);
            let aside = family.map_or_else(
                || "no type".to_owned(),
                |family| {
                    let unit = if family.unit.is_empty() {
                        String::new()
                    } else {
                        format!(", {}", family.unit)
                    };
                    shorten(&format!("{}{unit}  {}", kind(family.kind), family.help), ROW)
                },
            );
            rows.push(ListRow { kind: RowKind::Family, text: shorten(title, ROW), aside });
        }
        rows.push(ListRow {
            kind: RowKind::Sample,
            text: shorten(&series, ROW),
            aside: crate::unit::Unit::None.write(sample.value, scene.now).number,
        });
    }
    rows
}

/// The family of a sample of this name: of several that begin alike, the longest.
fn family_of<'a>(known: &'a [Family], name: &str, format: Format) -> Option<&'a Family> {
    let alike = known.iter().filter(|family| name.starts_with(&family.name));
    alike.max_by_key(|family| family.name.len()).filter(|family| {
        let suffix = name.get(family.name.len()..).unwrap_or_default();
        family.kind.suffixes(format).contains(&suffix)
    })
}

/// The word for a type.
fn kind(kind: MetricType) -> &'static str {
    match kind {
        MetricType::Unknown => "no type",
        MetricType::Counter => "counter",
        MetricType::Gauge => "gauge",
        MetricType::Histogram => "histogram",
        MetricType::GaugeHistogram => "gauge histogram",
        MetricType::Summary => "summary",
        MetricType::Info => "info",
        MetricType::StateSet => "state set",
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
