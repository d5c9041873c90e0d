//! What may be typed at the cursor.

use super::super::Scene;
use super::known::metadata;
use metrics_engine::promql::complete::{Completion, Kind, complete};

/// Something that may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The name.
    pub name: String,
    /// The word for its kind.
    pub kind: &'static str,
    /// What it is; may be empty.
    pub about: String,
    /// The text with it.
    pub text: String,
    /// The place of the cursor in that text, in bytes.
    pub cursor: usize,
}

/// Maximum number of suggestions. More letters find the others.
const MOST: usize = 12;

/// Returns what may be typed at byte `cursor` of `text`, the best first.
pub fn suggestions(scene: Scene<'_>, text: &str, cursor: usize) -> Vec<Suggestion> {
    let found = complete(text, cursor, scene.work.store(), &metadata(scene));
    let suggestion = |one: Completion| Suggestion {
        name: one.label,
        kind: kind(one.kind),
        about: one.detail,
        text: one.edit.apply(text),
        cursor: one.cursor,
    };
    let all = found.into_iter().map(suggestion);
    // What is there already is not suggested.
    all.filter(|one| one.text != text).take(MOST).collect()
}

/// Returns whether suggestions are of use while typing: within a word, and where a label, a value or a duration begins.
pub fn is_due(text: &str, cursor: usize) -> bool {
    let before = text.get(..cursor).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '{' | '[' | '"');
    before.ends_with(is_part)
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Metric => "metric",
        Kind::Label => "label",
        Kind::Value => "value",
        Kind::Function => "function",
        Kind::Aggregation => "aggregation",
        Kind::Keyword => "keyword",
        Kind::Duration => "duration",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_suggested_after_what_is_complete() {
        for (text, due) in [("ra", true), ("up{", true), ("up{job=\"", true), ("rate(x[", true)] {
            assert_eq!(is_due(text, text.len()), due, "{text}");
        }
        for text in ["", "sum(up)", "up{}", "up ", "x by (app)"] {
            assert!(!is_due(text, text.len()), "{text}");
        }
        assert!(is_due("sum(up)", 6));
    }
}
