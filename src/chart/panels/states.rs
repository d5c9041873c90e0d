//! States over time: one lane for each series, in the colours of what its values mean.
//!
//! A state holds until the next sample. Where there is none for longer than a gap, the lane is hatched: nothing is known there.

use super::{Body, Kind, Marks, Values, alarm, newest, plot, shown};
use crate::chart::axis::Axis;
use crate::chart::data::Column;
use crate::chart::display_list::{Across, DisplayList, Upright};
use crate::chart::layout::Rect;
use crate::chart::theme::{Color, Theme};
use crate::chart::{Frame, Layout, View};
use metrics_engine::series::TimeRange;

/// The height of a bar, in CSS pixels.
const BAR: f64 = 14.0;
/// The height of a bar with its name above it.
const LOW_BAR: f64 = 10.0;
/// Below this width, names and words stand above the lanes, in CSS pixels.
const NARROW: f64 = 440.0;
/// Between the bars and what stands beside them.
const BESIDE: f64 = 12.0;

/// `states`.
pub(super) static STATES: Kind =
    Kind { body: Body::Plot(Marks::Lanes), values: Values::Range, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let size = list.size();
    let width = f64::from(size.width) / size.ratio;
    let is_narrow = width < NARROW;
    let lanes: Vec<(String, String, &Column)> = shown(frame, view)
        .map(|(_, one)| {
            let now = newest(frame, one, view.range);
            let word = now.map_or("–".to_owned(), |value| frame.write(value));
            let room = width * if is_narrow { 0.6 } else { 0.3 };
            (theme.font.cut(&one.name, room), theme.font.cut(&word, width * 0.25), &one.column)
        })
        .collect();
    let count = lanes.len().max(1) as f64;
    let middle = |lane: usize| count - lane as f64 - 0.5;
    let names = lanes.iter().enumerate().filter(|_| !is_narrow);
    let ticks = names.map(|(lane, (name, _, _))| (middle(lane), name.clone())).collect();
    let words = lanes.iter().map(|(_, word, _)| theme.font.width(word)).fold(0.0, f64::max);
    let right = if is_narrow { 0.0 } else { words + BESIDE };
    let axis = Axis { low: 0.0, high: count, ticks };
    // Alerts and gaps belong to no lane.
    let around = Frame::new(frame.range, frame.interval, frame.unit);
    let plot = plot::begin_beside(list, &around, theme, view, &axis, right)?;
    let pitch = plot.rect.height / count;
    let bar = list.px(if is_narrow { LOW_BAR } else { BAR }).min(pitch * 0.8);
    for (lane, (name, word, column)) in lanes.iter().enumerate() {
        let y = plot.y(middle(lane));
        let top = if is_narrow { y + pitch / 2.0 - bar } else { y - bar / 2.0 };
        let rect = Rect::new(plot.rect.x, top.round(), plot.rect.width, bar.round());
        draw_lane(list, frame, theme, &plot, (column, rect));
        let end = f64::from(size.width);
        if is_narrow {
            let y = top - list.px(2.0);
            list.write(theme.text, name, (plot.rect.x, y), (Across::Start, Upright::Bottom));
            list.write(theme.text, word, (plot.rect.right(), y), (Across::End, Upright::Bottom));
        } else {
            list.write(theme.text, word, (end, y), (Across::End, Upright::Middle));
        }
    }
    Some(plot.layout)
}

/// Draws the states of one series into `rect`.
pub(super) fn draw_lane(
    list: &mut DisplayList,
    frame: &Frame,
    theme: &Theme,
    plot: &plot::Plot,
    (column, rect): (&Column, Rect),
) {
    plot::hatch(list, theme, rect, plot.rect.x);
    let between = list.whole(1.0);
    for (range, value) in states(frame, column, plot.layout.range) {
        let span = plot.column(range);
        let end = span.right();
        // Two states stand a pixel apart; a short one is seen all the same.
        let is_last = end >= plot.rect.right();
        let width = (span.width - if is_last { 0.0 } else { between }).max(between);
        let bar = Rect { x: span.x.min(plot.rect.right() - width), width, ..rect };
        // Below the colour, so that it covers the hatching.
        list.rect(theme.background, bar);
        list.rect(color(frame, theme, value), bar);
    }
}

/// The colour of what a value means; a muted one where no word says that.
fn color(frame: &Frame, theme: &Theme, value: f64) -> Color {
    match frame.mapping(value).map(|mapping| mapping.severity) {
        Some(None) => theme.ok,
        Some(Some(severity)) => alarm(theme, severity),
        None => theme.hatch.with_opacity(0.5),
    }
}

/// The states of a series within a range: from when to when it had which value.
fn states(frame: &Frame, column: &Column, range: TimeRange) -> Vec<(TimeRange, f64)> {
    let within = column.within(range);
    let mut states: Vec<(TimeRange, f64)> = Vec::new();
    // The last sample before the range may hold within it.
    for index in within.start.saturating_sub(1)..within.end {
        let Some((at, value)) = column.get(index).filter(|(_, value)| value.is_finite()) else {
            continue;
        };
        let next = column.get(index + 1).map(|(next, _)| next);
        let longest = frame.longest_join();
        let until = match next {
            Some(next) if next.since(at) <= longest => next,
            // The next one may be on its way.
            None if range.until.since(at) <= longest * 2 => range.until,
            _ => at + frame.interval,
        };
        match states.last_mut() {
            Some((state, before)) if *before == value && state.until == at => state.until = until,
            _ => states.push((TimeRange { after: at, until }, value)),
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_engine::series::Entry;
    use metrics_engine::time::{Duration, Timestamp};
    use metrics_engine::unit::Unit;

    fn found(samples: &[(i64, Option<f64>)], until: i64) -> Vec<(i64, i64, f64)> {
        let range = TimeRange { after: Timestamp(10), until: Timestamp(until) };
        let frame = Frame::new(range, Duration(10), Unit::None);
        let entry = |(at, value): &(i64, Option<f64>)| Entry { at: Timestamp(*at), value: *value };
        let column: Column = samples.iter().map(entry).collect();
        let state = |(range, value): (TimeRange, f64)| (range.after.0, range.until.0, value);
        states(&frame, &column, range).into_iter().map(state).collect()
    }

    #[test]
    fn a_state_holds_until_the_next_sample_and_equal_ones_are_one() {
        let values = [(0, 1.0), (10, 1.0), (20, 1.0), (30, 0.5), (40, 1.0)];
        let samples = values.map(|(at, value)| (at, Some(value)));
        assert_eq!(found(&samples, 50), [(10, 30, 1.0), (30, 40, 0.5), (40, 50, 1.0)]);
    }

    #[test]
    fn what_was_not_seen_has_no_state() {
        let samples = [(10, Some(1.0)), (20, None), (30, None), (60, Some(1.0)), (100, Some(1.0))];
        assert_eq!(found(&samples, 200), [(10, 20, 1.0), (60, 70, 1.0), (100, 110, 1.0)]);
    }
}
