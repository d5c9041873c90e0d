//! The canvas, and what lies over it.

use super::state::State;
use super::surface::Surface;
use super::{keys, legend, overlay, tip};
use crate::browser::ui::markup::{hold, listen, watch};
use crate::browser::ui::reactive::untrack;
use crate::browser::ui::stamp::Stamp;
use crate::chart::PanelKind;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, PointerEvent};

/// What counts as a selection rather than a click, in CSS pixels.
const DRAG: f64 = 5.0;

/// The plot with its legend. `label` is what is said of the picture.
pub(super) fn plot(state: &State, label: String) -> Stamp {
    if !state.is_plot() {
        return Stamp::of("bare").set("canvas", "aria-label", label);
    }
    let hint = state.id("hint");
    let stamp = Stamp::of("plot")
        .set("chart", "aria-label", &*state.title)
        .set("chart", "aria-describedby", &*hint)
        .set("canvas", "aria-label", label)
        .set("hint", "id", hint)
        .text("said", state.said.get());
    let stamp = tip::tip(overlay::overlay(stamp, state), state);
    if state.kind == PanelKind::Heatmap { stamp } else { legend::legend(stamp, state) }
}

/// Listens to what a person does on a plot.
pub(super) fn hear(state: &Rc<State>, plot: &Element) {
    for name in [
        "pointermove",
        "pointerdown",
        "pointerup",
        "pointercancel",
        "pointerleave",
        "keydown",
        "focus",
        "blur",
        "dblclick",
    ] {
        let state = state.clone();
        listen(plot, name, move |event| heard(&state, &event));
    }
}

fn heard(state: &Rc<State>, event: &Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    match &*event.type_() {
        "pointermove" => moved(state, pointer),
        "pointerdown" => pressed(state, pointer),
        "pointerup" => released(state, pointer),
        "pointercancel" => state.note(|moves| moves.selected = None),
        "pointerleave" => left(state),
        "keydown" => keys::pressed(state, event.unchecked_ref()),
        "focus" => state.note(|moves| moves.is_here = true),
        "blur" => state.note(|moves| moves.is_here = false),
        _ => (state.zoomed)(None),
    }
}

/// Draws the panel on its canvas whenever its frame or what is shown of it changes, as long as the panel is kept.
pub(super) fn draw(state: &Rc<State>, canvas: &Element) {
    let this = state.clone();
    let draw = move |scene: &mut _, theme: &_, size| {
        untrack(|| this.with(|frame, view| crate::chart::draw(scene, frame, theme, size, view)))
    };
    let layout = state.layout.clone();
    let drawn = move |new| {
        if layout.with_untracked(|known| known.as_ref() != Some(&new)) {
            layout.set(Some(new));
        }
    };
    let canvas = canvas.clone().unchecked_into();
    *state.surface.borrow_mut() = Some(Surface::new(canvas, Box::new(draw), Box::new(drawn)));
    hold(Ending(state.clone()));
    let this = state.clone();
    watch(move || {
        this.frame.track();
        this.hidden.track();
        this.surface.borrow().iter().for_each(Surface::ask);
    });
}

/// Ends the drawing together with the panel: the two hold each other.
struct Ending(Rc<State>);

impl Drop for Ending {
    fn drop(&mut self) {
        let surface = self.0.surface.take();
        drop(surface);
    }
}

fn moved(state: &State, event: &PointerEvent) {
    let x = f64::from(event.offset_x());
    state.note(|moves| {
        moves.is_here = true;
        moves.selected = moves.selected.map(|(from, _)| (from, x));
    });
    if !state.moves.get_untracked().is_pinned {
        state.point_at(x);
    }
}

fn pressed(state: &State, event: &PointerEvent) {
    // A finger scrolls the page; it points by touching.
    if event.button() == 0 && event.pointer_type() != "touch" {
        let x = f64::from(event.offset_x());
        state.note(|moves| moves.selected = Some((x, x)));
        if let Some(surface) = &*state.surface.borrow() {
            // Refused only for a pointer that is gone.
            let _ = surface.canvas().set_pointer_capture(event.pointer_id());
        }
    }
}

fn released(state: &State, event: &PointerEvent) {
    if let Some((from, _)) = state.moves.get_untracked().selected {
        state.note(|moves| moves.selected = None);
        let to = f64::from(event.offset_x());
        if (to - from).abs() >= DRAG {
            state.zoom(from, to);
        }
    }
}

fn left(state: &State) {
    state.note(|moves| moves.is_here = false);
    if !state.moves.get_untracked().is_pinned {
        state.cursor.set(None);
    }
}
