//! A screen that is no component yet.

use super::{Legacy, use_console};
use leptos::html::Div;
use leptos::prelude::*;

/// The place that the page fills.
#[component]
pub(super) fn LegacyScreen(which: Legacy) -> impl IntoView {
    let console = use_console();
    let place = NodeRef::<Div>::new();
    let held = StoredValue::new_local(None);
    place.on_load(move |_| held.set_value(Some(console.host().legacy(which, place))));
    view! { <div class="through" node_ref=place></div> }
}
