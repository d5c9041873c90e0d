//! The state of one reading: the problems found so far, and the places of the head's values.

use crate::config::problem::{At, Problem};
use crate::config::structure;
use crate::config::yaml::Node;

/// The problems found so far, and the head's places.
pub(super) struct Reading {
    pub(super) problems: Vec<Problem>,
    pub(super) tree: Option<Node>,
    /// The paths of the head's values that did not fit its schema.
    pub(super) broken: Vec<String>,
    /// Whether the ids of all systems are known.
    pub(super) knows_systems: bool,
}

impl Reading {
    pub(super) fn error(
        &mut self,
        line: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = At { line, column: 1 };
        self.problems.push(Problem::error(at, "", message).with_hint(hint));
    }

    /// A mistake in the head.
    pub(super) fn wrong(
        &mut self,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if structure::is_broken(&self.broken, path) {
            return;
        }
        let at = self.tree.as_ref().map_or(At::START, |tree| tree.place(path));
        self.problems.push(Problem::error(at, path, message).with_hint(hint));
    }
}
