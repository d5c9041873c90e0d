//! The chart of a result.

use super::super::Scene;
use super::super::dashboard::{drop_guesses, gaps, legend};
use crate::chart::data::Column;
use crate::chart::{Frame, Series, Slots, rank};
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql::ast::Expr;
use metrics_engine::promql::eval::{Answer, RangeSeries};
use metrics_engine::promql::value::Grid;
use metrics_engine::series::TimeRange;
use metrics_engine::unit::Unit;

/// Maximum number of series of a chart, those with the largest values. More could not be distinguished.
const MOST: usize = 40;

/// Returns the chart of the answer at the steps of `grid`.
pub(super) fn frame(
    scene: Scene<'_>,
    expr: Expr,
    range: TimeRange,
    grid: Grid,
    answer: Answer,
    slots: &mut Slots,
) -> Frame {
    let mut frame = Frame::new(range, grid.step, Unit::Short);
    let line = |one: RangeSeries| {
        let mut column = Column::default();
        for (at, value) in grid.instants().zip(one.values) {
            column.push(at, value);
        }
        Series { name: name(&one.labels), labels: one.labels, slot: <_>::default(), column }
    };
    frame.series = series(answer).into_iter().map(line).collect();
    let exprs = [expr];
    frame.gaps = gaps(scene, &exprs, &frame);
    drop_guesses(&mut frame, &exprs);
    rank::sort(&mut frame);
    frame.series.truncate(MOST);
    for series in &mut frame.series {
        series.slot = slots.of(&series.labels);
    }
    frame
}

/// Returns the series of an answer. A plain number is a series without labels.
fn series(answer: Answer) -> Vec<RangeSeries> {
    match answer {
        Answer::Vector(series) => series,
        Answer::Scalar(numbers) => {
            let values = numbers.into_iter().map(Some).collect();
            vec![RangeSeries { labels: LabelSet::default(), values }]
        }
        Answer::Text(_) | Answer::Samples(_) => Vec::new(),
    }
}

/// Returns the name of a series in the legend: the metric's name too, because a query may select several.
fn name(labels: &LabelSet) -> String {
    let own = legend("", labels);
    match labels.name() {
        "" => own,
        name if name == own => own,
        name => format!("{name} {}", legend("", &labels.without(NAME))),
    }
}
