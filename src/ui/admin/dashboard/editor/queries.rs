//! The expressions of a panel.

use super::field::{AreaField, TextField};
use super::part;
use crate::dashboard::{Query, stand_in};
use crate::ui::admin::dashboard::editing::Editing;
use leptos::prelude::*;
use metrics_engine::promql;

/// A list of expressions with their legends.
#[component]
pub(super) fn Queries() -> impl IntoView {
    let editing: Editing = expect_context();
    let count = part(editing, |panel| panel.queries.len());
    let add = move |_| {
        editing.change_panel(|panel| panel.queries.push(Query::default()));
    };
    view! {
        <fieldset class="group">
            <legend>"Queries"</legend>
            <For each=move || 0..count.get() key=|place| *place let(place)>
                <QueryFields place/>
            </For>
            <p><button class="button" type="button" on:click=add>"Add query"</button></p>
        </fieldset>
    }
}

#[component]
fn QueryFields(place: usize) -> impl IntoView {
    let editing: Editing = expect_context();
    let query = part(editing, move |panel| panel.queries.get(place).cloned().unwrap_or_default());
    let change = move |change: fn(&mut Query, String)| {
        Callback::new(move |text: String| {
            editing.change_panel(|panel| {
                if let Some(query) = panel.queries.get_mut(place) {
                    change(query, text);
                }
            });
        })
    };
    let wrong = move || {
        let variables = editing.dashboard().map(|one| one.variables).unwrap_or_default();
        let expr = query.read().expr.clone();
        let mut errors =
            stand_in::texts(&expr, &variables).map(|text| promql::compile(&text).err());
        let first = errors.next().flatten()?;
        errors.all(|error| error.is_some()).then(|| first.to_string())
    };
    let remove = move |_| {
        editing.change_panel(|panel| {
            if place < panel.queries.len() {
                panel.queries.remove(place);
            }
        });
    };
    view! {
        <div class="group">
            <AreaField
                label=format!("Query {}", place + 1)
                rows="3"
                value=Signal::derive(move || query.read().expr.clone())
                on_change=change(|query, text| query.expr = text)
            />
            <p class="note" role="alert">{wrong}</p>
            <TextField
                label="Legend"
                value=Signal::derive(move || query.read().legend.clone())
                on_change=change(|query, text| query.legend = text)
            />
            <p>
                <button class="button" type="button" aria-label=format!("Remove query {}", place + 1) on:click=remove>
                    "Remove"
                </button>
            </p>
        </div>
    }
}
