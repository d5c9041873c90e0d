//! An operator's text as HTML, for feed readers, and as plain words, for calendars and Statuspage clients.

use super::escape::{clean, xml};
use crate::history::{Block, Inline};
use core::fmt::Write as _;

/// Maximum nesting depth of emphasis, links and the like, far beyond that of real texts.
const DEPTH: usize = 16;

/// HTML without anything but what [`Block`] names, well-formed.
pub(super) fn html(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) => {
                out.push_str("<p>");
                words_as_html(words, DEPTH, &mut out);
                out.push_str("</p>");
            }
            Block::List(numbered, items) => {
                let (open, close) = if *numbered { ("<ol>", "</ol>") } else { ("<ul>", "</ul>") };
                out.push_str(open);
                for item in items {
                    out.push_str("<li>");
                    words_as_html(item, DEPTH, &mut out);
                    out.push_str("</li>");
                }
                out.push_str(close);
            }
            Block::Code(lines) => {
                out.push_str("<pre><code>");
                out.push_str(&xml(lines));
                out.push_str("</code></pre>");
            }
        }
    }
    out
}

fn words_as_html(words: &[Inline], depth: usize, out: &mut String) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    for word in words {
        let (open, inner, close) = match word {
            Inline::Text(text) => {
                out.push_str(&xml(text));
                continue;
            }
            Inline::Code(text) => {
                let _ = write!(out, "<code>{}</code>", xml(text));
                continue;
            }
            Inline::Strong(inner) => ("<strong>".to_owned(), inner, "</strong>"),
            Inline::Emphasis(inner) => ("<em>".to_owned(), inner, "</em>"),
            Inline::Link(address, inner) if is_web(address) => {
                (format!("<a href=\"{}\">", xml(address)), inner, "</a>")
            }
            Inline::Link(_, inner) => (String::new(), inner, ""),
        };
        out.push_str(&open);
        words_as_html(inner, deeper, out);
        out.push_str(close);
    }
}

/// Plain words: paragraphs apart by an empty line, links followed by their address.
pub(super) fn plain(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        let mut out = String::new();
        match block {
            Block::Paragraph(words) => plain_words(words, DEPTH, &mut out),
            Block::List(numbered, items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push('\n');
                    }
                    let mark = if *numbered { format!("{}. ", index + 1) } else { "- ".to_owned() };
                    out.push_str(&mark);
                    plain_words(item, DEPTH, &mut out);
                }
            }
            Block::Code(lines) => out.push_str(&clean(lines)),
        }
        parts.push(out);
    }
    parts.join("\n\n")
}

fn plain_words(words: &[Inline], depth: usize, out: &mut String) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    for word in words {
        match word {
            Inline::Text(text) | Inline::Code(text) => out.push_str(&clean(text)),
            Inline::Strong(inner) | Inline::Emphasis(inner) => plain_words(inner, deeper, out),
            Inline::Link(address, inner) => {
                let before = out.len();
                plain_words(inner, deeper, out);
                let label = out.get(before..).unwrap_or_default();
                if is_web(address) && label != address {
                    let _ = write!(out, " ({})", clean(address));
                }
            }
        }
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn says_the_same_in_both_forms() {
        let blocks = [
            Block::Paragraph(vec![
                text("a <b> & "),
                Inline::Strong(vec![text("c"), Inline::Emphasis(vec![text("d")])]),
                Inline::Link("https://e.example/?a=1&b=\"2\"".to_owned(), vec![text("e")]),
                Inline::Link("javascript:alert(1)".to_owned(), vec![text("f")]),
            ]),
            Block::List(true, vec![vec![text("g")], vec![Inline::Code("<h>".to_owned())]]),
            Block::Code("i\n<j>".to_owned()),
        ];
        assert_eq!(
            html(&blocks),
            "<p>a &lt;b&gt; &amp; <strong>c<em>d</em></strong><a href=\"https://e.example/?a=1&amp;b=&quot;2&quot;\">e</a>f</p>\
             <ol><li>g</li><li><code>&lt;h&gt;</code></li></ol><pre><code>i\n&lt;j&gt;</code></pre>"
        );
        assert_eq!(
            plain(&blocks),
            "a <b> & cde (https://e.example/?a=1&b=\"2\")f\n\n1. g\n2. <h>\n\ni\n<j>"
        );
    }

    #[test]
    fn what_is_nested_without_end_ends() {
        let mut word = text("deep");
        for _ in 0..1000 {
            word = Inline::Strong(vec![word]);
        }
        let blocks = [Block::Paragraph(vec![word])];
        assert!(html(&blocks).len() < 1000);
        assert_eq!(plain(&blocks), "");
    }
}
