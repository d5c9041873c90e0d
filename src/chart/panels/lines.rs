//! Curves over time, with or without what is below them filled.

use super::curve::{self, Stroke};
use super::{Body, Kind, Marks, Values, plot, shown};
use crate::chart::axis::value;
use crate::chart::scene::Scene;
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};

/// `lines`.
pub(super) static LINES: Kind = Kind {
    body: Body::Plot(Marks::Curves),
    values: Values::Range,
    draw: |scene, frame, theme, view| draw(scene, frame, theme, view, false),
};

/// `area`.
pub(super) static AREA: Kind = Kind {
    body: Body::Plot(Marks::Curves),
    values: Values::Range,
    draw: |scene, frame, theme, view| draw(scene, frame, theme, view, true),
};

fn draw(
    scene: &mut Scene,
    frame: &Frame,
    theme: &Theme,
    view: &View,
    is_area: bool,
) -> Option<Layout> {
    let extents = shown(frame, view).filter_map(|(_, one)| curve::extent(&one.column, view.range));
    let found = extents.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    let height = f64::from(scene.size().height) / scene.size().ratio - 32.0;
    let axis = value::axis_of(frame, found, is_area, height);
    let plot = plot::begin(scene, frame, theme, view, &axis)?;
    scene.clip(plot.rect);
    for (_, series) in shown(frame, view) {
        let stroke = Stroke {
            color: theme.color(series.slot),
            width: scene.px(theme.line),
            dash: theme.dash(series.slot),
            opacity: if is_area { 0.12 } else { 0.0 },
        };
        curve::draw(scene, frame, &plot, &series.column, stroke);
    }
    scene.unclip();
    plot::end(scene, frame, theme, &plot);
    Some(plot.layout)
}
