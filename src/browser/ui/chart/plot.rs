//! The canvas, and what lies over it.

use super::state::State;
use super::surface::Surface;
use super::{keys, legend, overlay, tip};
use crate::chart::summary::summary;
use crate::config::private::PanelKind;
use leptos::html::Canvas;
use leptos::prelude::*;
use web_sys::PointerEvent;

/// What counts as a selection rather than a click, in CSS pixels.
const DRAG: f64 = 5.0;

/// The plot with its legend.
pub(super) fn plot(state: State) -> impl IntoView {
    let hint = state.id("hint");
    let has_time = state.kind != PanelKind::Bars;
    let drawing = view! { <div class="chart-place">{canvas(state)}</div> };
    if !has_time {
        return drawing.into_any();
    }
    let label = move || state.title.get_value();
    view! {
        <div
            class="chart"
            role="group"
            tabindex="0"
            aria-roledescription="chart"
            aria-label=label
            aria-describedby=hint
            on:keydown=move |event| keys::pressed(state, &event)
            on:focus=move |_| state.is_here.set(true)
            on:blur=move |_| state.is_here.set(false)
            on:pointermove=move |event| moved(state, &event)
            on:pointerdown=move |event| pressed(state, &event)
            on:pointerup=move |event| released(state, &event)
            on:pointercancel=move |_| state.selected.set(None)
            on:pointerleave=move |_| left(state)
            on:dblclick=move |_| state.zoomed.run(None)
        >
            {canvas(state)}
            {overlay::overlay(state)}
            {tip::tip(state)}
            <p class="unseen" id=hint.clone()>
                "Arrow keys move along the values and between series, Enter keeps the crosshair, plus and minus zoom, Escape goes back."
            </p>
            {tip::said(state)}
        </div>
        {(state.kind != PanelKind::Heatmap).then(|| legend::legend(state))}
        {legend::nothing(state)}
    }
    .into_any()
}

/// The canvas of a panel, drawn whenever its frame or what is shown of it changes.
pub(super) fn canvas(state: State) -> impl IntoView {
    let node = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        let Some(canvas) = node.get() else { return };
        let draw = move |scene: &mut _, theme: &_, size| {
            untrack(|| {
                state.with(|frame, view| crate::chart::draw(scene, frame, theme, size, view))
            })
        };
        let drawn = move |layout| {
            if state.layout.with_untracked(|known| known.as_ref() != Some(&layout)) {
                state.layout.set(Some(layout));
            }
        };
        state.surface.set_value(Some(Surface::new(canvas, Box::new(draw), Box::new(drawn))));
    });
    Effect::new(move |_| {
        state.frame.track();
        state.hidden.track();
        state.surface.with_value(|surface| surface.iter().for_each(Surface::ask));
    });
    on_cleanup(move || {
        state.surface.try_update_value(|surface| *surface = None);
    });
    // Told anew when there is another range or another choice of series, not with every sample.
    let told = Memo::new(move |_| {
        let frame = state.frame.get();
        (frame.series.len(), frame.range.until.since(frame.range.after), state.hidden.get())
    });
    let label = move || {
        told.with(|_| ());
        untrack(|| {
            state.with(|frame, view| state.title.with_value(|title| summary(title, frame, view)))
        })
    };
    view! { <canvas node_ref=node role="img" aria-label=label></canvas> }
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

fn left(state: State) {
    state.is_here.set(false);
    if !state.is_pinned.get_untracked() {
        state.cursor.set(None);
    }
}
