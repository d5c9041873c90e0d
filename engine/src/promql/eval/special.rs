//! Functions that need more than the values of their arguments.

use super::Evaluator;
use super::call::{of_scalar, time};
use crate::labels::{MatchOp, NAME};
use crate::promql::ast::{Expr, Node, Selector};
use crate::promql::functions::Special;
use crate::promql::point::Point;
use crate::promql::series::Labels;
use crate::promql::value::{Grid, Scalar, Series, Value, Vector};
use crate::promql::{Error, Span};
use core::f64::consts::PI;

impl<'a> Evaluator<'a> {
    /// Calls one of these functions.
    pub(super) fn special(
        &mut self,
        special: Special,
        args: &'a [Expr],
        grid: Grid,
        span: Span,
    ) -> Result<Value<'a>, Error> {
        match (special, args) {
            (Special::Pi, _) => Ok(Value::Scalar(Scalar::Constant(PI))),
            (Special::Time, _) => Ok(Value::Scalar(time(grid))),
            (Special::Scalar, [arg]) => {
                let vector = self.vector(arg, grid)?;
                let only = (0..grid.count).map(|step| only_value(&vector, step));
                Ok(Value::Scalar(Scalar::Steps(only.collect())))
            }
            (Special::Vector, [arg]) => {
                let scalar = self.scalar(arg, grid)?;
                Ok(Value::Vector(of_scalar(&scalar, grid.count)))
            }
            (Special::Timestamp, [arg]) => self.timestamps(arg, grid, span).map(Value::Vector),
            (Special::Absent, [arg]) => {
                let mut present = vec![false; grid.count];
                self.each_series(arg, grid, &mut |_, points| {
                    for (present, point) in present.iter_mut().zip(points) {
                        *present |= point.is_some();
                    }
                })?;
                Ok(Value::Vector(absent(arg, &present)))
            }
            (Special::AbsentOverTime, [arg]) => {
                let mut present = vec![false; grid.count];
                self.each_range(arg, grid, &mut |_, samples, ends, length| {
                    samples.slide(ends, length, grid, |step, _| {
                        if let Some(present) = present.get_mut(step) {
                            *present = true;
                        }
                    });
                })?;
                Ok(Value::Vector(absent(arg, &present)))
            }
            _ => Err(Error::wrong(span, "a wrong number of arguments")),
        }
    }

    /// Returns the instants of the samples of a selector, and of anything else the time of the evaluation.
    fn timestamps(&mut self, arg: &'a Expr, grid: Grid, span: Span) -> Result<Vector<'a>, Error> {
        let vector = if let Some(selector) = selector_of(arg) {
            let mut vector = Vector::new(grid.count);
            let stamp = |entry: crate::series::Entry| {
                Point::from(entry.value.map(|_| entry.at.0 as f64 / 1000.0))
            };
            self.newest_entries(selector, grid, arg.span, stamp, &mut |series, points| {
                vector.push(series.clone(), points.iter().copied());
            })?;
            vector
        } else {
            let mut vector = self.vector(arg, grid)?;
            let now = time(grid);
            vector.map_values(|step, _| Some(now.at(step)));
            vector
        };
        self.rename(vector, span)
    }
}

/// Returns the selector that an expression is, through parentheses.
fn selector_of(expr: &Expr) -> Option<&Selector> {
    match &expr.node {
        Node::Paren(inner) => selector_of(inner),
        Node::Selector(selector) => Some(selector),
        _ => None,
    }
}

/// Returns the value of the only series that has one at a step; NaN where there are none or several.
fn only_value(vector: &Vector<'_>, step: usize) -> f64 {
    let at_step = |points: &[Point]| points.get(step).and_then(|point| point.get());
    let mut values = vector.iter().filter_map(|(_, points)| at_step(points));
    match (values.next(), values.next()) {
        (Some(only), None) => only,
        _ => f64::NAN,
    }
}

/// Returns 1 at the steps without any series, with the labels that the selector gives one value.
fn absent<'a>(arg: &'a Expr, present: &[bool]) -> Vector<'a> {
    let mut vector = Vector::new(present.len());
    let points = present.iter().map(|present| Point::from((!present).then_some(1.0)));
    vector.push(Series { labels: wanted(arg), drops_name: true }, points);
    vector
}

fn wanted(expr: &Expr) -> Labels<'_> {
    let selector = match &expr.node {
        Node::Paren(inner) => return wanted(inner),
        Node::Selector(selector) | Node::Range { selector, .. } => selector,
        _ => return Labels::default(),
    };
    let matchers = || selector.matchers.iter().filter(|matcher| matcher.name != NAME);
    let only = matchers().filter(|one| {
        one.op == MatchOp::Equal && matchers().filter(|other| other.name == one.name).count() == 1
    });
    only.map(|one| (one.name.as_str().into(), one.value.as_str().into())).collect()
}
