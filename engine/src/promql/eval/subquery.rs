//! Subqueries: the values of an expression within a window, on a grid of their own.

use super::Evaluator;
use super::samples::Buffer;
use super::select::EachRange;
use crate::promql::ast::Subquery;
use crate::promql::value::Grid;
use crate::promql::{Error, Span};
use crate::time::{Duration, Timestamp};

impl<'a> Evaluator<'a> {
    /// Passes the values of the inner expression to `each` as the samples of its series.
    pub(super) fn subquery(
        &mut self,
        subquery: &'a Subquery,
        grid: Grid,
        span: Span,
        each: EachRange<'_, 'a>,
    ) -> Result<(), Error> {
        let ends = self.shifted(subquery.shift, grid);
        let step = subquery.step.unwrap_or(self.settings.subquery_step);
        let inner = steps_within(ends.start - subquery.range, ends.end(), step);
        self.spend(inner.count, span)?;
        if inner.count == 0 {
            return Ok(());
        }
        let vector = self.vector(&subquery.expr, inner)?.joined(span)?;
        let mut buffer = Buffer::default();
        for (series, points) in vector.iter() {
            buffer.clear();
            for (at, point) in inner.instants().zip(points) {
                if let Some(value) = point.get() {
                    buffer.push(at.0, value);
                }
            }
            self.spend(grid.count, span)?;
            each(series, buffer.samples(), ends, subquery.range);
        }
        Ok(())
    }
}

/// Returns the multiples of `step` after `after`, up to `until`. They do not depend on the time of the evaluation, so that a subquery is
/// the same one step later.
fn steps_within(after: Timestamp, until: Timestamp, step: Duration) -> Grid {
    let step = step.0.max(1);
    let first = after.0.div_euclid(step).saturating_add(1).saturating_mul(step);
    let length = until.0.saturating_sub(first);
    let count = if length < 0 { 0 } else { length / step + 1 };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    Grid { start: Timestamp(first), step: Duration(step), count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_multiples_after_the_start_of_the_window() {
        let within = |after, until, step| -> Vec<i64> {
            let grid = steps_within(Timestamp(after), Timestamp(until), Duration(step));
            grid.instants().map(|at| at.0).collect()
        };
        assert_eq!(within(0, 30, 10), [10, 20, 30]);
        assert_eq!(within(1, 29, 10), [10, 20]);
        assert_eq!(within(-7, 5, 5), [-5, 0, 5]);
        assert_eq!(within(-5, 5, 5), [0, 5]);
        assert!(within(1, 9, 10).is_empty());
    }
}
