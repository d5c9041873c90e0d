//! Mistakes of meaning: valid expressions whose value is likely not what was meant.
//!
//! Each [`Rule`] holds for one part of an expression and what the store and the [`Metadata`] know about its metrics. Where they know
//! nothing, it raises nothing.

mod histogram;
mod process;
mod ratio;
mod window;

use super::ast::{Expr, Node};
use super::metadata::Metadata;
use super::{Edit, Span};
use crate::store::Store;

/// A mistake of meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The rule that found it.
    pub rule: Rule,
    /// The part of the text.
    pub span: Span,
    /// One sentence in lower case, without a final stop.
    pub message: String,
    /// A change of the text that repairs it, where one is known.
    pub edit: Option<Edit>,
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// `x{status=~"5.."} / x`: each series is divided by itself.
    RatioWithItself,
    /// `rate` of a gauge.
    RateOfGauge,
    /// `rate(sum(x)[5m:])`: a restart of one of the summed counters is taken for a restart of all.
    RateOfSum,
    /// A counter of an address behind which several processes answer in turn.
    SeveralProcesses,
    /// A quantile compared with a number that it cannot exceed, because the highest bucket ends below.
    ThresholdAboveBuckets,
    /// The name of a histogram, which has no series of its own.
    BareHistogram,
    /// A window that is shorter than two scrapes.
    ShortWindow,
    /// A metric that every program has, such as `process_open_fds`, of several programs.
    UnselectedProcess,
}

/// The parts of the expression around the one that is checked, the innermost last.
type Around<'e> = [&'e Expr];

/// The data that the rules use.
struct Known<'k> {
    store: &'k Store,
    metadata: &'k Metadata,
}

/// Returns the mistakes in an expression, in the order of its text.
///
/// ```
/// use metrics_engine::promql::{self, lint, metadata::Metadata};
/// use metrics_engine::store::Store;
///
/// let text = "asked_total{status=~\"5..\"} / asked_total";
/// let expr = promql::parse(text)?;
/// let found = lint::check(&expr, &Store::default(), &Metadata::default());
/// assert_eq!(found[0].rule, lint::Rule::RatioWithItself);
/// let repaired = found[0].edit.as_ref().map(|edit| edit.apply(text));
/// assert_eq!(repaired.as_deref(), Some("sum(asked_total{status=~\"5..\"}) / sum(asked_total)"));
/// # Ok::<(), promql::Error>(())
/// ```
pub fn check(expr: &Expr, store: &Store, metadata: &Metadata) -> Vec<Lint> {
    let known = Known { store, metadata };
    let mut found = Vec::new();
    known.visit(expr, &mut Vec::new(), &mut found);
    found.sort_by_key(|lint| lint.span.start);
    found
}

impl Known<'_> {
    fn visit<'e>(&self, expr: &'e Expr, around: &mut Vec<&'e Expr>, found: &mut Vec<Lint>) {
        ratio::check(expr, found);
        self.windows(expr, found);
        self.histogram(expr, around, found);
        self.process(expr, around, found);
        around.push(expr);
        for part in expr.parts() {
            self.visit(part, around, found);
        }
        around.pop();
    }
}

/// Returns whether the expression is a call of one of these functions.
fn is_call(expr: &Expr, names: &[&str]) -> bool {
    matches!(&expr.node, Node::Call { function, .. } if names.contains(&function.name))
}

#[cfg(test)]
mod tests;
