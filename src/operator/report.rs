//! What operators write about incidents: one Markdown file for each, in the folder that `incidents` names.
//!
//! ```markdown
//! ---
//! title: Messages arrive late
//! systems: [sockudo, chatalot]
//! timezone: Europe/Berlin
//! ---
//!
//! ## 2026-11-20 14:31 Resolved
//! The backlog has been delivered.
//!
//! ## 2026-11-20 14:06 Identified
//! A server ran **out of memory** and is restarting.
//! ```
//!
//! The file's name is the incident's: `2026-11-20-late-messages.md`. Sections may stand in any order; `## Afterwards` tells what
//! was learned. As in allclear.yaml, every mistake is reported, with its line and what to write instead.

use super::markdown;
use crate::config::deployment::Deployment;
use crate::config::moment::{self, Moment};
use crate::config::problem::{At, Problem, Severity, nearest};
use crate::config::raw::Visibility;
use crate::config::raw::maintenance::Time;
use crate::config::raw::report::{Head, Impact, schema};
use crate::config::validate::{LONGEST_NAME, is_direction, maintenance};
use crate::config::yaml::{self, Node};
use crate::config::{is_id, structure};
use crate::history::{Block, Report, Stage, State, Update};
use core::cmp::Reverse;
use jiff::tz::TimeZone;
use metrics_engine::time::Timestamp;
use serde::Deserialize as _;
use std::sync::LazyLock;

/// The largest file, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// The most updates.
const MOST: usize = 100;

static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| schema().to_value());

/// Reads the file with this name and text. There is a report where no problem is an error.
pub fn read(name: &str, text: &str, deployment: &Deployment) -> (Option<Report>, Vec<Problem>) {
    check(name, text, deployment, true)
}

/// The same for a document that may have mistakes of its own, where perhaps not all systems are known.
pub fn check(
    name: &str,
    text: &str,
    deployment: &Deployment,
    knows_systems: bool,
) -> (Option<Report>, Vec<Problem>) {
    let mut reading =
        Reading { problems: Vec::new(), tree: None, broken: Vec::new(), knows_systems };
    let report = reading.file(name, text, deployment);
    reading.problems.sort_by_key(|problem| problem.at);
    let is_usable = reading.problems.iter().all(|problem| problem.severity == Severity::Warning);
    (report.filter(|_| is_usable), reading.problems)
}

/// A section: the line of its heading, the heading, and the text below.
struct Section<'a> {
    line: usize,
    heading: &'a str,
    body: String,
}

/// The problems so far, and the head's places.
struct Reading {
    problems: Vec<Problem>,
    tree: Option<Node>,
    /// The paths in the head of what did not fit.
    broken: Vec<String>,
    /// Whether the ids of all systems are known.
    knows_systems: bool,
}

impl Reading {
    fn error(&mut self, line: usize, message: impl Into<String>, hint: impl Into<String>) {
        let at = At { line, column: 1 };
        self.problems.push(Problem::error(at, "", message).with_hint(hint));
    }

    /// A mistake in the head.
    fn wrong(&mut self, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        if structure::is_broken(&self.broken, path) {
            return;
        }
        let at = self.tree.as_ref().map_or(At::START, |tree| tree.place(path));
        self.problems.push(Problem::error(at, path, message).with_hint(hint));
    }

