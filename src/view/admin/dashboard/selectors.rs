//! The selectors of expressions.

use metrics_engine::promql::ast::{Expr, Selector};

/// Returns all selectors of these expressions.
pub(super) fn selectors(exprs: &[Expr]) -> Vec<&Selector> {
    let mut all = Vec::new();
    for expr in exprs {
        all.extend(expr.selectors());
    }
    all
}
