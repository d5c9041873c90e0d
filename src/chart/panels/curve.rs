//! One curve: from samples to points on the screen, parted where nothing was measured.
//!
//! Up to four samples per pixel all of them are drawn. Beyond that, each pixel column has its first, least, greatest and last
//! value (M4: Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014): the same picture from what the screen can show. A thick solid curve
//! as dense as that is drawn as upright bars, which a canvas fills ten times faster than it strokes a tangled path.

use super::plot::Plot;
use crate::chart::axis::value::FARTHEST;
use crate::chart::data::Column;
use crate::chart::display_list::DisplayList;
use crate::chart::frame::Frame;
use crate::chart::layout::Layout;
use crate::chart::theme::Color;
use core::ops::Range;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;

/// Samples per pixel column up to which all are drawn.
const ALL: usize = 4;

/// The style of a curve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) color: Color,
    /// Its thickness in device pixels.
    pub(super) width: f64,
    /// Its dash pattern.
    pub(super) dash: u8,
    /// The opacity of the area between it and zero; 0 for none.
    pub(super) opacity: f64,
}

/// Draws one column.
pub(super) fn draw(
    list: &mut DisplayList,
    frame: &Frame,
    plot: &Plot,
    column: &Column,
    stroke: Stroke,
) {
    let span = visible(column, &plot.layout);
    let count = (plot.rect.width as usize).max(1);
    let is_dense = span.len() > ALL * count;
    if is_dense && stroke.width > 1.0 && stroke.dash == 0 && stroke.opacity == 0.0 {
        bars(list, frame, plot, column, stroke);
        return;
    }
    let base = plot.y(0.0_f64.clamp(plot.layout.values.0, plot.layout.values.1)) as f32;
    let mut run = Vec::with_capacity(if is_dense { 8 * count } else { 2 * span.len() });
    let mut finish = |run: &mut Vec<f32>| {
        emit(list, run, base, stroke);
        run.clear();
    };
    if is_dense {
        dense(frame, plot, column, count, &mut run, &mut finish);
    } else {
        every(frame, plot, column, span, &mut run, &mut finish);
    }
    finish(&mut run);
}

/// The samples that are seen, and one on either side, so that the curve goes on to the edges.
fn visible(column: &Column, layout: &Layout) -> Range<usize> {
    let within = column.within(layout.range);
    within.start.saturating_sub(1)..(within.end + 1).min(column.len())
}

/// Least and greatest of what is seen of a column, as far as can be computed with.
pub(super) fn extent(column: &Column, range: TimeRange) -> Option<(f64, f64)> {
    let (low, high) = column.min_max(column.within(range))?;
    Some((low.clamp(-FARTHEST, FARTHEST), high.clamp(-FARTHEST, FARTHEST)))
}

/// One run of points without a gap.
fn emit(list: &mut DisplayList, run: &[f32], baseline: f32, stroke: Stroke) {
    match run {
        [] | [_] => {}
        [x, y] => list.dot(stroke.color, (f64::from(*x), f64::from(*y)), stroke.width * 0.9 + 0.5),
        [first, .., end_x, _] => {
            if stroke.opacity > 0.0 {
                let mut area = Vec::with_capacity(run.len() + 4);
                area.extend_from_slice(run);
                area.extend([*end_x, baseline, *first, baseline]);
                list.fill(stroke.color.with_opacity(stroke.opacity), &area);
            }
            list.line(stroke.color, stroke.width, stroke.dash, run);
        }
    }
}

