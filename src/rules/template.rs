//! The texts of annotations and labels, with what stands in `{{ … }}` filled in.
//!
//! Of Go's templates this knows what rules use: `$value`, `$labels.name`, `printf` and the `humanize…` functions, in pipelines.
//! Anything else gives the text that Prometheus gives for an error, so that the mistake is seen and the alert fires all the
//! same. Conditions, loops and queries are not there.

mod number;

use crate::labels::{LabelSet, quoted};
use crate::number as decimal;
use core::fmt::Write as _;
use number::{
    fixed, four_digits, humanize, humanize_1024, humanize_duration, shortest, significant,
};

/// Longest text made, in bytes.
const MAX_TEXT: usize = 16 * 1024;

/// `text` with its values: `labels` and `value` are those of the series that the alert is about.
pub fn expand(text: &str, labels: &LabelSet, value: f64) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    match try_expand(text, &Series { labels: Some(labels), value }) {
        Ok(expanded) => expanded,
        Err(Mistake { reason, .. }) => format!("<error expanding template: {reason}>"),
    }
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The byte at which it begins: that of the `{{`.
    pub at: usize,
    /// Why it cannot be filled in: lower case, no final stop.
    pub reason: String,
}

/// Checks `text` without any series at hand: that it can be filled in whatever the labels are.
///
/// # Errors
///
/// The first [`Mistake`].
pub fn check(text: &str) -> Result<(), Mistake> {
    try_expand(text, &Series { labels: None, value: 0.0 }).map(drop)
}

/// The series that an alert is about.
struct Series<'a> {
    /// `None` where there is no series yet, and any label may have any value.
    labels: Option<&'a LabelSet>,
    value: f64,
}

impl Series<'_> {
    fn label(&self, name: &str) -> &str {
        // Of all values, a number is right for every function.
        self.labels.map_or("0", |labels| labels.get(name).unwrap_or_default())
    }
}

/// Something within a template.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Number(f64),
    Text(String),
}

fn try_expand(text: &str, series: &Series) -> Result<String, Mistake> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let at = text.len() - rest.len() + before.len();
        let mistake = |reason: String| Mistake { at, reason };
        let end = action_end(after).ok_or_else(|| mistake("an action is not closed".to_owned()))?;
        let (action, tail) =
            (after.get(..end).unwrap_or_default(), after.get(end + 2..).unwrap_or_default());
        // `{{-` and `-}}` take the blanks beside them.
        let trimmed_action = action.strip_prefix("- ").unwrap_or(action);
        let is_trimmed_before = trimmed_action.len() != action.len();
        out.push_str(if is_trimmed_before { before.trim_end() } else { before });
        let inner = trimmed_action.strip_suffix(" -").unwrap_or(trimmed_action);
        rest = if inner.len() == trimmed_action.len() { tail } else { tail.trim_start() };
        if !inner.starts_with("/*") {
            let filled = pipeline(inner, series).map_err(mistake)?.shown();
            if series.labels.is_none() && filled.contains("%!") {
                return Err(mistake(format!("printf would write {}", quoted(&filled))));
            }
            out.push_str(&filled);
        }
        if out.len() > MAX_TEXT {
            return Err(mistake(format!("the text is longer than {MAX_TEXT} bytes")));
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Where `}}` stands, outside of quotes.
fn action_end(after: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in after.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some('"')) => escaped = true,
            (c, Some(open)) if c == open => quote = None,
            ('"' | '`', None) => quote = Some(c),
            ('}', None) if after.get(at..).is_some_and(|rest| rest.starts_with("}}")) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// `a | f | g "x"`: each stage gets what the one before gave as its last argument.
fn pipeline(action: &str, series: &Series) -> Result<Item, String> {
    let mut passed: Option<Item> = None;
    let mut stage: Vec<Item> = Vec::new();
    let mut function: Option<&str> = None;
    let mut rest = action.trim_start();
    loop {
        let word = word_length(rest).and_then(|length| rest.split_at_checked(length));
        let (word, after) = word.ok_or_else(|| ["cannot read ", &quoted(action)].concat())?;
        if word.is_empty() || word == "|" {
            if stage.is_empty() && function.is_none() {
                return Err(["cannot read ", &quoted(action)].concat());
            }
            stage.extend(passed.take());
            let done = match (function.take(), stage.as_slice()) {
                (Some(name), args) => call(name, args)?,
                (None, [only]) => only.clone(),
                (None, _) => return Err(["cannot read ", &quoted(action)].concat()),
            };
            if word.is_empty() {
                return Ok(done);
            }
            passed = Some(done);
            stage.clear();
        } else if function.is_none()
            && stage.is_empty()
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            function = Some(word);
        } else {
            stage.push(operand(word, series)?);
        }
        rest = after.trim_start();
    }
}

/// How long the word is that stands first; `None` where a quote is not closed.
fn word_length(rest: &str) -> Option<usize> {
    let first = rest.chars().next();
    if let Some(quote @ ('"' | '`')) = first {
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|(_, c)| {
            let is_end = *c == quote && !escaped;
            escaped = *c == '\\' && !escaped && quote == '"';
            is_end
        });
        return end.map(|(at, _)| at + 1);
    }
    if first == Some('|') {
        return Some(1);
    }
    Some(rest.find(|c: char| c.is_whitespace() || c == '|').unwrap_or(rest.len()))
}

