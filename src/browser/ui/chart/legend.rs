//! The series by name, with the value at the crosshair or the newest one. A button each: it switches the series off and on; a
//! double click, or Alt and Enter, shows it alone.

use super::state::{State, slot};
use crate::chart::panels::newest;
use crate::chart::{Scene, Series};
use crate::config::private::PanelKind;
use crate::labels::LabelSet;
use leptos::prelude::*;

/// More names than this are a table's business.
const MOST: usize = 40;

pub(super) fn legend(state: State) -> impl IntoView {
    // Buttons stay while values change, so that a click meets what it was meant for.
    let known = Memo::new(move |_| {
        let frame = state.frame.get();
        let entry = |series: &Series| (series.labels.clone(), series.name.clone(), series.slot);
        frame.series.iter().map(entry).collect::<Vec<_>>()
    });
    let buttons = move || {
        let frame = state.frame.get_untracked();
        known.track();
        let shown = frame.series.iter().enumerate().take(MOST);
        shown.map(|(index, series)| button(state, index, series)).collect::<Vec<_>>()
    };
    let rest = move || {
        let rest = known.with(Vec::len).saturating_sub(MOST);
        (rest > 0).then(
            || view! { <span class="note">{["and ", &rest.to_string(), " more"].concat()}</span> },
        )
    };
    view! { <div class="legend" role="group" aria-label="Series">{buttons}{rest}</div> }
}

fn button(state: State, index: usize, series: &Series) -> impl IntoView + use<> {
    let labels = StoredValue::new(series.labels.clone());
    let with = move |act: fn(&State, &LabelSet)| labels.with_value(|labels| act(&state, labels));
    let is_on =
        move || state.hidden.with(|hidden| labels.with_value(|labels| !hidden.contains(labels)));
    view! {
        <button
            type="button"
            data-series=slot(series)
            aria-pressed=move || is_on().to_string()
            title=series.name.clone()
            on:click=move |event| with(if event.alt_key() { State::isolate } else { State::toggle })
            on:dblclick=move |_| with(State::isolate)
        >
            {swatch(series)} <span>{series.name.clone()}</span> <b>{move || value(state, index)}</b>
        </button>
    }
}

/// The value at the crosshair, or the newest.
fn value(state: State, index: usize) -> Option<String> {
    let frame = state.frame.get();
    let series = frame.series.get(index)?;
    if state.kind == PanelKind::Pie {
        return share(state, series);
    }
    if state.cross().is_some() {
        let mark = state.marks().into_iter().find(|mark| mark.series == index);
        return Some(mark.map_or("–".to_owned(), |mark| state.number(mark.value)));
    }
    let value = newest(&frame, series, frame.range);
    Some(value.map_or("–".to_owned(), |value| state.number(value)))
}

/// The part of the whole that a series has among those that are shown.
fn share(state: State, series: &Series) -> Option<String> {
    state.with(|frame, view| {
        let value = |one: &Series| newest(frame, one, view.range).filter(|value| *value > 0.0);
        let shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
        let whole: f64 = shown.filter_map(|(_, one)| value(one)).sum();
        let share = value(series)? / whole;
        Some(crate::unit::Unit::PercentUnit.write(share, view.range.until).text())
    })
}

/// A piece of the curve.
pub(super) fn swatch(series: &Series) -> impl IntoView + use<> {
    let lengths: Vec<String> =
        Scene::pattern(series.slot.dash()).iter().map(ToString::to_string).collect();
    let pattern = (!lengths.is_empty()).then(|| lengths.join(" "));
    view! {
        <svg class="swatch" viewBox="0 0 14 4" aria-hidden="true">
            <path d="M0 2H14" stroke-dasharray=pattern></path>
        </svg>
    }
}

/// Says that there is nothing to see, and why.
pub(super) fn nothing(state: State) -> impl IntoView {
    let words = move || {
        state.with(|frame, view| {
            let mut shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
            let has_values =
                shown.any(|(_, one)| one.column.min_max(one.column.within(view.range)).is_some());
            match (frame.series.is_empty(), has_values) {
                (_, true) => None,
                (true, false) => Some("No series matches."),
                (false, false) if frame.series.len() == state.hidden.with(Vec::len) => {
                    Some("All series are switched off.")
                }
                (false, false) => Some("No values in this range."),
            }
        })
    };
    let words = Memo::new(move |_| words());
    move || words.get().map(|words| view! { <p class="note">{words}</p> })
}
