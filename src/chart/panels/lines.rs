//! Curves over time, with or without what is below them filled.

use super::curve::{self, Stroke};
use super::{Body, Kind, Marks, Values, plot, shown};
use crate::chart::axis::value;
use crate::chart::display_list::DisplayList;
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};

/// `lines`.
pub(super) static LINES: Kind = Kind {
    body: Body::Plot(Marks::Curves),
    values: Values::Range,
    draw: |list, frame, theme, view| draw(list, frame, theme, view, false),
};

/// `area`.
pub(super) static AREA: Kind = Kind {
    body: Body::Plot(Marks::Curves),
    values: Values::Range,
    draw: |list, frame, theme, view| draw(list, frame, theme, view, true),
};

fn draw(
    list: &mut DisplayList,
    frame: &Frame,
    theme: &Theme,
    view: &View,
    is_area: bool,
) -> Option<Layout> {
    let extents = shown(frame, view).filter_map(|(_, one)| curve::extent(&one.column, view.range));
    let found = extents.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    let height = f64::from(list.size().height) / list.size().ratio - 32.0;
    let axis = value::axis_of(frame, found, is_area, height);
    let plot = plot::begin(list, frame, theme, view, &axis)?;
    list.clip(plot.rect);
    for (_, series) in shown(frame, view) {
        let stroke = Stroke {
            color: theme.color(series.slot),
            width: list.px(theme.line),
            dash: theme.dash(series.slot),
            opacity: if is_area { 0.12 } else { 0.0 },
        };
        curve::draw(list, frame, &plot, &series.column, stroke);
    }
    list.unclip();
    plot::end(list, frame, theme, &plot);
    Some(plot.layout)
}
