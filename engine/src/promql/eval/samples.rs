//! Windows that slide over the samples of one series, and the samples of windows as a result.

use super::Evaluator;
use crate::labels::LabelSet;
use crate::promql::Error;
use crate::promql::ast::{Expr, Node};
use crate::promql::value::Grid;
use crate::promql::window::{Falls, Window};
use crate::series::Sample;
use crate::time::{Duration, Timestamp};

/// Returns the expression without parentheses if its value is a range vector.
pub(super) fn of(expr: &Expr) -> Option<&Expr> {
    match &expr.node {
        Node::Paren(inner) => of(inner),
        Node::Range { .. } | Node::Subquery(_) => Some(expr),
        _ => None,
    }
}

/// The samples of one series, oldest first.
#[derive(Debug, Default)]
pub(super) struct Samples {
    pub(super) times: Vec<i64>,
    pub(super) values: Vec<f64>,
    /// The indices of the values that are lower than the one before.
    falls: Vec<usize>,
}

impl Samples {
    /// Removes all samples.
    pub(super) fn clear(&mut self) {
        self.times.clear();
        self.values.clear();
        self.falls.clear();
    }

    /// Appends a sample.
    #[inline]
    pub(super) fn push(&mut self, at: i64, value: f64) {
        if self.values.last().is_some_and(|last| value < *last) {
            self.falls.push(self.values.len());
        }
        self.times.push(at);
        self.values.push(value);
    }

    /// Passes the windows with samples to `each`, with the number of their step. Windows of this length end at `ends`, which do not go
    /// back, and belong to the instants of `grid`.
    #[inline]
    pub(super) fn slide(
        &self,
        ends: Grid,
        length: Duration,
        grid: Grid,
        mut each: impl FnMut(usize, &Window<'_>),
    ) {
        let (times, values, falls) = (&*self.times, &*self.values, &*self.falls);
        let (mut first, mut after) = (0, 0);
        let (mut first_fall, mut after_fall) = (0, 0);
        for step in 0..grid.count {
            let end = ends.at(step);
            let start = end - length;
            while times.get(first).is_some_and(|at| *at <= start.0) {
                first += 1;
            }
            after = after.max(first);
            while times.get(after).is_some_and(|at| *at <= end.0) {
                after += 1;
            }
            // The first value of a window has none before it.
            while falls.get(first_fall).is_some_and(|fall| *fall <= first) {
                first_fall += 1;
            }
            after_fall = after_fall.max(first_fall);
            while falls.get(after_fall).is_some_and(|fall| *fall < after) {
                after_fall += 1;
            }
            let (Some(times), Some(values)) = (times.get(first..after), values.get(first..after))
            else {
                return;
            };
            if times.is_empty() {
                continue;
            }
            let of_series = falls.get(first_fall..after_fall).unwrap_or_default();
            let falls = Falls { of_series, first };
            each(step, &Window { times, values, falls, start, end, at: grid.at(step) });
        }
    }
}

impl<'a> Evaluator<'a> {
    /// Returns the samples of a window that ends at the only step.
    pub(super) fn samples(
        &mut self,
        expr: &'a Expr,
        grid: Grid,
    ) -> Result<Vec<(LabelSet, Vec<Sample>)>, Error> {
        let mut found = Vec::new();
        self.each_range(expr, grid, &mut |series, samples, ends, length| {
            samples.slide(ends, length, grid, |_, window| {
                let pairs = window.times.iter().zip(window.values);
                let samples = pairs.map(|(at, value)| Sample { at: Timestamp(*at), value: *value });
                let labels = if series.drops_name {
                    series.labels.without_name()
                } else {
                    series.labels.clone()
                };
                found.push((labels.to_set(), samples.collect()));
            });
        })?;
        found.sort_by(|one: &(LabelSet, _), other| one.0.cmp(&other.0));
        Ok(found)
    }
}