fn operand(word: &str, series: &Series) -> Result<Item, String> {
    if matches!(word, "$value" | ".Value") {
        return Ok(Item::Number(series.value));
    }
    if matches!(word, "$labels" | ".Labels") {
        let pairs = series.labels.into_iter().flat_map(LabelSet::iter);
        let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}:{value}")).collect();
        return Ok(Item::Text(format!("map[{}]", pairs.join(" "))));
    }
    let label = word.strip_prefix("$labels.").or_else(|| word.strip_prefix(".Labels."));
    if let Some(label) = label.filter(|label| is_label(label)) {
        return Ok(Item::Text(series.label(label).to_owned()));
    }
    if let Some(text) = word.strip_prefix('`').and_then(|word| word.strip_suffix('`')) {
        return Ok(Item::Text(text.to_owned()));
    }
    if let Some(text) = word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
        return Ok(Item::Text(unescaped(text)));
    }
    decimal::read(word).map(Item::Number).ok_or_else(|| [&quoted(word), " is not known"].concat())
}

/// Whether this can name a label: `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_label(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(c),
        }
    }
    out
}

/// The functions of one value.
const FUNCTIONS: [&str; 6] =
    ["humanize", "humanize1024", "humanizePercentage", "humanizeDuration", "toUpper", "toLower"];

/// What Go's templates have besides, and Prometheus' rules with them.
const CONTROL: [&str; 9] =
    ["if", "else", "end", "range", "with", "template", "define", "query", "first"];

fn call(name: &str, args: &[Item]) -> Result<Item, String> {
    if name == "printf" {
        let (Some(Item::Text(format)), args) = (args.first(), args.get(1..).unwrap_or_default())
        else {
            return Err("printf wants a format".to_owned());
        };
        return Ok(Item::Text(printf(format, args)));
    }
    if !FUNCTIONS.contains(&name) {
        let is_control = CONTROL.contains(&name);
        let why = if is_control { "is not supported here" } else { "is not known" };
        return Err(format!("function {} {why}", quoted(name)));
    }
    let [only] = args else { return Err(format!("{name} wants one value")) };
    let text = match name {
        "humanize" => humanize(only.number()?),
        "humanize1024" => humanize_1024(only.number()?),
        "humanizePercentage" => format!("{}%", four_digits(only.number()? * 100.0)),
        "humanizeDuration" => humanize_duration(only.number()?),
        "toUpper" => upper(&only.shown()),
        _ => lower(&only.shown()),
    };
    Ok(Item::Text(text))
}

/// Go's `strings.ToUpper`: one character becomes one, so `ß` stays.
fn upper(text: &str) -> String {
    text.chars().map(|c| only(c.to_uppercase()).unwrap_or(c)).collect()
}

/// Go's `strings.ToLower`.
fn lower(text: &str) -> String {
    text.chars().map(|c| only(c.to_lowercase()).unwrap_or(c)).collect()
}

/// Returns the character of a case mapping that has exactly one.
fn only(mut mapped: impl ExactSizeIterator<Item = char>) -> Option<char> {
    if mapped.len() == 1 { mapped.next() } else { None }
}

impl Item {
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => shortest(*number),
            Self::Text(text) => text.clone(),
        }
    }

    fn number(&self) -> Result<f64, String> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Text(text) => {
                decimal::read(text).ok_or_else(|| [&quoted(text), " is no number"].concat())
            }
        }
    }
}

/// Go's `Sprintf` with the verbs that rules use.
fn printf(format: &str, args: &[Item]) -> String {
    let mut out = String::new();
    let mut args = args.iter();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let flags = after.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(after.len());
        let (spec, tail) = after.split_at(flags);
        let verb = tail.chars().next();
        rest = tail.get(verb.map_or(0, char::len_utf8)..).unwrap_or_default();
        if verb == Some('%') {
            out.push('%');
            continue;
        }
        // Texts of strangers are short; so is what they may ask for.
        let precision = spec.split_once('.').and_then(|(_, digits)| digits.parse::<usize>().ok());
        let precision = precision.map(|digits| digits.min(20));
        let Some(arg) = args.next() else {
            let _ = write!(out, "%!{}(MISSING)", verb.unwrap_or(' '));
            continue;
        };
        match (verb, arg) {
            (Some('f'), Item::Number(number)) => {
                out.push_str(&fixed(*number, precision.unwrap_or(6)));
            }
            (Some('d'), Item::Number(number)) if number.fract() == 0.0 => {
                out.push_str(&fixed(*number, 0));
            }
            (Some('g' | 'v'), Item::Number(number)) => out.push_str(&match precision {
                Some(digits) => significant(*number, digits.max(1)),
                None => shortest(*number),
            }),
            (Some('s' | 'v'), Item::Text(text)) => out.push_str(text),
            (verb, arg) => {
                let _ = write!(out, "%!{}({})", verb.unwrap_or(' '), arg.shown());
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
