//! The series by name, with the value at the crosshair or the newest one.
//!
//! Each is a button that switches its series off and on; a double click, or Alt and Enter, shows it alone.

use super::chart_state::{ChartState, color_number};
use super::swatch::Swatch;
use crate::chart::panels::{Body, newest};
use crate::chart::rank::TOP;
use crate::chart::{Frame, Series, Slot};
use crate::ui::common::truth;
use leptos::prelude::*;
use metrics_engine::labels::LabelSet;
use metrics_engine::unit::Unit;

/// Series beyond these are named by the table alone.
const MOST: usize = 40;

/// A series of the legend: what its button is made of, and what it is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    index: usize,
    name: String,
    labels: LabelSet,
    slot: Slot,
}

/// The legend: the first entries, and the others once a person opens them.
#[component]
pub(super) fn Legend(state: ChartState) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let entries = Memo::new(move |_| entries(&state.frame.read()));
    let shown = move || {
        let mut entries = entries.get();
        if !is_open.get() && entries.len() > TOP + 1 {
            entries.truncate(TOP);
        }
        entries
    };
    // One reading of the frame for all of them: they all change with each move of the crosshair.
    let values = Memo::new(move |_| values(state));
    let count = Memo::new(move |_| state.frame.read().series.len());
    let more = move || {
        let count = count.get();
        (count > TOP + 1).then(|| {
            let words = move || {
                if is_open.get() { "Fewer".to_owned() } else { format!("+{} more", count - TOP) }
            };
            view! {
                <button
                    class="inline more"
                    type="button"
                    aria-expanded=move || truth(is_open.get())
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {words}
                </button>
            }
        })
    };
    view! {
        <div class="legend" role="group" aria-label="Series">
            <For each=shown key=Entry::clone let(entry)>
                {button(state, values, entry)}
            </For>
            {more}
        </div>
    }
}

fn entries(frame: &Frame) -> Vec<Entry> {
    let entry = |(index, series): (usize, &Series)| Entry {
        index,
        name: series.name.clone(),
        labels: series.labels.clone(),
        slot: series.slot,
    };
    frame.series.iter().enumerate().take(MOST).map(entry).collect()
}

fn button(state: ChartState, values: Memo<Vec<String>>, entry: Entry) -> impl IntoView {
    let Entry { index, name, labels, slot } = entry;
    let labels = StoredValue::new(labels);
    let is_shown =
        move || labels.with_value(|labels| !state.hidden.read().contains(labels)).to_string();
    let value = move || values.read().get(index).cloned();
    view! {
        <button
            type="button"
            data-series=color_number(slot)
            aria-pressed=is_shown
            title=name
            on:click=move |event| {
                labels.with_value(|labels| {
                    if event.alt_key() { state.isolate(labels) } else { state.toggle(labels) }
                });
            }
            on:dblclick=move |_| labels.with_value(|labels| state.isolate(labels))
        >
            <Swatch line=slot/>
            <span>{name.clone()}</span>
            <b>{value}</b>
        </button>
    }
}

/// Returns what stands beside the name of each series.
fn values(state: ChartState) -> Vec<String> {
    let write = |value: Option<f64>| value.map_or("–".to_owned(), |value| state.number(value));
    if state.kind().body == Body::Shares {
        return shares(state);
    }
    let frame = state.frame.read();
    let shown = frame.series.iter().take(MOST);
    if state.cross().is_none() {
        return shown.map(|series| write(newest(&frame, series, frame.range))).collect();
    }
    let marks = state.marks();
    let at_crosshair =
        |index| marks.iter().find(|mark| mark.series == index).map(|mark| mark.value);
    shown.enumerate().map(|(index, _)| write(at_crosshair(index))).collect()
}

/// Returns the part of the whole that each series has among those that are shown.
fn shares(state: ChartState) -> Vec<String> {
    state.with(|frame, view| {
        let value = |one: &Series| newest(frame, one, view.range).filter(|value| *value > 0.0);
        let shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
        let whole: f64 = shown.filter_map(|(_, one)| value(one)).sum();
        let share = |value: f64| Unit::PercentUnit.write(value / whole, view.range.until).text();
        let share = |series| value(series).map(share).unwrap_or_default();
        frame.series.iter().take(MOST).map(share).collect()
    })
}
