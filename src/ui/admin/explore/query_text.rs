//! The text of a query as it is painted behind the text area, which shows the cursor and the selection alone.

use crate::ui::common::filled;
use crate::view::admin::explore::{Ink, Piece, Remark, painted};
use leptos::prelude::*;

/// The text in colours, with its mistake underlined.
#[component]
pub(super) fn QueryText(
    text: RwSignal<String>,
    wrong: Memo<Option<Remark>>,
    /// The byte before which the cursor stands, where that is known.
    cursor: RwSignal<Option<usize>>,
) -> impl IntoView {
    let piece = |Piece { text, ink, is_wrong }: Piece| {
        view! { <span class=class(ink) class:wrong=is_wrong>{filled(text)}</span> }
    };
    let pieces = move || {
        let (text, span) = (text.read(), wrong.read().as_ref().map(|remark| remark.span));
        let pieces = painted(&text, span, cursor.get()).into_iter().map(piece).collect_view();
        // Where something is missing at the end, the place after it is underlined.
        let is_missing = span.is_some_and(|span| span.start >= text.len());
        let missing = is_missing.then(|| view! { <span class="wrong">"\u{a0}"</span> });
        // An empty last line has no height without a character.
        view! { {pieces}{missing}<span>"\u{200b}"</span> }
    };
    view! { <pre aria-hidden="true">{pieces}</pre> }
}

fn class(ink: Ink) -> Option<&'static str> {
    match ink {
        Ink::Plain => None,
        Ink::Function => Some("t-function"),
        Ink::Keyword => Some("t-keyword"),
        Ink::Label => Some("t-label"),
        Ink::Number => Some("t-number"),
        Ink::Text => Some("t-text"),
        Ink::Comment => Some("t-comment"),
        Ink::Bracket => Some("t-bracket"),
    }
}
