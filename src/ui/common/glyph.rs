//! The symbol of an action.

use leptos::prelude::*;

/// The symbol of an action, from the sprite of the page. A screen reader skips it: the control has a label of its own.
#[component]
pub fn Glyph(
    /// The id of the symbol: `refresh`, `close`.
    name: &'static str,
    /// Its class.
    #[prop(default = "glyph")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("#{name}")/>
        </svg>
    }
}
