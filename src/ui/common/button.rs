//! A button.

use super::{Glyph, truth};
use leptos::prelude::*;

/// A button with a label and, where one is given, a symbol before it.
#[component]
pub fn Button(
    /// Its words.
    label: String,
    /// Its id.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The id of the symbol before the words.
    #[prop(optional)]
    glyph: Option<&'static str>,
    /// Whether a button that stays pressed is pressed.
    #[prop(optional_no_strip)]
    is_pressed: Option<bool>,
    /// Called at each press.
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="button" type="button" id=id aria-pressed=is_pressed.map(truth) on:click=move |_| on_press.run(())>
            {glyph.map(|name| view! { <Glyph name/> })}
            <span>{label}</span>
        </button>
    }
}
