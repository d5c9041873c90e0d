//! The plot of a panel with a time axis: grid, words, bands of limits, what was not observed, alerts.

use super::alarm;
use crate::chart::axis::Axis;
use crate::chart::axis::time::{Tick, ticks};
use crate::chart::display_list::{Across, DisplayList, Upright, backend};
use crate::chart::frame::{Frame, Phase, Span};
use crate::chart::layout::{Layout, Rect};
use crate::chart::theme::Theme;
use crate::chart::{Limit, Side, View};
use metrics_engine::series::TimeRange;

/// Half the height of a label, above the uppermost grid line, in CSS pixels.
const ABOVE: f64 = 8.0;
/// Distance from the plot to the labels of the time axis.
const BELOW: f64 = 8.0;
/// Height of a row of labels.
const ROW: f64 = 16.0;
/// Distance from the plot to the labels of the value axis, and to the panel's edge.
const BESIDE: f64 = 8.0;
/// The opacity of the tint on the bad side of a limit.
const TINT: f64 = 0.07;

/// The area in which curves are drawn, in device pixels.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    /// The rectangle of the plot.
    pub(super) rect: Rect,
    /// The same area for pointers.
    pub(super) layout: Layout,
    /// The instant at the left edge.
    start: f64,
    pixels_per_milli: f64,
    pixels_per_value: f64,
}

impl Plot {
    /// Creates the plot of a layout.
    pub(super) fn new(layout: Layout, ratio: f64) -> Self {
        let rect = layout.plot.scaled(ratio);
        let span = (layout.range.until.since(layout.range.after).0 as f64).max(1.0);
        let (low, high) = layout.values;
        Self {
            rect,
            start: layout.range.after.0 as f64,
            pixels_per_milli: rect.width / span,
            pixels_per_value: rect.height / (high - low),
            layout,
        }
    }

    /// Returns the x coordinate of an instant.
    #[inline]
    pub(super) fn x(&self, at: metrics_engine::time::Timestamp) -> f64 {
        self.rect.x + (at.0 as f64 - self.start) * self.pixels_per_milli
    }

    /// Returns the y coordinate of a value, within the limits of a canvas' arithmetic.
    #[inline]
    pub(super) fn y(&self, value: f64) -> f64 {
        (self.rect.bottom() - (value - self.layout.values.0) * self.pixels_per_value)
            .clamp(-1e5, 1e5)
    }

    /// Returns the part of the plot that belongs to a range; empty if that lies beyond.
    pub(super) fn column(&self, range: TimeRange) -> Rect {
        let within = |x: f64| x.clamp(self.rect.x, self.rect.right()).round();
        let (left, right) = (within(self.x(range.after)), within(self.x(range.until)));
        Rect::new(left, self.rect.y, (right - left).max(0.0), self.rect.height)
    }
}

/// Draws everything that lies under the curves. `None` where the panel has no room for a plot.
pub(super) fn begin(
    list: &mut DisplayList,
    frame: &Frame,
    theme: &Theme,
    view: &View,
    axis: &Axis,
) -> Option<Plot> {
    begin_beside(list, frame, theme, view, axis, 0.0)
}

/// The same with room on the right, in CSS pixels.
pub(super) fn begin_beside(
    list: &mut DisplayList,
    frame: &Frame,
    theme: &Theme,
    view: &View,
    axis: &Axis,
    beside: f64,
) -> Option<Plot> {
    let size = list.size();
    let ratio = size.ratio;
    let (width, height) = (f64::from(size.width) / ratio, f64::from(size.height) / ratio);
    let widest = axis.ticks.iter().map(|(_, words)| theme.font.width(words)).fold(0.0, f64::max);
    let left = ((widest + BESIDE).min(width / 2.0) * ratio).ceil();
    let right = (BESIDE.max(beside) * ratio).round();
    let room = width - (left + right) / ratio;
    let ticks = ticks(view.range, room, view.zone);
    let rows = if ticks.iter().any(|tick| tick.above.is_some()) { 2.0 } else { 1.0 };
    let top = (ABOVE * ratio).round();
    let bottom = ((BELOW + ROW * rows) * ratio).round();
    let rect = Rect::new(
        left,
        top,
        f64::from(size.width) - left - right,
        f64::from(size.height) - top - bottom,
    );
    if rect.width < 8.0 || rect.height < 8.0 || height < 1.0 {
        return None;
    }
    let layout =
        Layout { plot: rect.scaled(1.0 / ratio), range: view.range, values: (axis.low, axis.high) };
    let plot = Plot::new(layout, ratio);
    ground(list, frame, theme, axis, &plot);
    name_times(list, theme, &plot, &ticks);
    for gap in &frame.gaps {
        hatch(list, theme, plot.column(*gap), plot.rect.x);
    }
    Some(plot)
}

