//! Whether an expression can be evaluated.
//!
//! The error of an unsupported expression names the part. [`eval`](super::eval) relies on this check, and returns an error of its
//! own for an expression that was not checked.

use super::ast::{BinaryOp, Expr, Node};
use super::{Error, Kind, Span};

/// Checks that `expr`, a result of [`parse`](super::parse), can be evaluated.
///
/// # Errors
///
/// The first part that cannot be evaluated, as [`Kind::NotYet`].
pub fn check(expr: &Expr) -> Result<(), Error> {
    if expr.as_number().is_some() {
        return Ok(());
    }
    let not_yet = |what: &str| Err(Error::not_yet(expr.span, what));
    match &expr.node {
        Node::Number(_) | Node::Selector(_) => Ok(()),
        Node::Paren(inner) => check(inner),
        Node::Call { function, args } => match function.name {
            "rate" | "increase" => args.iter().try_for_each(check_window),
            name => not_yet(&format!("function ({name})")),
        },
        Node::Binary(binary) => {
            let op = binary.op;
            let BinaryOp::Compare(_) = op else {
                let kind = if op.is_set() { "set operator" } else { "arithmetic" };
                return not_yet(&format!("{kind} (`{op}`)"));
            };
            let sides = [&binary.left, &binary.right];
            if binary.is_bool {
                return not_yet("comparison with `bool`");
            }
            if !sides.iter().any(|side| side.as_number().is_some()) {
                sides.into_iter().try_for_each(check)?;
                return not_yet("comparison of two metrics");
            }
            sides.into_iter().filter(|side| side.as_number().is_none()).try_for_each(check)
        }
        Node::Range { .. } => not_yet("samples of a window, without a function around them"),
        Node::Text(_) => not_yet("a text"),
        Node::Subquery(_) => not_yet("subquery"),
        Node::Sign { .. } => not_yet("arithmetic (a sign)"),
        Node::Aggregate(aggregate) => not_yet(&format!("aggregation ({})", aggregate.op.name())),
    }
}

/// Returns whether the expression is a selector with a window, in parentheses or not.
fn check_window(expr: &Expr) -> Result<(), Error> {
    match &expr.node {
        Node::Range { .. } => Ok(()),
        Node::Paren(inner) => check_window(inner),
        _ => check(expr),
    }
}

/// The error of evaluating an expression that was not checked.
pub(super) fn unchecked(span: Span) -> Error {
    Error { span, kind: Kind::NotYet, reason: "not yet".to_owned(), repair: None }
}
