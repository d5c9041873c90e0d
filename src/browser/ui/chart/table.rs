//! A panel as a table. Made only while it is shown.

use super::state::State;
use crate::browser::ui::stamp::Stamp;
use crate::chart::panels::newest as newest_of;
use crate::chart::table::{Row, table as rows};

/// More rows are for the CSV file.
const MOST: usize = 200;

pub(super) fn table(state: &State) -> Stamp {
    let (heads, rows) = if state.is_plot() { by_time(state) } else { newest(state) };
    Stamp::of("table-view")
        .set("", "aria-label", &*state.title)
        .text("caption", &*state.title)
        .children("heads", heads)
        .children("rows", rows)
}

/// A row, and its heading.
fn row(name: &str, cells: Vec<Stamp>) -> Stamp {
    let mut all = vec![Stamp::of("row-head").text("", name)];
    all.extend(cells);
    Stamp::of("row").children("", all)
}

fn number(value: impl Into<String>) -> Stamp {
    Stamp::of("number").text("", value)
}

fn heads(first: &str, rest: &[&str]) -> Vec<Stamp> {
    let mut heads = vec![Stamp::of("head").text("", first)];
    heads.extend(rest.iter().map(|name| Stamp::of("number-head").text("", *name)));
    heads
}

/// A row for each instant, the newest first.
fn by_time(state: &State) -> (Vec<Stamp>, Vec<Stamp>) {
    state.with(|frame, view| {
        let table = rows(frame, view, MOST);
        let series = table.series.iter().filter_map(|index| frame.series.get(*index));
        let names: Vec<&str> = series.map(|one| one.name.as_str()).collect();
        let one = |one: &Row| {
            let value = |value: &Option<f64>| value.map(|value| state.number(value));
            let cells = one.values.iter().map(|cell| number(value(cell).unwrap_or_default()));
            row(&state.clock(one.at), cells.collect())
        };
        (heads("Time", &names), table.rows.iter().rev().map(one).collect())
    })
}

/// A row for each series, with its newest value.
fn newest(state: &State) -> (Vec<Stamp>, Vec<Stamp>) {
    let frame = state.frame.get();
    let one = |series: &crate::chart::Series| {
        let value = newest_of(&frame, series, frame.range);
        let value = value.map_or("–".to_owned(), |value| state.number(value));
        row(&series.name, vec![number(value)])
    };
    (heads("Series", &["Now"]), frame.series.iter().take(MOST).map(one).collect())
}
