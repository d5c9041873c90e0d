//! The threshold of an expression: the number with which its outermost comparison compares.
//!
//! In `rate(errors_total[5m]) > 5` it is the 5. `0.5 < up` has one too, and reads as `up > 0.5`. An expression that is no comparison
//! with a number has none.

use super::ast::{BinaryOp, Comparison, Expr, Node};

/// A comparison with a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The comparison, with the metric on its left.
    pub comparison: Comparison,
    /// The number.
    pub value: f64,
}

/// Returns the measured expression, and the threshold with which it is compared.
pub fn of(expr: &Expr) -> Option<(&Expr, Threshold)> {
    match &expr.node {
        Node::Paren(inner) => of(inner),
        Node::Binary(binary) if !binary.is_bool => {
            let BinaryOp::Compare(comparison) = binary.op else { return None };
            match (binary.left.as_number(), binary.right.as_number()) {
                (None, Some(value)) => Some((&binary.left, Threshold { comparison, value })),
                (Some(value), None) => {
                    let comparison = comparison.flipped();
                    Some((&binary.right, Threshold { comparison, value }))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the expression with another threshold, `None` where it has none. The spans are those of the old text.
pub fn with(expr: &Expr, threshold: Threshold) -> Option<Expr> {
    of(expr)?;
    let mut changed = expr.clone();
    replace(&mut changed, threshold);
    Some(changed)
}

fn replace(expr: &mut Expr, threshold: Threshold) {
    match &mut expr.node {
        Node::Paren(inner) => replace(inner, threshold),
        Node::Binary(binary) => {
            let (number, comparison) = if binary.left.as_number().is_some() {
                (&mut binary.left, threshold.comparison.flipped())
            } else {
                (&mut binary.right, threshold.comparison)
            };
            number.node = Node::Number(threshold.value);
            binary.op = BinaryOp::Compare(comparison);
        }
        _ => {}
    }
}
