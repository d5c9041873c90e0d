//! Fields of the form of a panel. What is entered counts when the field is left.

use leptos::prelude::*;

/// A line of text with its label.
#[component]
pub(super) fn TextField(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <label>
            <span>{label}</span>
            <input
                class="field"
                type="text"
                autocomplete="off"
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            />
        </label>
    }
}

/// Lines of text with their label.
#[component]
pub(super) fn AreaField(
    #[prop(into)] label: String,
    rows: &'static str,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <label>
            <span>{label}</span>
            <textarea
                class="field area"
                rows=rows
                spellcheck="false"
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            ></textarea>
        </label>
    }
}

/// A number with its label; an empty field is none.
#[component]
pub(super) fn NumberField(
    label: &'static str,
    #[prop(into)] value: Signal<Option<f64>>,
    on_change: Callback<Option<f64>>,
) -> impl IntoView {
    let text = move || value.get().map(|number| number.to_string()).unwrap_or_default();
    let read = move |text: &str| match text.trim() {
        "" => on_change.run(None),
        text => {
            if let Some(number) = text.parse().ok().filter(|number: &f64| number.is_finite()) {
                on_change.run(Some(number));
            }
        }
    };
    view! {
        <label>
            <span>{label}</span>
            <input
                class="field"
                type="number"
                step="any"
                prop:value=text
                on:change=move |event| read(&event_target_value(&event))
            />
        </label>
    }
}

/// One of several words with its label.
#[component]
pub(super) fn SelectField(
    label: &'static str,
    /// The values with their words.
    options: Vec<(String, String)>,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let option = |(name, words): (String, String)| {
        let is_chosen = {
            let name = name.clone();
            move || value.get() == name
        };
        view! { <option value=name prop:selected=is_chosen>{words}</option> }
    };
    view! {
        <label>
            <span>{label}</span>
            <select class="field" on:change=move |event| on_change.run(event_target_value(&event))>
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}
