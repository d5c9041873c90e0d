//! The places of time and values on a drawn panel, so that finding what lies under a pointer redraws nothing.

use super::View;
use super::frame::Frame;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// A rectangle. In a [`Layout`] in CSS pixels, in a display list in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width, to the right.
    pub width: f64,
    /// The height, downwards.
    pub height: f64,
}

impl Rect {
    /// Returns the rectangle of this left and upper edge, width and height.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// Returns the right edge.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// Returns the lower edge.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn scaled(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by, self.width * by, self.height * by)
    }

    pub(super) fn numbers(self) -> [f32; 4] {
        [self.x as f32, self.y as f32, self.width as f32, self.height as f32]
    }
}

/// The places of time and values on a panel. Panels without a time axis have an empty plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The area of the curves.
    pub plot: Rect,
    /// The time from its left to its right edge.
    pub range: TimeRange,
    /// The values at its lower and its upper edge.
    pub values: (f64, f64),
}

/// One sample under the crosshair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Index of its series.
    pub series: usize,
    /// Index of the sample.
    pub index: usize,
    /// When it was measured.
    pub at: Timestamp,
    /// Its value.
    pub value: f64,
    /// Where it is drawn, in CSS pixels; where panels are stacked, at the upper edge of its area.
    pub place: (f64, f64),
}

impl Layout {
    /// Returns the layout of a panel without axes.
    pub fn without_axes(range: TimeRange) -> Self {
        Self { plot: Rect::default(), range, values: (0.0, 1.0) }
    }

    /// Returns the time from edge to edge, in milliseconds, at least one.
    fn span(&self) -> f64 {
        (self.range.until.since(self.range.after).0 as f64).max(1.0)
    }

    /// Returns the place of an instant, in CSS pixels; beyond the plot for an instant beyond its range.
    pub fn x(&self, at: Timestamp) -> f64 {
        self.plot.x + at.since(self.range.after).0 as f64 / self.span() * self.plot.width
    }

    /// Returns the instant at a place; that of the nearer edge for a place beyond the plot.
    pub fn time(&self, x: f64) -> Timestamp {
        let share = ((x - self.plot.x) / self.plot.width.max(1.0)).clamp(0.0, 1.0);
        self.range.after + Duration((share * self.span()).round() as i64)
    }

    /// Returns the place of a value, in CSS pixels.
    pub fn y(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        self.plot.bottom() - (value - low) / (high - low) * self.plot.height
    }

    /// Returns the value at a place.
    pub fn value(&self, y: f64) -> f64 {
        let (low, high) = self.values;
        low + (self.plot.bottom() - y) / self.plot.height.max(1.0) * (high - low)
    }

    /// Returns the sample nearest to `at` of each shown series, unless it is farther away than a gap is wide or cannot be drawn.
    pub fn marks(&self, frame: &Frame, view: &View, at: Timestamp) -> Vec<Mark> {
        let is_stacked = view.is_stacked();
        let mut below = 0.0;
        let mut marks = Vec::new();
        let shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
        for (series, one) in shown {
            let nearest =
                one.column.nearest(at).and_then(|index| Some((index, one.column.get(index)?)));
            let Some((index, (time, value))) = nearest else { continue };
            if time.since(at).0.abs() > frame.longest_join().0 || !value.is_finite() {
                continue;
            }
            below += value;
            let y = self.y(if is_stacked { below } else { value });
            marks.push(Mark { series, index, at: time, value, place: (self.x(time), y) });
        }
        marks
    }

    /// Returns the instant of the sample that is `steps` samples before or after the one nearest to `at`, in the series with this index.
    pub fn step(
        &self,
        frame: &Frame,
        series: usize,
        at: Timestamp,
        steps: isize,
    ) -> Option<Timestamp> {
        let column = &frame.series.get(series)?.column;
        let within = column.within(self.range);
        let index = column.nearest(at)?.saturating_add_signed(steps);
        let index = index.clamp(within.start, within.end.checked_sub(1)?.max(within.start));
        column.get(index).map(|(at, _)| at)
    }
}
