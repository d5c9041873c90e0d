//! The value of each kind of expression.

use super::Evaluator;
use super::outcome::{Answer, RangeSeries};
use super::{invariant, samples};
use crate::promql::Error;
use crate::promql::ast::{Expr, Node};
use crate::promql::functions::Compute;
use crate::promql::point::Point;
use crate::promql::value::{Grid, Scalar, Series, TWINS, Value, Vector};

impl<'a> Evaluator<'a> {
    /// Returns the value of the whole expression.
    pub(super) fn answer(&mut self, expr: &'a Expr, grid: Grid) -> Result<Answer, Error> {
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
    pub(super) fn value(&mut self, expr: &'a Expr, grid: Grid) -> Result<Value<'a>, Error> {
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
    pub(super) fn vector(&mut self, expr: &'a Expr, grid: Grid) -> Result<Vector<'a>, Error> {
        match self.value(expr, grid)? {
            Value::Vector(vector) => Ok(vector),
            Value::Scalar(_) | Value::Text(_) => {
                Err(Error::wrong(expr.span, "expected an instant vector"))
            }
        }
    }

    /// Returns the value of a scalar.
    pub(super) fn scalar(&mut self, expr: &'a Expr, grid: Grid) -> Result<Scalar, Error> {
        match self.value(expr, grid)? {
            Value::Scalar(scalar) => Ok(scalar),
            Value::Vector(_) | Value::Text(_) => Err(Error::wrong(expr.span, "expected a scalar")),
        }
    }

    /// Passes the series of a vector to `each`, as soon as they are read where possible.
    pub(super) fn each_series(
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
                        return Err(Error::wrong(expr.span, TWINS));
                    }
                }
            }
            _ => {}
        }
        Ok(Value::Vector(vector))
    }
}
