//! The canvas, and what lies over it.

use super::state::State;
use super::surface::Surface;
use super::{keys, legend, overlay, tip};
use crate::browser::ui::markup::{El, el, watch};
use crate::browser::ui::reactive::{Memo, on_cleanup, untrack};
use crate::chart::summary::summary;
use crate::config::private::PanelKind;
use wasm_bindgen::JsCast as _;
use web_sys::PointerEvent;

/// What counts as a selection rather than a click, in CSS pixels.
const DRAG: f64 = 5.0;

/// What is said of the keys.
const HINT: &str = "Arrow keys move along the values and between series, Enter keeps the crosshair, plus and minus zoom, \
                    Escape goes back.";

/// The plot with its legend.
pub(super) fn plot(state: State) -> Vec<El> {
    if !state.is_plot() {
        return vec![el("div").class("chart-place").child(canvas(state))];
    }
    let hint = state.id("hint");
    let plot = el("div")
        .class("chart")
        .attr("role", "group")
        .attr("tabindex", "0")
        .attr("aria-roledescription", "chart")
        .attr("aria-label", &state.title.get_value())
        .attr("aria-describedby", &hint)
        .child(canvas(state))
        .child(overlay::overlay(state))
        .live(tip::tip(state))
        .child(el("p").class("unseen").attr("id", &hint).text(HINT))
        .child(tip::said(state));
    let plot = heard(plot, state);
    if state.kind == PanelKind::Heatmap { vec![plot] } else { vec![plot, legend::legend(state)] }
}

/// What a person does on a plot, and what that leads to.
fn heard(plot: El, state: State) -> El {
    let pointer = |plot: El, name, act: fn(State, &PointerEvent)| {
        plot.on(name, move |event| act(state, event.unchecked_ref()))
    };
    let plot = pointer(plot, "pointermove", moved);
    let plot = pointer(plot, "pointerdown", pressed);
    let plot = pointer(plot, "pointerup", released);
    let plot = pointer(plot, "pointercancel", |state, _| state.selected.set(None));
    let plot = pointer(plot, "pointerleave", left);
    plot.on("keydown", move |event| keys::pressed(state, event.unchecked_ref()))
        .on("focus", move |_| state.is_here.set(true))
        .on("blur", move |_| state.is_here.set(false))
        .on("dblclick", move |_| state.zoomed.run(None))
}

/// The canvas of a panel, drawn whenever its frame or what is shown of it changes.
pub(super) fn canvas(state: State) -> El {
    // Told anew when there is another range or another choice of series, not with every sample.
    let told = Memo::new(move || {
        state.with(|_, view| {
            let choice = view.hidden.iter().map(|is_hidden| if *is_hidden { '-' } else { '+' });
            let span = view.range.until.since(view.range.after).0;
            span.to_string() + choice.collect::<String>().as_str()
        })
    });
    let label = move || {
        // Read, not only tracked: a memo that nobody reads looks at nothing.
        told.with(|_| ());
        untrack(|| {
            state.with(|frame, view| state.title.with_value(|title| summary(title, frame, view)))
        })
    };
    let canvas = el("canvas").attr("role", "img").bind_to("aria-label", label);
    let draw = move |scene: &mut _, theme: &_, size| {
        untrack(|| state.with(|frame, view| crate::chart::draw(scene, frame, theme, size, view)))
    };
    let drawn = move |layout| {
        if state.layout.with_untracked(|known| known.as_ref() != Some(&layout)) {
            state.layout.set(Some(layout));
        }
    };
    let surface = Surface::new(canvas.cast(), Box::new(draw), Box::new(drawn));
    state.surface.set_value(Some(surface));
    watch(move || {
        state.frame.with(|_| ());
        state.hidden.track();
        state.surface.with_value(|surface| surface.iter().for_each(Surface::ask));
    });
    on_cleanup(move || {
        state.surface.try_update_value(|surface| *surface = None);
    });
    canvas
}

fn moved(state: State, event: &PointerEvent) {
    let x = f64::from(event.offset_x());
    state.is_here.set(true);
    if let Some((from, _)) = state.selected.get_untracked() {
        state.selected.set(Some((from, x)));
    }
    if !state.is_pinned.get_untracked() {
        state.point_at(x);
    }
}

fn pressed(state: State, event: &PointerEvent) {
    // A finger scrolls the page; it points by touching.
    if event.button() == 0 && event.pointer_type() != "touch" {
        let x = f64::from(event.offset_x());
        state.selected.set(Some((x, x)));
        let canvas =
            state.surface.with_value(|surface| surface.as_ref().map(|one| one.canvas().clone()));
        if let Some(canvas) = canvas {
            // Refused only for a pointer that is gone.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
    }
}

fn released(state: State, event: &PointerEvent) {
    if let Some((from, _)) = state.selected.get_untracked() {
        state.selected.set(None);
        let to = f64::from(event.offset_x());
        if (to - from).abs() >= DRAG {
            state.zoom(from, to);
        }
    }
}

fn left(state: State, _: &PointerEvent) {
    state.is_here.set(false);
    if !state.is_pinned.get_untracked() {
        state.cursor.set(None);
    }
}
