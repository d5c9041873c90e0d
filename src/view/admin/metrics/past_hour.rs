//! The last hour of a metric as one line, and its newest value.

use super::super::Scene;
use super::{Metric, main_query};
use crate::view::spark;
use metrics_engine::promql::eval::{Answer, Limits, Settings, evaluate};
use metrics_engine::promql::parse;
use metrics_engine::promql::value::Grid;
use metrics_engine::series::Sample;
use metrics_engine::time::{Duration, Timestamp};

/// The last hour of a metric.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastHour {
    /// The time for which it was computed.
    pub at: Timestamp,
    /// Path data (SVG `d`) of the line; empty where there is nothing to draw.
    pub line: String,
    /// The newest value with its unit; empty where there is none.
    pub newest: String,
}

/// The distance of the line's points.
const STEP: Duration = Duration::from_secs(60);

/// The bounds of one line: a fraction of the time for a frame. A metric with more series has no line.
const LIMITS: Limits = Limits { steps: 61, series: 2000, samples: 300_000, per_step: 300_000 };

/// Returns the last hour of a metric.
pub fn past_hour(scene: Scene<'_>, metric: &Metric) -> PastHour {
    let (offer, word) = main_query(metric);
    let mut hour = PastHour { at: scene.now, ..PastHour::default() };
    let Ok(expr) = parse(&offer.query) else { return hour };
    let settings = Settings { limits: LIMITS, ..Settings::default() };
    let end = scene.now;
    let grid = Grid::between(end - STEP * 59, end, STEP);
    let Ok(outcome) = evaluate(&expr, scene.work.store(), grid, &settings) else { return hour };
    let Answer::Vector(series) = outcome.answer else { return hour };
    let Some(first) = series.first() else { return hour };
    let samples = grid.instants().zip(&first.values).filter_map(|(at, value)| {
        value.filter(|value| value.is_finite()).map(|value| Sample { at, value })
    });
    hour.line = spark::path(samples, STEP);
    if let Some(newest) = first.values.last().copied().flatten() {
        let value = offer.unit.write(newest, scene.now).text();
        hour.newest = if word.is_empty() { value } else { format!("{word} {value}") };
    }
    hour
}
