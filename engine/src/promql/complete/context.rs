//! The place of the cursor within an expression that may be unfinished.

use crate::labels::{MatchOp, Matcher, NAME};

/// The place of the cursor, and what is typed of the word there.
#[derive(Debug)]
pub(super) struct Context<'t> {
    pub(super) place: Place,
    pub(super) typed: &'t str,
}

/// The kind of a place: the proposals that fit there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing that could be proposed: within a comment, a number or another text.
    Nothing,
    /// The length of a window or an offset.
    Duration,
    /// The name of a label of the series that meet these conditions.
    Label { matchers: Vec<Matcher> },
    /// The value of a label, in quotes, of the series that meet these conditions.
    Value { label: String, matchers: Vec<Matcher>, quote: char },
    /// A metric, an aggregation, a function, or one of these words.
    Operand { words: &'static [&'static str] },
    /// One of these words.
    Operator { words: &'static [&'static str] },
}

/// A word, a text or a symbol before the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Word(&'t str),
    Number,
    Text(&'t str),
    Symbol(char),
}

/// The words that may follow an operand.
const AFTER_OPERAND: &[&str] = &["and", "or", "unless", "offset", "atan2"];

/// The words that may follow the arguments of a function or an aggregation.
const AFTER_CALL: &[&str] = &["by", "without", "and", "or", "unless", "atan2"];

/// The words that say which series of both sides belong together.
const MATCHING: &[&str] = &["on", "ignoring"];

/// The words that may follow an operator.
const AFTER_OPERATOR: &[&str] = &["on", "ignoring", "bool"];

/// The words that may follow an aggregation.
const AFTER_AGGREGATION: &[&str] = &["by", "without"];

/// The words before a list of labels.
const BEFORE_LABELS: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];

/// Returns the place at the end of `before`.
pub(super) fn at(before: &str) -> Context<'_> {
    let nothing = Context { place: Place::Nothing, typed: "" };
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    // The places in `pieces` of the brackets that are open.
    let mut open: Vec<usize> = Vec::new();
    let mut rest = before;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => match rest.find('\n') {
                Some(end) => end,
                None => return nothing,
            },
            '"' | '\'' | '`' => match closing(rest, first) {
                Some(end) => {
                    pieces.push(Piece::Text(rest.get(1..end).unwrap_or_default()));
                    end + 1
                }
                None => return in_text(&pieces, &open, rest.get(1..).unwrap_or_default(), first),
            },
            c if is_word(c) => {
                let end = rest.find(|c| !is_word(c) && c != '.').unwrap_or(rest.len());
                let word = rest.get(..end).unwrap_or_default();
                if end == rest.len() {
                    return Context { place: in_word(&pieces, &open, word), typed: word };
                }
                let is_number = c.is_ascii_digit();
                pieces.push(if is_number { Piece::Number } else { Piece::Word(word) });
                end
            }
            c => {
                match c {
                    '(' | '[' | '{' => open.push(pieces.len()),
                    ')' | ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
                if !c.is_whitespace() {
                    pieces.push(Piece::Symbol(c));
                }
                c.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Context { place: in_word(&pieces, &open, ""), typed: "" }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}

/// Returns the place of the quote that closes the text at the front.
fn closing(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    rest.char_indices().skip(1).find_map(|(at, c)| {
        let closes = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped && quote != '`';
        closes.then_some(at)
    })
}

/// Returns the place within a text that is not closed: a value, if a label and an operator stand before it.
fn in_text<'t>(pieces: &[Piece<'_>], open: &[usize], typed: &'t str, quote: char) -> Context<'t> {
    let nothing = Context { place: Place::Nothing, typed };
    let Some(brace) = innermost(pieces, open, '{') else { return nothing };
    let inside = pieces.get(brace + 1..).unwrap_or_default();
    let start =
        inside.iter().rposition(|piece| *piece == Piece::Symbol(',')).map_or(0, |at| at + 1);
    match inside.get(start..) {
        Some([Piece::Word(label) | Piece::Text(label), Piece::Symbol('=' | '!'), ..]) => {
            let matchers = matchers(pieces, brace, start);
            let place = Place::Value { label: (*label).to_owned(), matchers, quote };
            Context { place, typed }
        }
        _ => nothing,
    }
}

