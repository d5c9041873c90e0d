//! The updates of a report: the sections below its head, each with a time and a stage.

use super::reading::Reading;
use crate::config::moment::{self, Moment};
use crate::config::problem::nearest;
use crate::history::{Block, Stage, Update};
use crate::operator::markdown;
use core::cmp::Reverse;
use jiff::tz::TimeZone;

/// The maximum number of updates.
const MAX_UPDATES: usize = 100;

/// The hint about a heading that is missing or wrong.
pub(super) const HEADING: &str =
    "begin each update with a time and a stage, as in ## 2026-11-20 14:06 Identified";

/// A section: the line of its heading, the heading, and the text below.
pub(super) struct Section<'a> {
    line: usize,
    heading: &'a str,
    body: String,
}

/// The headings of a postmortem.
const POSTMORTEM: [&str; 2] = ["postmortem", "afterwards"];

impl Reading {
    /// The sections below the head, which ends before `first`.
    pub(super) fn sections<'a>(&mut self, lines: &[&'a str], first: usize) -> Vec<Section<'a>> {
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
        if sections.len() > MAX_UPDATES {
            self.error(
                first,
                format!("there are more than {MAX_UPDATES} updates"),
                "leave some out",
            );
        }
        sections
    }

    /// The updates, the newest first, each with its line; and what was said afterwards.
    pub(super) fn updates(
        &mut self,
        sections: Vec<Section<'_>>,
        zone: &TimeZone,
    ) -> (Vec<(usize, Update)>, Vec<Block>) {
        let mut updates = Vec::new();
        let mut afterwards = Vec::new();
        for section in sections {
            let body = markdown::read(&section.body);
            if POSTMORTEM.iter().any(|name| section.heading.eq_ignore_ascii_case(name)) {
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
            // A heading without a time was not meant as an update.
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
}
