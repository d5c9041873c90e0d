//! Evaluations in slices, so that a page that evaluates a long range does not pause for long, and that go on as time does.

use super::reach::Reach;
use super::{Answer, Outcome, RangeSeries, Settings, evaluate_part};
use crate::labels::LabelSet;
use crate::promql::Error;
use crate::promql::annotation::Annotations;
use crate::promql::ast::Expr;
use crate::promql::value::Grid;
use crate::store::Store;
use crate::time::{Duration, Timestamp};
use core::ops::Range;
use std::collections::BTreeMap;

/// An evaluation that goes on where it stopped, some steps at a time. The value at a step does not depend on the others, so that the result is
/// that of [`evaluate`](super::evaluate), for every expression.
///
/// # The time of a slice
///
/// [`advance`](Self::advance) evaluates whole steps, and time is spent on samples: some 10 to 20 nanoseconds each, two to three times
/// that in wasm. A caller bounds a slice by the number of samples that it passes: 500,000 take about 10 ms. The first slices are one, two
/// and four steps, because what a step costs is not known before. One step may still need more, as `max_over_time(rate(x[5m])[1d:1m])`
/// does. [`Limits::per_step`](super::Limits::per_step) bounds that: a step that needs more is an error.
///
/// # Time goes on
///
/// [`move_to`](Self::move_to) keeps the steps that do not change, so that a live chart evaluates only the new ones:
///
/// ```
/// use metrics_engine::promql::eval::{Evaluation, Settings};
/// use metrics_engine::promql::{self, value::Grid};
/// use metrics_engine::store::Store;
/// use metrics_engine::time::{Duration, Timestamp};
///
/// let (store, step) = (Store::default(), Duration::from_secs(15));
/// let hour = |end: Timestamp| Grid::between(end - step * 240, end, step);
/// let mut now = Timestamp(1_800_000_000_000);
/// let expr = promql::parse("vector(1)")?;
/// let mut chart = Evaluation::new(expr, hour(now), Settings::default());
/// while !chart.advance(&store, 500_000)? {}
///
/// // A step later, everything up to `now` has been scraped.
/// chart.move_to(hour(now + step), now);
/// assert_eq!(chart.left(), 1);
/// assert!(chart.advance(&store, 500_000)?);
/// # Ok::<(), promql::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Evaluation {
    expr: Expr,
    grid: Grid,
    settings: Settings,
    /// The samples that a step needs, in time.
    reach: Reach,
    /// The number of steps that are evaluated.
    n_done: usize,
    /// The number of steps of the last slice.
    n_last: usize,
    /// The number of samples that the evaluated steps needed.
    n_samples: usize,
    /// The only answer, where it is not one of series.
    other: Option<Answer>,
    series: BTreeMap<LabelSet, Vec<Option<f64>>>,
    /// The annotations of each slice, with its steps.
    annotations: Vec<(Range<usize>, Annotations)>,
}

impl Evaluation {
    /// Creates an evaluation without evaluating anything.
    pub fn new(expr: Expr, grid: Grid, settings: Settings) -> Self {
        let reach = Reach::of(&expr);
        Self {
            expr,
            grid,
            settings,
            reach,
            n_done: 0,
            n_last: 0,
            n_samples: 0,
            other: None,
            series: BTreeMap::new(),
            annotations: Vec::new(),
        }
    }

    /// Evaluates some more steps, at least one: as many as need about this number of samples. Returns whether all are evaluated. The store has to
    /// be the same one each time, and may have got newer samples.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](super::evaluate); also if one step needs more than [`Limits::per_step`](super::Limits::per_step).
    pub fn advance(&mut self, store: &Store, samples: usize) -> Result<bool, Error> {
        let left = self.left();
        if left == 0 {
            return Ok(true);
        }
        let count = self.next_count(samples).clamp(1, left);
        let part = Grid { start: self.grid.at(self.n_done), count, ..self.grid };
        let mut settings = self.settings;
        let limits = &mut settings.limits;
        let all_left = limits.samples.saturating_sub(self.n_samples);
        limits.samples = all_left.min(limits.per_step.saturating_mul(count));
        let (outcome, spent) = evaluate_part(&self.expr, store, part, self.grid, &settings)?;
        if !outcome.annotations.is_empty() {
            self.annotations.push((self.n_done..self.n_done + count, outcome.annotations));
        }
        self.n_samples += spent;
        self.take(outcome.answer);
        self.n_done += count;
        self.n_last = count;
        Ok(self.left() == 0)
    }