/// Returns the place of a word that may be empty.
fn in_word(pieces: &[Piece<'_>], open: &[usize], typed: &str) -> Place {
    if let Some(brace) = innermost(pieces, open, '{') {
        let is_due = matches!(pieces.last(), Some(Piece::Symbol('{' | ',')));
        let length = pieces.len() - brace - 1;
        return if is_due {
            Place::Label { matchers: matchers(pieces, brace, length) }
        } else {
            Place::Nothing
        };
    }
    if innermost(pieces, open, '[').is_some() {
        let is_due = matches!(pieces.last(), Some(Piece::Symbol('[' | ':')));
        return if is_due { Place::Duration } else { Place::Nothing };
    }
    if let Some(parenthesis) = innermost(pieces, open, '(')
        && let Some(Piece::Word(word)) = parenthesis.checked_sub(1).and_then(|at| pieces.get(at))
        && BEFORE_LABELS.iter().any(|known| known.eq_ignore_ascii_case(word))
    {
        return Place::Label { matchers: metric_of(pieces, parenthesis) };
    }
    if typed.starts_with(|c: char| c.is_ascii_digit()) {
        let is_offset = matches!(pieces.last(), Some(Piece::Word(word)) if *word == "offset");
        return if is_offset { Place::Duration } else { Place::Nothing };
    }
    match pieces.last() {
        None | Some(Piece::Symbol('(' | ',')) => Place::Operand { words: &[] },
        Some(Piece::Symbol(')')) => Place::Operator { words: AFTER_CALL },
        Some(Piece::Symbol(']' | '}') | Piece::Number | Piece::Text(_)) => {
            Place::Operator { words: AFTER_OPERAND }
        }
        Some(Piece::Symbol(_)) => Place::Operand { words: AFTER_OPERATOR },
        Some(Piece::Word("offset")) => Place::Duration,
        Some(Piece::Word("and" | "or" | "unless" | "atan2" | "bool")) => {
            Place::Operand { words: MATCHING }
        }
        Some(Piece::Word(word)) if BEFORE_LABELS.contains(word) => Place::Nothing,
        Some(Piece::Word(word)) if is_aggregation(word) => {
            Place::Operator { words: AFTER_AGGREGATION }
        }
        Some(Piece::Word(_)) => Place::Operator { words: AFTER_OPERAND },
    }
}

fn is_aggregation(word: &str) -> bool {
    let names = crate::promql::ast::Aggregation::NAMES;
    names.iter().any(|(name, _)| name.eq_ignore_ascii_case(word))
}

/// Returns the place of the innermost open bracket, if it is this one.
fn innermost(pieces: &[Piece<'_>], open: &[usize], bracket: char) -> Option<usize> {
    let last = *open.last()?;
    (pieces.get(last) == Some(&Piece::Symbol(bracket))).then_some(last)
}

/// Returns the conditions of a selector up to the piece `length` within its braces, with the metric's name before them.
fn matchers(pieces: &[Piece<'_>], brace: usize, length: usize) -> Vec<Matcher> {
    let name = match brace.checked_sub(1).and_then(|at| pieces.get(at)) {
        Some(Piece::Word(name)) => Some(Matcher::equal(NAME, name)),
        _ => None,
    };
    let inside = pieces.get(brace + 1..brace + 1 + length).unwrap_or_default();
    let conditions = inside.split(|piece| *piece == Piece::Symbol(',')).filter_map(condition);
    name.into_iter().chain(conditions).collect()
}

/// Returns a condition that is written in full.
fn condition(pieces: &[Piece<'_>]) -> Option<Matcher> {
    let (label, op, value) = match pieces {
        [Piece::Text(name)] => return Some(Matcher::equal(NAME, name)),
        [Piece::Word(label) | Piece::Text(label), op @ .., Piece::Text(value)] => {
            (label, op, value)
        }
        _ => return None,
    };
    let op = match op {
        [Piece::Symbol('=')] => MatchOp::Equal,
        [Piece::Symbol('!'), Piece::Symbol('=')] => MatchOp::NotEqual,
        [Piece::Symbol('='), Piece::Symbol('~')] => MatchOp::Matches,
        [Piece::Symbol('!'), Piece::Symbol('~')] => MatchOp::NotMatches,
        _ => return None,
    };
    Matcher::new(op, label, value).ok()
}

/// Returns the condition of the metric that is aggregated: the last word before the list of labels that is followed by no parenthesis.
fn metric_of(pieces: &[Piece<'_>], list: usize) -> Vec<Matcher> {
    let before = pieces.get(..list.saturating_sub(1)).unwrap_or_default();
    let is_name = |at: usize| {
        let is_called = matches!(before.get(at + 1), Some(Piece::Symbol('(')));
        match before.get(at) {
            Some(Piece::Word(word)) if !is_called && !is_aggregation(word) => Some(*word),
            _ => None,
        }
    };
    let is_braced = |at: usize| {
        let opened = before.get(..at).unwrap_or_default();
        let count = |bracket| opened.iter().filter(|one| **one == Piece::Symbol(bracket)).count();
        count('{') > count('}')
    };
    let mut places = (0..before.len()).rev().filter(|at| !is_braced(*at));
    let name = places.find_map(is_name);
    let is_keyword = |name: &&str| AFTER_OPERAND.contains(name) || BEFORE_LABELS.contains(name);
    name.filter(|name| !is_keyword(name))
        .map(|name| Matcher::equal(NAME, name))
        .into_iter()
        .collect()
}
