//! Crosshair, marks and selection, as SVG over the canvas.

use super::chart_state::{ChartState, color_number};
use crate::chart::Mark;
use crate::chart::panels::Marks;
use leptos::prelude::*;
use metrics_engine::unit::decimal;

/// More marks than these are no help.
const MOST: usize = 24;

/// The marks over the drawing.
#[component]
pub(super) fn Overlay(state: ChartState, marks: Marks) -> impl IntoView {
    let dots = matches!(marks, Marks::Curves | Marks::Stack).then_some(move || dots(state));
    view! {
        <svg class="overlay" aria-hidden="true">
            <path class="brush" d=move || selection(state)/>
            <path class="cross" d=move || cross(state)/>
            <g>{dots}</g>
        </svg>
    }
}

/// A length in CSS pixels.
fn px(length: f64) -> String {
    decimal(length, 2)
}

fn selection(state: ChartState) -> Option<String> {
    let (from, to) = state.selection.get()?;
    let plot = state.layout.read().as_ref()?.plot;
    let within = |x: f64| px(x.clamp(plot.x, plot.right()));
    let (from, to) = (within(from), within(to));
    let (top, bottom) = (px(plot.y), px(plot.bottom()));
    Some(format!("M{from} {top}H{to}V{bottom}H{from}Z"))
}

fn cross(state: ChartState) -> Option<String> {
    let x = state.cross()?;
    let plot = state.layout.read().as_ref()?.plot;
    // On the middle of a pixel, so that it is one pixel wide.
    Some(format!("M{} {}V{}", px(x.floor() + 0.5), px(plot.y), px(plot.bottom())))
}

/// A dot on each curve at the crosshair.
fn dots(state: ChartState) -> impl IntoView {
    let marks = state.marks();
    let frame = state.frame.read();
    let dot = |mark: Mark| {
        let color = color_number(frame.series.get(mark.series)?.slot);
        let (x, y) = mark.place;
        Some(view! { <circle r="3.5" cx=px(x) cy=px(y) data-series=color/> })
    };
    marks.into_iter().take(MOST).filter_map(dot).collect_view()
}
