//! The text of a query in pieces of one colour each. It may be unfinished.

use metrics_engine::promql::Span;
use metrics_engine::promql::ast::Aggregation;
use metrics_engine::promql::functions;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// What it is.
    pub ink: Ink,
    /// Whether it belongs to a mistake.
    pub is_wrong: bool,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Blanks, operators, names of metrics.
    Plain,
    /// A function or an aggregation.
    Function,
    /// A word such as `by`.
    Keyword,
    /// The name of a label.
    Label,
    /// A number or a duration.
    Number,
    /// A text in quotes.
    Text,
    /// A comment.
    Comment,
    /// One of two brackets that belong together, at the cursor.
    Bracket,
}

/// The words that are no names.
const KEYWORDS: [&str; 11] = [
    "and",
    "bool",
    "by",
    "group_left",
    "group_right",
    "ignoring",
    "offset",
    "on",
    "or",
    "unless",
    "without",
];

/// The words before a list of labels.
const BEFORE_LABELS: [&str; 6] = ["by", "group_left", "group_right", "ignoring", "on", "without"];

/// A piece as a range of bytes.
#[derive(Clone, Copy, Debug)]
struct Token {
    span: Span,
    ink: Ink,
}

/// Returns the pieces of a text with a mistake, where there is one, and the cursor before a byte, where it is known.
pub fn painted(text: &str, wrong: Option<Span>, cursor: Option<usize>) -> Vec<Piece> {
    let mut tokens = tokens(text);
    if let Some(pair) = cursor.and_then(|cursor| pair_at(text, &tokens, cursor)) {
        for place in pair {
            if let Some(token) = tokens.get_mut(place) {
                token.ink = Ink::Bracket;
            }
        }
    }
    let mut pieces = Vec::new();
    for Token { span, ink } in tokens {
        // A mistake may begin or end within a token.
        let is_within = |at: &usize| span.start < *at && *at < span.end;
        let cuts = wrong.into_iter().flat_map(|wrong| [wrong.start, wrong.end]).filter(is_within);
        let mut start = span.start;
        for end in cuts.chain([span.end]) {
            let is_wrong = wrong.is_some_and(|wrong| wrong.start <= start && end <= wrong.end);
            if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
                pieces.push(Piece { text: part.to_owned(), ink, is_wrong });
                start = end;
            }
        }
    }
    pieces
}

/// Returns the tokens, which together are the text.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    // The word before each open parenthesis, and the braces.
    let mut open: Vec<&str> = Vec::new();
    let (mut at, mut word) = (0, "");
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.');
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' | '`' => text_length(rest, first),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let token = rest.get(..length).unwrap_or(rest);
        let after = rest.get(length..).unwrap_or_default().trim_start();
        let ink = match first {
            '#' => Ink::Comment,
            '"' | '\'' | '`' => Ink::Text,
            c if c.is_ascii_digit() => Ink::Number,
            c if is_word(c) => ink_of_word(token, after, open.last().copied().unwrap_or_default()),
            _ => Ink::Plain,
        };
        match first {
            '(' | '[' | '{' => open.push(if first == '(' { word } else { token }),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        if !first.is_whitespace() {
            word = token;
        }
        tokens.push(Token { span: Span { start: at, end: at + length }, ink });
        at += length;
    }
    tokens
}

/// Returns what a word is. `around` is the innermost open bracket, or the word before it.
fn ink_of_word(word: &str, after: &str, around: &str) -> Ink {
    let word = word.to_ascii_lowercase();
    let is_aggregation = || Aggregation::NAMES.iter().any(|(name, _)| *name == word);
    if around == "{" || BEFORE_LABELS.contains(&around) {
        Ink::Label
    } else if KEYWORDS.contains(&word.as_str()) {
        Ink::Keyword
    } else if is_aggregation() || after.starts_with('(') && functions::find(&word).is_some() {
        Ink::Function
    } else {
        Ink::Plain
    }
}

/// Returns the length of the text in quotes at the front, with its quotes; all of the rest where it is not closed.
fn text_length(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find_map(|(at, c)| {
        let closes = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped && quote != '`';
        closes.then_some(at + 1)
    });
    end.unwrap_or(rest.len())
}

/// Returns the bracket beside the cursor and its partner, as indices of tokens.
fn pair_at(text: &str, tokens: &[Token], cursor: usize) -> Option<[usize; 2]> {
    let bracket = |token: &Token| {
        let symbol = text.get(token.span.start..token.span.end)?;
        (token.ink == Ink::Plain && matches!(symbol, "(" | ")" | "[" | "]" | "{" | "}"))
            .then_some(symbol)
    };
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let Some(symbol) = bracket(token) else { continue };
        if matches!(symbol, "(" | "[" | "{") {
            open.push((place, symbol));
            continue;
        }
        let (partner, opening) = open.pop()?;
        let is_pair = matches!((opening, symbol), ("(", ")") | ("[", "]") | ("{", "}"));
        let is_beside = |place: usize| {
            tokens
                .get(place)
                .is_some_and(|token| [token.span.start, token.span.end].contains(&cursor))
        };
        if is_pair && (is_beside(partner) || is_beside(place)) {
            return Some([partner, place]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks(text: &str) -> Vec<(String, Ink)> {
        let inked = painted(text, None, None).into_iter();
        inked.filter(|one| one.ink != Ink::Plain).map(|one| (one.text, one.ink)).collect()
    }

    #[test]
    fn words_are_painted_by_what_they_are() {
        let expected = [
            ("sum", Ink::Function),
            ("by", Ink::Keyword),
            ("app", Ink::Label),
            ("rate", Ink::Function),
            ("job", Ink::Label),
            ("\"a\\\"b\"", Ink::Text),
            ("5m", Ink::Number),
            ("# rate", Ink::Comment),
        ];
        let expected: Vec<_> = expected.map(|(text, ink)| (text.to_owned(), ink)).into();
        assert_eq!(inks("sum by (app) (rate(rate_total{job=\"a\\\"b\"}[5m])) # rate"), expected);
    }

    #[test]
    fn nothing_of_a_text_is_lost_wherever_it_ends() {
        let text = "histogram_quantile(0.9, sum by (le) (rate(ü{a=~'x\\'y', b=`c`}[5m]))) > bool 1 # ö\n or x";
        for (end, _) in text.char_indices() {
            let part = text.get(..end).unwrap();
            for wrong in [None, Some(Span { start: 3, end: 9 }), Some(Span { start: end, end })] {
                let joined: String =
                    painted(part, wrong, Some(end)).into_iter().map(|piece| piece.text).collect();
                assert_eq!(joined, part);
            }
        }
    }

    #[test]
    fn a_mistake_is_marked_within_its_tokens() {
        let wrong = painted("sum(up", Some(Span { start: 1, end: 5 }), None);
        let wrong: String =
            wrong.into_iter().filter(|piece| piece.is_wrong).map(|piece| piece.text).collect();
        assert_eq!(wrong, "um(u");
    }

    #[test]
    fn brackets_at_the_cursor_are_shown_as_a_pair() {
        let pair = |text: &str, cursor| {
            let pieces = painted(text, None, Some(cursor)).into_iter();
            pieces.filter(|one| one.ink == Ink::Bracket).map(|one| one.text).collect::<String>()
        };
        assert_eq!(pair("sum(rate(x[5m]))", 16), "()");
        assert_eq!(pair("x{a=\"(\"}", 1), "{}");
        assert_eq!(pair("sum(x", 4), "");
        assert_eq!(pair("sum(x]", 6), "");
        assert_eq!(pair("a + b", 1), "");
    }
}
