//! Where a part of a text stands in the file.
//!
//! YAML has many ways to write a text, and most of them change its blanks alone: lines are folded, indentation is taken away. So the
//! letters are counted. Where a text has escapes, its letters differ from those of the file, and no place is given.

use super::super::problem::At;

/// The place in `source` of the byte `offset` of `text`, which is written at `at`; `None` where that cannot be said.
pub fn within(source: &str, at: At, text: &str, offset: usize) -> Option<At> {
    let mut due = text.get(..offset)?.chars().chain(text.get(offset..)?.chars().take(1));
    let mut due = due.by_ref().filter(|char| !char.is_whitespace()).peekable();
    let mut lines = (1..).zip(source.lines()).skip(at.line - 1).peekable();
    let (_, first) = lines.peek()?;
    let mut skipped = at.column - 1;
    match first.chars().nth(skipped)? {
        '|' | '>' => {
            // A block begins in the line after its sign.
            lines.next();
            skipped = 0;
        }
        '"' | '\'' => skipped += 1,
        // The text stands where the anchor is, or behind it.
        '*' | '&' => return None,
        _ => {}
    }
    let mut found = None;
    for (line, content) in lines {
        for (column, char) in (1..).zip(content.chars()).skip(skipped) {
            if char.is_whitespace() {
                continue;
            }
            let Some(expected) = due.next() else { return found };
            if expected != char {
                return None;
            }
            found = Some(At { line, column });
        }
        skipped = 0;
    }
    due.peek().is_none().then_some(found).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::{Value, read};
    use super::*;

    /// The place of `mark` within the value of `a` in `source`, as line and column.
    fn find(source: &str, mark: &str) -> Option<(usize, usize)> {
        let root = read(source).unwrap();
        let entry = root.entry("a").unwrap();
        let Value::Text(text) = &entry.value.value else { panic!("{source} is no text") };
        let offset = text.find(mark).unwrap_or(text.len());
        within(source, entry.value.at, text, offset).map(|at| (at.line, at.column))
    }

    #[test]
    fn finds_a_part_however_the_text_is_written() {
        for (source, expected) in [
            ("a: x ! y", Some((1, 6))),
            ("b: 1\na: 'x !'", Some((2, 7))),
            ("a: \"x !\"", Some((1, 7))),
            ("a:\n  x\n  !", Some((3, 3))),
            ("a: |\n  x\n\n    y !\n", Some((4, 7))),
            ("a: |-  # why\n  !x", Some((2, 3))),
            ("a: >\n  x\n  y\n\n  z !\n", Some((5, 5))),
            ("a: |2\n    x\n  !\n", Some((3, 3))),
            ("a: 'é 漢 !'", Some((1, 9))),
            ("a: 'it''s !'", None),
            // A tab that is written as `\t` has letters where the text has a blank.
            ("a: \"x\\t!\"", None),
            ("a: &b x!", None),
        ] {
            let found = find(source, "!");
            assert_eq!(found, expected, "{source}");
        }
        // Behind the end: the last letter.
        assert_eq!(find("a: x y", "!"), Some((1, 6)));
    }
}
