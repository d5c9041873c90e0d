//! What keys do on a plot.

use super::state::State;
use super::tip;
use crate::browser::ui::reactive::untrack;
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use std::rc::Rc;
use web_sys::KeyboardEvent;

/// Does what a key asks for, and keeps it from scrolling the page.
pub(super) fn pressed(state: &Rc<State>, event: &KeyboardEvent) {
    let is_far = event.ctrl_key() || event.shift_key();
    let done = match event.key().as_str() {
        "ArrowLeft" if is_far => stride(state, -1),
        "ArrowRight" if is_far => stride(state, 1),
        "ArrowLeft" => walk(state, -1),
        "ArrowRight" => walk(state, 1),
        "PageUp" => stride(state, -1),
        "PageDown" => stride(state, 1),
        "Home" => edge(state, true),
        "End" => edge(state, false),
        "ArrowUp" => change(state, -1),
        "ArrowDown" => change(state, 1),
        "Enter" => {
            state.note(|moves| moves.is_pinned = !moves.is_pinned);
            true
        }
        "+" | "=" => zoom(state, 0.5),
        "-" => zoom(state, 2.0),
        "Escape" if state.moves.get_untracked().selected.is_some() => {
            state.note(|moves| moves.selected = None);
            true
        }
        "Escape" if state.cursor.get_untracked().is_some() => {
            state.point_nowhere();
            true
        }
        "0" | "Escape" => back(state),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

fn back(state: &Rc<State>) -> bool {
    (state.zoomed)(None);
    true
}

/// Moves the crosshair, and says so.
fn point(state: &Rc<State>, at: Option<Timestamp>) -> bool {
    if let Some(at) = at {
        state.note(|moves| moves.is_here = true);
        state.cursor.set(Some(at));
        tip::say(state);
    }
    at.is_some()
}

/// So many samples along the walked series; from its end where the crosshair is nowhere.
fn walk(state: &Rc<State>, steps: isize) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let frame = state.frame.get_untracked();
    let series = walked(state);
    let at = match state.cursor.get_untracked() {
        Some(at) => layout.step(&frame, series, at, steps),
        None => layout.step(&frame, series, frame.range.until, 0),
    };
    point(state, at)
}

/// A tenth of the range.
fn stride(state: &Rc<State>, side: i64) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let range = layout.range;
    let at = state.cursor.get_untracked().unwrap_or(range.until);
    let at = at + Duration(range.until.since(range.after).0 / 10 * side);
    let frame = state.frame.get_untracked();
    point(state, layout.step(&frame, walked(state), at, 0))
}

fn edge(state: &Rc<State>, is_first: bool) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let frame = state.frame.get_untracked();
    let at = if is_first { layout.range.after } else { layout.range.until };
    point(state, layout.step(&frame, walked(state), at, 0))
}

/// The series that is walked along, one that is shown.
fn walked(state: &Rc<State>) -> usize {
    let known = state.moves.get_untracked().walked;
    let shown = shown(state);
    if shown.contains(&known) { known } else { shown.first().copied().unwrap_or_default() }
}

fn shown(state: &Rc<State>) -> Vec<usize> {
    untrack(|| {
        state.with(|frame, view| (0..frame.series.len()).filter(|n| view.shows(*n)).collect())
    })
}

/// Goes to the next or previous series that is shown.
fn change(state: &Rc<State>, side: isize) -> bool {
    let shown = shown(state);
    let place = shown.iter().position(|index| *index == walked(state)).unwrap_or_default();
    let next = place.checked_add_signed(side).and_then(|place| shown.get(place));
    if let Some(next) = next {
        state.note(|moves| moves.walked = *next);
    }
    let at = state.cursor.get_untracked();
    if at.is_some() { point(state, at) } else { walk(state, 0) }
}

/// Makes the range longer or shorter around the crosshair.
fn zoom(state: &Rc<State>, times: f64) -> bool {
    let frame = state.frame.get_untracked();
    let TimeRange { after, until } = frame.range;
    let middle = state.cursor.get_untracked().unwrap_or(Timestamp(after.0.midpoint(until.0)));
    let part = |span: Duration| Duration((span.0 as f64 * times) as i64);
    let range = TimeRange {
        after: middle - part(middle.since(after)),
        until: middle + part(until.since(middle)),
    };
    if range.until.since(range.after).0 >= frame.interval.0.saturating_mul(2).max(1000) {
        (state.zoomed)(Some(range));
    }
    true
}
