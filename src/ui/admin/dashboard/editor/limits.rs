//! The limits of a panel.

use super::choice::{name_of, options, value_of};
use super::field::{NumberField, SelectField};
use super::part;
use crate::chart::{Limit, Side};
use crate::rules::Severity;
use crate::ui::admin::dashboard::editing::Editing;
use leptos::prelude::*;

/// A list of values, each with the side that is bad.
#[component]
pub(super) fn Limits() -> impl IntoView {
    let editing: Editing = expect_context();
    let count = part(editing, |panel| panel.limits.len());
    let add = move |_| {
        let limit = Limit { value: 1.0, bad: Side::Above, severity: Severity::Warning };
        editing.change_panel(|panel| panel.limits.push(limit));
    };
    view! {
        <fieldset class="group">
            <legend>"Thresholds"</legend>
            <For each=move || 0..count.get() key=|place| *place let(place)>
                <LimitFields place/>
            </For>
            <p><button class="button" type="button" on:click=add>"Add threshold"</button></p>
        </fieldset>
    }
}

#[component]
fn LimitFields(place: usize) -> impl IntoView {
    let editing: Editing = expect_context();
    let limit = part(editing, move |panel| panel.limits.get(place).copied());
    let name = move |read: fn(Limit) -> String| {
        Signal::derive(move || limit.get().map(read).unwrap_or_default())
    };
    let change = move |change: fn(&mut Limit, &str)| {
        Callback::new(move |text: String| {
            editing.change_panel(|panel| {
                if let Some(limit) = panel.limits.get_mut(place) {
                    change(limit, &text);
                }
            });
        })
    };
    let on_value = Callback::new(move |value: Option<f64>| {
        editing.change_panel(|panel| match (panel.limits.get_mut(place), value) {
            (Some(limit), Some(value)) => limit.value = value,
            (Some(_), None) => drop(panel.limits.remove(place)),
            (None, _) => {}
        });
    });
    view! {
        <div class="pair">
            <SelectField
                label="Bad is"
                options=options(&[Side::Above, Side::Below])
                value=name(|limit| name_of(&limit.bad))
                on_change=change(|limit, name| limit.bad = value_of(name).unwrap_or(limit.bad))
            />
            <NumberField
                label="Value (empty removes it)"
                value=Signal::derive(move || limit.get().map(|limit| limit.value))
                on_change=on_value
            />
            <SelectField
                label="Severity"
                options=options(&[Severity::Warning, Severity::Critical])
                value=name(|limit| name_of(&limit.severity))
                on_change=change(|limit, name| limit.severity = value_of(name).unwrap_or(limit.severity))
            />
        </div>
    }
}
