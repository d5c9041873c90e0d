//! The parts of an expression with their values, and why a part has none.
//!
//! [`explain`] evaluates each part for itself at one instant. A part without series has a [`Reason`], so that a person sees which
//! side of an operator is empty, and what to do.

mod operator;
mod reason;
mod selection;

pub use reason::Reason;

use super::ast::{Expr, Node};
use super::eval::{self, Answer, Settings};
use super::metadata::Metadata;
use super::value::Grid;
use super::{Error, Span};
use crate::store::Store;
use crate::time::Timestamp;

/// A part of an expression with its value. Parentheses are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The kind of the part.
    pub kind: Kind,
    /// The place in the text.
    pub span: Span,
    /// The part without its own parts: `up{job="rat"}`, `rate`, `sum by (job)`, `/ on (job)`.
    pub title: String,
    /// The value.
    pub found: Found,
    /// Why there is no series, where there is none and the reason is known.
    pub reason: Option<Reason>,
    /// The parts that it is made of, in the order of the text.
    pub parts: Vec<Part>,
}

/// The kinds of [`Part`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number or a text.
    Literal,
    /// The newest samples of series.
    Selector,
    /// The samples of series within a window.
    Range,
    /// The values of an expression within a window.
    Subquery,
    /// A call of a function.
    Call,
    /// An aggregation.
    Aggregation,
    /// An operator with one or two sides.
    Operator,
}

/// The value of a [`Part`].
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A number per series, or the samples of windows.
    Series {
        /// The number of series.
        series: usize,
        /// The number of samples, of all series together.
        samples: usize,
    },
    /// The part cannot be evaluated.
    Failed(Error),
}

/// Evaluates each part of an expression at `at`, and says why parts are empty. Each part is evaluated for itself, so that it takes as
/// many evaluations of one instant as there are parts; `settings` bounds each.
///
/// ```
/// use metrics_engine::promql::eval::Settings;
/// use metrics_engine::promql::explain::{Reason, explain};
/// use metrics_engine::promql::{self, metadata::Metadata};
/// use metrics_engine::store::Store;
/// use metrics_engine::time::Timestamp;
///
/// let expr = promql::parse("sum(rate(asked_total[5m]))")?;
/// let (store, settings) = (Store::default(), Settings::default());
/// let sum = explain(&expr, &store, Timestamp(0), &settings, &Metadata::default());
/// assert_eq!(sum.title, "sum");
/// let window = &sum.parts[0].parts[0];
/// assert_eq!(window.title, "asked_total[5m]");
/// let name = "asked_total".to_owned();
/// assert_eq!(window.reason, Some(Reason::NoSuchMetric { name, similar: vec![] }));
/// # Ok::<(), promql::Error>(())
/// ```
pub fn explain(
    expr: &Expr,
    store: &Store,
    at: Timestamp,
    settings: &Settings,
    metadata: &Metadata,
) -> Part {
    Explainer { store, at, settings, metadata }.part(expr, at)
}

struct Explainer<'e> {
    store: &'e Store,
    /// The instant of the whole evaluation.
    at: Timestamp,
    settings: &'e Settings,
    metadata: &'e Metadata,
}

impl Explainer<'_> {
    /// Explains a part that is evaluated at `at`.
    fn part(&self, expr: &Expr, at: Timestamp) -> Part {
        if let Node::Paren(inner) = &expr.node {
            return self.part(inner, at);
        }
        // A subquery's own expression is shown at the end of its window.
        let inner_at = match &expr.node {
            Node::Subquery(subquery) => self.shifted(subquery.shift, at),
            _ => at,
        };
        let parts: Vec<Part> =
            expr.parts().into_iter().map(|part| self.part(part, inner_at)).collect();
        let found = self.found(expr, at);
        let is_empty = matches!(found, Found::Series { series: 0, .. });
        let reason = if is_empty { self.reason(expr, &parts, at) } else { None };
        Part { kind: kind(expr), span: expr.span, title: title(expr), found, reason, parts }
    }

    fn found(&self, expr: &Expr, at: Timestamp) -> Found {
        match eval::evaluate(expr, self.store, Grid::instant(at), self.settings) {
            Err(error) => Found::Failed(error),
            Ok(outcome) => match outcome.answer {
                Answer::Scalar(numbers) => {
                    Found::Number(numbers.first().copied().unwrap_or(f64::NAN))
                }
                Answer::Text(text) => Found::Text(text),
                Answer::Vector(series) => {
                    Found::Series { series: series.len(), samples: series.len() }
                }
                Answer::Samples(series) => {
                    let samples = series.iter().map(|(_, samples)| samples.len()).sum();
                    Found::Series { series: series.len(), samples }
                }
            },
        }
    }
}

impl Part {
    /// Returns whether the part has a value without any series.
    pub fn is_empty(&self) -> bool {
        matches!(self.found, Found::Series { series: 0, .. })
    }

    /// Returns the reasons that are no consequence of another one: those of the innermost empty parts.
    pub fn causes(&self) -> Vec<&Self> {
        let inner: Vec<&Self> = self.parts.iter().flat_map(Self::causes).collect();
        let is_cause = self.reason.as_ref().is_some_and(|reason| *reason != Reason::EmptyPart);
        if is_cause && inner.is_empty() { vec![self] } else { inner }
    }
}

fn kind(expr: &Expr) -> Kind {
    match &expr.node {
        Node::Number(_) | Node::Text(_) => Kind::Literal,
        Node::Selector(_) => Kind::Selector,
        Node::Range { .. } => Kind::Range,
        Node::Subquery(_) => Kind::Subquery,
        Node::Call { .. } => Kind::Call,
        Node::Aggregate(_) => Kind::Aggregation,
        Node::Sign { .. } | Node::Binary(_) => Kind::Operator,
        Node::Paren(inner) => kind(inner),
    }
}

/// Returns the text of a part without its own parts.
fn title(expr: &Expr) -> String {
    match &expr.node {
        Node::Subquery(subquery) => {
            let step = subquery.step.map_or(String::new(), |step| step.to_string());
            format!("[{}:{step}]{}", subquery.range, subquery.shift)
        }
        Node::Call { function, .. } => function.name.to_owned(),
        Node::Aggregate(aggregate) => match &aggregate.grouping {
            Some(grouping) => format!("{} {grouping}", aggregate.op.name()),
            None => aggregate.op.name().to_owned(),
        },
        Node::Sign { negative, .. } => if *negative { "-" } else { "+" }.to_owned(),
        Node::Binary(binary) => {
            let is_bool = if binary.is_bool { " bool" } else { "" };
            match &binary.matching {
                Some(matching) => format!("{}{is_bool} {matching}", binary.op),
                None => format!("{}{is_bool}", binary.op),
            }
        }
        Node::Number(_)
        | Node::Text(_)
        | Node::Selector(_)
        | Node::Range { .. }
        | Node::Paren(_) => expr.to_string(),
    }
}

#[cfg(test)]
mod tests;
