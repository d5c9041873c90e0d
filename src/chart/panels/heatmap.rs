//! Histogram buckets over time: darker is more.
//!
//! A frame brings the buckets as Prometheus has them, each with all that is below it, under its upper bound `le`. What lies in
//! one alone is the difference to the one below; a difference below zero comes from samples of different instants and counts as
//! none. Several series with one bound are added.

use super::{Body, Kind, Marks, Values, plot, shown};
use crate::chart::axis::{Axis, value};
use crate::chart::data::Column;
use crate::chart::display_list::DisplayList;
use crate::chart::display_list::backend::{Backend, PARTS, color};
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, Limit, View};
use metrics_engine::number;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;
use plotters::prelude::{ChartBuilder, IntoDrawingArea as _, Rectangle, ShapeStyle};

/// The least width of a cell, in CSS pixels.
const CELL: f64 = 6.0;
/// How many shades there are.
const SHADES: f64 = 8.0;

/// A histogram over time, by cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Buckets {
    /// Upper bounds, ascending; the last one may be infinite.
    pub bounds: Vec<f64>,
    /// Cells per bucket.
    pub width: usize,
    /// The cells of the lowest bucket from left to right, then those of the next: means over the time of a cell, NaN where
    /// nothing was measured.
    pub cells: Vec<f64>,
}

/// Divides the counts of a frame's buckets within `range` into this many cells.
pub fn buckets(frame: &Frame, view: &View, range: TimeRange, width: usize) -> Buckets {
    let mut columns: Vec<(f64, &Column)> = shown(frame, view)
        .filter_map(|(_, one)| Some((bound(one.labels.get("le")?)?, &one.column)))
        .collect();
    columns.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut bounds: Vec<f64> = columns.iter().map(|(bound, _)| *bound).collect();
    bounds.dedup();
    let width = width.max(1);
    let step = (range.until.since(range.after).0 as f64 / width as f64).max(1.0);
    // A sample at the end of a cell's time belongs to it.
    let start = range.after + Duration(1);
    let mut cells = vec![f64::NAN; bounds.len() * width];
    for (place, bound) in bounds.iter().enumerate() {
        let row = cells.get_mut(place * width..).unwrap_or_default();
        for (_, column) in columns.iter().filter(|(other, _)| other == bound) {
            column.columns(column.within(range), (start, step, width), &mut |cell, span| {
                let values = column.values().get(span).unwrap_or_default();
                let finite = values.iter().filter(|value| value.is_finite());
                let (count, sum) =
                    finite.fold((0.0, 0.0), |(n, sum), value| (n + 1.0, sum + value));
                if let Some(cell) = row.get_mut(cell).filter(|_| count > 0.0) {
                    *cell = if cell.is_nan() { sum / count } else { *cell + sum / count };
                }
            });
        }
    }
    // From above, so that what is below still holds all.
    for place in (width..cells.len()).rev() {
        let below = cells.get(place - width).copied().unwrap_or_default();
        if let Some(cell) = cells.get_mut(place).filter(|_| !below.is_nan()) {
            *cell = (*cell - below).max(0.0);
        }
    }
    Buckets { bounds, width, cells }
}

/// Reads the value of a label `le`.
fn bound(text: &str) -> Option<f64> {
    match text {
        "+Inf" => Some(f64::INFINITY),
        number => number::read(number).filter(|bound| !bound.is_nan()),
    }
}

/// `heatmap`.
pub(super) static HEATMAP: Kind =
    Kind { body: Body::Plot(Marks::None), values: Values::Buckets, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let size = list.size();
    let (width, height) =
        (f64::from(size.width) / size.ratio, f64::from(size.height) / size.ratio - 32.0);
    // One cell for each sample, as long as it can be seen.
    let span = view.range.until.since(view.range.after).0;
    let samples = (span / frame.interval.0.max(1)).max(1) as f64;
    let buckets = buckets(frame, view, view.range, samples.min(width / CELL) as usize);
    let axis = Axis::buckets(&edges(frame.unit, &buckets), height);
    // The plot around the cells; the axis has places of buckets, and so have the limits on it.
    let limits = frame.limits.iter().filter(|limit| !limit.value.is_nan());
    let limits = limits.map(|limit| Limit { value: place(&buckets, limit.value), ..*limit });
    let around = Frame {
        limits: limits.collect(),
        gaps: frame.gaps.clone(),
        spans: frame.spans.clone(),
        ..Frame::new(frame.range, frame.interval, frame.unit)
    };
    let plot = plot::begin(list, &around, theme, view, &axis)?;
    cells(list, theme, &buckets, &axis, &plot);
    plot::end(list, &around, theme, &plot);
    Some(plot.layout)
}

