//! The sections that open above the footer: how uptime is computed, and the days as a table.

use crate::ui::common::filled;
use crate::view::language::{Words, message};
use crate::view::public::page::Extra;
use crate::view::public::table::Table;
use leptos::either::Either;
use leptos::prelude::*;
use std::sync::Arc;

/// The id of the section, for the focus.
pub const EXTRA: &str = "extra";

/// The section that is opened above the footer.
#[component]
pub fn ExtraSection(
    /// Which section.
    extra: Extra,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    match extra {
        Extra::Method => Either::Left(view! { <Method words/> }),
        Extra::Table { table, .. } => Either::Right(view! { <DayTable table words/> }),
    }
}

/// How uptime is computed.
#[component]
fn Method(words: Arc<Words>) -> impl IntoView {
    let text = |sentence| words.text(sentence);
    let rules = [
        message(
            "Uptime is weighted by time, not by the number of checks. An outage starts with its first failed check and ends with its first successful one, once both are confirmed.",
        ),
        message(
            "Degraded performance counts as up, a partial outage as half down, a major outage as down.",
        ),
        message(
            "Announced maintenance and time that was not observed are excluded. The observed share is shown beside each figure.",
        ),
        message("Figures are rounded down: 100~% means no outage at all."),
        message(
            "Days start at midnight in the selected time zone. Bars, figures and durations come from the same record.",
        ),
    ];
    let rules = rules.map(|rule| view! { <li>{text(rule)}</li> });
    view! {
        <section class="ledger" id=EXTRA tabindex="-1" aria-labelledby="extra-heading">
            <h2 class="heading" id="extra-heading">{text(message("How uptime is calculated"))}</h2>
            <div class="how">
            <p>
                {text(message(
                    "A recorder checks each system once per interval, as this page does. Uptime is the share of monitored time in which the system was up.",
                ))}
            </p>
            <ul>{rules.into_iter().collect_view()}</ul>
            </div>
        </section>
    }
}

/// The days as a table.
#[component]
fn DayTable(table: Arc<Table>, words: Arc<Words>) -> impl IntoView {
    let column = |name: &String| view! { <th scope="col">{filled(name.clone())}</th> };
    let row = |(date, cells): &(String, Vec<String>)| {
        let cells = cells.iter().map(|cell| view! { <td>{filled(cell.clone())}</td> });
        view! { <tr><th scope="row">{filled(date.clone())}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <section id=EXTRA tabindex="-1" aria-labelledby="extra-heading">
            <h2 class="heading" id="extra-heading">{words.text(message("Daily uptime"))}</h2>
            <div class="table" role="group" aria-labelledby="extra-heading" tabindex="0">
            <table>
                <thead><tr>{table.columns.iter().map(column).collect_view()}</tr></thead>
                <tbody>{table.rows.iter().map(row).collect_view()}</tbody>
            </table>
            </div>
        </section>
    }
}
