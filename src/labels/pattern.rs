//! Regular expressions on label values.
//!
//! They are anchored at both ends and their dot matches a newline, as in Prometheus 3. Nearly all that people write are a word, a
//! list of words or a word with `.*` at an end; those never reach the engine. The engine is `regex-lite`, which knows no
//! Unicode classes (`\p{…}`); two habits of Go's syntax are translated for it: a `{` that begins no repetition is a
//! literal, and so is a `[` within a class.

use core::fmt;
use regex_lite::{Regex, RegexBuilder};

/// Why a regular expression cannot be used, in the engine's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRegex(pub String);

/// What a value has to be.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// One of these words.
    OneOf(Vec<String>),
    /// A beginning and an end with at least so many bytes between them.
    Ends { first: String, last: String, between: usize },
    /// Has this somewhere within.
    Holds(String),
    /// Whatever else.
    Regex(Regex),
}

impl Pattern {
    pub(super) fn new(text: &str) -> Result<Self, BadRegex> {
        match simple(text) {
            Some(pattern) => Ok(pattern),
            None => compile(text).map(Self::Regex),
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

impl fmt::Display for BadRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The pattern that needs no engine, where there is one.
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

/// What a pattern without any operator stands for.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            // Only punctuation: letters after a backslash are classes.
            '\\' => text.push(chars.next().filter(char::is_ascii_punctuation)?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' => {
                return None;
            }
            _ => text.push(c),
        }
    }
    Some(text)
}

/// The largest compiled expression, in bytes. Expressions come from links and from other people's rules.
const MAX_COMPILED: usize = 1 << 20;

fn compile(pattern: &str) -> Result<Regex, BadRegex> {
    // By itself first: `a)|(b` is wrong, though it would be right within the group.
    let translated = translate(pattern);
    let build = |text: &str| {
        let built = RegexBuilder::new(text).size_limit(MAX_COMPILED).build();
        built.map_err(|error| BadRegex(error.to_string()))
    };
    build(&translated)?;
    build(&format!("(?s)^(?:{translated})$"))
}

/// Go's syntax in the engine's.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    // Within a class: how many characters into it.
    let mut class: Option<usize> = None;
    while let Some(c) = rest.chars().next() {
        let (mut taken, after) = rest.split_at(c.len_utf8());
        class = match (c, class) {
            ('\\', _) => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                taken = rest.get(..1 + escaped).unwrap_or(rest);
                out.push_str(taken);
                class.map(|depth| depth + 1)
            }
            ('[', None) => {
                out.push('[');
                if after.starts_with('^') {
                    out.push('^');
                    taken = rest.get(..2).unwrap_or(rest);
                }
                Some(0)
            }
            ('[', Some(depth)) if after.starts_with(':') => {
                // A named class, such as `[:alpha:]`.
                let end = rest.find(":]").map_or(1, |end| end + 2);
                taken = rest.get(..end).unwrap_or(rest);
                out.push_str(taken);
                Some(depth + 1)
            }
            (']', Some(depth)) if depth > 0 => {
                out.push(']');
                None
            }
            ('[' | ']' | '&' | '~', Some(depth)) => {
                out.push('\\');
                out.push(c);
                Some(depth + 1)
            }
            ('{', None) if !is_repetition(after) => {
                out.push_str("\\{");
                None
            }
            (_, depth) => {
                out.push(c);
                depth.map(|depth| depth + 1)
            }
        };
        rest = rest.get(taken.len()..).unwrap_or_default();
    }
    out
}

/// Whether what follows a `{` makes it a repetition: `3}`, `3,}`, `3,5}`.
fn is_repetition(after: &str) -> bool {
    let Some((inner, _)) = after.split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

#[cfg(test)]
mod tests;
