//! The types of expressions, and whether each part fits into its place.

use super::ast::{Aggregate, Aggregation, Binary, BinaryOp, Expr, Node, Shift, Subquery};
use super::functions::{Function, Type};
use super::{Edit, Error};
use crate::time::Duration;

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
        Node::Aggregate(aggregate) => aggregation(expr, aggregate),
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
    Err(match (found, due) {
        (Type::Vector, Type::Range) => {
            let with_window = windowed(expr);
            let error = error.repair(format!("add a window: {with_window}"));
            error.edit(Edit::replace(expr.span, with_window.to_string()))
        }
        (Type::Range, Type::Vector) => needs_function(error, expr),
        _ => error,
    })
}

/// The window in repairs.
const WINDOW: Duration = Duration::from_secs(300);

/// Returns the samples of an instant vector within a window.
fn windowed(expr: &Expr) -> Expr {
    let span = expr.span;
    let node = match &expr.node {
        Node::Selector(selector) => Node::Range { selector: selector.clone(), range: WINDOW },
        Node::Binary(_) | Node::Sign { .. } => {
            let inner = Expr { node: Node::Paren(Box::new(expr.clone())), span };
            return windowed(&inner);
        }
        _ => Node::Subquery(Box::new(Subquery {
            expr: expr.clone(),
            range: WINDOW,
            step: None,
            shift: Shift::default(),
        })),
    };
    Expr { node, span }
}

/// Adds the repair of a range vector that stands where its numbers are needed: `rate` of a counter, the mean of anything else.
pub(super) fn needs_function(error: Error, expr: &Expr) -> Error {
    let error = error.repair("a window needs a function, such as rate(…)");
    let names = expr.selectors();
    let is_counter = names.first().and_then(|selector| selector.name()).is_some_and(|name| {
        ["_total", "_sum", "_count", "_bucket"].iter().any(|suffix| name.ends_with(suffix))
    });
    let is_subquery = !matches!(expr.node, Node::Range { .. });
    let function = if is_counter && !is_subquery { "rate" } else { "avg_over_time" };
    error.edit(Edit::replace(expr.span, format!("{function}({expr})")))
}

/// Adds the repair of two arguments in the wrong order.
fn exchanged(error: Error, whole: &Expr, args: &[Expr], due: &[Type], name: &str) -> Error {
    let ([first, second], [due_first, due_second]) = (args, due) else { return error };
    if type_of(first) != Ok(*due_second) || type_of(second) != Ok(*due_first) {
        return error;
    }
    let text = format!("{name}({second}, {first})");
    let error = Error { repair: None, edit: None, ..error };
    error.repair(format!("write `{text}`")).edit(Edit::replace(whole.span, text))
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
            expect(arg, *due, &format!("in {}", function.name)).map_err(|error| {
                let error = rate_of_sum(error, expr, function, arg);
                exchanged(error, expr, args, function.args, function.name)
            })?;
        }
    }
    Ok(function.returns)
}

/// Adds the repair of `rate(sum by (job) (x))`: the sum of rates.
fn rate_of_sum(error: Error, whole: &Expr, function: &Function, arg: &Expr) -> Error {
    let is_rate = matches!(function.name, "rate" | "irate" | "increase");
    match &arg.node {
        Node::Aggregate(aggregate) if is_rate && type_of(&aggregate.expr) == Ok(Type::Vector) => {
            let args = vec![windowed(&aggregate.expr)];
            let Some(function) = super::functions::find(function.name) else { return error };
            let rate = Expr { node: Node::Call { function, args }, span: arg.span };
            let sum = Aggregate { expr: rate, ..(**aggregate).clone() };
            let node = Node::Aggregate(Box::new(sum));
            let text = Expr { node, span: whole.span }.to_string();
            error.repair(format!("write `{text}`")).edit(Edit::replace(whole.span, text))
        }
        _ => error,
    }
}

fn aggregation(expr: &Expr, aggregate: &Aggregate) -> Result<Type, Error> {
    let name = aggregate.op.name();
    if let Some(param) = &aggregate.param {
        let due = if aggregate.op == Aggregation::CountValues { Type::Text } else { Type::Scalar };
        expect(param, due, &format!("in {name}")).map_err(|error| {
            let grouping = aggregate.grouping.as_ref();
            let name = grouping.map_or(name.to_owned(), |grouping| format!("{name} {grouping} "));
            let args = [param.clone(), aggregate.expr.clone()];
            exchanged(error, expr, &args, &[due, Type::Vector], &name)
        })?;
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
                    Type::Range => needs_function(error, side),
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
        let with_bool = Binary { is_bool: true, ..binary.clone() };
        let text = Expr { node: Node::Binary(Box::new(with_bool)), span: expr.span }.to_string();
        return Err(error
            .repair(format!("write `{op} bool`"))
            .edit(Edit::replace(expr.span, text)));
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
