//! Whether an expression can be evaluated.
//!
//! The error of an unsupported expression names the part.

use super::Error;
use super::ast::{Expr, Node};
use super::functions::Compute;

/// Checks that `expr`, a result of [`parse`](super::parse), can be evaluated.
///
/// # Errors
///
/// The first part that cannot be evaluated, as [`Kind::NotYet`](super::Kind::NotYet).
pub fn check(expr: &Expr) -> Result<(), Error> {
    match &expr.node {
        Node::Number(_) | Node::Selector(_) | Node::Range { .. } | Node::Text(_) => Ok(()),
        Node::Paren(inner) | Node::Sign { expr: inner, .. } => check(inner),
        Node::Call { function, args } => match function.compute {
            Compute::Missing => {
                Err(Error::not_yet(expr.span, &format!("function ({})", function.name)))
            }
            _ => args.iter().try_for_each(check),
        },
        Node::Binary(binary) => {
            check(&binary.left)?;
            check(&binary.right)
        }
        Node::Subquery(subquery) => check(&subquery.expr),
        Node::Aggregate(aggregate) => {
            aggregate.param.iter().try_for_each(check)?;
            check(&aggregate.expr)
        }
    }
}
