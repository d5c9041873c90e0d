//! A panel as a table. Made only while it is shown.

use super::state::State;
use crate::browser::ui::markup::{El, el};
use crate::chart::table::table as rows;

/// More rows are for the CSV file.
const MOST: usize = 200;

pub(super) fn table(state: State) -> El {
    el("div")
        .class("scroll table-view")
        .attr("role", "group")
        .attr("aria-label", &state.title.get_value())
        .attr("tabindex", "0")
        .live(move || vec![if state.is_plot() { by_time(state) } else { newest(state) }])
}

/// A heading of a column or of a row.
fn head(scope: &str, name: &str) -> El {
    el("th").attr("scope", scope).text(name)
}

fn number(value: &str) -> El {
    el("td").class("number").text(value)
}

fn whole(state: State, heads: Vec<El>, rows: Vec<El>) -> El {
    el("table")
        .class("table")
        .child(el("caption").class("unseen").text(&state.title.get_value()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows))
}

/// A row for each instant, the newest first.
fn by_time(state: State) -> El {
    state.with(|frame, view| {
        let table = rows(frame, view, MOST);
        let mut heads = vec![head("col", "Time")];
        let series = table.series.iter().filter_map(|index| frame.series.get(*index));
        heads.extend(series.map(|one| head("col", &one.name).class("number")));
        let row = |row: &crate::chart::table::Row| {
            let mut cells = vec![head("row", &state.clock(row.at))];
            for value in &row.values {
                let value = value.map(|value| state.number(value));
                cells.push(number(&value.unwrap_or_default()));
            }
            el("tr").children(cells)
        };
        whole(state, heads, table.rows.iter().rev().map(row).collect())
    })
}

/// A row for each series, with its newest value.
fn newest(state: State) -> El {
    let frame = state.frame.get();
    let row = |series: &crate::chart::Series| {
        let value = crate::chart::panels::newest(&frame, series, frame.range);
        let value = value.map_or("–".to_owned(), |value| state.number(value));
        el("tr").child(head("row", &series.name)).child(number(&value))
    };
    let heads = vec![head("col", "Series"), head("col", "Now").class("number")];
    whole(state, heads, frame.series.iter().take(MOST).map(row).collect())
}
