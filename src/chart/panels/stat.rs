//! The small curve under a number. It has no words, so it fills its panel.

use super::curve::{self, Stroke};
use super::plot::Plot;
use super::{Body, Kind, Values, shown, states};
use crate::chart::display_list::DisplayList;
use crate::chart::layout::Rect;
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};

/// The height of the lane of states, in CSS pixels.
const LANE: f64 = 10.0;

/// `stat`.
pub(super) static STAT: Kind = Kind { body: Body::Number, values: Values::Range, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let (_, series) = shown(frame, view).next()?;
    let size = list.size();
    let (width, height) = (f64::from(size.width) / size.ratio, f64::from(size.height) / size.ratio);
    if width < 8.0 || height < 8.0 {
        return None;
    }
    if !frame.mappings.is_empty() {
        // Words have no height: a lane of them.
        let rect = Rect::new(0.0, height - LANE, width, LANE);
        let layout = Layout { plot: rect, range: view.range, values: (0.0, 1.0) };
        let plot = Plot::new(layout, size.ratio);
        states::draw_lane(list, frame, theme, &plot, (&series.column, plot.rect));
        return Some(plot.layout);
    }
    let (low, high) = curve::extent(&series.column, view.range).unwrap_or((0.0, 1.0));
    // The curve takes the upper two thirds. A nearly constant series stays a flat line.
    let room = (high - low).max(high.abs().max(low.abs()) * 0.1).max(f64::MIN_POSITIVE);
    let values = (low - room / 2.0, high + room * 0.05);
    let values = if values.1 > values.0 { values } else { (low - 1.0, high + 1.0) };
    let layout =
        Layout { plot: Rect::new(0.0, 2.0, width, height - 2.0), range: view.range, values };
    let plot = Plot::new(layout, size.ratio);
    let mut stroke = Stroke {
        color: theme.color(series.slot),
        width: list.px(theme.line),
        dash: 0,
        opacity: 0.12,
    };
    // Down to the lower edge, not to zero: there is no axis that it could belong to.
    stroke.opacity = 0.12;
    curve::draw(list, frame, &plot, &series.column, stroke);
    Some(plot.layout)
}
