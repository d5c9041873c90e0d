//! The result of an expression, in a few words.

use super::fleet::Fleet;
use metrics_engine::number::go;
use metrics_engine::promql;
use metrics_engine::promql::ast::{BinaryOp, Node};

/// Describes the value of an expression: the values, or why there are none.
pub(crate) fn of(expr: &str, fleet: &Fleet) -> String {
    let found = fleet.query(expr).unwrap_or_else(|error| panic!("{expr}: {error}"));
    let values: Vec<f64> = found.iter().map(|(_, value)| *value).collect();
    if values.is_empty() {
        return why_empty(expr, fleet);
    }
    let nan = values.iter().filter(|value| value.is_nan()).count();
    let numbers: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let (least, greatest) =
        numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), value| {
            (least.min(*value), greatest.max(*value))
        });
    let short = |value| go::general(value, Some(6));
    let numbers = match numbers.as_slice() {
        [] => String::new(),
        [only] => short(*only),
        many => format!("{} from {} to {}", many.len(), short(least), short(greatest)),
    };
    match (nan, numbers.is_empty()) {
        (0, _) => numbers,
        (nan, true) => format!("{nan} NaN"),
        (nan, false) => format!("{numbers}, {nan} NaN"),
    }
}

/// Says why an expression has no values: a metric that no system serves, a condition that no series meets, or a comparison.
fn why_empty(expr: &str, fleet: &Fleet) -> String {
    let parsed = promql::parse(expr).unwrap();
    let count = |selector: &str| fleet.query(selector).unwrap().len();
    for selector in parsed.selectors() {
        let name = selector.name().unwrap();
        if count(name) == 0 {
            let is_histogram = count(&format!("{name}_bucket")) > 0;
            return if is_histogram {
                format!("empty: {name} is a histogram")
            } else {
                format!("empty: no {name}")
            };
        }
        if fleet.store.select(&selector.matchers).is_empty() {
            return format!("empty: no {name} with these labels");
        }
    }
    if let Node::Binary(binary) = &parsed.node
        && !matches!(binary.op, BinaryOp::Compare(_) | BinaryOp::And)
        && [&binary.left, &binary.right].into_iter().all(|side| count(&side.to_string()) > 0)
    {
        return "empty: no series of one side matches one of the other".to_owned();
    }
    "empty: no value meets the comparison".to_owned()
}
