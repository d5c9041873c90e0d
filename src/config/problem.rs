//! Problems of the operator's document, with their places and hints.
//!
//! Every check collects problems instead of stopping at the first, so that one round of editing corrects them all.
//! The printed form is the one that editors and terminals make clickable: `FILE:LINE:COLUMN: error: …`.

use core::fmt;

/// A place in a file, both from 1. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl At {
    /// The start of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The document cannot be used.
    Error,
    /// It can, but it will not do what its author expects.
    Warning,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its severity.
    pub severity: Severity,
    /// Its place in the file.
    pub at: At,
    /// The way to it in the document, as in `systems[2].checks[0].interval`; empty for the whole.
    pub path: String,
    /// The problem: lower case, no final stop.
    pub message: String,
    /// The correction, if it is known.
    pub hint: Option<String>,
}

impl Problem {
    /// An error.
    pub fn error(at: At, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            at,
            path: path.into(),
            message: message.into(),
            hint: None,
        }
    }

    /// A warning.
    pub fn warning(at: At, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(at, path, message) }
    }

    /// The same, with what to write instead.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The printed form, for a file of this name: one line, and one more where there is a hint.
    pub fn in_file<'a>(&'a self, file: &'a str) -> impl fmt::Display + 'a {
        InFile { problem: self, file }
    }
}

struct InFile<'a> {
    problem: &'a Problem,
    file: &'a str,
}

impl fmt::Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { severity, at, path, message, hint } = self.problem;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}:{}:{}: {severity}: ", self.file, at.line, at.column)?;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(message)?;
        if let Some(hint) = hint {
            write!(f, "\n    {hint}")?;
        }
        Ok(())
    }
}

/// The word among `known` that `written` was probably meant to be.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&written, &word.to_lowercase()), word))
        // A third of the letters may be wrong: "intervall" finds "interval", "foo" finds nothing.
        .filter(|(distance, word)| *distance <= word.len().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_editors_can_follow() {
        let problem = Problem::error(At { line: 3, column: 7 }, "site.nam", "unknown key")
            .with_hint("did you mean `name`?");
        assert_eq!(
            problem.in_file("a.yaml").to_string(),
            "a.yaml:3:7: error: site.nam: unknown key\n    did you mean `name`?"
        );
        let problem = Problem::warning(At::START, "", "nothing here");
        assert_eq!(problem.in_file("a.yaml").to_string(), "a.yaml:1:1: warning: nothing here");
    }

    #[test]
    fn finds_the_nearest_word_but_guesses_nothing() {
        let known = ["interval", "timeout", "url", "chatalot"];
        for (written, found) in [
            ("intervall", Some("interval")),
            ("Interval", Some("interval")),
            ("tiemout", Some("timeout")),
            ("uri", Some("url")),
            ("chat-a-lot", Some("chatalot")),
            ("foo", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, known), found, "{written}");
        }
    }
}
