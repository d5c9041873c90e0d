//! Regular expressions on label values.
//!
//! They are anchored at both ends and their dot matches a line feed, as in Prometheus 3. Nearly all of them in practice are a word,
//! a list of words, or a word with `.*` at an end. Those are matched here, without the [engine](re2).

mod re2;

use core::fmt;
use regex_lite::Regex;

/// The reason for which a regular expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRegex(pub String);

/// A compiled expression.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// One of these words.
    OneOf(Vec<String>),
    /// A beginning and an end, with at least `between` bytes between them.
    Ends { first: String, last: String, between: usize },
    /// A text somewhere within.
    Holds(String),
    /// Anything else.
    Regex(Regex),
}

impl Pattern {
    pub(super) fn new(text: &str) -> Result<Self, BadRegex> {
        match simple(text) {
            Some(pattern) => Ok(pattern),
            None => re2::compile(text).map(Self::Regex).map_err(BadRegex),
        }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| word == value),
            Self::Ends { first, last, between } => {
                value.len() >= first.len() + between + last.len()
                    && value.starts_with(first.as_str())
                    && value.ends_with(last.as_str())
            }
            Self::Holds(middle) => value.contains(middle.as_str()),
            Self::Regex(regex) => regex.is_match(value),
        }
    }
}

/// A regular expression that makes a new text out of one that it matches as a whole.
#[derive(Clone, Debug)]
pub struct Rewrite(Regex);

impl Rewrite {
    /// Compiles an expression.
    ///
    /// # Errors
    ///
    /// [`BadRegex`] where it is none, or too large.
    pub fn new(pattern: &str) -> Result<Self, BadRegex> {
        re2::compile_with_groups(pattern).map(Self).map_err(BadRegex)
    }

    /// Returns `template` with the texts of the groups in place of `$1` and `${name}`, `None` where `text` does not match.
    pub fn apply(&self, text: &str, template: &str) -> Option<String> {
        let mut out = String::new();
        self.0.captures(text)?.expand(template, &mut out);
        Some(out)
    }
}

impl fmt::Display for BadRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the pattern of an expression that needs no engine.
fn simple(pattern: &str) -> Option<Pattern> {
    let inner = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let words: Option<Vec<String>> = inner.unwrap_or(pattern).split('|').map(literal).collect();
    if let Some(words) = words {
        return Some(Pattern::OneOf(words));
    }
    let (at, wild) = [".*", ".+"]
        .into_iter()
        .filter_map(|wild| pattern.find(wild).map(|at| (at, wild)))
        .min()?;
    let (first, last) = (pattern.get(..at)?, pattern.get(at + wild.len()..)?);
    if first.is_empty()
        && wild == ".*"
        && let Some(middle) = last.strip_suffix(".*").filter(|middle| !middle.is_empty())
        && let Some(middle) = literal(middle)
    {
        return Some(Pattern::Holds(middle));
    }
    let between = usize::from(wild == ".+");
    Some(Pattern::Ends { first: literal(first)?, last: literal(last)?, between })
}

/// Returns the text of an expression without any operator.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            // Only punctuation is literal after a backslash, letters are classes.
            '\\' => text.push(chars.next().filter(char::is_ascii_punctuation)?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' => {
                return None;
            }
            _ => text.push(c),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests;
