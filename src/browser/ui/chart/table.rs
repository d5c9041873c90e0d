//! A panel as a table. Made only while it is shown.

use super::state::State;
use crate::chart::table::table as rows;
use crate::config::private::PanelKind;
use leptos::prelude::*;

/// More rows are for the CSV file.
const MOST: usize = 200;

pub(super) fn table(state: State) -> impl IntoView {
    let label = move || state.title.get_value();
    view! {
        <div class="scroll table-view" role="group" aria-label=label tabindex="0">
            {move || match state.kind {
                PanelKind::Lines | PanelKind::Area | PanelKind::Stacked | PanelKind::Heatmap => by_time(state).into_any(),
                _ => newest(state).into_any(),
            }}
        </div>
    }
}

/// A row for each instant, the newest first.
fn by_time(state: State) -> impl IntoView {
    let (heads, rows) = state.with(|frame, view| {
        let table = rows(frame, view, MOST);
        let heads: Vec<String> = table
            .series
            .iter()
            .filter_map(|index| frame.series.get(*index))
            .map(|one| one.name.clone())
            .collect();
        (heads, table.rows)
    });
    let head = |name| view! { <th scope="col" class="number">{name}</th> };
    let cell = |value: Option<f64>| view! { <td class="number">{value.map(|value| state.number(value))}</td> };
    let row = |row: crate::chart::table::Row| {
        view! { <tr><th scope="row">{state.clock(row.at)}</th> {row.values.into_iter().map(cell).collect::<Vec<_>>()}</tr> }
    };
    view! {
        <table class="table">
            <caption class="unseen">{state.title.get_value()}</caption>
            <thead><tr><th scope="col">"Time"</th> {heads.into_iter().map(head).collect::<Vec<_>>()}</tr></thead>
            <tbody>{rows.into_iter().rev().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
}

/// A row for each series, with its newest value.
fn newest(state: State) -> impl IntoView {
    let frame = state.frame.get();
    let row = |series: &crate::chart::Series| {
        let value = crate::chart::panels::newest(&frame, series, frame.range);
        let value = value.map_or("–".to_owned(), |value| state.number(value));
        view! { <tr><th scope="row">{series.name.clone()}</th> <td class="number">{value}</td></tr> }
    };
    let rows: Vec<_> = frame.series.iter().take(MOST).map(row).collect();
    view! {
        <table class="table">
            <caption class="unseen">{state.title.get_value()}</caption>
            <thead><tr><th scope="col">"Series"</th> <th scope="col" class="number">"Now"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
