//! Aggregations that need all values of a group at a step at once: `topk`, `bottomk`, `quantile`, `count_values`.

use super::Evaluator;
use super::aggregate::is_kept;
use super::heap::{Ranked, best};
use crate::number::go;
use crate::promql::ast::{Aggregate, Aggregation, Expr};
use crate::promql::functions::quantile::{complaint, quantile};
use crate::promql::groups::Groups;
use crate::promql::point::Point;
use crate::promql::value::{Grid, Scalar, Series, Value, Vector};
use crate::promql::{Error, Span};

impl<'a> Evaluator<'a> {
    /// Returns the greatest or the least values of each group at each step. Those of one instant are in the order of their values.
    pub(super) fn ranked(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let (count, place) = self.parameter(aggregate, grid, span)?;
        let vector = self.vector(&aggregate.expr, grid)?;
        let counts = || (0..count.steps(grid.count)).map(|step| count.at(step));
        if counts().fold(f64::NEG_INFINITY, f64::max) < 1.0 {
            return Ok(Vector::new(grid.count));
        }
        if let Some(odd) = counts().find(|count| count.is_nan() || count.abs() >= MAX_COUNT) {
            let reason = if odd.is_nan() {
                "Parameter value is NaN".to_owned()
            } else {
                let side = if odd > 0.0 { "overflows" } else { "underflows" };
                format!("Scalar value {} {side} int64", go::general(odd, None))
            };
            return Err(Error::wrong(place, reason));
        }
        let is_top = aggregate.op == Aggregation::Topk;
        let groups = members(aggregate, &vector);
        let mut kept = Vector::with_room(grid.count, vector.len());
        if grid.count == 1 {
            let most = (count.at(0).max(0.0) as usize).min(vector.len());
            for members in &groups {
                for Ranked { series, value } in best(&vector, members, 0, most, is_top) {
                    if let Some(series) = vector.series().get(series) {
                        kept.push(series.clone(), [Point::new(value)]);
                    }
                }
            }
            return Ok(kept);
        }
        let mut points = vec![Point::NONE; vector.len() * grid.count];
        for step in 0..grid.count {
            let most = (count.at(step).max(0.0) as usize).min(vector.len());
            for members in &groups {
                for Ranked { series, value } in best(&vector, members, step, most, is_top) {
                    if let Some(point) = points.get_mut(series * grid.count + step) {
                        *point = Point::new(value);
                    }
                }
            }
        }
        for (series, row) in vector.series().iter().zip(points.chunks_exact(grid.count.max(1))) {
            kept.push(series.clone(), row.iter().copied());
        }
        Ok(kept)
    }

    /// Returns a quantile of the values of each group at each step.
    pub(super) fn quantiles(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let (wanted, place) = self.parameter(aggregate, grid, span)?;
        let vector = self.vector(&aggregate.expr, grid)?;
        for step in 0..wanted.steps(grid.count) {
            if let Some(message) = complaint(wanted.at(step)) {
                self.annotations.warn(place, message);
            }
        }
        let grouping = aggregate.grouping.as_ref();
        let mut result = Vector::new(grid.count);
        let mut values = Vec::new();
        for members in members(aggregate, &vector) {
            let rows: Vec<&[Point]> = members.iter().map(|place| vector.points(*place)).collect();
            let quantiles = (0..grid.count).map(|step| {
                values.clear();
                values.extend(rows.iter().filter_map(|row| row.get(step)?.get()));
                if values.is_empty() {
                    return Point::NONE;
                }
                Point::new(quantile(wanted.at(step), &mut values))
            });
            let of_group = || members.iter().filter_map(|place| vector.series().get(*place));
            let drops_name = of_group().any(|series| series.drops_name);
            if let Some(first) = of_group().next() {
                let labels = first.labels.filtered(|label| is_kept(grouping, label));
                result.push(Series { labels, drops_name }, quantiles);
            }
        }
        Ok(result)
    }

    /// Returns how many series of each group have the same value at each step, with the value as a label.
    pub(super) fn value_counts(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let param = aggregate.param.as_ref();
        let Some(Value::Text(label)) = param.map(|param| self.value(param, grid)).transpose()?
        else {
            return Err(Error::wrong(span, "count_values needs the name of a label"));
        };
        if label.is_empty() {
            return Err(Error::wrong(
                param.map_or(span, |param| param.span),
                "invalid label name \"\"",
            ));
        }
        let vector = self.vector(&aggregate.expr, grid)?;
        let grouping = aggregate.grouping.as_ref();
        let is_without = grouping.is_some_and(|grouping| grouping.without);
        let is_kept = |name: &str| is_kept(grouping, name) || name == label && !is_without;
        let mut groups = Groups::by(|_: &str| true);
        let mut counts: Vec<Option<f64>> = Vec::new();
        for (series, points) in vector.iter() {
            let mut last: Option<(u64, usize)> = None;
            for (step, value) in points.iter().enumerate() {
                let Some(value) = value.get() else { continue };
                // Values seldom change from one step to the next.
                let group = match last {
                    Some((bits, group)) if bits == value.to_bits() => group,
                    _ => {
                        let labels = series.labels.with(label, go::plain(value)).filtered(is_kept);
                        groups.add(&labels).0
                    }
                };
                last = Some((value.to_bits(), group));
                if counts.len() < groups.len() * grid.count {
                    self.spend(grid.count, span)?;
                    counts.resize(groups.len() * grid.count, None);
                }
                if let Some(count) = counts.get_mut(group * grid.count + step) {
                    *count = Some(count.unwrap_or(0.0) + 1.0);
                }
            }
        }
        let mut result = Vector::with_room(grid.count, groups.len());
        for (labels, row) in groups.firsts().iter().zip(counts.chunks_exact(grid.count.max(1))) {
            let series = Series { labels: labels.clone(), drops_name: false };
            result.push(series, row.iter().map(|count| Point::from(*count)));
        }
        Ok(result)
    }

    /// Returns the first argument and its place.
    fn parameter(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<(Scalar, Span), Error> {
        let param: Option<&'a Expr> = aggregate.param.as_ref();
        let param = param.ok_or_else(|| Error::wrong(span, "a parameter is missing"))?;
        Ok((self.scalar(param, grid)?, param.span))
    }
}

/// The first count that is no 64-bit integer.
const MAX_COUNT: f64 = 9_223_372_036_854_774_784.0;

/// Returns the places of the series of each group.
fn members(aggregate: &Aggregate, vector: &Vector<'_>) -> Vec<Vec<usize>> {
    let grouping = aggregate.grouping.as_ref();
    let mut groups = Groups::by(|label: &str| is_kept(grouping, label));
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (place, series) in vector.series().iter().enumerate() {
        let (group, is_new) = groups.add(&series.labels);
        if is_new {
            members.push(Vec::new());
        }
        if let Some(members) = members.get_mut(group) {
            members.push(place);
        }
    }
    members
}
