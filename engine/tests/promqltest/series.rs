//! A series and its values on one line.

use metrics_engine::labels::{LabelSet, MatchOp};
use metrics_engine::promql::{self, ast::Node};

/// The value of a series at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// `_`
    Nothing,
    /// `stale`
    Ended,
    /// `{{…}}`: a native histogram, which pages in text never carry.
    Histogram,
    /// A number.
    Value(f64),
}

/// Splits a line into the series and its values.
pub(crate) fn split(line: &str) -> (&str, &str) {
    let mut quote = None;
    let mut is_within = false;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (c, quote) {
            ('\\', Some('"' | '\'')) => escaped = true,
            (c, Some(open)) => quote = (c != open).then_some(open),
            ('"' | '\'' | '`', None) => quote = Some(c),
            ('{', None) => is_within = true,
            ('}', None) => is_within = false,
            (c, None) if c.is_whitespace() && !is_within => {
                let rest = &line[at..];
                // `name {a="b"} 1`: blanks may stand before the braces.
                if rest.trim_start().starts_with('{') && !rest.trim_start().starts_with("{{") {
                    continue;
                }
                return (&line[..at], rest.trim());
            }
            _ => {}
        }
    }
    (line, "")
}

const NO_NAME: &str = "no_name";

/// Parses the labels of a series.
pub(crate) fn labels(text: &str) -> LabelSet {
    if text.chars().filter(|c| !c.is_whitespace()).eq("{}".chars()) {
        return LabelSet::default();
    }
    // Labels that all have empty values would select every series: with a name before them they do not.
    let parsed = promql::parse(text).or_else(|_| promql::parse(&format!("{NO_NAME}{text}")));
    let expr = parsed.unwrap_or_else(|error| panic!("{text}: {error}"));
    let Node::Selector(selector) = expr.node else { panic!("no series: {text}") };
    assert!(selector.matchers.iter().all(|matcher| matcher.op == MatchOp::Equal));
    let pairs = selector.matchers.iter().filter(|one| one.value != NO_NAME);
    let pairs: Vec<_> = pairs.map(|one| (one.name.as_str(), one.value.as_str())).collect();
    LabelSet::new("", &pairs)
}

/// Parses `1 _ stale 0+10x5 {{count:1}}x3`.
pub(crate) fn values(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for word in words(text) {
        let (value, times) = match word.rsplit_once('x') {
            Some((value, times)) if times.parse::<usize>().is_ok() => {
                (value, times.parse().unwrap())
            }
            _ => (word, 0),
        };
        match value {
            "_" => steps.extend(std::iter::repeat_n(Step::Nothing, times.max(1))),
            "stale" => steps.extend(std::iter::repeat_n(Step::Ended, times + 1)),
            _ if value.starts_with("{{") => {
                steps.extend(std::iter::repeat_n(Step::Histogram, times + 1));
            }
            _ => {
                let (start, slope) = start_and_slope(value);
                let mut value = start;
                for _ in 0..=times {
                    steps.push(Step::Value(value));
                    value += slope;
                }
            }
        }
    }
    steps
}

/// Splits at blanks, except within `{{…}}`.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut depth, mut start) = (0, None);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match start {
            Some(from) if depth == 0 && c.is_whitespace() => {
                words.push(&text[from..at]);
                start = None;
            }
            None if !c.is_whitespace() => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|from| &text[from..]));
    words
}

/// Parses `5`, `0+10` or `0-1e3`.
fn start_and_slope(value: &str) -> (f64, f64) {
    // The sign between start and slope is not the first character, and not that of an exponent.
    let sign = value
        .char_indices()
        .skip(1)
        .find(|(at, c)| matches!(c, '+' | '-') && !value[..*at].ends_with(['e', 'E']));
    match sign {
        Some((at, _)) => (number(&value[..at]), number(&value[at..])),
        None => (number(value), 0.0),
    }
}

/// Parses a number as Go does: `0x1f`, `017`, `-Inf`, `1e3`.
pub(crate) fn number(text: &str) -> f64 {
    let hex = text.strip_prefix("0x").map(|hex| i64::from_str_radix(hex, 16).unwrap() as f64);
    hex.unwrap_or_else(|| text.parse().unwrap_or_else(|_| panic!("no number: {text}")))
}
