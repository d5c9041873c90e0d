//! The evaluation of a query: first at the end of the range, for the table, then at its steps, for the chart.

use super::super::Scene;
use super::super::dashboard::step;
use super::known::metadata;
use super::plot::frame;
use super::{QueryResult, Remark};
use crate::chart::Slots;
use metrics_engine::promql::ast::Expr;
use metrics_engine::promql::eval::{Answer, Evaluation, Limits, Outcome, Settings, evaluate};
use metrics_engine::promql::value::Grid;
use metrics_engine::promql::{lint, parse};
use metrics_engine::series::TimeRange;
use metrics_engine::time::Timestamp;
use std::sync::Arc;

/// A query that is being evaluated.
#[derive(Debug)]
pub struct Run {
    text: String,
    expr: Expr,
    range: TimeRange,
    grid: Grid,
    /// The value at the end of the range, once it is known.
    newest: Option<Outcome>,
    over_range: Evaluation,
}

/// The state of a [`Run`] after a slice.
#[derive(Debug)]
pub enum Progress {
    /// Slices are left.
    Unfinished(Box<Run>),
    /// The query has been evaluated, or cannot be.
    Finished(Result<QueryResult, Remark>),
}

/// The bounds of the evaluation at one instant, which is one slice: some 30 ms.
const INSTANT: Limits =
    Limits { steps: 1, series: 50_000, samples: 1_000_000, per_step: 1_000_000 };

/// The number of samples of a slice of a range.
const SLICE: usize = 400_000;

/// The bounds of a range, all slices together: a few seconds.
const WHOLE: Limits =
    Limits { steps: 11_000, series: 50_000, samples: 40_000_000, per_step: 1_000_000 };

impl Run {
    /// Begins to evaluate a query over a range.
    ///
    /// # Errors
    ///
    /// If it cannot be parsed.
    pub fn begin(scene: Scene<'_>, text: &str, range: TimeRange) -> Result<Self, Remark> {
        let expr = parse(text).map_err(|error| Remark::of_error(&error, text))?;
        let step = step(scene, &expr, range);
        // On the steps' own grid, so that a curve does not wobble while time goes on.
        let start = Timestamp((range.after.0.div_euclid(step.0) + 1) * step.0);
        let grid = Grid::between(start, range.until, step);
        let settings = Settings { limits: WHOLE, ..Settings::default() };
        let over_range = Evaluation::new(expr.clone(), grid, settings);
        Ok(Self { text: text.to_owned(), expr, range, grid, newest: None, over_range })
    }

    /// Returns the text of the query.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Evaluates the next slice. `slots` remembers the colours of series between runs.
    pub fn advance(mut self, scene: Scene<'_>, slots: &mut Slots) -> Progress {
        let Some(newest) = self.newest.take() else { return self.evaluate_end(scene) };
        // Samples of a window and texts have no values over a range.
        let has_chart = matches!(newest.answer, Answer::Scalar(_) | Answer::Vector(_));
        let advanced =
            if has_chart { self.over_range.advance(scene.work.store(), SLICE) } else { Ok(true) };
        if advanced == Ok(false) {
            self.newest = Some(newest);
            return Progress::Unfinished(Box::new(self));
        }
        let mut result = QueryResult::new(scene, &self.text, self.range, newest);
        let lints = lint::check(&self.expr, scene.work.store(), &metadata(scene));
        result.add_remarks(lints.iter().map(|lint| Remark::of_lint(lint, &self.text)));
        match advanced {
            // The table is right all the same.
            Err(error) => result.remarks.push(Remark::of_error(&error, &self.text)),
            Ok(_) if has_chart => {
                let outcome = self.over_range.finish();
                result.add_annotations(&outcome.annotations);
                let (range, grid) = (self.range, self.grid);
                let frame = frame(scene, self.expr, range, grid, outcome.answer, slots);
                result.chart = Some(Arc::new(frame));
            }
            Ok(_) => {}
        }
        Progress::Finished(Ok(result))
    }

    /// Evaluates the end of the range.
    fn evaluate_end(mut self, scene: Scene<'_>) -> Progress {
        let settings = Settings { limits: INSTANT, ..Settings::default() };
        let grid = Grid::instant(self.range.until);
        match evaluate(&self.expr, scene.work.store(), grid, &settings) {
            Err(error) => Progress::Finished(Err(Remark::of_error(&error, &self.text))),
            Ok(newest) => {
                self.newest = Some(newest);
                Progress::Unfinished(Box::new(self))
            }
        }
    }
}
