//! The values at the crosshair: in a box beside it, and aloud after a key.

use super::state::{State, slot};
use crate::browser::ui::markup::{El, el, watch};
use crate::browser::ui::reactive::{
    Memo, RwSignal, StoredValue, TimeoutHandle, effect, set_timeout_with_handle, untrack,
};
use crate::chart::panels::buckets;
use crate::chart::{Frame, Mark};
use crate::config::private::PanelKind;
use crate::series::TimeRange;
use crate::time::Timestamp;
use web_sys::HtmlElement;

/// The most lines of a tip. The largest values are told.
const MOST: usize = 12;

/// The box.
pub(super) fn tip(state: State) -> impl Fn() -> Vec<El> {
    let is_shown = Memo::new(move || {
        state.is_here.get() && state.cross().is_some() && state.selected.get().is_none()
    });
    move || if is_shown.get() { vec![list(state)] } else { Vec::new() }
}

/// It follows the crosshair on the side where there is more room.
fn list(state: State) -> El {
    let place = move || {
        let (x, layout) = (state.cross()?, state.layout.get()?);
        let is_right = x > layout.plot.x + layout.plot.width / 2.0;
        let (x, side) = if is_right { (x - 12.0, "-100%") } else { (x + 12.0, "0") };
        let x = (x.round() as i32).to_string();
        Some(["translate(", &x, "px, 0.75rem) translateX(", side, ")"].concat())
    };
    let list = el("ul").class("tip").attr("aria-hidden", "true");
    let style = list.cast::<HtmlElement>().style();
    watch(move || {
        // The property is known, and what is no value of it would be left out.
        let _ = style.set_property("transform", &place().unwrap_or_default());
    });
    list.live(move || lines(state))
}

fn lines(state: State) -> Vec<El> {
    let Some(at) = state.cursor.get() else { return Vec::new() };
    let frame = state.frame.get();
    let mut lines = vec![el("li").text(&state.clock(at))];
    if state.kind == PanelKind::Heatmap {
        lines.extend(counts(state, at));
    } else {
        lines.extend(values(state, &frame));
    }
    if lines.len() == 1 {
        lines.push(el("li").text(nothing(&frame, at)));
    }
    lines
}

/// The values of the series.
fn values(state: State, frame: &Frame) -> Vec<El> {
    let mut marks = state.marks();
    let rest = marks.len().saturating_sub(MOST);
    if rest > 0 {
        marks.sort_by(|one, other| other.value.total_cmp(&one.value));
        marks.truncate(MOST);
    } else if state.kind == PanelKind::Stacked {
        // As they lie above each other.
        marks.reverse();
    }
    let walked = state.walked.get();
    let line = |mark: Mark| {
        let series = frame.series.get(mark.series)?;
        let is_walked = state.is_pinned.get() && mark.series == walked;
        let line = el("li").attr("data-series", &slot(series));
        let line = if is_walked { line.attr("aria-current", "true") } else { line };
        let value = el("b").text(&state.number(mark.value));
        let name = el("span").text(&series.name);
        Some(line.child(super::legend::swatch(series)).child(name).child(value))
    };
    let mut lines: Vec<El> = marks.into_iter().filter_map(line).collect();
    if rest > 0 {
        lines.push(el("li").text(&["and ", &rest.to_string(), " more"].concat()));
    }
    lines
}

/// What the buckets of a histogram hold at an instant, the uppermost first.
fn counts(state: State, at: Timestamp) -> Vec<El> {
    state.with(|frame, view| {
        let range = TimeRange { after: at - frame.interval, until: at };
        let found = buckets(frame, view, range, 1);
        let line = |(bound, count): (&f64, &f64)| {
            let bound = ["up to ", &frame.unit.write(*bound, at).text()].concat();
            let count = el("b").text(&state.number(*count));
            el("li").child(el("span").text(&bound)).child(count)
        };
        let filled = found.bounds.iter().zip(&found.cells).filter(|(_, count)| **count > 0.0);
        filled.rev().take(MOST).map(line).collect()
    })
}

fn nothing(frame: &Frame, at: Timestamp) -> &'static str {
    if frame.gaps.iter().any(|gap| gap.contains(at)) { "Not observed" } else { "No value" }
}

/// What a key led to, for a screen reader. Moves of a pointer and the passing of time say nothing.
pub(super) fn said(state: State) -> El {
    let words = RwSignal::new(String::new());
    let pending = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
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
    el("p").class("unseen").attr("aria-live", "polite").live_text(move || words.get())
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
