//! Windows that slide over the samples of one series, and the samples of windows as a result.

use super::Evaluator;
use crate::labels::LabelSet;
use crate::promql::Error;
use crate::promql::ast::{Expr, Node};
use crate::promql::value::Grid;
use crate::promql::window::{Extrapolation, Falls, Window};
use crate::series::Sample;
use crate::store;
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Samples<'s> {
    times: &'s [i64],
    values: &'s [f64],
    /// The indices of the values that are lower than the one before.
    falls: &'s [usize],
    /// The windows, where they are known because other series have samples at the same instants.
    places: Option<&'s [Place]>,
}

/// The samples of a series that are collected one by one, and the indices of values that are lower than the one before.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    times: Vec<i64>,
    values: Vec<f64>,
    falls: Vec<usize>,
}

/// The samples of a window by their indices: from `first` up to but not including `after`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    first: usize,
    after: usize,
    extrapolation: Option<Extrapolation>,
}

impl Buffer {
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

    /// Returns the samples.
    pub(super) fn samples(&self) -> Samples<'_> {
        Samples { times: &self.times, values: &self.values, falls: &self.falls, places: None }
    }

    /// Returns samples that were read at once, whose windows are known.
    pub(super) fn shared<'s>(
        &'s mut self,
        read: &store::Samples<'s>,
        places: &'s [Place],
    ) -> Samples<'s> {
        self.falls.clear();
        let pairs = read.values.iter().zip(read.values.iter().skip(1));
        for (index, (before, value)) in (1..).zip(pairs) {
            if value < before {
                self.falls.push(index);
            }
        }
        let store::Samples { times, values, .. } = *read;
        Samples { times, values, falls: &self.falls, places: Some(places) }
    }
}

/// Returns the windows of this length that end at `ends`, which do not go back, over samples at these instants.
pub(super) fn places(times: &[i64], ends: Grid, length: Duration) -> Vec<Place> {
    let mut found = Vec::with_capacity(ends.count);
    each_place(times, ends, length, |_, first, after| {
        let within = times.get(first..after).unwrap_or_default();
        let end = ends.at(found.len());
        let extrapolation = Extrapolation::new(within, end - length, end);
        found.push(Place { first, after, extrapolation });
    });
    found
}

/// Passes the number of each window to `each`, with the indices of its first sample and of the one after its last.
#[inline]
fn each_place(
    times: &[i64],
    ends: Grid,
    length: Duration,
    mut each: impl FnMut(usize, usize, usize),
) {
    let (mut first, mut after) = (0, 0);
    for (step, end) in ends.instants().enumerate() {
        let start = end - length;
        while times.get(first).is_some_and(|at| *at <= start.0) {
            first += 1;
        }
        after = after.max(first);
        while times.get(after).is_some_and(|at| *at <= end.0) {
            after += 1;
        }
        each(step, first, after);
    }
}

impl Samples<'_> {
    /// Returns the number of samples.
    pub(super) fn len(&self) -> usize {
        self.times.len()
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
        let (mut first_fall, mut after_fall) = (0, 0);
        let mut pass = |step: usize, first: usize, after: usize, extrapolation| {
            let (Some(times), Some(values)) =
                (self.times.get(first..after), self.values.get(first..after))
            else {
                return;
            };
            if times.is_empty() {
                return;
            }
            let falls = self.falls;
            // The first value of a window has none before it.
            while falls.get(first_fall).is_some_and(|fall| *fall <= first) {
                first_fall += 1;
            }
            after_fall = after_fall.max(first_fall);
            while falls.get(after_fall).is_some_and(|fall| *fall < after) {
                after_fall += 1;
            }
            let of_series = falls.get(first_fall..after_fall).unwrap_or_default();
            let falls = Falls { of_series, first };
            let end = ends.at(step);
            let start = end - length;
            let at = grid.at(step);
            each(step, &Window { times, values, falls, extrapolation, start, end, at });
        };
        if let Some(places) = self.places {
            for (step, place) in places.iter().enumerate() {
                pass(step, place.first, place.after, place.extrapolation.as_ref());
            }
        } else {
            each_place(self.times, ends, length, |step, first, after| {
                pass(step, first, after, None);
            });
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
