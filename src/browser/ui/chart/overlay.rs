//! Crosshair, marks and selection, as SVG over the canvas. Attributes only: the page's policy forbids styles in markup.

use super::state::{State, slot};
use crate::config::private::PanelKind;
use leptos::prelude::*;

pub(super) fn overlay(state: State) -> impl IntoView {
    let cross = move || {
        let (x, layout) = (state.cross()?, state.layout.get()?);
        // On the middle of a pixel, so that it is one pixel wide.
        let x = (x.floor() + 0.5).to_string();
        let (top, bottom) = (layout.plot.y.to_string(), layout.plot.bottom().to_string());
        Some(view! { <line class="cross" x1=x.clone() x2=x y1=top y2=bottom></line> })
    };
    let selection = move || {
        let (from, to) = state.selected.get()?;
        let plot = state.layout.get()?.plot;
        let within = |x: f64| x.clamp(plot.x, plot.right());
        let (left, right) = (within(from.min(to)), within(from.max(to)));
        let width = (right - left).to_string();
        Some(view! {
            <rect class="brush" x=left.to_string() y=plot.y.to_string() width=width height=plot.height.to_string()></rect>
        })
    };
    view! {
        <svg class="overlay" aria-hidden="true">
            {selection}
            {cross}
            {move || marks(state)}
        </svg>
    }
}

/// A dot on each curve at the crosshair.
fn marks(state: State) -> Vec<impl IntoView + use<>> {
    let has_curves = matches!(state.kind, PanelKind::Lines | PanelKind::Area | PanelKind::Stacked);
    let marks = if has_curves { state.marks() } else { Vec::new() };
    let frame = state.frame.get();
    let dot = |mark: crate::chart::Mark| {
        let series = frame.series.get(mark.series)?;
        let (x, y) = mark.place;
        Some(
            view! { <circle data-series=slot(series) cx=x.to_string() cy=y.to_string() r="3.5"></circle> },
        )
    };
    // More dots than this are no help.
    marks.into_iter().take(24).filter_map(dot).collect()
}