    fn file(&mut self, name: &str, text: &str, deployment: &Deployment) -> Option<Report> {
        let id = name.strip_suffix(".md").unwrap_or(name);
        if !is_id(id) || id.len() > LONGEST_NAME {
            let hint = "as in 2026-11-20-late-messages.md: a-z, 0-9 and -";
            self.error(1, format!("{name:?} cannot be the name of a report"), hint);
        }
        if text.len() > LARGEST {
            self.error(1, format!("the file has more than {LARGEST} bytes"), "shorten it");
            return None;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<&str> = text.lines().collect();
        let head_end = self.head_end(&lines)?;
        let head = self.head(lines.get(1..head_end).unwrap_or_default());
        let sections = self.sections(&lines, head_end + 1);
        let Some(head) = head else {
            // Whatever is wrong with the head, the updates can be read.
            self.updates(sections, &TimeZone::UTC);
            return None;
        };
        let zone = maintenance::zone(head.timezone.as_deref()).unwrap_or_else(|wrong| {
            self.wrong("timezone", wrong.message, wrong.hint);
            TimeZone::UTC
        });
        self.title(&head.title);
        self.systems(&head, deployment);
        self.names_private(&lines, deployment);
        let (updates, afterwards) = self.updates(sections, &zone);
        let (since, until) = self.span(&head, &zone, &updates)?;
        Some(Report {
            id: id.to_owned(),
            title: head.title.trim().to_owned(),
            systems: head.systems,
            worst: head.impact.map(|impact| match impact {
                Impact::Degraded => State::Degraded,
                Impact::Partial => State::PartialOutage,
                Impact::Major => State::MajorOutage,
            }),
            since,
            until,
            updates: updates.into_iter().map(|(_, update)| update).collect(),
            afterwards,
        })
    }

    /// The index of the line that ends the head.
    fn head_end(&mut self, lines: &[&str]) -> Option<usize> {
        let hint = "begin with a line of ---, then title and systems, then --- again";
        if lines.first().is_none_or(|line| line.trim_end() != "---") {
            self.error(1, "the head is missing", hint);
            return None;
        }
        let end = lines.iter().skip(1).position(|line| line.trim_end() == "---");
        if end.is_none() {
            self.error(1, "the head does not end", "close it with a line of ---");
        }
        end.map(|end| end + 1)
    }

    fn head(&mut self, lines: &[&str]) -> Option<Head> {
        // Below an empty line, as below the first line of the file, so that places are those of the file.
        let text = ["", &lines.join("\n")].join("\n");
        let (tree, problems) = yaml::read_all(&text);
        self.problems.extend(problems);
        let tree = tree?;
        let fitted = structure::fit(&tree, &SCHEMA);
        self.problems.extend(fitted.problems);
        self.broken = fitted.broken;
        let head = Head::deserialize(fitted.json).ok();
        if head.is_none() {
            self.error(1, "the head cannot be read", "title and systems are enough for one");
        }
        self.tree = Some(tree);
        head
    }

    fn title(&mut self, title: &str) {
        let title = title.trim();
        if title.is_empty() {
            self.wrong("title", "nothing is here", "write the title to show");
        } else if title.chars().any(|char| char.is_control() || is_direction(char)) {
            self.wrong("title", "this is more than a line", "write one line of plain text");
        } else if title.chars().count() > LONGEST_NAME {
            let message = format!("the text is longer than {LONGEST_NAME} characters");
            self.wrong("title", message, "shorten it");
        }
    }

    fn systems(&mut self, head: &Head, deployment: &Deployment) {
        let known: Vec<&str> = deployment.systems.iter().map(|system| system.id.as_str()).collect();
        let known = self.knows_systems.then_some(known.as_slice());
        for (index, wrong) in maintenance::affected(&head.systems, known) {
            let at = index.map_or(String::new(), |index| format!("[{index}]"));
            self.wrong(&format!("systems{at}"), wrong.message, wrong.hint);
        }
        let is_public = |id: &String| {
            deployment
                .systems
                .iter()
                .any(|system| system.id == *id && system.visibility != Visibility::Private)
        };
        let is_clear =
            self.knows_systems && !self.broken.iter().any(|it| it.starts_with("systems"));
        if is_clear && !head.systems.is_empty() && !head.systems.iter().any(is_public) {
            let at = self.tree.as_ref().map_or(At::START, |tree| tree.place("systems"));
            let message = "all of these systems are private: nothing of this report is shown";
            let problem = Problem::warning(at, "systems", message);
            self.problems.push(problem.with_hint("name a system that visitors see"));
        }
    }

    /// Lines that give away the name of a private system.
    fn names_private(&mut self, lines: &[&str], deployment: &Deployment) {
        let private = deployment
            .systems
            .iter()
            .filter(|system| system.visibility == Visibility::Private && !system.name.is_empty());
        for system in private {
            let name = system.name.to_lowercase();
            let line = lines.iter().position(|line| line.to_lowercase().contains(&name));
            if let Some(line) = line {
                let message =
                    format!("this public text names the private system {:?}", system.name);
                let at = At { line: line + 1, column: 1 };
                let problem = Problem::warning(at, "", message);
                self.problems.push(problem.with_hint("leave the name out"));
            }
        }
    }

    /// The sections below the head, which ends before `first`.
    fn sections<'a>(&mut self, lines: &[&'a str], first: usize) -> Vec<Section<'a>> {
        let mut sections: Vec<Section<'a>> = Vec::new();
        let mut is_code = false;
        for (index, line) in lines.iter().enumerate().skip(first) {
            is_code ^= line.starts_with("```") || line.starts_with("~~~");
            match (line.strip_prefix("## "), sections.last_mut()) {
                (Some(heading), _) if !is_code => {
                    let heading = heading.trim();
                    sections.push(Section { line: index + 1, heading, body: String::new() });
                }
                (_, Some(section)) => {
                    section.body.push_str(line);
                    section.body.push('\n');
                }
                (_, None) if line.trim().is_empty() => {}
                (_, None) => {
                    self.error(index + 1, "this text belongs to no update", HEADING);
                    return sections;
                }
            }
        }
        if sections.len() > MOST {
            self.error(first, format!("there are more than {MOST} updates"), "leave some out");
        }
        sections
    }

    /// The updates, the newest first, each with its line; and what was said afterwards.
    fn updates(
        &mut self,
        sections: Vec<Section<'_>>,
        zone: &TimeZone,
    ) -> (Vec<(usize, Update)>, Vec<Block>) {
        let mut updates = Vec::new();
        let mut afterwards = Vec::new();
        for section in sections {
            let body = markdown::read(&section.body);
            if section.heading.eq_ignore_ascii_case("afterwards") {
                if body.is_empty() {
                    self.error(
                        section.line,
                        "nothing is said here",
                        "write a text below the heading",
                    );
                }
                afterwards.extend(body);
                continue;
            }
            let Some((at, stage)) = self.heading(&section, zone) else { continue };
            if body.is_empty() {
                self.error(section.line, "nothing is said here", "write a text below the heading");
            }
            updates.push((section.line, Update { at: at.at, stage, body }));
        }
        updates.sort_by_key(|(_, update)| Reverse((update.at, update.stage)));
        (updates, afterwards)
    }

    /// `2026-11-20 14:06 Identified`.
    fn heading(&mut self, section: &Section<'_>, zone: &TimeZone) -> Option<(Moment, Stage)> {
        let Some((time, word)) = section.heading.rsplit_once(' ') else {
            self.error(section.line, "this heading is no update", HEADING);
            return None;
        };
        let time = time.trim();
        let stage = Stage::named(word);
        if stage.is_none() {
            let stages = Stage::ALL.map(Stage::name);
            let hint = match nearest(word, stages) {
                Some(stage) => format!("did you mean {stage}?"),
                None => format!("one of {}", stages.join(", ")),
            };
            // What has no time either was not meant as an update.
            if moment::is_shaped(time) {
                self.error(section.line, format!("{word:?} is no stage"), hint);
            } else {
                self.error(section.line, "this heading is no update", HEADING);
                return None;
            }
        }
        match moment::read(time, zone) {
            Ok(at) => Some((at, stage?)),
            Err(wrong) => {
                self.error(section.line, wrong.message, wrong.hint);
                None
            }
        }
    }

    /// From when to when.
    fn span(
        &mut self,
        head: &Head,
        zone: &TimeZone,
        updates: &[(usize, Update)],
    ) -> Option<(Timestamp, Option<Timestamp>)> {
        let mut time = |path, written: Option<&Time>| {
            if structure::is_broken(&self.broken, path) {
                return None;
            }
            let read = moment::read(&written?.0, zone);
            read.map_err(|wrong| self.wrong(path, wrong.message, wrong.hint)).ok()
        };
        let started = time("started", head.started.as_ref()).map(|moment| moment.at);
        let resolved = time("resolved", head.resolved.as_ref()).map(|moment| moment.at);
        let first = updates.last().map(|(_, update)| update.at);
        let Some(since) = started.or(first) else {
            if head.started.is_none() && self.problems.is_empty() {
                self.error(1, "there is no update, and nothing says when it began", HEADING);
            }
            return None;
        };
        if let Some((line, _)) = updates.iter().find(|(_, update)| update.at < since) {
            self.error(*line, "this update is older than `started`", "correct one of them");
        }
        let last = updates.first().filter(|(_, update)| update.stage == Stage::Resolved);
        let until = resolved.or(last.map(|(_, update)| update.at));
        if until.is_some_and(|until| until < since) {
            self.wrong("resolved", "it is over before it began", "correct one of the times");
        }
        Some((since, until))
    }
}

/// What to write.
const HEADING: &str =
    "begin each update with a time and a stage, as in ## 2026-11-20 14:06 Identified";
