//! Evaluations in slices, so that a page that evaluates a long range does not pause for long.

use super::{Answer, Outcome, RangeSeries, Settings, evaluate_part};
use crate::labels::LabelSet;
use crate::promql::Error;
use crate::promql::annotation::Annotations;
use crate::promql::ast::Expr;
use crate::promql::value::Grid;
use crate::store::Store;
use std::collections::BTreeMap;

/// An evaluation that goes on where it stopped, some steps at a time. The value at a step does not depend on the others, so that the result is
/// that of [`evaluate`](super::evaluate).
#[derive(Clone, Debug)]
pub struct Evaluation {
    expr: Expr,
    grid: Grid,
    settings: Settings,
    /// The number of steps that are evaluated.
    n_done: usize,
    /// The number of samples that they needed.
    n_samples: usize,
    /// The only answer, where it is not one of series.
    other: Option<Answer>,
    series: BTreeMap<LabelSet, Vec<Option<f64>>>,
    annotations: Annotations,
}

impl Evaluation {
    /// Creates an evaluation without evaluating anything.
    pub fn new(expr: Expr, grid: Grid, settings: Settings) -> Self {
        Self {
            expr,
            grid,
            settings,
            n_done: 0,
            n_samples: 0,
            other: None,
            series: BTreeMap::new(),
            annotations: Annotations::default(),
        }
    }

    /// Evaluates some more steps, at least one: as many as need about this number of samples. Returns whether all are evaluated. The store has to
    /// be the same one each time, and may have got newer samples.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](super::evaluate).
    pub fn advance(&mut self, store: &Store, samples: usize) -> Result<bool, Error> {
        let left = self.grid.count - self.n_done;
        if left == 0 {
            return Ok(true);
        }
        // The samples of windows overlap, so that one step needs more than its share.
        let per_step = self.n_samples.checked_div(self.n_done).map_or(samples, |mean| mean.max(1));
        let count =
            if self.grid.count == 1 { 1 } else { (samples / per_step.max(1)).clamp(1, left) };
        let part = Grid { start: self.grid.at(self.n_done), count, ..self.grid };
        let mut settings = self.settings;
        settings.limits.samples = settings.limits.samples.saturating_sub(self.n_samples);
        let (outcome, spent) = evaluate_part(&self.expr, store, part, self.grid, &settings)?;
        self.annotations.extend(outcome.annotations);
        self.n_samples += spent;
        self.take(outcome.answer);
        self.n_done += count;
        Ok(self.n_done == self.grid.count)
    }

    /// Returns the result: that of the steps that are evaluated so far.
    pub fn finish(self) -> Outcome {
        let n_done = self.n_done;
        let answer = self.other.unwrap_or_else(|| {
            let padded = self.series.into_iter().map(|(labels, mut values)| {
                values.resize(n_done, None);
                RangeSeries { labels, values }
            });
            Answer::Vector(padded.collect())
        });
        Outcome { answer, annotations: self.annotations }
    }

    /// Appends the answer for the next steps.
    fn take(&mut self, answer: Answer) {
        match (answer, &mut self.other) {
            (Answer::Vector(series), None) if self.grid.count > 1 => {
                for RangeSeries { labels, values } in series {
                    let known = self.series.entry(labels).or_default();
                    known.resize(self.n_done, None);
                    known.extend(values);
                }
            }
            (Answer::Scalar(more), Some(Answer::Scalar(numbers))) => numbers.extend(more),
            (answer, other) => *other = Some(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate;
    use super::*;
    use crate::labels::NAME;
    use crate::promql::parse;
    use crate::time::{Duration, Timestamp};

    fn store() -> Store {
        let mut store = Store::default();
        for job in ["a", "b", "c"] {
            let group = store.group(job);
            let id = store.series(group, &[(NAME, "x"), ("job", job)]).unwrap();
            for row in 0..40_i64 {
                // One comes late, and one ends early.
                if (job != "a" || row > 20) && (job != "b" || row < 10) {
                    store.append(group, Timestamp(row * 10_000), &[(id, row as f64)], &[]);
                }
            }
        }
        store
    }

    #[test]
    fn slices_make_the_same_as_the_whole() {
        let (store, settings) = (store(), Settings::default());
        let grid = Grid::between(Timestamp(0), Timestamp(500_000), Duration(10_000));
        for text in [
            "x",
            "sum(rate(x[1m])) or x > 20",
            "x - on(job) x @ end() + x @ start()",
            "time() * 2",
            "7",
            "count_values(\"v\", x)",
            "rate(x[5m]) > 1e9",
        ] {
            let expr = parse(text).unwrap();
            let whole = evaluate(&expr, &store, grid, &settings).unwrap();
            for samples in [1, 10, 50, 1_000_000] {
                let mut evaluation = Evaluation::new(expr.clone(), grid, settings);
                let mut n_slices = 1;
                while !evaluation.advance(&store, samples).unwrap() {
                    n_slices += 1;
                }
                assert_eq!(evaluation.finish(), whole, "{text}");
                let is_read = text.contains('x');
                assert!(!is_read || samples > 50 || n_slices > 5, "{text}: {n_slices} slices");
            }
        }
    }

    #[test]
    fn an_instant_keeps_its_order() {
        let expr = parse("topk(2, x)").unwrap();
        let mut evaluation =
            Evaluation::new(expr.clone(), Grid::instant(Timestamp(300_000)), Settings::default());
        assert_eq!(evaluation.advance(&store(), 1), Ok(true));
        let whole =
            evaluate(&expr, &store(), Grid::instant(Timestamp(300_000)), &Settings::default());
        assert_eq!(Ok(evaluation.finish()), whole);
    }

    #[test]
    fn the_limit_holds_for_all_slices_together() {
        let mut settings = Settings::default();
        settings.limits.samples = 100;
        let grid = Grid::between(Timestamp(0), Timestamp(500_000), Duration(10_000));
        let mut evaluation = Evaluation::new(parse("x").unwrap(), grid, settings);
        let store = store();
        assert!((0..100).any(|_| evaluation.advance(&store, 10).is_err()));
    }
}
