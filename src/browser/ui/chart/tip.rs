//! The values at the crosshair: in a box beside it, and aloud after a key.

use super::state::{State, slot};
use crate::chart::panels::buckets;
use crate::chart::{Frame, Mark};
use crate::config::private::PanelKind;
use crate::series::TimeRange;
use crate::time::Timestamp;
use leptos::prelude::*;

/// The most lines of a tip. The largest values are told.
const MOST: usize = 12;

/// The box. It follows the crosshair on the side where there is more room.
pub(super) fn tip(state: State) -> impl IntoView {
    let place = move || {
        let (x, layout) = (state.cross()?, state.layout.get()?);
        let is_right = x > layout.plot.x + layout.plot.width / 2.0;
        let (x, side) = if is_right { (x - 12.0, "-100%") } else { (x + 12.0, "0") };
        Some(["translate(", &x.round().to_string(), "px, 0.75rem) translateX(", side, ")"].concat())
    };
    let is_shown =
        move || state.is_here.get() && state.cross().is_some() && state.selected.get().is_none();
    view! {
        <Show when=is_shown fallback=|| ()>
            <ul class="tip" aria-hidden="true" style:transform=move || place().unwrap_or_default()>
                {move || lines(state)}
            </ul>
        </Show>
    }
}

fn lines(state: State) -> Option<AnyView> {
    let at = state.cursor.get()?;
    if state.kind == PanelKind::Heatmap {
        return Some(counts(state, at).into_any());
    }
    let frame = state.frame.get();
    let mut marks = state.marks();
    let rest = marks.len().saturating_sub(MOST);
    if rest > 0 {
        marks.sort_by(|one, other| other.value.total_cmp(&one.value));
        marks.truncate(MOST);
    } else if state.kind == PanelKind::Stacked {
        // As they lie above each other.
        marks.reverse();
    }
    let is_empty = marks.is_empty();
    let walked = state.walked.get();
    let line = |mark: Mark| {
        let series = frame.series.get(mark.series)?;
        let name = series.name.clone();
        let value = state.number(mark.value);
        let is_walked = state.is_pinned.get() && mark.series == walked;
        Some(view! {
            <li data-series=slot(series) aria-current=is_walked.then_some("true")>
                {super::legend::swatch(series)} <span>{name}</span> <b>{value}</b>
            </li>
        })
    };
    let lines: Vec<_> = marks.into_iter().filter_map(line).collect();
    Some(
        view! {
            <li>{state.clock(at)}</li>
            {lines}
            {(rest > 0).then(|| view! { <li>{["and ", &rest.to_string(), " more"].concat()}</li> })}
            {is_empty.then(|| view! { <li>{nothing(&frame, at)}</li> })}
        }
        .into_any(),
    )
}

/// What the buckets of a histogram hold at an instant, the uppermost first.
fn counts(state: State, at: Timestamp) -> impl IntoView {
    let lines = state.with(|frame, view| {
        let range = TimeRange { after: at - frame.interval, until: at };
        let found = buckets(frame, view, range, 1);
        let line = |(bound, count): (&f64, &f64)| {
            let bound = ["up to ", &frame.unit.write(*bound, at).text()].concat();
            let count = state.number(*count);
            (bound, count)
        };
        let filled = found.bounds.iter().zip(&found.cells).filter(|(_, count)| **count > 0.0);
        filled.map(line).rev().take(MOST).collect::<Vec<_>>()
    });
    let is_empty = lines.is_empty();
    let line = |(bound, count)| view! { <li><span>{bound}</span> <b>{count}</b></li> };
    view! {
        <li>{state.clock(at)}</li>
        {lines.into_iter().map(line).collect::<Vec<_>>()}
        {is_empty.then(|| view! { <li>{nothing(&state.frame.get(), at)}</li> })}
    }
}

fn nothing(frame: &Frame, at: Timestamp) -> &'static str {
    if frame.gaps.iter().any(|gap| gap.contains(at)) { "Not observed" } else { "No value" }
}

/// What a key led to, for a screen reader. Moves of a pointer and the passing of time say nothing.
pub(super) fn said(state: State) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let pending = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let step = state.keyed.get();
        if step == 0 {
            return;
        }
        // Only where a person stops: a held key would speak for minutes.
        let speak = move || words.set(untrack(|| sentence(state)));
        let handle = set_timeout_with_handle(speak, core::time::Duration::from_millis(300)).ok();
        if let Some(before) =
            pending.try_update_value(|pending| core::mem::replace(pending, handle)).flatten()
        {
            before.clear();
        }
    });
    view! { <p class="unseen" aria-live="polite">{words}</p> }
}

fn sentence(state: State) -> String {
    let Some(at) = state.cursor.get() else { return String::new() };
    let frame = state.frame.get();
    let walked = state.walked.get();
    let mark = state.marks().into_iter().find(|mark| mark.series == walked);
    let name = frame.series.get(walked).map(|series| series.name.as_str()).unwrap_or_default();
    let value = mark.map_or("no value".to_owned(), |mark| state.number(mark.value));
    [&state.clock(at), ": ", name, " ", &value].concat()
}
