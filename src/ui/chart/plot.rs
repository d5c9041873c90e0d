//! A drawing with a time axis, and what lies over it.

use super::chart_state::ChartState;
use super::drawing::Drawing;
use super::keys;
use super::legend::Legend;
use super::overlay::Overlay;
use super::tooltip::Tooltip;
use crate::chart::panels::Marks;
use leptos::ev::PointerEvent;
use leptos::prelude::*;

/// The shortest drag that is a selection rather than a click, in CSS pixels.
const DRAG: f64 = 5.0;

/// A plot with its legend.
#[component]
pub(super) fn Plot(state: ChartState, marks: Marks) -> impl IntoView {
    let hint = state.element_id("hint");
    let legend = matches!(marks, Marks::Curves | Marks::Stack).then(|| view! { <Legend state/> });
    // Lanes are as high as there are lanes. Set through the CSSOM, which a policy against style attributes allows.
    let lanes =
        move || (marks == Marks::Lanes).then(|| state.frame.read().series.len().max(1).to_string());
    view! {
        <div class="through">
            <div
                class="chart"
                class:lanes=marks == Marks::Lanes
                style:--lanes=lanes
                role="group"
                tabindex="0"
                aria-roledescription="chart"
                aria-label=state.title.get_value()
                aria-describedby=hint
                on:pointermove=move |event| moved(state, &event)
                on:pointerdown=move |event| pressed(state, &event)
                on:pointerup=move |event| released(state, &event)
                on:pointercancel=move |_| state.selection.set(None)
                on:pointerleave=move |_| left(state)
                on:keydown=move |event| {
                    let is_far = event.ctrl_key() || event.shift_key();
                    if keys::press(state, &event.key(), is_far) {
                        // The page does not scroll.
                        event.prevent_default();
                    }
                }
                on:focus=move |_| state.move_crosshair(|crosshair| crosshair.is_here = true)
                on:blur=move |_| state.move_crosshair(|crosshair| crosshair.is_here = false)
                on:dblclick=move |_| state.on_zoom.run(None)
            >
                <Drawing state/>
                <Overlay state marks/>
                <Tooltip state marks/>
                <p class="unseen" id=hint.clone()>
                    "Arrow keys move along the values and between series, Enter pins the crosshair, plus and minus zoom, Escape goes back."
                </p>
                <p class="unseen" aria-live="polite">{move || state.announcement.get()}</p>
            </div>
            {legend}
        </div>
    }
}

fn moved(state: ChartState, event: &PointerEvent) {
    let x = f64::from(event.offset_x());
    state.move_crosshair(|crosshair| crosshair.is_here = true);
    if let Some((from, _)) = state.selection.get_untracked() {
        state.selection.set(Some((from, x)));
    }
    if !state.crosshair.get_untracked().is_pinned {
        state.point_at(x);
    }
}

fn pressed(state: ChartState, event: &PointerEvent) {
    // A finger scrolls the page; it points by touching.
    if event.button() == 0 && event.pointer_type() != "touch" {
        let x = f64::from(event.offset_x());
        state.selection.set(Some((x, x)));
        let pointer = event.pointer_id();
        state.canvas.with_value(|canvas| {
            if let Some(canvas) = canvas {
                canvas.capture_pointer(pointer);
            }
        });
    }
}

fn released(state: ChartState, event: &PointerEvent) {
    if let Some((from, _)) = state.selection.get_untracked() {
        state.selection.set(None);
        let to = f64::from(event.offset_x());
        if (to - from).abs() >= DRAG {
            state.zoom(from, to);
        }
    }
}

fn left(state: ChartState) {
    state.move_crosshair(|crosshair| crosshair.is_here = false);
    if !state.crosshair.get_untracked().is_pinned && state.cursor.get_untracked().is_some() {
        state.cursor.set(None);
    }
}
