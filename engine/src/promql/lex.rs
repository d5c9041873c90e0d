//! The lexer: text to tokens.
//!
//! Keywords are names here. Whether `by` is one depends on its place, which only the parser knows.

use super::literal::{self, Literal};
use super::{Edit, Error, Span};

/// A token and its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// The kinds of [`Token`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// A name, which may contain colons.
    Name(String),
    /// A number, or a duration in seconds.
    Number(f64),
    /// A quoted text, without its quotes.
    Text(String),
    /// One of [`SYMBOLS`].
    Symbol(&'static str),
    /// The end of the text.
    End,
}

/// All symbols, each before its own prefixes.
const SYMBOLS: [&str; 24] = [
    "=~", "!~", "==", "!=", ">=", "<=", "(", ")", "{", "}", "[", "]", ",", ":", "=", ">", "<", "+",
    "-", "*", "/", "%", "^", "@",
];

/// Maximum length of an expression in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// Returns the tokens of `text`. The last one is [`TokenKind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    if text.len() > MAX_TEXT {
        let span = Span { start: MAX_TEXT, end: text.len() };
        return Err(Error::wrong(span, "an expression has at most 64 KiB"));
    }
    let mut tokens = Vec::new();
    // Within brackets a colon is a symbol, elsewhere it belongs to names.
    let mut in_brackets = false;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let blank = blank_length(rest);
        if rest.starts_with('#') && opens_brackets(&tokens) {
            let span = Span { start: at, end: at + blank };
            return Err(Error::wrong(span, "a comment cannot stand before a duration in brackets"));
        }
        if blank > 0 {
            at += blank;
            continue;
        }
        let (kind, length) = token(rest, at, in_brackets)?;
        match kind {
            TokenKind::Symbol("[") => in_brackets = true,
            TokenKind::Symbol("]") => in_brackets = false,
            _ => {}
        }
        tokens.push(Token { kind, span: Span { start: at, end: at + length } });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, span: Span { start: text.len(), end: text.len() } });
    Ok(tokens)
}

/// Returns whether the last token is an opening bracket.
fn opens_brackets(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|token| token.kind == TokenKind::Symbol("["))
}

/// Returns the length of the blanks or the comment at the front.
fn blank_length(rest: &str) -> usize {
    if rest.starts_with('#') {
        return rest.find(['\n', '\r']).unwrap_or(rest.len());
    }
    rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// Reads the token at the front, and returns its length too.
fn token(rest: &str, at: usize, in_brackets: bool) -> Result<(TokenKind, usize), Error> {
    let here = |length: usize| Span { start: at, end: at + length };
    let mut bytes = rest.bytes();
    let (first, second) = (bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default());
    if first.is_ascii_digit() || first == b'.' && second.is_ascii_digit() {
        let length = literal::number_length(rest);
        let number = literal::number(rest.get(..length).unwrap_or_default());
        return number.map(|number| (TokenKind::Number(number), length)).map_err(|reason| {
            let error = Error::wrong(here(length), reason);
            match literal::in_short(rest.get(..length).unwrap_or_default()) {
                Some(short) => {
                    error.repair(format!("write {short}")).edit(Edit::replace(here(length), short))
                }
                None => error,
            }
        });
    }
    if matches!(first, b'"' | b'\'' | b'`') {
        return match literal::text(rest) {
            Ok(Literal { text, length }) => Ok((TokenKind::Text(text), length)),
            Err((reason, length)) => Err(Error::wrong(here(length), reason)),
        };
    }
    let is_letter =
        |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':' && !in_brackets;
    if is_letter(first) {
        let length = rest.bytes().take_while(|byte| is_letter(*byte)).count();
        return Ok((TokenKind::Name(rest.get(..length).unwrap_or_default().to_owned()), length));
    }
    if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        return Ok((TokenKind::Symbol(symbol), symbol.len()));
    }
    let c = rest.chars().next().unwrap_or_default();
    let error = Error::wrong(here(c.len_utf8()), format!("unexpected character '{c}'"));
    let twice = |symbol: &str| here(if rest.starts_with(symbol) { 2 } else { 1 });
    Err(match c {
        '&' => error.repair("write `and`").edit(Edit::replace(twice("&&"), "and")),
        '|' => error.repair("write `or`").edit(Edit::replace(twice("||"), "or")),
        '!' => error.repair("write `!=`, or `unless`"),
        c if CURLY.contains(&c) => {
            let inner = rest.get(c.len_utf8()..).unwrap_or_default();
            let error = error.repair("use straight quotes: \"\"");
            match inner.split_once(CURLY) {
                Some((text, _)) => {
                    let curly = here(c.len_utf8() + text.len() + c.len_utf8());
                    error.edit(Edit::replace(curly, format!("\"{text}\"")))
                }
                None => error,
            }
        }
        '$' => variable(error, rest, at),
        _ => error,
    })
}

/// The quotes of word processors, all of the same length.
const CURLY: [char; 4] = ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];

/// Adds the repair for a variable of a dashboard.
fn variable(error: Error, rest: &str, at: usize) -> Error {
    let variables = [("$__rate_interval", "5m"), ("$__interval", "1m"), ("$__range", "1h")];
    let error = error.repair("replace the dashboard's variable with its value");
    match variables.iter().find(|(name, _)| rest.starts_with(name)) {
        Some((name, value)) => {
            error.edit(Edit::replace(Span { start: at, end: at + name.len() }, *value))
        }
        None => error,
    }
}
