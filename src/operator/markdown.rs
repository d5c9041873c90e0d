//! Operators' Markdown (`CommonMark`), read into the few things that a page shows.
//!
//! Kept are paragraphs, lists, code, strong and emphasised words, and links of the web. Everything else becomes plain text:
//! markup is shown as it was typed, a picture by its description, a link elsewhere without the link.

use crate::history::rich_text::is_link;
use crate::history::{Block, Inline};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The maximum nesting depth of inline markup.
const DEPTH: usize = 6;

/// Reads a text.
pub fn read(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new(text) {
        reader.event(event);
    }
    reader.end_line();
    reader.blocks
}

/// The blocks read so far, and the open ones.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The line, and the marks that are open in it, each with what it will hold.
    line: Vec<Inline>,
    open: Vec<(Mark, Vec<Inline>)>,
    /// Marks that are too deep to be kept.
    too_deep: usize,
    /// The list that is open, its kind and its items. Lists within it add to its items.
    list: Option<(bool, Vec<Vec<Inline>>)>,
    lists: usize,
    code: Option<String>,
}

enum Mark {
    Strong,
    Emphasis,
    Link(String),
    /// Words alone.
    None,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.push(Inline::Code(text.into_string())),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Rule => self.end_line(),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.mark(Mark::Strong),
            Tag::Emphasis => self.mark(Mark::Emphasis),
            Tag::Link { dest_url, .. } => {
                let address = dest_url.into_string();
                self.mark(if is_link(&address) { Mark::Link(address) } else { Mark::None });
            }
            Tag::Image { .. } => self.mark(Mark::None),
            Tag::Heading { .. } => {
                self.end_line();
                self.mark(Mark::Strong);
            }
            Tag::List(number) => {
                self.end_line();
                if self.lists == 0 {
                    self.list = Some((number.is_some(), Vec::new()));
                }
                self.lists += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_line();
                self.code = Some(String::new());
            }
            _ => self.end_line(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Image => self.end_mark(),
            TagEnd::Heading(_) => {
                self.end_mark();
                self.end_line();
            }
            TagEnd::List(_) => {
                self.end_line();
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0
                    && let Some((is_numbered, items)) = self.list.take()
                {
                    self.blocks.push(Block::List(is_numbered, items));
                }
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                let code = code.trim_end().to_owned();
                match &mut self.list {
                    Some((_, items)) => items.push(vec![Inline::Code(code)]),
                    None => self.blocks.push(Block::Code(code)),
                }
            }
            _ => self.end_line(),
        }
    }

    fn mark(&mut self, mark: Mark) {
        if self.open.len() < DEPTH {
            self.open.push((mark, Vec::new()));
        } else {
            self.too_deep += 1;
        }
    }

    fn end_mark(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some((mark, words)) = self.open.pop() else { return };
        match mark {
            Mark::Strong => self.push(Inline::Strong(words)),
            Mark::Emphasis => self.push(Inline::Emphasis(words)),
            Mark::Link(address) => self.push(Inline::Link(address, words)),
            Mark::None => words.into_iter().for_each(|piece| self.push(piece)),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        // Characters that turn the direction of the text around them can make a sentence read as another.
        let text: String = text
            .chars()
            .map(|char| if char.is_control() { ' ' } else { char })
            .filter(|char| !crate::config::validate::is_direction(*char))
            .collect();
        if let Some(Inline::Text(before)) = self.here().last_mut() {
            before.push_str(&text);
        } else if !text.is_empty() {
            self.push(Inline::Text(text));
        }
    }

    fn push(&mut self, piece: Inline) {
        match (self.here().last_mut(), piece) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, piece) => self.here().push(piece),
        }
    }

    fn here(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.line, |(_, words)| words)
    }

    /// The line becomes a paragraph, or an item of the list.
    fn end_line(&mut self) {
        if let Some(Inline::Text(text)) = self.line.last_mut() {
            text.truncate(text.trim_end().len());
        }
        let line = core::mem::take(&mut self.line);
        if line.is_empty() || matches!(line.as_slice(), [Inline::Text(text)] if text.is_empty()) {
            return;
        }
        match &mut self.list {
            Some((_, items)) => items.push(line),
            None => self.blocks.push(Block::Paragraph(line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let line = |line: &Vec<Inline>| line.iter().map(inline).collect::<String>();
        let block = |block: &Block| match block {
            Block::Paragraph(words) => line(words),
            Block::List(is_numbered, items) => {
                let items: Vec<String> = items.iter().map(line).collect();
                format!("{}[{}]", if *is_numbered { "1" } else { "-" }, items.join("; "))
            }
            Block::Code(code) => format!("{code:?}"),
        };
        read(text).iter().map(block).collect::<Vec<_>>().join(" | ")
    }

    fn inline(piece: &Inline) -> String {
        let all = |line: &Vec<Inline>| line.iter().map(inline).collect::<String>();
        match piece {
            Inline::Text(text) => text.clone(),
            Inline::Strong(line) => format!("*{}*", all(line)),
            Inline::Emphasis(line) => format!("/{}/", all(line)),
            Inline::Code(code) => format!("`{code}`"),
            Inline::Link(address, line) => format!("({} -> {address})", all(line)),
        }
    }

    #[test]
    fn keeps_what_a_page_shows_and_nothing_else() {
        for (text, expected) in [
            ("One\nline.\n\nAnother  ", "One line. | Another"),
            ("**Now**, _really_, `a < b`", "*Now*, /really/, `a < b`"),
            ("- one\n- two\n  - deep\n- [x] three", "-[one; two; deep; [x] three]"),
            ("1. one\n\n2. two", "1[one; two]"),
            ("```sh\na\n b\n```\nafter", "\"a\\n b\" | after"),
            ("[docs](https://example.org/a?b=1#c)", "(docs -> https://example.org/a?b=1#c)"),
            ("<https://example.org>", "(https://example.org -> https://example.org)"),
            ("# Heading *here*\ntext", "*Heading /here/* | text"),
            ("> quoted\n\n---\n\nafter", "quoted | after"),
            // None of these is more than words.
            ("[a](javascript:alert(1)) [b](//x.org) [c](mailto:x@y.z)", "a b c"),
            ("![alt *text*](https://example.org/x.png)", "alt /text/"),
            (
                "a <b onclick=x>bold</b> <script>1</script>",
                "a <b onclick=x>bold</b> <script>1</script>",
            ),
            ("<div>\n<img src=x onerror=1>\n</div>", "<div> <img src=x onerror=1> </div>"),
            ("a\u{202e}b\u{0}c", "ab c"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_are_kept_to_a_depth() {
        let text = format!("{}x{}", "*a **b ".repeat(200), "** *".repeat(200));
        let mut depth = 0;
        let mut line = match read(&text).remove(0) {
            Block::Paragraph(line) => line,
            other => panic!("{other:?}"),
        };
        while let Some(Inline::Strong(inner) | Inline::Emphasis(inner)) =
            line.into_iter().find(|it| matches!(it, Inline::Strong(_) | Inline::Emphasis(_)))
        {
            line = inner;
            depth += 1;
        }
        assert!(depth <= DEPTH, "{depth}");
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_published_whatever_it_was(text in "[ -~\n*_`<>\\[\\]()é\u{202e}]{0,200}") {
            use crate::history::{IncidentLog, Window};
            use metrics_engine::time::Timestamp;
            let window = Window {
                id: "a".to_owned(),
                title: String::new(),
                body: read(&text),
                systems: Vec::new(),
                since: Timestamp(0),
                until: Timestamp(0),
            };
            let incident_log = IncidentLog { maintenance: vec![window], ..IncidentLog::default() };
            let written = incident_log.print();
            prop_assert_eq!(IncidentLog::read(written.as_bytes()).unwrap(), incident_log);
        }
    }
}
