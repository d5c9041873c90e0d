//! Annotations: warnings and infos about a result that was computed all the same.

use super::Span;
use core::fmt;

/// A warning or an info about a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// How serious it is.
    pub severity: Severity,
    /// The part of the expression.
    pub span: Span,
    /// One sentence in lower case, without a final stop, in Prometheus' words.
    pub message: String,
}

/// The severity of an [`Annotation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The result is likely not what was meant.
    Warning,
    /// The result may not be what was meant.
    Info,
}

/// The annotations of one evaluation, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations(Vec<Annotation>);

/// Maximum number of annotations of one evaluation. Some name a series, and a stranger can make thousands of those.
const MOST: usize = 100;

impl Annotations {
    /// Adds a warning.
    pub fn warn(&mut self, span: Span, message: impl Into<String>) {
        self.add(Annotation { severity: Severity::Warning, span, message: message.into() });
    }

    /// Adds an info.
    pub fn info(&mut self, span: Span, message: impl Into<String>) {
        self.add(Annotation { severity: Severity::Info, span, message: message.into() });
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|one| self.add(one));
    }

    /// Returns the annotations in the order in which they were raised.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Annotation> {
        self.0.iter()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, new: Annotation) {
        if self.0.len() < MOST && !self.0.contains(&new) {
            self.0.push(new);
        }
    }
}

impl Annotation {
    /// Returns the annotation in the words of Prometheus' interface, with its line and column in `text`, the expression:
    /// `PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)`.
    pub fn in_full(&self, text: &str) -> String {
        let (line, column) = self.span.line_and_column(text);
        format!("PromQL {}: {} ({line}:{column})", self.severity, self.message)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_is_raised_once_and_says_where() {
        let mut all = Annotations::default();
        let span = Span { start: 8, end: 9 };
        all.warn(span, "odd");
        all.warn(span, "odd");
        all.info(span, "odd");
        assert_eq!(all.iter().len(), 2);
        let texts: Vec<_> = all.iter().map(|one| one.in_full("sum(a)\n+ b")).collect();
        assert_eq!(texts, ["PromQL warning: odd (2:2)", "PromQL info: odd (2:2)"]);
    }

    #[test]
    fn the_number_of_annotations_is_bounded() {
        let mut all = Annotations::default();
        (0..1000).for_each(|n| all.info(Span::default(), n.to_string()));
        assert_eq!(all.iter().len(), MOST);
    }
}
