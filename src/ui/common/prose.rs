//! An operator's text as elements.
//!
//! The text comes as a tree of what may be there. Nothing is parsed here, and nothing but words and the addresses of links is taken from
//! it.

use super::filled;
use crate::history::{Block, Inline};
use leptos::prelude::*;

/// An operator's text.
#[component]
pub fn Prose(
    /// Its blocks.
    text: Vec<Block>,
) -> impl IntoView {
    text.into_iter().map(block).collect::<Vec<_>>()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(words) => view! { <p>{inlines(words)}</p> }.into_any(),
        Block::List(is_numbered, items) => {
            let items: Vec<_> =
                items.into_iter().map(|words| view! { <li>{inlines(words)}</li> }).collect();
            if is_numbered {
                view! { <ol>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
        Block::Code(lines) => view! { <pre>{filled(lines)}</pre> }.into_any(),
    }
}

fn inlines(words: Vec<Inline>) -> Vec<AnyView> {
    words.into_iter().map(inline).collect()
}

fn inline(piece: Inline) -> AnyView {
    match piece {
        Inline::Text(words) => view! { <span>{filled(words)}</span> }.into_any(),
        Inline::Code(words) => view! { <code>{filled(words)}</code> }.into_any(),
        Inline::Strong(words) => view! { <b>{inlines(words)}</b> }.into_any(),
        Inline::Emphasis(words) => view! { <i>{inlines(words)}</i> }.into_any(),
        Inline::Link(address, words) => {
            view! { <a rel="noreferrer" href=address>{inlines(words)}</a> }.into_any()
        }
    }
}

/// Puts bold words in front of a text, in its first paragraph if it begins with one.
pub fn with_lead(lead: String, mut text: Vec<Block>) -> Vec<Block> {
    let lead = [Inline::Strong(vec![Inline::Text(lead)]), Inline::Text(" ".to_owned())];
    if let Some(Block::Paragraph(words)) = text.first_mut() {
        words.splice(0..0, lead);
    } else {
        text.insert(0, Block::Paragraph(lead.into()));
    }
    text
}
