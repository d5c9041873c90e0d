//! Violations: the rules that a page breaks.

use crate::exposition::problem::LineProblem;
use core::fmt;

/// The first rule that a page breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A line that cannot be read.
    Unreadable(LineProblem),
    /// A broken rule, and the line at which it is known to be broken.
    Rule {
        /// The line, from 1.
        line: usize,
        /// The rule, in lower case and without a final stop.
        reason: &'static str,
    },
}

impl Violation {
    /// Returns the line, from 1.
    pub fn line(&self) -> usize {
        match self {
            Self::Unreadable(problem) => problem.line,
            Self::Rule { line, .. } => *line,
        }
    }

    /// Returns the violation in words: lower case, no final stop.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unreadable(problem) => problem.kind.as_str(),
            Self::Rule { reason, .. } => reason,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line(), self.reason())
    }
}
