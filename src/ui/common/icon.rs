//! The symbol of a status.

use leptos::prelude::*;

/// The symbol of a status, from the sprite of the page. Words always stand beside it, so a screen reader skips it.
#[component]
pub fn Icon(
    /// The name of the status, which is the id of its symbol: `operational`, `major`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("#{name}")/>
        </svg>
    }
}
