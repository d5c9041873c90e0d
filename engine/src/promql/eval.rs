//! The value of an expression on a store, at one instant or at the steps of a range.
//!
//! Each part of an expression is evaluated at all steps at once, series by series: a selector reads each series once, from old to new,
//! while its window slides along the steps, and operators match labels once and not per step (`promql/engine.go` goes step by step). The
//! value at a step does not depend on the other steps. A part that is the same at all steps, such as `sum(up @ end())`, is evaluated
//! once. An aggregation folds the series of a selector or a window as they are read, without keeping them.

mod aggregate;
mod binary;
mod call;
mod fold;
mod invariant;
mod matching;
mod rank;
mod samples;
mod select;
mod set;
mod slices;
mod special;
mod subquery;

pub use slices::Evaluation;

use super::annotation::Annotations;
use super::ast::{At, Expr, Node, Shift};
use super::functions::Compute;
use super::point::Point;
use super::series::Labels;
use super::value::{Grid, Scalar, Series, Value, Vector};
use super::{Error, Span};
use crate::labels::LabelSet;
use crate::series::Sample;
use crate::store::Store;
use crate::time::{Duration, Timestamp};

/// Maximum age of a sample that counts as the current value of its series.
pub const LOOKBACK: Duration = Duration::from_secs(300);

/// Maximum number of steps of a range, as in Prometheus.
pub const MAX_STEPS: usize = 11_000;

/// The settings of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Maximum age of a sample that counts as the current value of its series.
    pub lookback: Duration,
    /// The distance of the evaluations of a subquery that names none.
    pub subquery_step: Duration,
    /// Whether the names of metrics are dropped at the end of the evaluation rather than by each function and operator, as
    /// Prometheus does with the feature `promql-delayed-name-removal`.
    pub delays_names: bool,
    /// The bounds of the evaluation.
    pub limits: Limits,
}

/// The bounds of an evaluation. An expression that needs more is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum number of steps.
    pub steps: usize,
    /// Maximum number of series of one selector.
    pub series: usize,
    /// Maximum number of samples that are read and values that are computed, all parts of the expression together. Bounds time and
    /// memory.
    pub samples: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let limits = Limits { steps: MAX_STEPS, series: 50_000, samples: 50_000_000 };
        let subquery_step = Duration::from_secs(60);
        Self { lookback: LOOKBACK, subquery_step, delays_names: false, limits }
    }
}

/// The result of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The value of the expression.
    pub answer: Answer,
    /// Warnings and infos.
    pub annotations: Annotations,
}

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A number per step.
    Scalar(Vec<f64>),
    /// A text.
    Text(String),
    /// At most one value per series and step.
    Vector(Vec<RangeSeries>),
    /// The samples of a window per series. For one instant only.
    Samples(Vec<(LabelSet, Vec<Sample>)>),
}

/// One series of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeSeries {
    /// The labels; empty for a plain number.
    pub labels: LabelSet,
    /// The value at each step, `None` where there is none. At least one step has a value.
    pub values: Vec<Option<f64>>,
}

/// Returns the value of `expr` at `at` for each series, sorted by labels. A plain number has no labels.
///
/// # Errors
///
/// If the expression has no numbers as its value, or cannot be evaluated, as [`evaluate`] says.
pub fn instant(expr: &Expr, store: &Store, at: Timestamp) -> Result<Vec<(LabelSet, f64)>, Error> {
    let series = range(expr, store, at, at, Duration::from_secs(1))?;
    let newest = |one: RangeSeries| Some((one.labels, one.values.first().copied().flatten()?));
    Ok(series.into_iter().filter_map(newest).collect())
}

/// Returns the values of `expr` at `start`, `start + step`, … up to `end` for each series, sorted by labels.
///
/// # Errors
///
/// As [`instant`]; also if `step` is not greater than zero, or there are more than [`MAX_STEPS`] steps.
pub fn range(
    expr: &Expr,
    store: &Store,
    start: Timestamp,
    end: Timestamp,
    step: Duration,
) -> Result<Vec<RangeSeries>, Error> {
    if step <= Duration::ZERO {
        return Err(Error::wrong(expr.span, "the step must be greater than 0"));
    }
    if end < start {
        return Ok(Vec::new());
    }
    let grid = Grid::between(start, end, step);
    let mut series = match evaluate(expr, store, grid, &Settings::default())?.answer {
        Answer::Vector(series) => series,
        Answer::Scalar(numbers) => {
            let values = numbers.into_iter().map(Some).collect();
            vec![RangeSeries { labels: LabelSet::default(), values }]
        }
        Answer::Text(_) | Answer::Samples(_) => {
            return Err(Error::wrong(expr.span, "expected numbers"));
        }
    };
    series.sort_unstable_by(|one, other| one.labels.cmp(&other.labels));
    Ok(series)
}

