//! Operators' reports on incidents: one Markdown file each, in the folder that `incidents` names.
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
//! The file's name is the incident's: `2026-11-20-late-messages.md`. Sections may be in any order; `## Postmortem`
//! (or `## Afterwards`) says what was learned. As in allclear.yaml, every mistake is reported, with its line and a hint.

mod head;
mod reading;
mod updates;

use crate::config::deployment::Deployment;
use crate::config::problem::{Problem, Severity};
use crate::config::raw::maintenance::Time;
use crate::config::raw::report::{Head, Impact};
use crate::config::validate::{LONGEST_NAME, maintenance};
use crate::config::{is_id, moment, structure};
use crate::history::{Report, Stage, State, Update};
use jiff::tz::TimeZone;
use metrics_engine::time::Timestamp;
use reading::Reading;
use updates::HEADING;

/// The largest file, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// Reads the file with this name and text. There is a report where no problem is an error.
pub fn read(name: &str, text: &str, deployment: &Deployment) -> (Option<Report>, Vec<Problem>) {
    check(name, text, deployment, true)
}

/// Does the same for a document that may have mistakes of its own, so that not all systems may be known.
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

impl Reading {
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
