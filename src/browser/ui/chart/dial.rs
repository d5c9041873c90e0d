//! Panels that are a number first: a number with a small curve, a dial, a ring.

use super::state::State;
use super::{legend, plot};
use crate::chart::panels::{Reading, newest};
use leptos::prelude::*;

/// A number and its unit.
fn number(state: State, value: Option<f64>) -> impl IntoView {
    match value {
        Some(value) => {
            let written = state.frame.with(|frame| frame.unit.write(value, frame.range.until));
            view! { <b>{written.number} " " <small>{written.unit}</small></b> }.into_any()
        }
        None => view! { <b>"–" " " <small>"no value"</small></b> }.into_any(),
    }
}

/// The newest value, with its curve.
pub(super) fn stat(state: State) -> impl IntoView {
    let value = move || {
        let frame = state.frame.get();
        frame.series.first().and_then(|series| newest(&frame, series, frame.range))
    };
    let note = move || {
        let frame = state.frame.get();
        let column = &frame.series.first()?.column;
        let (_, highest) = column.min_max(column.within(frame.range))?;
        Some(view! { <p class="note">{["highest ", &state.number(highest)].concat()}</p> })
    };
    view! { <div class="stat">{move || number(state, value())} {note} {plot::canvas(state)}</div> }
}

/// A value between the least and the most that it can be.
pub(super) fn dial(state: State) -> impl IntoView {
    let reading = move || state.with(Reading::of);
    let plain = |value: f64| crate::unit::decimal(value, 3);
    let spoken = move || {
        let reading = reading();
        let value = reading.value.map_or("no value".to_owned(), |value| state.number(value));
        [value.as_str(), " of ", &state.number(reading.max)].concat()
    };
    let of = move || ["of ", &state.number(reading().max)].concat();
    view! {
        <div
            class="dial"
            role="meter"
            aria-label=move || state.title.get_value()
            aria-valuemin=move || plain(reading().min)
            aria-valuemax=move || plain(reading().max)
            aria-valuenow=move || reading().value.map(plain)
            aria-valuetext=spoken
        >
            {plot::canvas(state)} {move || number(state, reading().value)}
            <p class="note">{of}</p>
        </div>
    }
}

/// Parts of a whole, with their names.
pub(super) fn ring(state: State) -> impl IntoView {
    view! { <div class="ring">{plot::canvas(state)} {legend::legend(state)}</div> }
}
