//! Operators: arithmetic and comparison of numbers, and of vectors with numbers.

use super::Evaluator;
use crate::promql::ast::{Binary, BinaryOp};
use crate::promql::value::{Grid, Scalar, Value, Vector};
use crate::promql::{Error, Span};

/// What an operator computes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    op: BinaryOp,
    is_bool: bool,
}

impl Operator {
    /// Returns the operator of an expression.
    pub(super) fn of(binary: &Binary) -> Self {
        Self { op: binary.op, is_bool: binary.is_bool }
    }

    /// Returns the value for two numbers. A comparison without `bool` yields its left side if it holds, and nothing otherwise.
    #[inline]
    pub(super) fn compute(self, left: f64, right: f64) -> Option<f64> {
        Some(match self.op {
            BinaryOp::Add => left + right,
            BinaryOp::Subtract => left - right,
            BinaryOp::Multiply => left * right,
            BinaryOp::Divide => left / right,
            BinaryOp::Modulo => left % right,
            BinaryOp::Atan2 => left.atan2(right),
            BinaryOp::Power => left.powf(right),
            BinaryOp::Compare(comparison) => {
                let holds = comparison.holds(left, right);
                if self.is_bool {
                    return Some(f64::from(u8::from(holds)));
                }
                return holds.then_some(left);
            }
            BinaryOp::And | BinaryOp::Or | BinaryOp::Unless => return None,
        })
    }

    /// Returns whether the result is no longer a sample of the metric.
    pub(super) fn drops_name(self) -> bool {
        self.is_bool || self.is_arithmetic()
    }

    /// Returns whether the operator is no comparison.
    pub(super) fn is_arithmetic(self) -> bool {
        !matches!(self.op, BinaryOp::Compare(_))
    }
}

impl<'a> Evaluator<'a> {
    /// Returns the value of an operator.
    pub(super) fn binary(
        &mut self,
        binary: &'a Binary,
        grid: Grid,
        span: Span,
    ) -> Result<Value<'a>, Error> {
        let operator = Operator::of(binary);
        let left = self.value(&binary.left, grid)?;
        let right = self.value(&binary.right, grid)?;
        match (left, right) {
            (Value::Scalar(left), Value::Scalar(right)) => {
                let compute = |left, right| operator.compute(left, right).unwrap_or(f64::NAN);
                Ok(Value::Scalar(match (left, right) {
                    (left, Scalar::Constant(right)) => left.map(|left| compute(left, right)),
                    (Scalar::Constant(left), right) => right.map(|right| compute(left, right)),
                    (left, right) => {
                        let steps = (0..grid.count).map(|at| compute(left.at(at), right.at(at)));
                        Scalar::Steps(steps.collect())
                    }
                }))
            }
            (Value::Vector(left), Value::Scalar(right)) => {
                self.with_number(left, operator, span, |step, value| {
                    operator.compute(value, right.at(step))
                })
            }
            (Value::Scalar(left), Value::Vector(right)) => {
                // A comparison yields the value of the vector, whichever side it is on.
                let keeps_right = !operator.drops_name();
                self.with_number(right, operator, span, |step, value| {
                    let found = operator.compute(left.at(step), value)?;
                    Some(if keeps_right { value } else { found })
                })
            }
            (Value::Vector(left), Value::Vector(right)) if binary.op.is_set() => {
                self.set(binary, left, right, span).map(Value::Vector)
            }
            (Value::Vector(left), Value::Vector(right)) => {
                self.matched(binary, &left, &right, span).map(Value::Vector)
            }
            _ => Err(Error::wrong(span, "operators work on numbers and vectors")),
        }
    }

    /// Changes the sign of all values.
    pub(super) fn negated(&mut self, value: Value<'a>, span: Span) -> Result<Value<'a>, Error> {
        match value {
            Value::Scalar(scalar) => Ok(Value::Scalar(scalar.map(|number| -number))),
            Value::Vector(mut vector) => {
                vector.map_values(|_, value| Some(-value));
                self.rename(vector, span).map(Value::Vector)
            }
            Value::Text(_) => Err(Error::wrong(span, "a string has no sign")),
        }
    }

    fn with_number(
        &mut self,
        mut vector: Vector<'a>,
        operator: Operator,
        span: Span,
        compute: impl FnMut(usize, f64) -> Option<f64>,
    ) -> Result<Value<'a>, Error> {
        vector.map_values(compute);
        if operator.drops_name() {
            vector = self.rename(vector, span)?;
        }
        Ok(Value::Vector(vector))
    }
}
