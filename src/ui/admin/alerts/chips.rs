//! Labels, and other things of one word.

use leptos::prelude::*;

/// Labels, and other things of one word.
pub(super) fn chips(words: Vec<String>) -> impl IntoView {
    words.into_iter().map(|word| view! { <span class="chip">{word}</span> }).collect_view()
}
