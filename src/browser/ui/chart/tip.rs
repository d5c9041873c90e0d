//! The values at the crosshair: in a box beside it, and aloud after a key.

use super::legend::swatch;
use super::state::{State, slot};
use crate::browser::ui::markup::style;
use crate::browser::ui::reactive::{set_timeout_with_handle, untrack};
use crate::browser::ui::stamp::Stamp;
use crate::chart::panels::buckets;
use crate::chart::{Frame, Mark, PanelKind};
use crate::series::TimeRange;
use crate::time::Timestamp;
use std::rc::Rc;

/// The most lines of a tip. The largest values are told.
const MOST: usize = 12;

/// The box.
pub(super) fn tip(stamp: Stamp, state: &State) -> Stamp {
    let moves = state.moves.get();
    let place = place(state).filter(|_| moves.is_here && moves.selected.is_none());
    let lines = if place.is_some() { lines(state) } else { Vec::new() };
    stamp
        .hide("tip", place.is_none())
        .own("tip", style("transform", place.unwrap_or_default()))
        .children("tip", lines)
}

/// It follows the crosshair on the side where there is more room.
fn place(state: &State) -> Option<String> {
    let (x, layout) = (state.cross()?, state.layout.get()?);
    let is_right = x > layout.plot.x + layout.plot.width / 2.0;
    let (x, side) = if is_right { (x - 12.0, "-100%") } else { (x + 12.0, "0") };
    let x = (x.round() as i32).to_string();
    Some(["translate(", &x, "px, 0.75rem) translateX(", side, ")"].concat())
}

fn line(text: impl Into<String>) -> Stamp {
    Stamp::of("tip-words").text("", text)
}

fn lines(state: &State) -> Vec<Stamp> {
    let Some(at) = state.cursor.get() else { return Vec::new() };
    let frame = state.frame.get();
    let mut lines = vec![line(state.clock(at))];
    if state.kind == PanelKind::Heatmap {
        lines.extend(counts(state, at));
    } else {
        lines.extend(values(state, &frame));
    }
    if lines.len() == 1 {
        lines.push(line(nothing(&frame, at)));
    }
    lines
}

/// The values of the series.
fn values(state: &State, frame: &Frame) -> Vec<Stamp> {
    let mut marks = state.marks();
    let rest = marks.len().saturating_sub(MOST);
    if rest > 0 {
        marks.sort_by(|one, other| other.value.total_cmp(&one.value));
        marks.truncate(MOST);
    } else if state.kind == PanelKind::Stacked {
        // As they lie above each other.
        marks.reverse();
    }
    let moves = state.moves.get();
    let one = |mark: Mark| {
        let series = frame.series.get(mark.series)?;
        let is_walked = moves.is_pinned && mark.series == moves.walked;
        let stamp = Stamp::of("tip-value")
            .set("", "data-series", slot(series))
            .attribute("", "aria-current", is_walked.then(|| "true".to_owned()))
            .text("name", &*series.name)
            .text("value", state.number(mark.value));
        Some(swatch(stamp, series))
    };
    let mut lines: Vec<Stamp> = marks.into_iter().filter_map(one).collect();
    if rest > 0 {
        lines.push(line(["and ", &rest.to_string(), " more"].concat()));
    }
    lines
}

/// What the buckets of a histogram hold at an instant, the uppermost first.
fn counts(state: &State, at: Timestamp) -> Vec<Stamp> {
    state.with(|frame, view| {
        let range = TimeRange { after: at - frame.interval, until: at };
        let found = buckets(frame, view, range, 1);
        let line = |(bound, count): (&f64, &f64)| {
            let bound = ["up to ", &frame.unit.write(*bound, at).text()].concat();
            Stamp::of("tip-count").text("bound", bound).text("count", state.number(*count))
        };
        let filled = found.bounds.iter().zip(&found.cells).filter(|(_, count)| **count > 0.0);
        filled.rev().take(MOST).map(line).collect()
    })
}

fn nothing(frame: &Frame, at: Timestamp) -> &'static str {
    if frame.gaps.iter().any(|gap| gap.contains(at)) { "Not observed" } else { "No value" }
}

/// Says what a key led to, for a screen reader. Moves of a pointer and the passing of time say nothing.
pub(super) fn say(state: &Rc<State>) {
    let this = state.clone();
    let speak = move || {
        // A panel that is gone has nothing to say.
        if this.surface.borrow().is_some() {
            this.said.set(untrack(|| sentence(&this)));
        }
    };
    // Only where a person stops: a held key would speak for minutes.
    let speech = set_timeout_with_handle(speak, core::time::Duration::from_millis(300)).ok();
    if let Some(before) = state.speech.replace(speech) {
        before.clear();
    }
}

fn sentence(state: &State) -> String {
    let Some(at) = state.cursor.get() else { return String::new() };
    let frame = state.frame.get();
    let walked = state.moves.get().walked;
    let mark = state.marks().into_iter().find(|mark| mark.series == walked);
    let name = frame.series.get(walked).map(|series| series.name.as_str()).unwrap_or_default();
    let value = mark.map_or("no value".to_owned(), |mark| state.number(mark.value));
    [&state.clock(at), ": ", name, " ", &value].concat()
}
