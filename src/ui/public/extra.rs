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
            "Time counts, not the number of looks. An outage begins with its first failed look and ends with the first good one, once both are confirmed.",
        ),
        message(
            "Degraded performance counts as up, a partial outage by half, a major outage in full.",
        ),
        message(
            "Announced maintenance, and time in which nobody looked or nobody could tell, count neither way. What was observed is told beside each figure.",
        ),
        message("Nothing is rounded up: 100~% is a time without any outage."),
        message(
            "Days begin at midnight in the time zone that is chosen here. Bars, figures and minutes are made from the same record.",
        ),
    ];
    let rules = rules.map(|rule| view! { <li>{text(rule)}</li> });
    view! {
        <section class="ledger" id=EXTRA tabindex="-1" aria-labelledby="extra-heading">
            <h2 class="heading" id="extra-heading">{text(message("How uptime is computed"))}</h2>
            <div class="how">
            <p>
                {text(message(
                    "A recorder asks each system once in an interval, as this page does. Uptime is the share of the time in which the system worked, of the time in which somebody looked.",
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
            <h2 class="heading" id="extra-heading">{words.text(message("Days as a table"))}</h2>
            <div class="table" role="group" aria-labelledby="extra-heading" tabindex="0">
            <table>
                <thead><tr>{table.columns.iter().map(column).collect_view()}</tr></thead>
                <tbody>{table.rows.iter().map(row).collect_view()}</tbody>
            </table>
            </div>
        </section>
    }
}
