//! The query language of Prometheus: text to a value at an instant or over a range.
//!
//! [`parse`] reads the whole stable language, so that a mistake is a mistake and not "unknown syntax". [`check`](check::check)
//! says whether what was read can be evaluated: for now a selector, `rate` or `increase` of one over a window, and any of these
//! compared with a number. [`eval`] evaluates it on a store. Every part of an expression knows where it stood in the text, and
//! prints back to text that reads the same.
//!
//! Written by hand, because the public parser is larger than this whole page and tells no places. The grammar is that of
//! Prometheus 3 (`promql/parser/generated_parser.y`, `lex.go`); what needs a feature flag there is refused as "not yet".

pub mod ast;
pub mod check;
pub mod eval;
pub mod functions;
mod lex;
mod literal;
mod parse;
mod print;
pub mod threshold;
mod types;

use ast::Expr;
use core::fmt;

/// Where something stands in the text of an expression: bytes, from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The part that is to blame.
    pub span: Span,
    /// Whose fault it is.
    pub kind: Kind,
    /// One sentence, lower case, without a final stop.
    pub reason: String,
    /// What to write instead, where it can be guessed: a sentence like `reason`.
    pub repair: Option<String>,
}

/// Whose fault an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The text is no valid expression.
    Wrong,
    /// It is valid, but cannot be evaluated here yet.
    NotYet,
}

impl Error {
    fn wrong(span: Span, reason: impl Into<String>) -> Self {
        Self { span, kind: Kind::Wrong, reason: reason.into(), repair: None }
    }

    fn not_yet(span: Span, what: &str) -> Self {
        Self { span, kind: Kind::NotYet, reason: format!("not yet: {what}"), repair: None }
    }

    fn repair(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
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
    /// From the beginning of this one to the end of the other.
    fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// Reads an expression: its grammar and its types.
///
/// # Errors
///
/// The first mistake, with its place.
pub fn parse(text: &str) -> Result<Expr, Error> {
    let expr = parse::parse(text)?;
    types::type_of(&expr)?;
    Ok(expr)
}

/// Reads an expression that is to be evaluated: [`parse`] and [`check`](check::check) in one.
///
/// # Errors
///
/// The first mistake, or the first part that cannot be evaluated yet.
pub fn compile(text: &str) -> Result<Expr, Error> {
    let expr = parse(text)?;
    check::check(&expr)?;
    Ok(expr)
}

#[cfg(test)]
mod tests;
