//! Panels that are a number first: a number with a small curve, a dial, a ring.

use super::legend;
use super::state::State;
use crate::browser::ui::stamp::Stamp;
use crate::chart::panels::{Reading, newest};

/// A number and its unit.
fn number(stamp: Stamp, state: &State, value: Option<f64>) -> Stamp {
    let written =
        value.map(|value| state.frame.with(|frame| frame.unit.write(value, frame.range.until)));
    let (number, unit) = match written {
        Some(written) => (written.number, written.unit),
        None => ("–".to_owned(), "no value"),
    };
    stamp.text("number", number).text("unit", unit)
}

/// The newest value, with its curve.
pub(super) fn stat(state: &State, label: String) -> Stamp {
    let frame = state.frame.get();
    let first = frame.series.first();
    let value = first.and_then(|series| newest(&frame, series, frame.range));
    let bounds = first.and_then(|series| series.column.min_max(series.column.within(frame.range)));
    let highest = bounds.map(|(_, highest)| ["highest ", &state.number(highest)].concat());
    let stamp = Stamp::of("stat")
        .set("canvas", "aria-label", label)
        .hide("highest", highest.is_none())
        .text("highest", highest.unwrap_or_default());
    number(stamp, state, value)
}

/// A value between the least and the most that it can be.
pub(super) fn dial(state: &State, label: String) -> Stamp {
    let Reading { value, min, max } = state.with(Reading::of);
    let plain = |value: f64| crate::unit::decimal(value, 3);
    let spoken = value.map_or("no value".to_owned(), |value| state.number(value));
    let of = [" of ", &state.number(max)].concat();
    let stamp = Stamp::of("dial")
        .set("", "aria-label", &*state.title)
        .set("", "aria-valuemin", plain(min))
        .set("", "aria-valuemax", plain(max))
        .attribute("", "aria-valuenow", value.map(plain))
        .set("", "aria-valuetext", [&*spoken, &of].concat())
        .set("canvas", "aria-label", label)
        .text("of", of.trim_start());
    number(stamp, state, value)
}

/// Parts of a whole, with their names.
pub(super) fn ring(state: &State, label: String) -> Stamp {
    legend::legend(Stamp::of("ring").set("canvas", "aria-label", label), state)
}
