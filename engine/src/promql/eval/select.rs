//! Selectors: the newest sample of each series at each step, and the samples of its windows.

use super::Evaluator;
use super::samples::{Buffer, Place, Samples, places};
use crate::promql::ast::{Expr, Node, Selector};
use crate::promql::point::Point;
use crate::promql::series::Labels;
use crate::promql::value::{Grid, Series};
use crate::promql::{Error, Span};
use crate::series::{Entry, SeriesId, TimeRange};
use crate::store::PerGroup;
use crate::time::{Duration, Timestamp};

/// Receives a series, its samples, the ends of its windows and their length.
pub(super) type EachRange<'e, 'a> = &'e mut dyn FnMut(&Series<'a>, Samples<'_>, Grid, Duration);

impl<'a> Evaluator<'a> {
    /// Passes the newest sample of each series of a selector at each step to `each`.
    pub(super) fn newest(
        &mut self,
        selector: &'a Selector,
        grid: Grid,
        span: Span,
        each: &mut dyn FnMut(&Series<'a>, &[Point]),
    ) -> Result<(), Error> {
        self.newest_entries(selector, grid, span, |entry| entry.value.into(), each)
    }

    /// The same with what `point` makes of each sample.
    pub(super) fn newest_entries(
        &mut self,
        selector: &'a Selector,
        grid: Grid,
        span: Span,
        point: impl Fn(Entry) -> Point,
        each: &mut dyn FnMut(&Series<'a>, &[Point]),
    ) -> Result<(), Error> {
        let instants = self.shifted(selector.shift, grid);
        let lookback = self.settings.lookback;
        let range = TimeRange { after: instants.start - lookback, until: instants.end() };
        let store = self.store;
        let mut reader = store.reader(range);
        let mut entries: Vec<(i64, Point)> = Vec::new();
        // The indices of the samples of each step.
        let mut known: PerGroup<usize> = PerGroup::default();
        let mut points = Vec::with_capacity(grid.count);
        for id in self.selected(selector, span)? {
            points.clear();
            // The store keeps the newest sample at hand, and rules need nothing else.
            let newest = store.newest(id).filter(|newest| newest.at <= range.until);
            if let (Some(newest), 1) = (newest, grid.count) {
                let is_young = range.after < newest.at;
                points.push(if is_young { point(newest) } else { Point::NONE });
                self.spend(1, span)?;
            } else if let Some(read) = reader.samples(id) {
                self.spend(read.times.len() + grid.count, span)?;
                let newest = known.of(read.group, || newest_of(read.times, instants, lookback));
                points.extend(newest.iter().map(|index| {
                    match (read.times.get(*index), read.values.get(*index)) {
                        (Some(at), Some(value)) => {
                            point(Entry { at: Timestamp(*at), value: Some(*value) })
                        }
                        _ => Point::NONE,
                    }
                }));
            } else {
                entries.clear();
                reader.each(id, |entry| entries.push((entry.at.0, point(entry))));
                self.spend(entries.len() + grid.count, span)?;
                let mut next = 0;
                let mut newest = (i64::MIN, Point::NONE);
                for at in instants.instants() {
                    while let Some(entry) = entries.get(next).filter(|entry| entry.0 <= at.0) {
                        newest = *entry;
                        next += 1;
                    }
                    let is_young = newest.0 > (at - lookback).0;
                    points.push(if is_young { newest.1 } else { Point::NONE });
                }
            }
            if points.iter().any(|point| point.is_some()) {
                each(&Series { labels: self.labels(id), drops_name: false }, &points);
            }
        }
        Ok(())
    }

    /// Passes the samples of each series of a range vector to `each`, from those of the first window to those of the last.
    pub(super) fn each_range(
        &mut self,
        expr: &'a Expr,
        grid: Grid,
        each: EachRange<'_, 'a>,
    ) -> Result<(), Error> {
        match &expr.node {
            Node::Paren(inner) => self.each_range(inner, grid, each),
            Node::Subquery(subquery) => self.subquery(subquery, grid, expr.span, each),
            Node::Range { selector, range } => {
                let ends = self.shifted(selector.shift, grid);
                let span = expr.span;
                let store = self.store;
                let times = TimeRange { after: ends.start - *range, until: ends.end() };
                let mut reader = store.reader(times);
                let mut buffer = Buffer::default();
                let mut known: PerGroup<Place> = PerGroup::default();
                for id in self.selected(selector, span)? {
                    let read = reader.samples(id);
                    let samples = if let Some(read) = &read {
                        let places = known.of(read.group, || places(read.times, ends, *range));
                        buffer.shared(read, places)
                    } else {
                        buffer.clear();
                        reader.each(id, |entry| {
                            if let Some(value) = entry.value {
                                buffer.push(entry.at.0, value);
                            }
                        });
                        buffer.samples()
                    };
                    self.spend(samples.len() + grid.count, span)?;
                    if samples.len() > 0 {
                        let series = Series { labels: self.labels(id), drops_name: false };
                        each(&series, samples, ends, *range);
                    }
                }
                Ok(())
            }
            _ => Err(Error::wrong(expr.span, "expected a range vector")),
        }
    }

    /// Returns the series of a selector, sorted by labels.
    fn selected(&self, selector: &Selector, span: Span) -> Result<Vec<SeriesId>, Error> {
        let found = self.store.select(&selector.matchers);
        let most = self.settings.limits.series;
        if found.len() > most {
            let reason = format!("{} series, of at most {most}: select fewer", found.len());
            return Err(Error::wrong(span, reason));
        }
        Ok(found)
    }

    fn labels(&self, id: SeriesId) -> Labels<'a> {
        self.store.labels(id).map(Labels::stored).unwrap_or_default()
    }
}

/// Returns the index of the newest of these instants at each step, `usize::MAX` where it is too old or there is none.
fn newest_of(times: &[i64], steps: Grid, lookback: Duration) -> Vec<usize> {
    let mut after = 0;
    let newest = |at: Timestamp| {
        while times.get(after).is_some_and(|time| *time <= at.0) {
            after += 1;
        }
        let newest = after.checked_sub(1)?;
        times.get(newest).filter(|time| **time > (at - lookback).0).map(|_| newest)
    };
    steps.instants().map(newest).map(|newest| newest.unwrap_or(usize::MAX)).collect()
}
