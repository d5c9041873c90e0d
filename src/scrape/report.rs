//! What became of one scrape.

use super::backwards::Backwards;
use crate::decode::exposition::NotExposition;
use crate::decode::exposition::problem::{Kind, Problem, note};
use crate::status::check::{Distrust, Failure};
use core::fmt;

/// One scrape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Whether the target answered with metrics: the value of `up`.
    pub up: bool,
    /// Lines of the page.
    pub lines: usize,
    /// Bytes of the page.
    pub bytes: usize,
    /// Samples on the page.
    pub samples: usize,
    /// Samples that were kept.
    pub kept: usize,
    /// Families that the page describes with a `# HELP`, `# TYPE` or `# UNIT` line.
    pub families: usize,
    /// Series that the last page did not have.
    pub series_added: usize,
    /// The first problems, in the order of lines.
    pub problems: Vec<Problem>,
    /// How many problems there were of each kind, without those of which there were none.
    pub counts: Vec<(Kind, usize)>,
    /// What was left out because there was too much of it.
    pub capped: Vec<Capped>,
    /// A counter that goes backwards again and again.
    pub backwards: Option<Backwards>,
    /// Why the scrape failed, if it did.
    pub error: Option<ScrapeError>,
}

/// What was left out because there was too much of it. Labels above their caps are problems with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capped {
    /// The page is larger than the cap; what comes after its last whole line within it was not read.
    Bytes {
        /// The cap.
        cap: usize,
    },
    /// The page has more samples than the cap.
    Samples {
        /// The cap.
        cap: usize,
        /// How many were dropped.
        dropped: usize,
    },
    /// Samples that are older than what their group has.
    Old {
        /// How many were dropped.
        dropped: usize,
    },
}

/// Why a scrape failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScrapeError {
    /// No answer, or one that is no success.
    Failed(Failure),
    /// The answer has more bytes of headers than the proxy reads.
    TooManyHeaders,
    /// The proxy could not ask.
    Proxy,
    /// The answer is something else.
    NotExposition(NotExposition),
    /// The page was refused for this line: in strict mode any problem does that, otherwise only a page without a single line
    /// that can be read.
    Refused(Problem),
    /// The page is larger than the cap, in strict mode.
    TooLarge,
    /// The page has more samples than the cap, in strict mode.
    TooManySamples,
    /// The clock was set back: the store has newer samples of this target.
    ClockSetBack,
}

impl Report {
    /// Notes a problem.
    pub(super) fn problem(&mut self, problem: Problem) {
        note(problem, &mut self.problems, &mut self.counts);
    }

    /// How many problems there were, of all kinds.
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
            Self::Failed(Failure::Refused) => f.write_str("nothing listens there"),
            Self::Failed(Failure::Unreachable) => f.write_str("it could not be reached"),
            Self::Failed(Failure::TimedOut) => f.write_str("no answer in time"),
            Self::Failed(Failure::Broken) => f.write_str("the connection broke off"),
            Self::Failed(Failure::Certificate(reason)) => f.write_str(match reason {
                Distrust::Unspecified => "its certificate cannot be trusted",
                Distrust::Expired => "its certificate has expired",
                Distrust::Authority => "its certificate is from an unknown authority",
                Distrust::Name => "its certificate is for another name",
            }),
            Self::Failed(Failure::NotHttp) => f.write_str("the answer is not HTTP"),
            Self::TooManyHeaders => f.write_str("the answer has too many headers"),
            Self::Proxy => f.write_str("the status proxy could not ask it"),
            Self::Failed(Failure::Http(code)) => write!(f, "it answered with HTTP {code}"),
            Self::NotExposition(what) => write!(f, "the answer is {what}"),
            Self::Refused(problem) => write!(f, "the page was refused: {problem}"),
            Self::TooLarge => f.write_str("the page is larger than the cap"),
            Self::TooManySamples => f.write_str("the page has more samples than the cap"),
            Self::ClockSetBack => f.write_str("the clock was set back: newer samples are there"),
        }
    }
}