/// Returns the value of an expression on a grid. Series are sorted by labels, but those of one instant that `sort` or `topk` put in an order
/// stay in it.
///
/// # Errors
///
/// If the sides of an operator do not match one to one where they have to, if two series of the result have the same labels, if a
/// [limit](Settings::limits) is exceeded, or if a range is evaluated at more than one step.
pub fn evaluate(
    expr: &Expr,
    store: &Store,
    grid: Grid,
    settings: &Settings,
) -> Result<Outcome, Error> {
    evaluate_part(expr, store, grid, grid, settings).map(|(outcome, _)| outcome)
}

/// Returns the value at some steps of `whole`, and the number of samples that it needed.
fn evaluate_part(
    expr: &Expr,
    store: &Store,
    part: Grid,
    whole: Grid,
    settings: &Settings,
) -> Result<(Outcome, usize), Error> {
    let most = settings.limits.steps;
    if whole.count > most {
        let reason = format!("{} steps, of at most {most}: use a larger step", whole.count);
        return Err(Error::wrong(expr.span, reason));
    }
    if whole.count > 1 && samples::of(expr).is_some() {
        let reason = "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector";
        return Err(Error::wrong(expr.span, reason));
    }
    let mut evaluator = Evaluator {
        store,
        settings,
        start: whole.start,
        end: whole.end(),
        left: settings.limits.samples,
        annotations: Annotations::default(),
    };
    let answer = evaluator.answer(expr, part)?;
    let spent = settings.limits.samples - evaluator.left;
    Ok((Outcome { answer, annotations: evaluator.annotations }, spent))
}

/// The state of an evaluation.
struct Evaluator<'a> {
    store: &'a Store,
    settings: &'a Settings,
    /// The first instant of the whole evaluation.
    start: Timestamp,
    /// Its last instant.
    end: Timestamp,
    /// The number of samples that may still be read or computed.
    left: usize,
    annotations: Annotations,
}

impl<'a> Evaluator<'a> {
    /// Returns the value of the whole expression.
    fn answer(&mut self, expr: &'a Expr, grid: Grid) -> Result<Answer, Error> {
        if let Some(window) = samples::of(expr) {
            return self.samples(window, grid).map(Answer::Samples);
        }
        let mut vector = match self.value(expr, grid)? {
            Value::Scalar(scalar) => {
                return Ok(Answer::Scalar((0..grid.count).map(|step| scalar.at(step)).collect()));
            }
            Value::Text(text) => return Ok(Answer::Text(text.to_owned())),
            Value::Vector(vector) => vector,
        };
        if self.settings.delays_names {
            for (series, _) in vector.iter_mut() {
                if series.drops_name {
                    series.labels = series.labels.without_name();
                }
            }
            vector = vector.joined(expr.span)?;
        }
        let mut series: Vec<RangeSeries> = vector
            .iter()
            .map(|(series, points)| RangeSeries {
                labels: series.labels.to_set(),
                values: points.iter().map(|point| point.get()).collect(),
            })
            .collect();
        if grid.count != 1 || !invariant::is_ordered(expr) {
            series.sort_by(|one, other| one.labels.cmp(&other.labels));
        }
        Ok(Answer::Vector(series))
    }

