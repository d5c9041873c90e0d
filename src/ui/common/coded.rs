//! Sentences in which backticks enclose code.

use super::filled;
use leptos::prelude::*;

/// Returns the pieces of a sentence in which backticks enclose code.
pub fn coded(text: &str) -> Vec<AnyView> {
    let pieces = text.split('`').enumerate().map(|(place, piece)| {
        let piece = piece.to_owned();
        // A backtick without its other half leaves the rest as it is.
        if place % 2 == 1 {
            view! { <code>{piece}</code> }.into_any()
        } else {
            view! { <span>{filled(piece)}</span> }.into_any()
        }
    });
    pieces.collect()
}
