//! A chart as a table. It exists only while it is shown.

use super::chart_state::ChartState;
use crate::chart::panels::newest as newest_of;
use crate::chart::table::table as rows_of;
use crate::ui::common::filled;
use leptos::prelude::*;

/// More rows than these are for the CSV file.
const MOST: usize = 200;

/// A table of texts.
struct Texts {
    /// The heading of the column that names the rows.
    first: &'static str,
    heads: Vec<String>,
    /// The name of each row, and its cells.
    rows: Vec<(String, Vec<String>)>,
}

/// The table: a row for each instant of a plot, for each series of anything else.
pub(super) fn table(state: ChartState) -> impl IntoView {
    let Texts { first, heads, rows } = if state.is_plot() { by_time(state) } else { newest(state) };
    let title = state.title.get_value();
    let head = |name| view! { <th class="number" scope="col">{name}</th> };
    let cell = |value| view! { <td class="number">{filled(value)}</td> };
    let row = |(name, cells): (String, Vec<String>)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.into_iter().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll table-view" role="group" tabindex="0" aria-label=title>
            <table class="table">
                <caption class="unseen">{title.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        {heads.into_iter().map(head).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// A row for each instant, the newest first.
fn by_time(state: ChartState) -> Texts {
    state.with(|frame, view| {
        let table = rows_of(frame, view, MOST);
        let series = table.series.iter().filter_map(|index| frame.series.get(*index));
        let row = |row: &crate::chart::table::Row| {
            let cell =
                |value: &Option<f64>| value.map(|value| state.number(value)).unwrap_or_default();
            (state.clock(row.at), row.values.iter().map(cell).collect())
        };
        Texts {
            first: "Time",
            heads: series.map(|series| series.name.clone()).collect(),
            rows: table.rows.iter().rev().map(row).collect(),
        }
    })
}

/// A row for each series, with its newest value.
fn newest(state: ChartState) -> Texts {
    let frame = state.frame.read();
    let row = |series: &crate::chart::Series| {
        let value = newest_of(&frame, series, frame.range);
        let value = value.map_or("–".to_owned(), |value| state.number(value));
        (series.name.clone(), vec![value])
    };
    Texts {
        first: "Series",
        heads: vec!["Now".to_owned()],
        rows: frame.series.iter().take(MOST).map(row).collect(),
    }
}
