//! The text of a panel as blocks: the part of Markdown that texts on dashboards have.

use crate::history::rich_text::is_link;
use crate::history::{Block, Inline};

/// Reads paragraphs, lists, headings, `**words**`, `` `code` `` and `[words](address)`. Everything else is words.
pub fn prose(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut code: Option<String> = None;
    let mut is_open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        match &mut code {
            Some(lines) if trimmed.starts_with("```") => {
                blocks.push(Block::Code(core::mem::take(lines)));
                (code, is_open) = (None, false);
                continue;
            }
            Some(lines) => {
                lines.push_str(line);
                lines.push('\n');
                continue;
            }
            None => {}
        }
        if trimmed.starts_with("```") {
            code = Some(String::new());
            continue;
        }
        let item = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* "));
        let heading = trimmed.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        match (trimmed, item, heading, blocks.last_mut()) {
            ("", ..) => {
                is_open = false;
                continue;
            }
            (_, Some(item), _, Some(Block::List(false, items))) if is_open => {
                items.push(inlines(item));
            }
            (_, Some(item), ..) => blocks.push(Block::List(false, vec![inlines(item)])),
            (_, _, Some(heading), _) => {
                blocks.push(Block::Paragraph(vec![Inline::Strong(inlines(heading))]));
                is_open = false;
                continue;
            }
            (line, _, _, Some(Block::Paragraph(words))) if is_open => {
                words.push(Inline::Text(" ".to_owned()));
                words.extend(inlines(line));
            }
            (line, ..) => blocks.push(Block::Paragraph(inlines(line))),
        }
        is_open = true;
    }
    blocks.extend(code.map(Block::Code));
    blocks
}

fn inlines(mut rest: &str) -> Vec<Inline> {
    let mut all = Vec::new();
    let mut plain = String::new();
    while !rest.is_empty() {
        let Some((piece, length)) = piece(rest) else {
            let char = rest.chars().next().unwrap_or_default();
            plain.push(char);
            rest = rest.get(char.len_utf8()..).unwrap_or_default();
            continue;
        };
        if !plain.is_empty() {
            all.push(Inline::Text(core::mem::take(&mut plain)));
        }
        all.push(piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    if !plain.is_empty() {
        all.push(Inline::Text(plain));
    }
    all
}

/// The piece of markup with which a text begins, and its length in bytes.
fn piece(text: &str) -> Option<(Inline, usize)> {
    let between = |mark: &str| {
        let (inner, _) = text.strip_prefix(mark)?.split_once(mark)?;
        (!inner.trim().is_empty()).then_some((inner, inner.len() + mark.len() * 2))
    };
    if let Some((inner, length)) = between("`") {
        return Some((Inline::Code(inner.to_owned()), length));
    }
    if let Some((inner, length)) = between("**") {
        return Some((Inline::Strong(vec![Inline::Text(inner.to_owned())]), length));
    }
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let length = words.len() + address.len() + 4;
    let words = vec![Inline::Text(words.to_owned())];
    is_link(address).then(|| (Inline::Link(address.to_owned(), words), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn the_markup_of_dashboards_is_read_and_nothing_else() {
        let blocks = prose(
            "# Head\none **two**\nthree `four`\n\n- a\n* [b](https://b.example/c)\n\n```\nx <y>\n```\n[d](javascript:e) <b>",
        );
        let expected = [
            Block::Paragraph(vec![Inline::Strong(vec![text("Head")])]),
            Block::Paragraph(vec![
                text("one "),
                Inline::Strong(vec![text("two")]),
                text(" "),
                text("three "),
                Inline::Code("four".to_owned()),
            ]),
            Block::List(
                false,
                vec![
                    vec![text("a")],
                    vec![Inline::Link("https://b.example/c".to_owned(), vec![text("b")])],
                ],
            ),
            Block::Code("x <y>\n".to_owned()),
            Block::Paragraph(vec![text("[d](javascript:e) <b>")]),
        ];
        assert_eq!(blocks, expected);
    }
}
