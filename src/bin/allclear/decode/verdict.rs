//! The problems of a page that a scrape would find.

use super::{counted, shown};
use crate::record::clock::now;
use metrics_engine::exposition::page::Page;
use metrics_engine::exposition::problem::{Kind, LineProblem};
use metrics_engine::exposition::{Format, validate};
use metrics_engine::scrape::window::refusal;
use metrics_engine::series::is_reserved;
use metrics_engine::time::Timestamp;

/// The problems of a page: the first ones, and how many there are.
#[derive(Default)]
pub(super) struct Verdict {
    /// The first ones.
    pub(super) listed: Vec<Wrong>,
    /// Lines that cannot be read.
    pub(super) unreadable: usize,
    /// Lines that can be read, whose samples a scrape does not keep.
    pub(super) not_kept: usize,
    /// Whether the page as a whole is refused.
    pub(super) is_refused: bool,
    /// The problems that a scrape of this page would add now.
    pub(super) warnings: Vec<String>,
}

/// A line that is wrong.
pub(super) struct Wrong {
    pub(super) line: usize,
    /// In bytes, from 1; 0 where the whole line is meant.
    pub(super) column: usize,
    pub(super) reason: String,
}

impl Verdict {
    /// Judges a page.
    pub(super) fn of(page: &Page, body: &[u8], strict: bool) -> Self {
        let of = |is_refusal: bool| {
            let counts = page.counts.iter().filter(|(kind, _)| kind.is_refusal() == is_refusal);
            counts.map(|(_, count)| count).sum()
        };
        let (unreadable, not_kept) = (of(false), of(true));
        let wrong = |problem: &LineProblem| Wrong {
            line: problem.line,
            column: problem.from + 1,
            reason: problem.kind.to_string(),
        };
        let mut verdict = Self {
            listed: page.problems.iter().map(wrong).collect(),
            unreadable,
            not_kept,
            is_refused: strict && unreadable > 0,
            warnings: warnings(page),
        };
        if strict && unreadable > 0 {
            // The first one is the end of it.
            let first = page.problems.iter().find(|problem| !problem.kind.is_refusal());
            verdict.listed = first.map(wrong).into_iter().collect();
        } else if strict
            && page.format == Format::OpenMetrics
            && let Err(violation) = validate::validate(body)
        {
            let (line, reason) = (violation.line(), violation.reason().to_owned());
            verdict.listed = vec![Wrong { line, column: 0, reason }];
            verdict.is_refused = true;
        }
        verdict
    }

    /// How many problems there are, listed or not.
    pub(super) fn count(&self) -> usize {
        if self.is_refused { self.listed.len() } else { self.unreadable + self.not_kept }
    }

    /// The same in words.
    pub(super) fn sentence(&self) -> String {
        if self.is_refused {
            return "The page is rejected.".to_owned();
        }
        let unreadable = (self.unreadable > 0)
            .then(|| format!("{} cannot be read.", counted(self.unreadable, "line", "lines")));
        let not_kept = (self.not_kept > 0).then(|| {
            let is = if self.not_kept == 1 { "is" } else { "are" };
            format!("{} {is} dropped.", counted(self.not_kept, "sample", "samples"))
        });
        let all: Vec<String> = unreadable.into_iter().chain(not_kept).collect();
        if all.is_empty() { "No parse errors.".to_owned() } else { all.join(" ") }
    }
}

/// Returns the reasons for which a scrape would not keep this page now, though its lines can be read.
fn warnings(page: &Page) -> Vec<String> {
    let now = now();
    let mut found: Vec<(Kind, usize, &str)> = Vec::new();
    for sample in page.families.iter().flat_map(|family| &family.samples) {
        let name = sample.labels.name();
        let refusal = sample.at.and_then(|at| refusal(Timestamp(at), now));
        let reserved = is_reserved(name).then_some(Kind::Reserved);
        let Some(kind) = reserved.or(refusal) else { continue };
        match found.iter_mut().find(|(other, ..)| *other == kind) {
            Some((_, count, _)) => *count += 1,
            None => found.push((kind, 1, name)),
        }
    }
    let words = found.into_iter().map(|(kind, count, name)| {
        format!("{} (first: {}): {kind}", counted(count, "sample", "samples"), shown(name))
    });
    words.collect()
}
