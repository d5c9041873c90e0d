//! Changes of the text of an expression, such as the repair of a mistake.

use super::Span;

/// A change of a text: another text in the place of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The part that is replaced. An empty one is a place to insert at.
    pub span: Span,
    /// The text that replaces it.
    pub text: String,
}

impl Edit {
    /// Creates a replacement.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Creates an insertion before the byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(Span { start: at, end: at }, text)
    }

    /// Returns `text` with the change, or without where the span is not within it.
    pub fn apply(&self, text: &str) -> String {
        match (text.get(..self.span.start), text.get(self.span.end..)) {
            (Some(before), Some(after)) => format!("{before}{}{after}", self.text),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_replaces_inserts_and_leaves_other_texts_alone() {
        let span = Span { start: 3, end: 4 };
        assert_eq!(Edit::replace(span, "==").apply("up = 1"), "up == 1");
        assert_eq!(Edit::insert(2, "{}").apply("up"), "up{}");
        assert_eq!(Edit::insert(9, "x").apply("up"), "up");
        assert_eq!(Edit::insert(1, "x").apply("é"), "é");
    }
}
