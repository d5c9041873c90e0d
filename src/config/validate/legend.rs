//! The legend of a panel's query: a text in which `{{label}}` stands for a label's value.

use super::{LONGEST_TEXT, Report};
use crate::rules::template::is_label;

/// The legend at `path`.
pub(super) fn read(text: &str, path: &str, report: &mut Report) -> String {
    if let Some((at, reason)) = mistake(text) {
        report.error_within(path, text, at, reason, "as in {{instance}}");
    }
    report.text(path, text, LONGEST_TEXT)
}

/// A problem, and the byte at which it is.
fn mistake(text: &str) -> Option<(usize, String)> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let at = text.len() - rest.len() + before.len();
        let Some((label, after)) = after.split_once("}}") else {
            return Some((at, "a label's name is not closed".to_owned()));
        };
        let name = label.trim();
        if !is_label(name.strip_prefix("$labels.").unwrap_or(name)) {
            return Some((at, format!("{name:?} cannot name a label")));
        }
        rest = after;
    }
    None
}