/// Emits all samples as points.
fn every(
    frame: &Frame,
    plot: &Plot,
    column: &Column,
    span: Range<usize>,
    run: &mut Vec<f32>,
    finish: &mut dyn FnMut(&mut Vec<f32>),
) {
    let longest = frame.longest_join().0.unsigned_abs();
    let times = column.times().get(span.clone()).unwrap_or_default();
    let values = column.values().get(span).unwrap_or_default();
    let mut before: Option<i64> = None;
    let mut beside = NOWHERE;
    // The last point of a run is drawn however near it is: there the curve ends.
    let mut held: Option<[f32; 2]> = None;
    for (at, value) in times.iter().zip(values) {
        let is_missing = !value.is_finite();
        // Instants rise, so that the difference has no sign.
        let is_late = |before| at.0.wrapping_sub(before).cast_unsigned() > longest;
        if is_missing || before.is_some_and(is_late) {
            run.extend(held.take().iter().flatten());
            finish(run);
            beside = NOWHERE;
        }
        before = (!is_missing).then_some(at.0);
        if is_missing {
            continue;
        }
        let point = [plot.x(*at) as f32, plot.y(*value) as f32];
        if is_next_to(beside, point) {
            held = Some(point);
        } else {
            held = None;
            beside = point;
            // One by one: a few bytes at once would be a call of their own.
            run.push(point[0]);
            run.push(point[1]);
        }
    }
    run.extend(held.iter().flatten());
}

/// Left of every point.
const NOWHERE: [f32; 2] = [f32::NEG_INFINITY, 0.0];

/// Whether a point is so near to the last one of a run that a line to it could not be seen: less than a pixel on,
/// and less than half of one up or down.
fn is_next_to([before, beside]: [f32; 2], [x, y]: [f32; 2]) -> bool {
    x - before < 1.0 && (y - beside).abs() < 0.5
}

/// The values of one pixel column.
struct Cell {
    first: f64,
    low: f64,
    high: f64,
    last: f64,
    /// Whether the curve is parted before it.
    is_parted: bool,
}

/// Calls `each` with every pixel column that has a value.
fn cells(
    frame: &Frame,
    plot: &Plot,
    column: &Column,
    count: usize,
    each: &mut dyn FnMut(usize, &Cell),
) {
    let range = plot.layout.range;
    let width = range.until.since(range.after).0 as f64 / count as f64;
    // A sample at the end of a column's time belongs to it.
    let start = range.after + Duration(1);
    let mut before: Option<i64> = None;
    column.columns(column.within(range), (start, width, count), &mut |place, span| {
        let ends = (column.get(span.start), column.get(span.end - 1));
        let (Some((from, first)), Some((until, last))) = ends else { return };
        let Some((low, high)) = column.min_max(span) else {
            before = None;
            return;
        };
        let is_near =
            before.is_some_and(|before| from.0.saturating_sub(before) <= frame.longest_join().0);
        let or_low = |value: f64| if value.is_finite() { value } else { low };
        each(
            place,
            &Cell { first: or_low(first), low, high, last: or_low(last), is_parted: !is_near },
        );
        before = last.is_finite().then_some(until.0);
    });
}

/// Four points for each pixel column.
fn dense(
    frame: &Frame,
    plot: &Plot,
    column: &Column,
    count: usize,
    run: &mut Vec<f32>,
    finish: &mut dyn FnMut(&mut Vec<f32>),
) {
    let width = plot.rect.width / count as f64;
    cells(frame, plot, column, count, &mut |place, cell| {
        if cell.is_parted {
            finish(run);
        }
        let x = (plot.rect.x + (place as f64 + 0.5) * width) as f32;
        let mut before = f64::NAN;
        for value in [cell.first, cell.low, cell.high, cell.last] {
            if value != before {
                run.extend([x, plot.y(value) as f32]);
                before = value;
            }
        }
    });
}

/// A bar as wide as the curve is thick for each of its columns, each reaching to the end of the one before.
fn bars(list: &mut DisplayList, frame: &Frame, plot: &Plot, column: &Column, stroke: Stroke) {
    let width = stroke.width.round().max(1.0);
    let count = (plot.rect.width / width).ceil().max(1.0) as usize;
    let mut bars = Vec::with_capacity(count * 3);
    let mut before = None;
    cells(frame, plot, column, count, &mut |place, cell| {
        let joined = before.filter(|_| !cell.is_parted);
        let high = joined.map_or(cell.high, |end| cell.high.max(end));
        let low = joined.map_or(cell.low, |end| cell.low.min(end));
        let top = (plot.y(high) - width / 2.0).round();
        let bottom = (plot.y(low) + width / 2.0).round();
        let x = plot.rect.x + place as f64 * width;
        bars.extend([x as f32, top as f32, (bottom - top).max(width) as f32]);
        before = Some(cell.last);
    });
    list.columns(stroke.color, width, &bars);
}
