//! The links and buttons that open and save the history.

use super::Action;
use crate::ui::common::truth;
use crate::view::language::{Words, message};
use crate::view::public::page::{Extra, Files};
use leptos::prelude::*;
use std::sync::Arc;

/// The links and buttons that open and save the history.
#[component]
pub fn HistoryTools(
    /// The section that is open.
    extra: Option<Extra>,
    /// The addresses of the recorder's files.
    files: Files,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let is_method = matches!(extra, Some(Extra::Method));
    let is_table = matches!(extra, Some(Extra::Table { .. }));
    view! {
        <p class="cluster tools">
            <button type="button" id="show-method" aria-expanded=truth(is_method) on:click=move |_| act.run(Action::ToggleMethod)>
                {words.text(message("How uptime is calculated"))}
            </button>
            <button type="button" id="show-table" aria-expanded=truth(is_table) on:click=move |_| act.run(Action::ToggleTable)>
                {words.text(message("View as table"))}
            </button>
            <button type="button" id="save-csv" on:click=move |_| act.run(Action::SaveCsv)>"CSV"</button>
            <a href=files.history download="">"JSON"</a>
            <a href=files.feed type="application/atom+xml">"Atom"</a>
            <a href=files.calendar type="text/calendar">"iCalendar"</a>
        </p>
    }
}
