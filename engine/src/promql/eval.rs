//! The value of an expression on a store, at one instant or at the steps of a range.
//!
//! An instant is evaluated as a range of one step, so that both yield the same. Each series is read once, from old to new, while its
//! window slides along the steps (`promql/engine.go`). `rate` and `increase` are in `rate`.

mod rate;

use super::ast::{At, Binary, BinaryOp, Comparison, Expr, Node, Selector, Shift};
use super::check::unchecked;
use super::{Error, Span};
use crate::labels::{LabelSet, NAME};
use crate::series::{Entry, SeriesId, TimeRange};
use crate::store::Store;
use crate::time::{Duration, Timestamp};

/// Maximum age of a sample that counts as the current value of its series.
pub const LOOKBACK: Duration = Duration::from_secs(300);

/// Maximum number of steps of a range, as in Prometheus.
pub const MAX_STEPS: usize = 11_000;

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
/// If two series of the result have the same labels, or `expr` does not pass [`check`](super::check::check).
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
    let count = end.since(start).0 / step.0;
    let count = usize::try_from(count).unwrap_or(usize::MAX).saturating_add(1);
    if count > MAX_STEPS {
        let reason = format!("{count} steps, of at most {MAX_STEPS}: use a larger step");
        return Err(Error::wrong(expr.span, reason));
    }
    let evaluation = Evaluation { store, start, end, step, count };
    match evaluation.value(expr)? {
        Value::Number(number) => {
            Ok(vec![RangeSeries { labels: LabelSet::default(), values: vec![Some(number); count] }])
        }
        Value::Vector(series) => Ok(series),
    }
}

/// The value of an expression.
enum Value {
    Number(f64),
    Vector(Vec<RangeSeries>),
}

/// The store and the steps.
struct Evaluation<'a> {
    store: &'a Store,
    start: Timestamp,
    end: Timestamp,
    step: Duration,
    count: usize,
}

