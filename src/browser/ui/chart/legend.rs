//! The series by name, with the value at the crosshair or the newest one. A button each: it switches the series off and on; a
//! double click, or Alt and Enter, shows it alone.

use super::state::{State, slot};
use crate::browser::ui::stamp::Stamp;
use crate::chart::panels::newest;
use crate::chart::{PanelKind, Scene, Series};

/// More names than this are a table's business.
const MOST: usize = 40;

pub(super) fn legend(stamp: Stamp, state: &State) -> Stamp {
    let frame = state.frame.get();
    let shown = frame.series.iter().enumerate().take(MOST);
    let mut entries: Vec<Stamp> = shown.map(|(index, one)| button(state, index, one)).collect();
    let rest = frame.series.len() - entries.len();
    if rest > 0 {
        let words = ["and ", &rest.to_string(), " more"].concat();
        entries.push(Stamp::of("more-series").text("", words));
    }
    stamp.children("legend", entries)
}

fn button(state: &State, index: usize, series: &Series) -> Stamp {
    let is_on = state.hidden.with(|hidden| !hidden.contains(&series.labels));
    let stamp = Stamp::of("series")
        .set("", "data-series", slot(series))
        .set("", "data-act", ["series ", &index.to_string()].concat())
        .say("", "aria-pressed", is_on)
        .set("", "title", &*series.name)
        .text("name", &*series.name)
        .text("value", value(state, index).unwrap_or_default());
    swatch(stamp, series)
}

/// The value at the crosshair, or the newest.
fn value(state: &State, index: usize) -> Option<String> {
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
fn share(state: &State, series: &Series) -> Option<String> {
    state.with(|frame, view| {
        let value = |one: &Series| newest(frame, one, view.range).filter(|value| *value > 0.0);
        let shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
        let whole: f64 = shown.filter_map(|(_, one)| value(one)).sum();
        let share = value(series)? / whole;
        Some(crate::unit::Unit::PercentUnit.write(share, view.range.until).text())
    })
}

/// A piece of the curve.
pub(super) fn swatch(stamp: Stamp, series: &Series) -> Stamp {
    let lengths = Scene::pattern(series.slot.dash()).iter();
    let lengths: Vec<String> = lengths.map(|length| crate::unit::decimal(*length, 0)).collect();
    // In forced colours the style sheet puts the pattern of those in place of the dashes.
    stamp
        .attribute("line", "stroke-dasharray", (!lengths.is_empty()).then(|| lengths.join(" ")))
        .set("swatch", "data-pattern", series.slot.pattern().to_string())
}

/// Why there is nothing to see on a plot.
pub(super) fn nothing(state: &State) -> Option<&'static str> {
    if !state.is_plot() || state.moves.get().shows_table {
        return None;
    }
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
}
