//! The tools of a panel while its dashboard is edited. All of them are buttons, for the keyboard as well.

use super::editing::Editing;
use crate::dashboard::{Dashboard, Panel};
use leptos::prelude::*;

/// Edit, move, resize, copy, remove. Nothing for a panel that is not written in the dashboard, as those for what a target exposes.
#[component]
pub(super) fn PanelTools(panel: Panel) -> impl IntoView {
    let editing: Editing = expect_context();
    let (id, title) = (StoredValue::new(panel.id), panel.title);
    let is_written = {
        let id = id.get_value();
        Memo::new(move |_| editing.dashboard().is_some_and(|one| one.panel(&id).is_some()))
    };
    let tool = move |words: &'static str, symbol: &'static str, run: fn(Editing, &str)| {
        let label = format!("{words}: {title}");
        view! {
            <button class="button" type="button" title=words aria-label=label on:click=move |_| run(editing, &id.get_value())>
                <span aria-hidden="true">{symbol}</span>
            </button>
        }
    };
    let tools = [
        ("Edit", "✎", edit as fn(Editing, &str)),
        ("Move earlier", "←", |editing, id| moved(editing, id, false)),
        ("Move later", "→", |editing, id| moved(editing, id, true)),
        ("Narrower", "–", |editing, id| resized(editing, id, false)),
        ("Wider", "+", |editing, id| resized(editing, id, true)),
        ("Copy", "⧉", copy),
        ("Remove", "×", remove),
    ];
    let tools = StoredValue::new(tools);
    let tool = StoredValue::new(tool);
    let buttons = move || {
        let tools = tools.get_value().into_iter();
        tools
            .map(|(words, symbol, run)| tool.with_value(|tool| tool.clone()(words, symbol, run)))
            .collect_view()
    };
    view! {
        <Show when=move || editing.is_on.get() && is_written.get()>
            <div class="panel-tools" role="group" aria-label="Edit the panel">{buttons()}</div>
        </Show>
    }
}

fn edit(editing: Editing, id: &str) {
    editing.open(Some(id.to_owned()));
}

fn moved(editing: Editing, id: &str, is_later: bool) {
    editing.change(|dashboard| dashboard.with_panel_moved(id, is_later));
}

fn resized(editing: Editing, id: &str, is_wider: bool) {
    editing.change(|dashboard| {
        dashboard.with_panel(id, |panel| panel.width = panel.width.stepped(is_wider))
    });
}

fn copy(editing: Editing, id: &str) {
    editing.change(|dashboard: &Dashboard| dashboard.with_copy(id).0);
}

fn remove(editing: Editing, id: &str) {
    if editing.opened.get_untracked().as_deref() == Some(id) {
        editing.open(None);
    }
    editing.change(|dashboard| dashboard.without_panel(id));
}
