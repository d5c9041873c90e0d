//! Properties of expressions that do not depend on the data.

use crate::promql::ast::{Aggregation, Expr, Node};
use crate::promql::functions::Compute;

/// Returns whether the value is the same at all steps of a range.
pub(super) fn is_invariant(expr: &Expr) -> bool {
    match &expr.node {
        Node::Number(_) | Node::Text(_) => true,
        Node::Selector(selector) | Node::Range { selector, .. } => selector.shift.at.is_some(),
        Node::Subquery(subquery) => subquery.shift.at.is_some(),
        Node::Paren(inner) | Node::Sign { expr: inner, .. } => is_invariant(inner),
        Node::Aggregate(aggregate) => {
            is_invariant(&aggregate.expr) && aggregate.param.as_ref().is_none_or(is_invariant)
        }
        Node::Binary(binary) => is_invariant(&binary.left) && is_invariant(&binary.right),
        Node::Call { function, args } => !function.uses_time() && args.iter().all(is_invariant),
    }
}

/// Returns whether the series of one instant are in an order that the expression makes.
pub(super) fn is_ordered(expr: &Expr) -> bool {
    match &expr.node {
        Node::Paren(inner) => is_ordered(inner),
        Node::Aggregate(aggregate) => {
            matches!(aggregate.op, Aggregation::Topk | Aggregation::Bottomk)
        }
        Node::Call { function, .. } => {
            matches!(function.name, "sort" | "sort_desc")
                && matches!(function.compute, Compute::Vector(_))
        }
        _ => false,
    }
}
