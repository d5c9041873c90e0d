//! Remarks on a query: errors, warnings and infos, each with its place in the text.

use metrics_engine::promql::annotation::{Annotation, Severity};
use metrics_engine::promql::lint::Lint;
use metrics_engine::promql::{Error, Kind, Span, parse, repaired};

/// A remark on a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How serious it is.
    pub level: Level,
    /// Its kind and place: `Column 24:`.
    pub lead: String,
    /// One sentence.
    pub message: String,
    /// What to do instead, one sentence; empty where that is not known.
    pub advice: String,
    /// The part of the text that it is about.
    pub span: Span,
    /// The text of a query that has not got the mistake.
    pub repair: Option<String>,
}

/// The levels of a [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// There is no result.
    Error,
    /// The result is likely not what was meant.
    Warning,
    /// The result may not be what was meant.
    Info,
}

impl Level {
    /// Returns the name of the status in whose colour and with whose symbol it is shown.
    pub fn status(self) -> &'static str {
        match self {
            Self::Error => "major",
            Self::Warning => "degraded",
            Self::Info => "unknown",
        }
    }
}

impl Remark {
    /// Creates the remark on an error of `text`.
    pub(super) fn of_error(error: &Error, text: &str) -> Self {
        let lead = match error.kind {
            Kind::Wrong => place(error.span, text),
            Kind::Experimental => format!("Not supported, {}", lower(&place(error.span, text))),
        };
        Self {
            level: Level::Error,
            lead,
            message: stopped(&error.reason),
            advice: error.repair.as_deref().map(stopped).unwrap_or_default(),
            span: error.span,
            repair: repaired(text),
        }
    }

    /// Creates the remark on a mistake of meaning in `text`.
    pub(super) fn of_lint(lint: &Lint, text: &str) -> Self {
        Self {
            level: Level::Warning,
            lead: place(lint.span, text),
            message: stopped(&lint.message),
            advice: String::new(),
            span: lint.span,
            repair: lint.edit.as_ref().map(|edit| edit.apply(text)),
        }
    }

    /// Creates the remark that an evaluation of `text` made.
    pub(super) fn of_annotation(annotation: &Annotation, text: &str) -> Self {
        let (level, word) = match annotation.severity {
            Severity::Warning => (Level::Warning, "Warning"),
            Severity::Info => (Level::Info, "Info"),
        };
        Self {
            level,
            lead: format!("{word}, {}", lower(&place(annotation.span, text))),
            message: stopped(&annotation.message),
            advice: String::new(),
            span: annotation.span,
            repair: None,
        }
    }
}

/// Returns the mistake of a query that cannot be evaluated; `None` for a valid one, and for an empty one.
pub fn mistake(text: &str) -> Option<Remark> {
    if text.trim().is_empty() {
        return None;
    }
    parse(text).err().map(|error| Remark::of_error(&error, text))
}

/// Returns the text of a query with blanks and lines as they are usual; `None` for a text that is no query, and for one with a comment,
/// which would be lost.
pub fn formatted(text: &str) -> Option<String> {
    let expr = parse(text).ok()?;
    (!text.contains('#')).then(|| expr.pretty())
}

/// Returns the place of a span in words: `Column 24:`, `Line 2, column 3:`.
fn place(span: Span, text: &str) -> String {
    let (line, column) = span.line_and_column(text);
    if text.contains('\n') {
        format!("Line {line}, column {column}:")
    } else {
        format!("Column {column}:")
    }
}

fn lower(words: &str) -> String {
    words.to_ascii_lowercase()
}

/// Returns a sentence with its stop.
pub(super) fn stopped(words: &str) -> String {
    let words = words.trim_end_matches('.');
    format!("{words}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_its_place_and_its_reason() {
        assert_eq!(mistake("  \n"), None);
        assert_eq!(mistake("sum by (job) (rate(x[5m]))"), None);
        let wrong = mistake("sum(up) by app_id").unwrap();
        assert_eq!((wrong.level, wrong.lead.as_str()), (Level::Error, "Column 12:"));
        assert!(wrong.message.ends_with('.') && !wrong.message.is_empty(), "{wrong:?}");
        let wrong = mistake("sum(\n  up +)").unwrap();
        assert_eq!(wrong.lead, "Line 2, column 7:");
        let wrong = mistake("load by (app)").unwrap();
        assert_eq!(wrong.repair.as_deref(), Some("sum by (app) (load)"));
        let wrong = mistake("limitk(2, up)").unwrap();
        assert!(wrong.lead.starts_with("Not supported, column 1"), "{wrong:?}");
    }
}