    /// Returns the number of steps that are not evaluated yet.
    pub fn left(&self) -> usize {
        self.grid.count.saturating_sub(self.n_done)
    }

    /// Changes the instants of the evaluation. The steps from the start on that were evaluated, and that no sample later than `settled`
    /// changes, keep their values, where the instants of the new grid are among those of the old. All samples up to `settled` have to be
    /// in the store: at the time of the last scrape, those that are still on their way are not.
    ///
    /// A step that is kept has the value that it had, even if its samples are no longer in the store.
    pub fn move_to(&mut self, grid: Grid, settled: Timestamp) {
        let gone = self.gone(grid);
        let kept = gone.map_or(0, |gone| {
            let is_settled = |step: &usize| self.reach.is_settled(self.grid.at(*step), settled);
            let steps = gone..self.n_done.min(gone.saturating_add(grid.count));
            steps.take_while(is_settled).count()
        });
        let gone = gone.unwrap_or(0);
        if self.n_done > 0 {
            self.n_samples = (self.n_samples as u128 * kept as u128 / self.n_done as u128) as usize;
        }
        let keep = |values: &mut Vec<Option<f64>>| {
            values.drain(..gone.min(values.len()));
            values.truncate(kept);
            values.iter().any(Option::is_some)
        };
        self.series.retain(|_, values| keep(values));
        match &mut self.other {
            Some(Answer::Scalar(numbers)) if kept > 0 => {
                numbers.drain(..gone.min(numbers.len()));
                numbers.truncate(kept);
            }
            _ if kept > 0 => {}
            other => *other = None,
        }
        self.annotations = core::mem::take(&mut self.annotations)
            .into_iter()
            .map(|(steps, all)| {
                (steps.start.saturating_sub(gone)..steps.end.saturating_sub(gone).min(kept), all)
            })
            .filter(|(steps, _)| !steps.is_empty())
            .collect();
        (self.grid, self.n_done) = (grid, kept);
        self.n_last = self.n_last.min(kept);
    }

    /// Returns the result of the steps that are evaluated so far.
    pub fn outcome(&self) -> Outcome {
        self.clone().finish()
    }

    /// Returns the result of the steps that are evaluated so far.
    pub fn finish(self) -> Outcome {
        let n_done = self.n_done;
        let answer = self.other.unwrap_or_else(|| {
            let padded = self.series.into_iter().map(|(labels, mut values)| {
                values.resize(n_done, None);
                RangeSeries { labels, values }
            });
            Answer::Vector(padded.collect())
        });
        let mut annotations = Annotations::default();
        self.annotations.into_iter().for_each(|(_, raised)| annotations.extend(raised));
        Outcome { answer, annotations }
    }

    /// Returns the number of steps for about this number of samples.
    fn next_count(&self, samples: usize) -> usize {
        let Some(per_step) = self.n_samples.checked_div(self.n_done) else { return 1 };
        // Later steps may have more samples than the first ones, before which a series began.
        (samples / per_step.max(1)).min(self.n_last.max(1).saturating_mul(2))
    }

