//! The words of a panel for values.

use super::choice::{name_of, value_of};
use super::field::{NumberField, SelectField, TextField};
use super::part;
use crate::chart::ValueMapping;
use crate::ui::admin::dashboard::editing::Editing;
use leptos::prelude::*;

/// A list of values with their words.
#[component]
pub(super) fn Mappings() -> impl IntoView {
    let editing: Editing = expect_context();
    let count = part(editing, |panel| panel.mappings.len());
    let add = move |_| {
        let mapping =
            ValueMapping { value: 0.0, to: None, text: "Zero".to_owned(), severity: None };
        editing.change_panel(|panel| panel.mappings.push(mapping));
    };
    view! {
        <fieldset class="group">
            <legend>"Words for values"</legend>
            <For each=move || 0..count.get() key=|place| *place let(place)>
                <MappingFields place/>
            </For>
            <p><button class="button" type="button" on:click=add>"Add word"</button></p>
        </fieldset>
    }
}

#[component]
fn MappingFields(place: usize) -> impl IntoView {
    let editing: Editing = expect_context();
    let mapping = part(editing, move |panel| panel.mappings.get(place).cloned());
    let change = move |change: fn(&mut ValueMapping, String)| {
        Callback::new(move |text: String| {
            editing.change_panel(|panel| {
                if let Some(mapping) = panel.mappings.get_mut(place) {
                    change(mapping, text);
                }
                // Without words there is no mapping.
                panel.mappings.retain(|mapping| !mapping.text.trim().is_empty());
            });
        })
    };
    let on_value = Callback::new(move |value: Option<f64>| {
        editing.change_panel(|panel| {
            if let (Some(mapping), Some(value)) = (panel.mappings.get_mut(place), value) {
                mapping.value = value;
            }
        });
    });
    let on_end = Callback::new(move |to: Option<f64>| {
        editing.change_panel(|panel| {
            if let Some(mapping) = panel.mappings.get_mut(place) {
                mapping.to = to;
            }
        });
    });
    let read = move |read: fn(&ValueMapping) -> String| {
        Signal::derive(move || mapping.read().as_ref().map(read).unwrap_or_default())
    };
    let severities = [("", "good"), ("warning", "warning"), ("critical", "critical")];
    let severities = severities.map(|(name, words)| (name.to_owned(), words.to_owned())).to_vec();
    view! {
        <div class="pair">
            <NumberField
                label="From"
                value=Signal::derive(move || mapping.read().as_ref().map(|one| one.value))
                on_change=on_value
            />
            <NumberField
                label="To (empty for one value)"
                value=Signal::derive(move || mapping.read().as_ref().and_then(|one| one.to))
                on_change=on_end
            />
            <TextField
                label="Word (empty removes it)"
                value=read(|one| one.text.clone())
                on_change=change(|one, text| one.text = text)
            />
            <SelectField
                label="Severity"
                options=severities
                value=read(|one| one.severity.map(|severity| name_of(&severity)).unwrap_or_default())
                on_change=change(|one, name| one.severity = value_of(&name))
            />
        </div>
    }
}
