//! The panels of a Grafana dashboard that were left out or not imported in full.

use super::editing::Editing;
use crate::dashboard::NotImported;
use leptos::prelude::*;

/// How many there are, and each with its reason; nothing where there is none.
#[component]
pub(super) fn NotImportedList() -> impl IntoView {
    let editing: Editing = expect_context();
    let all = Memo::new(move |_| {
        editing.dashboard().map(|dashboard| dashboard.not_imported).unwrap_or_default()
    });
    let count = move || {
        let all = all.read();
        let left_out = all.iter().filter(|one| one.is_left_out).count();
        let rest = all.len() - left_out;
        match (left_out, rest) {
            (0, rest) => format!("{rest} remarks on the import"),
            (left_out, 0) => format!("{left_out} not imported"),
            (left_out, rest) => format!("{left_out} not imported, {rest} remarks on the import"),
        }
    };
    let item = |one: NotImported| {
        let place = if one.panel.is_empty() { "Dashboard".to_owned() } else { one.panel };
        let end = if one.is_left_out { " (left out)" } else { "" };
        view! { <li><b>{place}</b>": "<span>{one.reason}</span>{end}</li> }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <details class="not-imported note">
                <summary>{count}</summary>
                <ul>{move || all.get().into_iter().map(item).collect_view()}</ul>
            </details>
        </Show>
    }
}
