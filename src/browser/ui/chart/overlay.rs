//! Crosshair, marks and selection, as SVG over the canvas. Attributes only: the page's policy forbids styles in markup.

use super::state::{State, slot};
use crate::browser::ui::markup::{El, svg};
use crate::config::private::PanelKind;

pub(super) fn overlay(state: State) -> El {
    svg("svg")
        .class("overlay")
        .attr("aria-hidden", "true")
        .live(move || selection(state).into_iter().collect())
        .live(move || cross(state).into_iter().collect())
        .live(move || marks(state))
}

/// A length in CSS pixels.
fn px(length: f64) -> String {
    crate::unit::decimal(length, 2)
}

fn selection(state: State) -> Option<El> {
    let (from, to) = state.selected.get()?;
    let plot = state.layout.get()?.plot;
    let within = |x: f64| x.clamp(plot.x, plot.right());
    let (left, right) = (within(from.min(to)), within(from.max(to)));
    let rect = svg("rect").class("brush").attr("x", &px(left)).attr("y", &px(plot.y));
    Some(rect.attr("width", &px(right - left)).attr("height", &px(plot.height)))
}

fn cross(state: State) -> Option<El> {
    let (x, layout) = (state.cross()?, state.layout.get()?);
    // On the middle of a pixel, so that it is one pixel wide.
    let x = px(x.floor() + 0.5);
    let line = svg("line").class("cross").attr("x1", &x).attr("x2", &x);
    Some(line.attr("y1", &px(layout.plot.y)).attr("y2", &px(layout.plot.bottom())))
}

/// A dot on each curve at the crosshair.
fn marks(state: State) -> Vec<El> {
    if !matches!(state.kind, PanelKind::Lines | PanelKind::Area | PanelKind::Stacked) {
        return Vec::new();
    }
    let frame = state.frame.get();
    let dot = |mark: crate::chart::Mark| {
        let series = frame.series.get(mark.series)?;
        let (x, y) = mark.place;
        let dot = svg("circle").attr("data-series", &slot(series));
        Some(dot.attr("cx", &px(x)).attr("cy", &px(y)).attr("r", "3.5"))
    };
    // More dots than this are no help.
    state.marks().into_iter().take(24).filter_map(dot).collect()
}
