//! The keys of a plot.

use super::chart_state::ChartState;
use super::tooltip::announce;
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// Does what a key stands for. Returns whether it stands for anything. `is_far` is whether Ctrl or Shift is held.
pub(super) fn press(state: ChartState, key: &str, is_far: bool) -> bool {
    match key {
        "ArrowLeft" if is_far => stride(state, -1),
        "ArrowRight" if is_far => stride(state, 1),
        "ArrowLeft" => walk(state, -1),
        "ArrowRight" => walk(state, 1),
        "PageUp" => stride(state, -1),
        "PageDown" => stride(state, 1),
        "Home" => edge(state, true),
        "End" => edge(state, false),
        "ArrowUp" => change_series(state, -1),
        "ArrowDown" => change_series(state, 1),
        "Enter" => {
            state.move_crosshair(|crosshair| crosshair.is_pinned = !crosshair.is_pinned);
            true
        }
        "+" | "=" => zoom(state, 0.5),
        "-" => zoom(state, 2.0),
        "Escape" if state.selection.get_untracked().is_some() => {
            state.selection.set(None);
            true
        }
        "Escape" if state.cursor.get_untracked().is_some() => {
            state.point_nowhere();
            true
        }
        "0" | "Escape" => {
            state.on_zoom.run(None);
            true
        }
        _ => false,
    }
}

/// Moves the crosshair, and announces where it is.
fn point(state: ChartState, at: Option<Timestamp>) -> bool {
    if let Some(at) = at {
        state.move_crosshair(|crosshair| crosshair.is_here = true);
        state.cursor.set(Some(at));
        announce(state);
    }
    at.is_some()
}

/// Moves by so many samples along the walked series; from its end where the crosshair is nowhere.
fn walk(state: ChartState, steps: isize) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let frame = state.frame.get_untracked();
    let series = walked(state);
    let at = match state.cursor.get_untracked() {
        Some(at) => layout.step(&frame, series, at, steps),
        None => layout.step(&frame, series, frame.range.until, 0),
    };
    point(state, at)
}

/// Moves by a tenth of the range.
fn stride(state: ChartState, direction: i64) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let range = layout.range;
    let at = state.cursor.get_untracked().unwrap_or(range.until);
    let at = at + Duration(range.until.since(range.after).0 / 10 * direction);
    let frame = state.frame.get_untracked();
    point(state, layout.step(&frame, walked(state), at, 0))
}

/// Moves to the first or the last sample.
fn edge(state: ChartState, is_first: bool) -> bool {
    let Some(layout) = state.layout.get_untracked() else { return false };
    let frame = state.frame.get_untracked();
    let at = if is_first { layout.range.after } else { layout.range.until };
    point(state, layout.step(&frame, walked(state), at, 0))
}

/// Returns the index of the series that is walked along, one that is shown.
fn walked(state: ChartState) -> usize {
    let known = state.crosshair.get_untracked().walked;
    let shown = shown(state);
    if shown.contains(&known) { known } else { shown.first().copied().unwrap_or_default() }
}

fn shown(state: ChartState) -> Vec<usize> {
    untrack(|| {
        state.with(|frame, view| (0..frame.series.len()).filter(|n| view.shows(*n)).collect())
    })
}

/// Goes to the next or previous series that is shown.
fn change_series(state: ChartState, direction: isize) -> bool {
    let shown = shown(state);
    let place = shown.iter().position(|index| *index == walked(state)).unwrap_or_default();
    let next = place.checked_add_signed(direction).and_then(|place| shown.get(place));
    if let Some(next) = next {
        state.move_crosshair(|crosshair| crosshair.walked = *next);
    }
    let at = state.cursor.get_untracked();
    if at.is_some() { point(state, at) } else { walk(state, 0) }
}

/// Makes the range longer or shorter around the crosshair.
fn zoom(state: ChartState, factor: f64) -> bool {
    let TimeRange { after, until } = state.frame.get_untracked().range;
    let middle = state.cursor.get_untracked().unwrap_or(Timestamp(after.0.midpoint(until.0)));
    let part = |span: Duration| Duration((span.0 as f64 * factor) as i64);
    let range = TimeRange {
        after: middle - part(middle.since(after)),
        until: middle + part(until.since(middle)),
    };
    if state.is_long_enough(range) {
        state.on_zoom.run(Some(range));
    }
    true
}
