//! The types of expressions, and whether each part fits into its place.

use super::Error;
use super::ast::{Aggregate, Aggregation, Binary, BinaryOp, Expr, Node};
use super::functions::{Function, Type};

/// Returns the type of an expression, or an error at the first part that does not fit.
pub(super) fn type_of(expr: &Expr) -> Result<Type, Error> {
    match &expr.node {
        Node::Number(_) => Ok(Type::Scalar),
        Node::Text(_) => Ok(Type::Text),
        Node::Selector(_) => Ok(Type::Vector),
        Node::Range { .. } => Ok(Type::Range),
        Node::Paren(inner) => type_of(inner),
        Node::Sign { expr, .. } => match type_of(expr)? {
            fine @ (Type::Scalar | Type::Vector) => Ok(fine),
            other => Err(Error::wrong(expr.span, format!("a sign before {}", other.name()))),
        },
        Node::Subquery(subquery) => {
            expect(&subquery.expr, Type::Vector, "in a subquery")?;
            Ok(Type::Range)
        }
        Node::Call { function, args } => call(expr, function, args),
        Node::Aggregate(aggregate) => aggregation(aggregate),
        Node::Binary(binary) => operator(expr, binary),
    }
}

fn expect(expr: &Expr, due: Type, place: &str) -> Result<(), Error> {
    let found = type_of(expr)?;
    if found == due {
        return Ok(());
    }
    let reason = format!("expected {} {place}, got {}", due.name(), found.name());
    let error = Error::wrong(expr.span, reason);
    Err(match (&expr.node, due) {
        (Node::Selector(_), Type::Range) => error.repair(format!("add a window: {expr}[5m]")),
        (Node::Range { .. }, Type::Vector) => error.repair("leave out the window"),
        _ => error,
    })
}

fn call(expr: &Expr, function: &Function, args: &[Expr]) -> Result<Type, Error> {
    let most = function.args.len();
    let least = most - function.optional;
    if args.len() < least || args.len() > most && !function.repeats {
        let due = match (function.repeats, least == most) {
            (true, _) => format!("at least {least}"),
            (false, true) => most.to_string(),
            (false, false) => format!("{least} to {most}"),
        };
        let plural = if due == "1" { "" } else { "s" };
        let reason = format!("{} takes {due} argument{plural}, not {}", function.name, args.len());
        return Err(Error::wrong(expr.span, reason));
    }
    for (index, arg) in args.iter().enumerate() {
        if let Some(due) = function.args.get(index).or(function.args.last()) {
            expect(arg, *due, &format!("in {}", function.name))?;
        }
    }
    Ok(function.returns)
}

fn aggregation(aggregate: &Aggregate) -> Result<Type, Error> {
    let name = aggregate.op.name();
    if let Some(param) = &aggregate.param {
        let due = if aggregate.op == Aggregation::CountValues { Type::Text } else { Type::Scalar };
        expect(param, due, &format!("in {name}"))?;
    }
    expect(&aggregate.expr, Type::Vector, &format!("in {name}"))?;
    Ok(Type::Vector)
}

fn operator(expr: &Expr, binary: &Binary) -> Result<Type, Error> {
    let Binary { op, left, right, is_bool, matching } = binary;
    let wrong = |reason: String| Err(Error::wrong(expr.span, reason));
    let mut vectors = 0;
    for side in [left, right] {
        match type_of(side)? {
            Type::Vector => vectors += 1,
            Type::Scalar => {}
            other => {
                let reason =
                    format!("`{op}` works on numbers and metrics, not on {}", other.name());
                let error = Error::wrong(side.span, reason);
                return Err(match other {
                    Type::Range => error.repair("a window needs a function, such as rate(…)"),
                    _ => error,
                });
            }
        }
    }
    let is_comparison = matches!(op, BinaryOp::Compare(_));
    if *is_bool && !is_comparison {
        return wrong(format!("`bool` belongs to comparisons, not to `{op}`"));
    }
    if op.is_set() && vectors < 2 {
        return wrong(format!("`{op}` works on metrics, not on numbers"));
    }
    if is_comparison && !is_bool && vectors == 0 {
        let error = Error::wrong(expr.span, "two numbers can only be compared with `bool`");
        return Err(error.repair(format!("write `{op} bool`")));
    }
    if let Some(matching) = matching {
        if vectors < 2 {
            return wrong("`on` and `ignoring` need metrics on both sides".to_owned());
        }
        if let Some((_, include)) = &matching.group {
            if op.is_set() {
                return wrong(format!("`{op}` has no groups"));
            }
            let both =
                matching.on.then(|| include.iter().find(|one| matching.labels.contains(one)));
            if let Some(Some(label)) = both {
                return wrong(format!("label `{label}` stands both in `on` and in the group"));
            }
        }
    }
    Ok(if vectors == 0 { Type::Scalar } else { Type::Vector })
}