/// Bands, grid and words of the value axis. Written down here: for plotters to build a chart of it takes longer than the curves do.
fn ground(list: &mut DisplayList, frame: &Frame, theme: &Theme, axis: &Axis, plot: &Plot) {
    for limit in &frame.limits {
        if let Some(band) = band(limit, axis, plot) {
            list.rect(alarm(theme, limit.severity).with_opacity(TINT), band);
        }
    }
    let width = list.whole(1.0);
    let centre = backend::centre(width);
    let (left, right) = (plot.rect.x + centre, plot.rect.right() + centre);
    for (value, _) in &axis.ticks {
        let y = plot.y(*value).round() + centre;
        list.segment(theme.grid, width, (left, y), (right, y));
    }
    let beside = plot.rect.x - list.px(BESIDE);
    for (value, words) in axis.ticks.iter().filter(|(_, words)| !words.is_empty()) {
        let place = (beside, plot.y(*value));
        list.write(theme.muted, words, place, (Across::End, Upright::Middle));
    }
}

/// The bad side of a limit, as far as it lies on the axis.
fn band(limit: &Limit, axis: &Axis, plot: &Plot) -> Option<Rect> {
    let from = plot.y(limit.value.clamp(axis.low, axis.high)).round();
    let to = match limit.bad {
        Side::Above => plot.rect.y,
        Side::Below => plot.rect.bottom(),
    };
    let height = (from - to).abs();
    (height > 0.0).then(|| Rect::new(plot.rect.x, from.min(to), plot.rect.width, height))
}

fn name_times(list: &mut DisplayList, theme: &Theme, plot: &Plot, ticks: &[Tick]) {
    let end = f64::from(list.size().width);
    let first = plot.rect.bottom() + list.px(BELOW);
    let second = first + list.px(ROW);
    for tick in ticks {
        let x = plot.x(tick.at);
        let rows = [(Some(&tick.label), first), (tick.above.as_ref(), second)];
        for (words, y) in rows {
            let Some(words) = words else { continue };
            let half = list.px(theme.font.width(words) / 2.0);
            // A word that does not fit is left out rather than moved away from what it names.
            if x + half <= end + list.px(1.0) && x - half >= 0.0 {
                list.write(theme.muted, words, (x, y), (Across::Middle, Upright::Top));
            }
        }
    }
}

/// Slanted lines, four CSS pixels apart. `origin` keeps those of neighbours in line.
pub(super) fn hatch(list: &mut DisplayList, theme: &Theme, rect: Rect, origin: f64) {
    if rect.width < 1.0 {
        return;
    }
    list.clip(rect);
    let pitch = list.whole(5.0);
    let mut x = origin + ((rect.x - rect.height - origin) / pitch).floor() * pitch;
    while x < rect.right() {
        let (from, to) = ((x, rect.bottom()), (x + rect.height, rect.y));
        let (color, width) = (theme.hatch.with_opacity(0.55), list.whole(1.0));
        list.segment(color, width, from, to);
        x += pitch;
    }
    list.unclip();
}

/// Draws everything that lies over the curves.
pub(super) fn end(list: &mut DisplayList, frame: &Frame, theme: &Theme, plot: &Plot) {
    let (low, high) = plot.layout.values;
    for limit in frame.limits.iter().filter(|limit| low <= limit.value && limit.value <= high) {
        let width = list.px(1.5);
        let y = plot.y(limit.value).round() as f32;
        let ends = [plot.rect.x as f32, y, plot.rect.right() as f32, y];
        list.line(alarm(theme, limit.severity), width, DisplayList::DOTS, &ends);
    }
    for span in &frame.spans {
        lane(list, theme, plot, span);
    }
}

/// An alert's time, as a strip along the upper edge.
fn lane(list: &mut DisplayList, theme: &Theme, plot: &Plot, span: &Span) {
    let mut rect = plot.column(span.range);
    rect.height = list.whole(4.0).min(rect.height);
    let color = match span.phase {
        Phase::Pending => theme.warning,
        Phase::Firing => alarm(theme, span.severity),
    };
    if rect.width >= 1.0 {
        list.rect(color, rect);
    }
}
