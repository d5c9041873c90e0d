//! The engine's entry points, as the runner uses them.

use metrics_engine::labels::LabelSet;
use metrics_engine::promql::ast::Expr;
use metrics_engine::promql::eval;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// The series of a result: labels, and a value or nothing for each step.
pub(crate) type Series = Vec<(LabelSet, Vec<Option<f64>>)>;

/// A result.
#[derive(Debug)]
pub(crate) enum Value {
    /// A number for each step.
    Scalar(Vec<f64>),
    /// A text.
    Text(String),
    /// Series.
    Vector(Series),
    /// The samples of a window with their times.
    Samples(Vec<(LabelSet, Vec<(i64, f64)>)>),
}

/// A result with its annotations.
pub(crate) struct Outcome {
    /// The result.
    pub(crate) value: Value,
    /// Warnings as Prometheus prints them.
    pub(crate) warnings: Vec<String>,
    /// Infos as Prometheus prints them.
    pub(crate) infos: Vec<String>,
}

/// The steps of an evaluation.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    /// The first instant.
    pub(crate) start: Timestamp,
    /// The last instant.
    pub(crate) end: Timestamp,
    /// The distance of two.
    pub(crate) step: Duration,
}

/// Evaluates an expression at one instant.
pub(crate) fn instant(
    expr: &Expr,
    _text: &str,
    store: &Store,
    at: Timestamp,
) -> Result<Outcome, String> {
    let step = Duration::from_secs(1);
    let outcome = range(expr, _text, store, Steps { start: at, end: at, step })?;
    Ok(match expr.as_number() {
        Some(number) => Outcome { value: Value::Scalar(vec![number]), ..outcome },
        None => outcome,
    })
}

/// Evaluates an expression at each step.
pub(crate) fn range(
    expr: &Expr,
    _text: &str,
    store: &Store,
    steps: Steps,
) -> Result<Outcome, String> {
    let found = eval::range(expr, store, steps.start, steps.end, steps.step)
        .map_err(|error| error.to_string())?;
    let series = found.into_iter().map(|one| (one.labels, one.values)).collect();
    Ok(Outcome { value: Value::Vector(series), warnings: vec![], infos: vec![] })
}
