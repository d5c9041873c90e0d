//! The outcome of a scrape.

use super::backwards::Backwards;
use crate::exposition::NotExposition;
use crate::exposition::problem::{Kind, LineProblem, note};
use core::fmt;

/// The outcome of one scrape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Whether the target answered with metrics: the value of `up`.
    pub up: bool,
    /// Number of lines of the page.
    pub lines: usize,
    /// Number of bytes of the page.
    pub bytes: usize,
    /// Number of samples on the page.
    pub samples: usize,
    /// Number of samples that were kept.
    pub kept: usize,
    /// Number of families that the page describes with a `# HELP`, `# TYPE` or `# UNIT` line.
    pub families: usize,
    /// Number of series that the last page did not have.
    pub series_added: usize,
    /// The first problems, in the order of lines.
    pub problems: Vec<LineProblem>,
    /// Number of problems of each kind, for the kinds that occurred.
    pub counts: Vec<(Kind, usize)>,
    /// The exceeded limits.
    pub capped: Vec<Capped>,
    /// A counter that goes backwards again and again.
    pub backwards: Option<Backwards>,
    /// Why the scrape failed, if it did.
    pub error: Option<ScrapeError>,
}

/// An exceeded limit, beyond which data was dropped. Labels that are too long are problems of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capped {
    /// The page is too large; what follows its last whole line within the limit was not read.
    Bytes {
        /// The limit.
        cap: usize,
    },
    /// The page has too many samples.
    Samples {
        /// The limit.
        cap: usize,
        /// Number of dropped samples.
        dropped: usize,
    },
    /// Samples that are older than what their group has.
    Old {
        /// Number of dropped samples.
        dropped: usize,
    },
}

/// Why a scrape failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScrapeError {
    /// There is no successful response, for this reason.
    NoResponse(String),
    /// The response is not a page of metrics.
    NotExposition(NotExposition),
    /// The page was refused for this line: in strict mode for any problem, otherwise only if no line can be read.
    Refused(LineProblem),
    /// The page is too large, in strict mode.
    TooLarge,
    /// The page has too many samples, in strict mode.
    TooManySamples,
    /// The clock was set back: the store has newer samples of this target.
    ClockSetBack,
}

impl Report {
    /// Notes a problem.
    pub(super) fn problem(&mut self, problem: LineProblem) {
        note(problem, &mut self.problems, &mut self.counts);
    }

    /// Returns the number of problems of all kinds.
    pub fn problem_count(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Capped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes { cap } => {
                write!(f, "the page is larger than {cap} bytes, the rest of it was not read")
            }
            Self::Samples { cap, dropped } => {
                write!(f, "the page has more than {cap} samples, {dropped} were dropped")
            }
            Self::Old { dropped } => {
                write!(f, "{dropped} samples are older than what is there, and were dropped")
            }
        }
    }
}

impl fmt::Display for ScrapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponse(reason) => f.write_str(reason),
            Self::NotExposition(what) => write!(f, "the answer is {what}"),
            Self::Refused(problem) => write!(f, "the page was refused: {problem}"),
            Self::TooLarge => f.write_str("the page is larger than the cap"),
            Self::TooManySamples => f.write_str("the page has more samples than the cap"),
            Self::ClockSetBack => f.write_str("the clock was set back: newer samples are there"),
        }
    }
}
