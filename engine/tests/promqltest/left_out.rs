//! The cases that are not evaluated, and why.

use super::case::Case;
use super::data::Data;
use metrics_engine::promql::{self, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The ending of a reason that a rule gives: for scripts that the list does not know.
pub(crate) const BY_RULE: &str = "(by rule)";

/// The checked-in list.
pub(crate) struct LeftOut {
    reasons: BTreeMap<(String, usize), String>,
    files: BTreeSet<String>,
}

impl LeftOut {
    /// Reads lines of `FILE:LINE REASON`, and of `FILE` alone for a script of which every other case passes.
    pub(crate) fn read() -> Self {
        let mut list = Self { reasons: BTreeMap::new(), files: BTreeSet::new() };
        for line in include_str!("left_out.txt").lines() {
            let Some((file, rest)) = line.split_once(':') else {
                list.files.insert(line.to_owned());
                continue;
            };
            let (number, reason) = rest.split_once(' ').unwrap();
            list.files.insert(file.to_owned());
            list.reasons.insert((file.to_owned(), number.parse().unwrap()), reason.to_owned());
        }
        list
    }

    /// Returns the reason to leave out a case.
    pub(crate) fn reason(
        &self,
        file: &str,
        line: usize,
        case: &Case,
        data: &Data,
    ) -> Option<String> {
        let listed = self.reasons.get(&(file.to_owned(), line)).cloned();
        if listed.is_some() || self.files.contains(file) {
            return listed;
        }
        let rule = match promql::parse(&case.expr) {
            Err(error) if error.kind == Kind::Experimental => Some("experimental"),
            Ok(expr) => data.oddity(&expr),
            Err(_) => None,
        };
        let rule = rule.or_else(|| case.has_histograms().then_some("native histograms"));
        rule.map(|rule| format!("{rule} {BY_RULE}"))
    }
}
