//! Escapes untrusted text for XML, HTML and iCalendar.

/// Longest name, title or sentence, in characters: as long as the configuration lets a description be.
const LINE: usize = 400;

/// Without characters that XML 1.0 cannot carry (section 2.2), and without those that turn the direction of what follows them:
/// a name must not reorder the words beside it.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|char| is_plain(*char)).collect()
}

fn is_plain(char: char) -> bool {
    let turns = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_control = char.is_control() && !matches!(char, '\t' | '\n');
    !turns && !is_control && !matches!(char, '\u{fffe}' | '\u{ffff}' | '\u{feff}')
}

/// The same on one line, and not endless: a name or a title.
pub(super) fn line(text: &str) -> String {
    // Line breaks become spaces first, so that the words around them stay apart.
    let spaced: String =
        text.chars().map(|char| if char.is_whitespace() { ' ' } else { char }).collect();
    let words: Vec<String> = spaced.split(' ').map(clean).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    match words.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}\u{2026}", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

/// Text as it may stand in an element or in a quoted attribute, of XML as of HTML. `>` as well, so that no `]]>` remains.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars().filter(|char| is_plain(*char)) {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_without_tricks() {
        for (text, expected) in [
            ("RAT", "RAT"),
            ("  R\r\nA\tT \u{0} ", "R A T"),
            ("\u{202e}TAR\u{202c}", "TAR"),
            ("a\u{2028}b", "a b"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("日本 語", "日本 語"),
        ] {
            assert_eq!(line(text), expected, "{text:?}");
        }
        assert_eq!(line(&"é".repeat(900)).chars().count(), LINE + 1);
    }

    #[test]
    fn nothing_stays_markup() {
        assert_eq!(xml("<a b='\"'>&]]>"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;]]&gt;");
        assert_eq!(xml("a\u{1}\u{ffff}\u{202e}b\nc"), "ab\nc");
    }
}
