//! An operator's text as elements. It comes as a tree of what may be there, so nothing is parsed here, and nothing but words and the
//! addresses of links is taken from it.

use super::Stamp;
use crate::history::{Block, Inline};

pub(super) fn blocks(body: Vec<Block>) -> Vec<Stamp> {
    if body.is_empty() { Vec::new() } else { some(body) }
}

#[inline(never)]
fn some(body: Vec<Block>) -> Vec<Stamp> {
    body.into_iter().map(block).collect()
}

fn block(block: Block) -> Stamp {
    match block {
        Block::Paragraph(words) => element("text-p", words),
        Block::List(is_numbered, items) => {
            let items = items.into_iter().map(|words| element("text-li", words)).collect();
            Stamp::of(if is_numbered { "text-ol" } else { "text-ul" }).children("", items)
        }
        Block::Code(lines) => Stamp::of("text-pre").text("", lines),
    }
}

fn element(template: &'static str, words: Vec<Inline>) -> Stamp {
    Stamp::of(template).each("", words, inline)
}

fn inline(piece: Inline) -> Stamp {
    match piece {
        Inline::Text(words) => Stamp::of("text-span").text("", words),
        Inline::Code(words) => Stamp::of("text-code").text("", words),
        Inline::Strong(words) => element("text-b", words),
        Inline::Emphasis(words) => element("text-i", words),
        Inline::Link(address, words) => element("text-a", words).set("", "href", address),
    }
}

/// A text with bold words in front of its first paragraph.
pub(super) fn led(lead: String, mut body: Vec<Block>) -> Vec<Block> {
    let lead = [Inline::Strong(vec![Inline::Text(lead)]), Inline::Text(" ".to_owned())];
    if let Some(Block::Paragraph(words)) = body.first_mut() {
        words.splice(0..0, lead);
    } else {
        body.insert(0, Block::Paragraph(lead.into()));
    }
    body
}
