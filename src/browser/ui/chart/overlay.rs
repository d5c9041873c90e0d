//! Crosshair, marks and selection, as SVG over the canvas. Attributes only: the page's policy forbids styles in markup.

use super::state::{State, slot};
use crate::browser::ui::stamp::Stamp;
use crate::chart::PanelKind;

pub(super) fn overlay(stamp: Stamp, state: &State) -> Stamp {
    stamp
        .attribute("brush", "d", selection(state))
        .attribute("cross", "d", cross(state))
        .children("marks", marks(state))
}

/// A length in CSS pixels.
fn px(length: f64) -> String {
    crate::unit::decimal(length, 2)
}

fn selection(state: &State) -> Option<String> {
    let (from, to) = state.moves.get().selected?;
    let plot = state.layout.get()?.plot;
    let within = |x: f64| px(x.clamp(plot.x, plot.right()));
    let (top, bottom) = (px(plot.y), px(plot.bottom()));
    Some(
        ["M", &within(from), " ", &top, "H", &within(to), "V", &bottom, "H", &within(from), "Z"]
            .concat(),
    )
}

fn cross(state: &State) -> Option<String> {
    let (x, layout) = (state.cross()?, state.layout.get()?);
    // On the middle of a pixel, so that it is one pixel wide.
    Some(
        ["M", &px(x.floor() + 0.5), " ", &px(layout.plot.y), "V", &px(layout.plot.bottom())]
            .concat(),
    )
}

/// A dot on each curve at the crosshair.
fn marks(state: &State) -> Vec<Stamp> {
    if !matches!(state.kind, PanelKind::Lines | PanelKind::Area | PanelKind::Stacked) {
        return Vec::new();
    }
    let frame = state.frame.get();
    let dot = |mark: crate::chart::Mark| {
        let series = frame.series.get(mark.series)?;
        let (x, y) = mark.place;
        Some(Stamp::of("dot").set("", "data-series", slot(series)).set("", "x", px(x)).set(
            "",
            "y",
            px(y),
        ))
    };
    // More dots than this are no help.
    state.marks().into_iter().take(24).filter_map(dot).collect()
}
