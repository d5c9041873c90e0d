//! Expressions of panels and rules, read as they will be read when they are evaluated.

use super::Report;
use crate::dashboard::{Variable, stand_in};
use metrics_engine::promql::{self, Error, Kind, threshold};

/// Longest expression, in bytes.
const LONGEST: usize = 4000;

/// The expression of a panel's query at `path`, as written.
pub(super) fn read(text: &str, variables: &[Variable], path: &str, report: &mut Report) -> String {
    // A place in an expression with values is none in the text.
    let with_values = stand_in::texts(text, variables).find(|text| promql::compile(text).is_ok());
    if with_values.is_none() {
        compiled(text, path, report);
    }
    text.trim().to_owned()
}

/// The expression of a rule at `path`, as written.
pub(super) fn condition(text: &str, path: &str, report: &mut Report) -> String {
    if let Some(expr) = compiled(text, path, report)
        && threshold::of(&expr).is_none()
    {
        let message = "this fires for every series that there is, whatever its value";
        report.warning(path, message, "compare it with a number, as in up{job=\"chat\"} == 0");
    }
    text.trim().to_owned()
}

fn compiled(text: &str, path: &str, report: &mut Report) -> Option<promql::ast::Expr> {
    let text = text.trim();
    if text.is_empty() {
        report.error(path, "nothing is here", "write an expression, as in up{job=\"chat\"} == 0");
        return None;
    }
    if text.len() > LONGEST {
        report.error(path, format!("the expression is longer than {LONGEST} bytes"), "shorten it");
        return None;
    }
    let read = promql::compile(text);
    read.map_err(|error| wrong(text, &error, path, report)).ok()
}

/// Says what is wrong, and where: in the file where the expression is written so that this can be said, else in the expression.
fn wrong(text: &str, error: &Error, path: &str, report: &mut Report) {
    let before = text.get(..error.span.start).unwrap_or(text);
    let place = format!("character {}", before.chars().count() + 1);
    let place = match text.get(error.span.start..error.span.end) {
        Some(part) if !part.is_empty() => format!("{}, at `{}`", place, excerpt(part)),
        _ => place,
    };
    let hint = match (&error.repair, error.kind) {
        (Some(repair), _) => repair.clone(),
        (None, Kind::Experimental) => {
            "Prometheus itself evaluates this with a feature flag only".to_owned()
        }
        (None, Kind::Wrong) => "as in rate(requests_total{job=\"chat\"}[5m]) > 5".to_owned(),
    };
    report.error_within(path, text, before.len(), format!("{} ({place})", error.reason), hint);
}

/// The beginning of what is to blame, in one line.
fn excerpt(part: &str) -> String {
    const LONGEST: usize = 40;
    let words = part.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        return words;
    }
    words.chars().take(LONGEST - 1).chain(core::iter::once('…')).collect()
}
