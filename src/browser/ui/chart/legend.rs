//! The series by name, with the value at the crosshair or the newest one. A button each: it switches the series off and on; a
//! double click, or Alt and Enter, shows it alone.

use super::noted;
use super::state::{State, slot};
use crate::browser::ui::markup::{El, el, svg};
use crate::chart::panels::newest;
use crate::chart::{Scene, Series};
use crate::config::private::PanelKind;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::MouseEvent;

/// More names than this are a table's business.
const MOST: usize = 40;

/// Between the parts of a key.
const BORDER: char = '\u{1f}';

pub(super) fn legend(state: State) -> El {
    // Buttons stay while values change, so that a click meets what it was meant for.
    let keys = move || {
        let frame = state.frame.get();
        let shown = frame.series.iter().enumerate().take(MOST);
        let mut keys: Vec<String> = shown.map(|(index, series)| key(index, series)).collect();
        let rest = frame.series.len() - keys.len();
        if rest > 0 {
            keys.push(["and ", &rest.to_string(), " more"].concat());
        }
        keys
    };
    // A key that begins with no index is words.
    let entry = move |key: &str| {
        let index = key.split(BORDER).next().and_then(|index| index.parse().ok());
        let frame = state.frame.get_untracked();
        match index.and_then(|index| Some((index, frame.series.get(index)?))) {
            Some((index, series)) => button(state, index, series),
            None => el("span").class("note").text(key),
        }
    };
    el("div").class("legend").attr("role", "group").attr("aria-label", "Series").each(keys, entry)
}

/// All that a button is made of: another one has another key.
fn key(index: usize, series: &Series) -> String {
    let mut key = index.to_string();
    let mut add = |part: &str| {
        key.push(BORDER);
        key.push_str(part);
    };
    add(&series.slot.place.to_string());
    add(&series.slot.pattern().to_string());
    add(&series.name);
    for (name, value) in series.labels.iter() {
        add(name);
        add(value);
    }
    key
}

fn button(state: State, index: usize, series: &Series) -> El {
    let labels = Rc::new(series.labels.clone());
    let (clicked, alone) = (Rc::clone(&labels), Rc::clone(&labels));
    let is_on = move || state.hidden.with(|hidden| !hidden.contains(&labels));
    el("button")
        .attr("type", "button")
        .attr("data-series", &slot(series))
        .bind_to("aria-pressed", move || is_on().to_string())
        .attr("title", &series.name)
        .on("click", move |event| {
            if event.unchecked_ref::<MouseEvent>().alt_key() {
                state.isolate(&clicked);
            } else {
                state.toggle(&clicked);
            }
        })
        .on("dblclick", move |_| state.isolate(&alone))
        .child(swatch(series))
        .child(el("span").text(&series.name))
        .child(el("b").live_text(move || value(state, index).unwrap_or_default()))
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
pub(super) fn swatch(series: &Series) -> El {
    let path = svg("path").attr("d", "M0 2H14");
    let lengths = Scene::pattern(series.slot.dash()).iter();
    let lengths: Vec<String> = lengths.map(|length| crate::unit::decimal(*length, 0)).collect();
    let path =
        if lengths.is_empty() { path } else { path.attr("stroke-dasharray", &lengths.join(" ")) };
    // In forced colours the style sheet puts the pattern of those in place of the dashes.
    svg("svg")
        .class("swatch")
        .attr("data-pattern", &series.slot.pattern().to_string())
        .attr("viewBox", "0 0 14 4")
        .attr("aria-hidden", "true")
        .child(path)
}

/// Says that there is nothing to see, and why, below a plot.
pub(super) fn nothing(state: State) -> impl Fn() -> Vec<El> {
    noted("p", Box::new(move || why_nothing(state).unwrap_or_default().to_owned()))
}

fn why_nothing(state: State) -> Option<&'static str> {
    if !state.is_plot() || state.shows_table.get() {
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
