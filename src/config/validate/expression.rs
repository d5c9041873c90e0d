//! Expressions of panels and rules.

use super::Report;

/// Longest expression, in bytes.
const LONGEST: usize = 4000;

/// The expression at `path`, as written.
pub(super) fn read(text: &str, path: &str, report: &mut Report) -> String {
    let text = text.trim();
    if text.is_empty() {
        report.error(path, "nothing is here", "write an expression, as in up{job=\"chat\"} == 0");
    } else if text.len() > LONGEST {
        report.error(path, format!("the expression is longer than {LONGEST} bytes"), "shorten it");
    }
    text.to_owned()
}
