//! Pipelines: values and function calls, each passed to the next one.

use super::functions::call;
use super::item::{Item, Series, is_label};
use metrics_engine::labels::{LabelSet, quoted};
use metrics_engine::number;

/// Evaluates `a | f | g "x"`: the result of each stage is the last argument of the next one.
///
/// # Errors
///
/// The reason, in lower case and without a final stop.
pub(super) fn evaluate(action: &str, series: &Series) -> Result<Item, String> {
    let unreadable = || format!("cannot read {}", quoted(action));
    let mut passed: Option<Item> = None;
    let mut stage: Vec<Item> = Vec::new();
    let mut function: Option<&str> = None;
    let mut rest = action.trim_start();
    loop {
        let word = word_length(rest).and_then(|length| rest.split_at_checked(length));
        let (word, after) = word.ok_or_else(unreadable)?;
        if word.is_empty() || word == "|" {
            if stage.is_empty() && function.is_none() {
                return Err(unreadable());
            }
            stage.extend(passed.take());
            let done = match (function.take(), stage.as_slice()) {
                (Some(name), args) => call(name, args)?,
                (None, [only]) => only.clone(),
                (None, _) => return Err(unreadable()),
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

/// Returns the length of the first word, `None` where its quote is not closed.
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
    number::read(word).map(Item::Number).ok_or_else(|| format!("{} is not known", quoted(word)))
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
