//! The value of a rule's expression at an instant, before and after its outermost comparison.

use metrics_engine::labels::LabelSet;
use metrics_engine::promql::ast::{Comparison, Expr};
use metrics_engine::promql::threshold::{self, Threshold};
use metrics_engine::promql::{self, eval};
use metrics_engine::store::Store;
use metrics_engine::time::Timestamp;

/// One series that was measured, and whether the condition holds for it.
pub(super) struct Measured {
    pub(super) labels: LabelSet,
    pub(super) value: f64,
    pub(super) holds: bool,
}

/// Returns the value of each series that the expression is about.
pub(super) fn all(
    expr: &Expr,
    store: &Store,
    at: Timestamp,
) -> Result<Vec<Measured>, promql::Error> {
    let (inner, limit) = match threshold::of(expr) {
        Some((inner, limit)) => (inner, Some(limit)),
        None => (expr, None),
    };
    let values = eval::instant(inner, store, at)?;
    let measured = values.into_iter().map(|(labels, value)| {
        let holds = limit.is_none_or(|limit| limit.comparison.holds(value, limit.value));
        Measured { labels, value, holds }
    });
    Ok(measured.collect())
}

/// Returns the series that comes nearest to the threshold, or is farthest beyond it.
pub(super) fn nearest(measured: &[Measured], limit: Threshold) -> Option<&Measured> {
    let distance = |one: &Measured| match limit.comparison {
        Comparison::Greater | Comparison::GreaterOrEqual => limit.value - one.value,
        Comparison::Less | Comparison::LessOrEqual => one.value - limit.value,
        Comparison::Equal => (one.value - limit.value).abs(),
        Comparison::NotEqual => -(one.value - limit.value).abs(),
    };
    let numbers = measured.iter().filter(|one| !one.value.is_nan());
    numbers.min_by(|one, other| distance(one).total_cmp(&distance(other)))
}

/// Returns whether the store has a series that the expression selects, or the expression selects none.
pub(super) fn any_series(expr: &Expr, store: &Store) -> bool {
    let selectors = expr.selectors();
    selectors.is_empty()
        || selectors.iter().any(|selector| !store.select(&selector.matchers).is_empty())
}
