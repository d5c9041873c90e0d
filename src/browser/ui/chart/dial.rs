//! Panels that are a number first: a number with a small curve, a dial, a ring.

use super::state::State;
use super::{legend, noted, plot};
use crate::browser::ui::markup::{El, el};
use crate::chart::panels::{Reading, newest};

/// A number and its unit.
fn number(state: State, value: fn(State) -> Option<f64>) -> El {
    let written = move || {
        let value = value(state)?;
        Some(state.frame.with(|frame| frame.unit.write(value, frame.range.until)))
    };
    let number = move || written().map_or("–".to_owned(), |written| written.number);
    let unit = move || written().map_or("no value", |written| written.unit).to_owned();
    el("b").live_text(number).text(" ").child(el("small").live_text(unit))
}

/// The newest value, with its curve.
pub(super) fn stat(state: State) -> El {
    let value = |state: State| {
        let frame = state.frame.get();
        frame.series.first().and_then(|series| newest(&frame, series, frame.range))
    };
    let highest = move || {
        let frame = state.frame.get();
        let column = &frame.series.first()?.column;
        let (_, highest) = column.min_max(column.within(frame.range))?;
        Some(["highest ", &state.number(highest)].concat())
    };
    el("div")
        .class("stat")
        .child(number(state, value))
        .live(noted("p", Box::new(move || highest().unwrap_or_default())))
        .child(plot::canvas(state))
}

/// A value between the least and the most that it can be.
pub(super) fn dial(state: State) -> El {
    let reading = move || state.with(Reading::of);
    let plain = |value: f64| crate::unit::decimal(value, 3);
    let spoken = move || {
        let reading = reading();
        let value = reading.value.map_or("no value".to_owned(), |value| state.number(value));
        [value.as_str(), " of ", &state.number(reading.max)].concat()
    };
    let of = move || ["of ", &state.number(reading().max)].concat();
    el("div")
        .class("dial")
        .attr("role", "meter")
        .attr("aria-label", &state.title.get_value())
        .bind_to("aria-valuemin", move || plain(reading().min))
        .bind_to("aria-valuemax", move || plain(reading().max))
        .bind("aria-valuenow", move || reading().value.map(plain))
        .bind_to("aria-valuetext", spoken)
        .child(plot::canvas(state))
        .child(number(state, |state| state.with(Reading::of).value))
        .child(el("p").class("note").live_text(of))
}

/// Parts of a whole, with their names.
pub(super) fn ring(state: State) -> El {
    el("div").class("ring").child(plot::canvas(state)).child(legend::legend(state))
}
