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
mod heap;
mod invariant;
mod matching;
mod node;
mod outcome;
mod rank;
mod reach;
mod samples;
mod select;
mod set;
mod slices;
mod special;
mod subquery;

pub(super) use matching::counts;
pub use outcome::{Answer, LOOKBACK, Limits, MAX_STEPS, Outcome, RangeSeries, Settings};
pub use slices::Evaluation;

use super::annotation::Annotations;
use super::ast::{At, Expr, Shift};
use super::series::Labels;
use super::value::{Grid, Series, Vector};
use super::{Error, Span};
use crate::labels::LabelSet;
use crate::store::Store;
use crate::time::{Duration, Timestamp};

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
