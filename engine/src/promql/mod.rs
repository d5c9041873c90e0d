//! The query language of Prometheus: from a text to its value at an instant or over a range.
//!
//! [`parse`] reads the whole stable language, and [`eval`] evaluates it on a store: floats and classic histograms, as Prometheus 3 does.
//! Every part of an expression has its span in the text, and prints back to text that parses to the same expression.
//!
//! The parser is written by hand because the crate `promql-parser` is larger than a whole page and has no spans. The grammar is that
//! of Prometheus 3 (`promql/parser/generated_parser.y`, `lex.go`). Features behind a flag there are refused as experimental. Native
//! histograms do not occur in the text formats, so that functions of them yield nothing.

pub mod annotation;
pub mod ast;
pub mod complete;
mod edit;
pub mod eval;
pub mod explain;
pub mod functions;
mod groups;
mod lex;
pub mod lint;
mod literal;
pub mod metadata;
mod parse;
pub mod point;
mod print;
pub mod series;
pub mod threshold;
mod types;
pub mod value;
pub mod window;

pub use edit::Edit;

use ast::Expr;
use core::fmt;
use functions::Type;

/// A place in the text of an expression, in bytes: from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// An error in an expression, or of its evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The part of the text that causes the error.
    pub span: Span,
    /// The kind of the error.
    pub kind: Kind,
    /// One sentence in lower case, without a final stop.
    pub reason: String,
    /// A suggestion of what to write instead: a sentence like `reason`.
    pub repair: Option<String>,
    /// The suggestion as a change of the text, where one is known. Another error may be left: [`repaired`] applies one after the other.
    pub edit: Option<Edit>,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The text is no valid expression, or has no value on this store.
    Wrong,
    /// The expression is valid where Prometheus has a feature flag set, and not supported.
    Experimental,
}

impl Error {
    fn wrong(span: Span, reason: impl Into<String>) -> Self {
        Self { span, kind: Kind::Wrong, reason: reason.into(), repair: None, edit: None }
    }

    fn experimental(span: Span, what: &str) -> Self {
        let reason = format!("experimental, not supported: {what}");
        Self { span, kind: Kind::Experimental, reason, repair: None, edit: None }
    }

    fn repair(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
        self
    }

    fn edit(mut self, edit: Edit) -> Self {
        self.edit = Some(edit);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        if let Some(repair) = &self.repair {
            write!(f, "; {repair}")?;
        }
        Ok(())
    }
}

impl Span {
    /// Returns line and column of the start in `text`, both counted from one.
    pub fn line_and_column(self, text: &str) -> (usize, usize) {
        let before = text.get(..self.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        (line, before.rsplit('\n').next().unwrap_or_default().len() + 1)
    }

    /// Returns the span from the start of this one to the end of the other.
    fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// Parses an expression and checks its types.
///
/// # Errors
///
/// The first error, with its place.
pub fn parse(text: &str) -> Result<Expr, Error> {
    let expr = parse::parse(text)?;
    types::type_of(&expr)?;
    Ok(expr)
}

/// Parses an expression whose value is a number, or a number per series, as panels and rules need.
///
/// # Errors
///
/// As [`parse`]; also if the value is a text or the samples of a window.
pub fn compile(text: &str) -> Result<Expr, Error> {
    let expr = parse(text)?;
    match types::type_of(&expr)? {
        Type::Scalar | Type::Vector => Ok(expr),
        Type::Text => Err(Error::wrong(expr.span, "a string has no number")),
        Type::Range => {
            let error = Error::wrong(expr.span, "a range vector has many numbers per series");
            Err(types::needs_function(error, &expr))
        }
    }
}

/// Maximum number of errors that are repaired one after the other.
const MAX_REPAIRS: usize = 10;

/// Returns a wrong text with all of its errors repaired, or `None` where the text is right, or no repair is known.
///
/// ```
/// use metrics_engine::promql::repaired;
///
/// let text = repaired("connections by (app) > 5 && up = 1");
/// assert_eq!(text.as_deref(), Some("sum by (app) (connections) > 5 and up == 1"));
/// assert_eq!(repaired("up"), None);
/// ```
pub fn repaired(text: &str) -> Option<String> {
    let mut repaired = text.to_owned();
    for _ in 0..MAX_REPAIRS {
        match parse(&repaired) {
            Ok(_) => return (repaired != text).then_some(repaired),
            Err(error) => repaired = error.edit?.apply(&repaired),
        }
    }
    None
}

#[cfg(test)]
mod tests;
