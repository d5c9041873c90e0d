//! The description of a chart.

use crate::ui::common::filled;
use leptos::prelude::*;

/// A description, in which backticks enclose code. Nothing where it is empty.
#[component]
pub(super) fn Description(text: String) -> impl IntoView {
    let pieces = text.split('`').enumerate().map(|(place, piece)| {
        let piece = piece.to_owned();
        // A backtick without its other half leaves the rest as it is.
        if place % 2 == 1 {
            view! { <code>{piece}</code> }.into_any()
        } else {
            view! { <span>{filled(piece)}</span> }.into_any()
        }
    });
    let pieces: Vec<AnyView> = pieces.collect();
    (!text.is_empty()).then(|| view! { <p class="note">{pieces}</p> })
}
