//! The engine's entry points, as the runner uses them.

use metrics_engine::labels::LabelSet;
use metrics_engine::promql::annotation::Severity;
use metrics_engine::promql::ast::Expr;
use metrics_engine::promql::eval::{self, Answer, Settings};
use metrics_engine::promql::value::Grid;
use metrics_engine::series::Sample;
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
    text: &str,
    store: &Store,
    at: Timestamp,
) -> Result<Outcome, String> {
    evaluate(expr, text, store, Grid::instant(at))
}

/// Evaluates an expression at each step.
pub(crate) fn range(
    expr: &Expr,
    text: &str,
    store: &Store,
    steps: Steps,
) -> Result<Outcome, String> {
    evaluate(expr, text, store, Grid::between(steps.start, steps.end, steps.step))
}

fn evaluate(expr: &Expr, text: &str, store: &Store, grid: Grid) -> Result<Outcome, String> {
    // The expected values assume this feature.
    let settings = Settings { delays_names: true, ..Settings::default() };
    let outcome =
        eval::evaluate(expr, store, grid, &settings).map_err(|error| error.to_string())?;
    let value = match outcome.answer {
        Answer::Scalar(numbers) => Value::Scalar(numbers),
        Answer::Text(text) => Value::Text(text),
        Answer::Vector(series) => {
            Value::Vector(series.into_iter().map(|one| (one.labels, one.values)).collect())
        }
        Answer::Samples(series) => {
            let pairs = |(labels, samples): (LabelSet, Vec<Sample>)| {
                (labels, samples.iter().map(|sample| (sample.at.0, sample.value)).collect())
            };
            Value::Samples(series.into_iter().map(pairs).collect())
        }
    };
    let of = |severity| -> Vec<String> {
        let all = outcome.annotations.iter().filter(|one| one.severity == severity);
        all.map(|one| one.in_full(text)).collect()
    };
    Ok(Outcome { value, warnings: of(Severity::Warning), infos: of(Severity::Info) })
}