/// Returns the place of a value on an axis on which each bucket has one unit of height: within its bucket by its share of it. In an
/// unbounded bucket that is the middle; beyond all buckets, it is beyond the axis.
fn place(buckets: &Buckets, value: f64) -> f64 {
    let bounds = &buckets.bounds;
    let bucket = bounds.partition_point(|bound| *bound < value);
    let Some(upper) = bounds.get(bucket) else { return bounds.len() as f64 + 1.0 };
    let is_positive = bounds.first().is_some_and(|bound| *bound > 0.0);
    let below = bucket.checked_sub(1).and_then(|below| bounds.get(below)).copied();
    let lower = below.or(is_positive.then_some(0.0)).filter(|_| upper.is_finite());
    match lower {
        Some(lower) => bucket as f64 + (value - lower) / (upper - lower),
        None => bucket as f64 + 0.5,
    }
}

/// The names of the edges, from the lower one of the first bucket on, each with its unit. An edge without a bound has no name.
fn edges(unit: Unit, buckets: &Buckets) -> Vec<String> {
    let is_positive = buckets.bounds.first().is_some_and(|bound| *bound > 0.0);
    let mut edges = vec![if is_positive { value::plain(0.0, unit) } else { String::new() }];
    for bound in &buckets.bounds {
        let is_finite = bound.is_finite();
        edges.push(if is_finite { value::plain(*bound, unit) } else { "+Inf".to_owned() });
    }
    edges
}

fn cells(list: &mut DisplayList, theme: &Theme, buckets: &Buckets, axis: &Axis, plot: &plot::Plot) {
    let most = buckets.cells.iter().copied().filter(|cell| cell.is_finite()).fold(0.0, f64::max);
    let parts = |px: f64| (px * PARTS).round() as i32;
    let size = list.size();
    let root = Backend(list).into_drawing_area();
    let across = Axis { low: 0.0, high: buckets.width as f64, ticks: Vec::new() };
    let Ok(mut chart) = ChartBuilder::on(&root)
        .margin_left(parts(plot.rect.x))
        .margin_top(parts(plot.rect.y))
        .margin_right(parts(f64::from(size.width) - plot.rect.right()))
        .margin_bottom(parts(f64::from(size.height) - plot.rect.bottom()))
        .build_cartesian_2d(across, Axis { ticks: Vec::new(), ..axis.clone() })
    else {
        return;
    };
    let ink = theme.series.first().copied().unwrap_or(theme.text);
    let filled = buckets.cells.iter().enumerate().filter(|(_, cell)| **cell > 0.0 && most > 0.0);
    let _ = chart.draw_series(filled.map(|(place, cell)| {
        // By the root, because most cells hold a small part of the fullest one.
        let shade = ((cell / most).sqrt() * SHADES).ceil() / SHADES;
        let style = ShapeStyle {
            color: color(theme.background.mixed(ink, shade)),
            filled: true,
            stroke_width: 0,
        };
        let (x, y) = ((place % buckets.width) as f64, (place / buckets.width) as f64);
        Rectangle::new([(x, y + 1.0), (x + 1.0, y)], style)
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(bounds: &[f64], value: f64) -> f64 {
        place(&Buckets { bounds: bounds.to_vec(), width: 0, cells: Vec::new() }, value)
    }

    #[test]
    fn a_limit_stands_at_its_value_and_not_at_a_number_of_a_bucket() {
        let bounds = [0.1, 0.5, 1.0, f64::INFINITY];
        for (value, expected) in [
            (0.0, 0.0),
            (0.05, 0.5),
            (0.1, 1.0),
            (0.3, 1.5),
            (0.5, 2.0),
            (1.0, 3.0),
            // Above one, its place is unknown; below zero and beyond all it is out of sight.
            (2.0, 3.5),
            (-0.1, -1.0),
        ] {
            assert!(
                (placed(&bounds, value) - expected).abs() < 1e-9,
                "{value}: {}",
                placed(&bounds, value)
            );
        }
        assert!((placed(&[-1.0, 1.0], -5.0) - 0.5).abs() < 1e-9, "the lowest has no lower end");
        assert!((placed(&[-1.0, 1.0], 0.0) - 1.5).abs() < 1e-9);
        assert!(placed(&[-1.0, 1.0], 3.0) > 2.0);
    }
}