    /// Returns the value of a part of the expression.
    fn value(&mut self, expr: &'a Expr, grid: Grid) -> Result<Value<'a>, Error> {
        if let Some(number) = expr.as_number() {
            return Ok(Value::Scalar(Scalar::Constant(number)));
        }
        if grid.count > 1 && invariant::is_invariant(expr) {
            let one = self.value(expr, Grid { count: 1, ..grid })?;
            return Ok(match one {
                Value::Vector(vector) => {
                    self.spend(vector.len() * grid.count, expr.span)?;
                    Value::Vector(vector.repeated(grid.count))
                }
                Value::Scalar(scalar) => Value::Scalar(Scalar::Constant(scalar.at(0))),
                Value::Text(text) => Value::Text(text),
            });
        }
        match &expr.node {
            Node::Number(number) => Ok(Value::Scalar(Scalar::Constant(*number))),
            Node::Text(text) => Ok(Value::Text(text)),
            Node::Paren(inner) => self.value(inner, grid),
            Node::Selector(_) => self.collected(expr, grid),
            Node::Call { function, args } => match function.compute {
                Compute::Window(_) | Compute::Sample(_) => self.collected(expr, grid),
                Compute::Value(compute) => self.each_value(compute, args, grid, expr.span),
                Compute::Vector(compute) => self.whole_vector(compute, args, grid, expr.span),
                Compute::Evaluator(special) => self.special(special, args, grid, expr.span),
            },
            Node::Aggregate(aggregate) => {
                self.aggregate(aggregate, grid, expr.span).map(Value::Vector)
            }
            Node::Sign { negative, expr: operand } => {
                let value = self.value(operand, grid)?;
                if *negative { self.negated(value, expr.span) } else { Ok(value) }
            }
            Node::Binary(binary) => self.binary(binary, grid, expr.span),
            Node::Range { .. } | Node::Subquery(_) => {
                Err(Error::wrong(expr.span, "a window needs a function, such as rate(…)"))
            }
        }
    }

    /// Returns the value of a vector.
    fn vector(&mut self, expr: &'a Expr, grid: Grid) -> Result<Vector<'a>, Error> {
        match self.value(expr, grid)? {
            Value::Vector(vector) => Ok(vector),
            Value::Scalar(_) | Value::Text(_) => {
                Err(Error::wrong(expr.span, "expected an instant vector"))
            }
        }
    }

    /// Returns the value of a scalar.
    fn scalar(&mut self, expr: &'a Expr, grid: Grid) -> Result<Scalar, Error> {
        match self.value(expr, grid)? {
            Value::Scalar(scalar) => Ok(scalar),
            Value::Vector(_) | Value::Text(_) => Err(Error::wrong(expr.span, "expected a scalar")),
        }
    }

    /// Passes the series of a vector to `each`, as soon as they are read where possible.
    fn each_series(
        &mut self,
        expr: &'a Expr,
        grid: Grid,
        each: &mut dyn FnMut(&Series<'a>, &[Point]),
    ) -> Result<(), Error> {
        let is_repeated = grid.count > 1 && invariant::is_invariant(expr);
        match &expr.node {
            Node::Paren(inner) => return self.each_series(inner, grid, each),
            Node::Selector(selector) if !is_repeated => {
                return self.newest(selector, grid, expr.span, each);
            }
            Node::Call { function, args } if !is_repeated && self.has_own_labels(expr) => {
                if let Compute::Window(compute) | Compute::Sample(compute) = function.compute {
                    return self.windows(function, compute, args, grid, each);
                }
            }
            _ => {}
        }
        let vector = self.vector(expr, grid)?;
        vector.iter().for_each(|(series, points)| each(series, points));
        Ok(())
    }

    /// Returns whether series of different labels are sure to have different labels without the metric's name.
    fn has_own_labels(&self, expr: &Expr) -> bool {
        self.settings.delays_names
            || expr.selectors().iter().all(|selector| selector.name().is_some())
    }

    /// Collects the series of a selector or a window.
    fn collected(&mut self, expr: &'a Expr, grid: Grid) -> Result<Value<'a>, Error> {
        let mut vector = Vector::new(grid.count);
        let mut keep = |series: &Series<'a>, points: &[Point]| {
            vector.push(series.clone(), points.iter().copied());
        };
        match &expr.node {
            Node::Selector(selector) => self.newest(selector, grid, expr.span, &mut keep)?,
            Node::Call { function, args } => {
                if let Compute::Window(compute) | Compute::Sample(compute) = function.compute {
                    self.windows(function, compute, args, grid, &mut keep)?;
                }
                if !self.has_own_labels(expr) {
                    let n_found = vector.len();
                    vector = vector.joined(expr.span)?;
                    if vector.len() < n_found {
                        return Err(Error::wrong(expr.span, super::value::TWINS));
                    }
                }
            }
            _ => {}
        }
        Ok(Value::Vector(vector))
    }

    /// Returns the instants, one per step, at which something with a shift is read.
    fn shifted(&self, shift: Shift, grid: Grid) -> Grid {
        let (first, step) = match shift.at {
            None => (grid.start, grid.step),
            Some(At::Time(at)) => (at, Duration::ZERO),
            Some(At::Start) => (self.start, Duration::ZERO),
            Some(At::End) => (self.end, Duration::ZERO),
        };
        Grid { start: first - shift.offset, step, count: grid.count }
    }

    /// Counts samples that are read or computed.
    fn spend(&mut self, samples: usize, span: Span) -> Result<(), Error> {
        let Some(left) = self.left.checked_sub(samples) else {
            let most = self.settings.limits.samples;
            let reason =
                format!("more than {most} samples: select fewer series or a shorter range");
            return Err(Error::wrong(span, reason));
        };
        self.left = left;
        Ok(())
    }

    /// Returns the labels of a result that is no longer a sample of the metric.
    fn renamed(&self, labels: Labels<'a>) -> Series<'a> {
        if self.settings.delays_names {
            Series { labels, drops_name: true }
        } else {
            Series { labels: labels.without_name(), drops_name: true }
        }
    }

    /// The same for all series of a vector.
    fn rename(&self, mut vector: Vector<'a>, span: Span) -> Result<Vector<'a>, Error> {
        let mut is_same_metric = true;
        let name = vector.series().first().map(|first| first.labels.name().to_owned());
        for (series, _) in vector.iter_mut() {
            is_same_metric &= Some(series.labels.name()) == name.as_deref();
            *series = self.renamed(core::mem::take(&mut series.labels));
        }
        if is_same_metric || self.settings.delays_names { Ok(vector) } else { vector.joined(span) }
    }
}

#[cfg(test)]
mod tests;