    /// Returns the number of steps before the start of another grid, or `None` if it has instants between those of this one, or before.
    fn gone(&self, grid: Grid) -> Option<usize> {
        let is_range = self.grid.count > 1 && grid.count > 1 && grid.step > Duration::ZERO;
        let later = grid.start.0.checked_sub(self.grid.start.0)?;
        if !is_range || grid.step != self.grid.step || later < 0 || later % grid.step.0 != 0 {
            return None;
        }
        usize::try_from(later / grid.step.0).ok().filter(|gone| *gone <= self.n_done)
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
    fn a_moved_evaluation_is_the_same_as_a_new_one() {
        let (store, settings) = (store(), Settings::default());
        let step = Duration(10_000);
        let grid = |start: i64| Grid { start: Timestamp(start * 10_000), step, count: 30 };
        for (text, n_left) in [
            ("x", 5),
            ("sum(rate(x[1m])) or x > 20", 5),
            ("time() * 2", 5),
            ("count_values(\"v\", x)", 5),
            ("quantile(2, x)", 5),
            ("x @ 100", 5),
            ("sum(x offset 20s)", 5),
            // Steps that read what came later.
            ("x offset -20s", 7),
            ("max_over_time(x[1m:10s] offset -10s)", 6),
            ("x - x @ end()", 30),
            ("x @ 390", 30),
        ] {
            let expr = parse(text).unwrap();
            let mut evaluation = Evaluation::new(expr.clone(), grid(0), settings);
            while !evaluation.advance(&store, 50).unwrap() {}
            // All 30 steps are settled, and the next grid begins 5 steps later.
            evaluation.move_to(grid(5), Timestamp(290_000));
            assert_eq!(evaluation.left(), n_left, "{text}");
            while !evaluation.advance(&store, 50).unwrap() {}
            let whole = evaluate(&expr, &store, grid(5), &settings).unwrap();
            assert_eq!(evaluation.outcome(), whole, "{text}");
            // Steps from 200 s on may have changed.
            evaluation.move_to(grid(8), Timestamp(199_999));
            while !evaluation.advance(&store, 50).unwrap() {}
            assert_eq!(evaluation.outcome(), evaluate(&expr, &store, grid(8), &settings).unwrap());
            // A grid that begins earlier or between steps is another one.
            for other in [grid(2), Grid { start: Timestamp(85_000), ..grid(0) }, grid(100)] {
                evaluation.move_to(other, Timestamp(i64::MAX));
                while !evaluation.advance(&store, 50).unwrap() {}
                let whole = evaluate(&expr, &store, other, &settings).unwrap();
                assert_eq!(evaluation.outcome(), whole, "{text}");
            }
        }
    }

    #[test]
    fn samples_that_came_late_are_read_where_the_steps_were_not_settled() {
        let mut store = store();
        let settings = Settings::default();
        let step = Duration(10_000);
        let grid = |count| Grid { start: Timestamp(300_000), step, count };
        let expr = parse("sum(x)").unwrap();
        let mut evaluation = Evaluation::new(expr.clone(), grid(20), settings);
        while !evaluation.advance(&store, 50).unwrap() {}
        let (group, labels) = (store.group("c"), [(NAME, "x"), ("job", "c")]);
        let id = store.series(group, &labels).unwrap();
        store.append(group, Timestamp(400_000), &[(id, 1000.0)], &[]);
        evaluation.move_to(grid(22), Timestamp(390_000));
        assert_eq!(evaluation.left(), 12);
        while !evaluation.advance(&store, 50).unwrap() {}
        assert_eq!(evaluation.outcome(), evaluate(&expr, &store, grid(22), &settings).unwrap());
    }

    #[test]
    fn a_step_that_needs_too_much_is_an_error_and_slices_grow_slowly() {
        let grid = Grid::between(Timestamp(0), Timestamp(500_000), Duration(10_000));
        let store = store();
        let mut settings = Settings::default();
        settings.limits.per_step = 40;
        let runaway = parse("max_over_time(x[1h:1s])").unwrap();
        let mut evaluation = Evaluation::new(runaway, grid, settings);
        let error = evaluation.advance(&store, 1_000_000).unwrap_err();
        assert!(error.reason.contains("more than 40 samples"), "{error}");
        let mut evaluation = Evaluation::new(parse("x").unwrap(), grid, settings);
        let mut lefts = Vec::new();
        while !evaluation.advance(&store, 1_000_000).unwrap() {
            lefts.push(evaluation.left());
        }
        assert_eq!(lefts, [50, 48, 44, 36, 20]);
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