impl Evaluation<'_> {
    fn value(&self, expr: &Expr) -> Result<Value, Error> {
        if let Some(number) = expr.as_number() {
            return Ok(Value::Number(number));
        }
        match &expr.node {
            Node::Paren(inner) => self.value(inner),
            Node::Selector(selector) => Ok(Value::Vector(self.newest(selector))),
            Node::Call { function, args } => match (function.name, args.as_slice()) {
                ("rate", [window]) => self.counter(window, true),
                ("increase", [window]) => self.counter(window, false),
                _ => Err(unchecked(expr.span)),
            },
            Node::Binary(binary) => self.binary(binary, expr.span),
            _ => Err(unchecked(expr.span)),
        }
    }

    fn binary(&self, binary: &Binary, span: Span) -> Result<Value, Error> {
        let BinaryOp::Compare(comparison) = binary.op else { return Err(unchecked(span)) };
        if binary.is_bool {
            return Err(unchecked(span));
        }
        match (self.value(&binary.left)?, self.value(&binary.right)?) {
            (Value::Vector(series), Value::Number(number)) => {
                Ok(Value::Vector(compare(series, comparison, number)))
            }
            (Value::Number(number), Value::Vector(series)) => {
                Ok(Value::Vector(compare(series, comparison.flipped(), number)))
            }
            _ => Err(unchecked(span)),
        }
    }

    /// Returns the instants, one a step, at which a selector is read.
    fn instants(&self, shift: Shift) -> Vec<Timestamp> {
        let (first, step) = match shift.at {
            None => (self.start, self.step),
            Some(At::Time(at)) => (at, Duration::ZERO),
            Some(At::Start) => (self.start, Duration::ZERO),
            Some(At::End) => (self.end, Duration::ZERO),
        };
        let mut next = first - shift.offset;
        let mut instants = Vec::with_capacity(self.count);
        for _ in 0..self.count {
            instants.push(next);
            next += step;
        }
        instants
    }

    /// Returns the samples of a series from `reach` before the first instant to the last instant.
    fn entries(
        &self,
        id: SeriesId,
        instants: &[Timestamp],
        reach: Duration,
    ) -> impl Iterator<Item = Entry> {
        let first = instants.first().copied().unwrap_or(self.start);
        let last = instants.last().copied().unwrap_or(self.start);
        self.store.entries(id, TimeRange { after: first - reach, until: last })
    }

    /// Returns the newest sample of each series at each step.
    fn newest(&self, selector: &Selector) -> Vec<RangeSeries> {
        let instants = self.instants(selector.shift);
        let found = self.store.select(&selector.matchers).into_iter().filter_map(|id| {
            let values = self.newest_of(id, &instants);
            let any = values.iter().any(Option::is_some);
            any.then(|| RangeSeries { labels: self.labels(id, true), values })
        });
        found.collect()
    }

    fn newest_of(&self, id: SeriesId, instants: &[Timestamp]) -> Vec<Option<f64>> {
        let value_at = |newest: Option<Entry>, at: Timestamp| {
            newest.filter(|entry| at.since(entry.at) < LOOKBACK)?.value
        };
        // The store keeps the newest sample at hand, and rules ask for nothing else.
        let newest = self.store.newest(id);
        if let (Some(entry), [at]) = (newest, instants)
            && entry.at <= *at
        {
            return vec![value_at(newest, *at)];
        }
        let mut entries = self.entries(id, instants, LOOKBACK).peekable();
        let mut newest: Option<Entry> = None;
        let mut values = Vec::with_capacity(instants.len());
        for at in instants {
            while let Some(entry) = entries.next_if(|entry| entry.at <= *at) {
                newest = Some(entry);
            }
            values.push(value_at(newest, *at));
        }
        values
    }

    /// Returns the labels of a series, with or without the metric's name.
    fn labels(&self, id: SeriesId, named: bool) -> LabelSet {
        let Some(labels) = self.store.labels(id) else { return LabelSet::default() };
        let pairs: Vec<_> = labels.iter().filter(|(name, _)| named || *name != NAME).collect();
        LabelSet::new("", &pairs)
    }

    /// Evaluates `rate` or `increase` of a window.
    fn counter(&self, window: &Expr, per_second: bool) -> Result<Value, Error> {
        let (selector, range) = match &window.node {
            Node::Range { selector, range } => (selector, *range),
            Node::Paren(inner) => return self.counter(inner, per_second),
            _ => return Err(unchecked(window.span)),
        };
        let instants = self.instants(selector.shift);
        let mut found = Vec::new();
        for id in self.store.select(&selector.matchers) {
            let samples = self.entries(id, &instants, range).filter_map(rate::sample);
            let mut window = rate::Window::new(samples.collect(), range, per_second);
            let values: Vec<_> = instants.iter().map(|at| window.value_until(*at)).collect();
            if values.iter().any(Option::is_some) {
                found.push(RangeSeries { labels: self.labels(id, false), values });
            }
        }
        distinct(found, window.span).map(Value::Vector)
    }
}

/// Keeps the values for which the comparison holds, and the series that have any.
fn compare(mut series: Vec<RangeSeries>, comparison: Comparison, number: f64) -> Vec<RangeSeries> {
    series.retain_mut(|one| {
        let mut any = false;
        for value in &mut one.values {
            *value = value.filter(|value| comparison.holds(*value, number));
            any |= value.is_some();
        }
        any
    });
    series
}

/// Sorts by labels, and fails if two are equal. Without the metric's name they may be.
fn distinct(mut series: Vec<RangeSeries>, span: Span) -> Result<Vec<RangeSeries>, Error> {
    series.sort_unstable_by(|one, other| one.labels.cmp(&other.labels));
    let twins = series.windows(2).any(|pair| matches!(pair, [a, b] if a.labels == b.labels));
    if twins {
        let reason = "several metrics have the same labels here, and are one without their names";
        return Err(Error::wrong(span, reason).repair("select one metric by its name"));
    }
    Ok(series)
}

#[cfg(test)]
mod tests;
