//! The description of a chart.

use crate::ui::common::coded;
use leptos::prelude::*;

/// A description, in which backticks enclose code. Nothing where it is empty.
#[component]
pub(super) fn Description(text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <p class="note">{coded(&text)}</p> })
}
