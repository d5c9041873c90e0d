//! The values at the crosshair: in a box beside it, and announced after a key.

use super::chart_state::{ChartState, color_number};
use super::swatch::Swatch;
use crate::chart::panels::{Marks, buckets};
use crate::chart::{Frame, Mark, Slot};
use leptos::either::EitherOf3;
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Timestamp;

/// The most lines. Those of the largest values are kept.
const MOST: usize = 12;

/// A held key would announce for minutes: it is announced where a person stops.
const PAUSE: core::time::Duration = core::time::Duration::from_millis(300);

/// A line of the tooltip.
enum Line {
    Words(String),
    /// A series and its value; whether the keyboard walks along it.
    Value {
        name: String,
        value: String,
        slot: Slot,
        is_walked: bool,
    },
    /// A bucket and its count, or a lane and its word.
    Plain {
        name: String,
        value: String,
    },
}

/// The box.
#[component]
pub(super) fn Tooltip(state: ChartState, marks: Marks) -> impl IntoView {
    move || {
        let is_shown = state.crosshair.get().is_here && state.selection.read().is_none();
        let place = is_shown.then(|| place(state)).flatten();
        let lines = if place.is_some() { lines(state, marks) } else { Vec::new() };
        // Set through the CSSOM, which a policy against style attributes allows.
        view! {
            <ul class="tip" aria-hidden="true" hidden=place.is_none() style:transform=place.unwrap_or_default()>
                {lines.into_iter().map(line).collect_view()}
            </ul>
        }
    }
}

/// Returns a place beside the crosshair, on the side where there is more room.
fn place(state: ChartState) -> Option<String> {
    let x = state.cross()?;
    let plot = state.layout.read().as_ref()?.plot;
    let is_right = x > plot.x + plot.width / 2.0;
    let (x, side) = if is_right { (x - 12.0, "-100%") } else { (x + 12.0, "0") };
    Some(format!("translate({}px, 0.75rem) translateX({side})", x.round() as i32))
}

fn line(line: Line) -> impl IntoView {
    match line {
        Line::Words(words) => EitherOf3::A(view! { <li>{words}</li> }),
        Line::Value { name, value, slot, is_walked } => EitherOf3::B(view! {
            <li data-series=color_number(slot) aria-current=is_walked.then_some("true")>
                <Swatch line=slot/>
                <span>{name}</span>
                <b>{value}</b>
            </li>
        }),
        Line::Plain { name, value } => {
            EitherOf3::C(view! { <li><span>{name}</span><b>{value}</b></li> })
        }
    }
}

fn lines(state: ChartState, marks: Marks) -> Vec<Line> {
    let Some(at) = state.cursor.get() else { return Vec::new() };
    let frame = state.frame.read();
    let mut lines = vec![Line::Words(state.clock(at))];
    match marks {
        Marks::None => lines.extend(counts(state, at)),
        Marks::Curves | Marks::Stack => lines.extend(values(state, &frame, marks)),
        Marks::Lanes => lines.extend(words(state, &frame)),
    }
    if lines.len() == 1 {
        lines.push(Line::Words(nothing(&frame, at).to_owned()));
    }
    lines
}

/// Returns the values of the series.
fn values(state: ChartState, frame: &Frame, order: Marks) -> Vec<Line> {
    let mut marks = state.marks();
    let rest = marks.len().saturating_sub(MOST);
    if rest > 0 {
        marks.sort_by(|one, other| other.value.total_cmp(&one.value));
        marks.truncate(MOST);
    } else if order == Marks::Stack {
        // As they lie above each other.
        marks.reverse();
    }
    let crosshair = state.crosshair.get();
    let one = |mark: Mark| {
        let series = frame.series.get(mark.series)?;
        Some(Line::Value {
            name: series.name.clone(),
            value: state.number(mark.value),
            slot: series.slot,
            is_walked: crosshair.is_pinned && mark.series == crosshair.walked,
        })
    };
    let mut lines: Vec<Line> = marks.into_iter().filter_map(one).collect();
    if rest > 0 {
        lines.push(Line::Words(format!("+{rest} more")));
    }
    lines
}

/// Returns the states of the lanes.
fn words(state: ChartState, frame: &Frame) -> Vec<Line> {
    let line = |mark: Mark| {
        let name = frame.series.get(mark.series)?.name.clone();
        Some(Line::Plain { name, value: state.number(mark.value) })
    };
    state.marks().into_iter().take(MOST).filter_map(line).collect()
}

/// Returns what the buckets of a histogram hold at an instant, the uppermost first.
fn counts(state: ChartState, at: Timestamp) -> Vec<Line> {
    state.with(|frame, view| {
        let range = TimeRange { after: at - frame.interval, until: at };
        let found = buckets(frame, view, range, 1);
        let line = |(bound, count): (&f64, &f64)| Line::Plain {
            name: format!("up to {}", frame.unit.write(*bound, at).text()),
            value: state.number(*count),
        };
        let filled = found.bounds.iter().zip(&found.cells).filter(|(_, count)| **count > 0.0);
        filled.rev().take(MOST).map(line).collect()
    })
}

fn nothing(frame: &Frame, at: Timestamp) -> &'static str {
    if frame.gaps.iter().any(|gap| gap.contains(at)) { "Not observed" } else { "No data" }
}

/// Announces to a screen reader what a key led to. Moves of a pointer and the passing of time announce nothing.
pub(super) fn announce(state: ChartState) {
    let speak = move || {
        // The chart may be gone by now.
        if !state.announcement.is_disposed() {
            state.announcement.set(untrack(|| sentence(state)));
        }
    };
    let speech = set_timeout_with_handle(speak, PAUSE).ok();
    state.speech.update_value(|pending| {
        if let Some(before) = core::mem::replace(pending, speech) {
            before.clear();
        }
    });
}

fn sentence(state: ChartState) -> String {
    let Some(at) = state.cursor.get() else { return String::new() };
    let frame = state.frame.read();
    let walked = state.crosshair.get().walked;
    let mark = state.marks().into_iter().find(|mark| mark.series == walked);
    let name = frame.series.get(walked).map(|series| series.name.as_str()).unwrap_or_default();
    let value = mark.map_or("no data".to_owned(), |mark| state.number(mark.value));
    format!("{}: {name} {value}", state.clock(at))
}
