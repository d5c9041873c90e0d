//! The functions of templates.

use super::item::Item;
use super::number::{
    fixed, four_digits, humanize, humanize_1024, humanize_duration, shortest, significant,
};
use core::fmt::Write as _;
use metrics_engine::labels::quoted;

/// The functions that take one value.
const FUNCTIONS: [&str; 6] =
    ["humanize", "humanize1024", "humanizePercentage", "humanizeDuration", "toUpper", "toLower"];

/// Words of Go's templates and of Prometheus' that are not supported.
const CONTROL: [&str; 9] =
    ["if", "else", "end", "range", "with", "template", "define", "query", "first"];

/// Calls a function.
pub(super) fn call(name: &str, args: &[Item]) -> Result<Item, String> {
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
        "humanize" => humanize(only.to_number()?),
        "humanize1024" => humanize_1024(only.to_number()?),
        "humanizePercentage" => format!("{}%", four_digits(only.to_number()? * 100.0)),
        "humanizeDuration" => humanize_duration(only.to_number()?),
        "toUpper" => upper(&only.to_text()),
        _ => lower(&only.to_text()),
    };
    Ok(Item::Text(text))
}

/// Maps as Go's `strings.ToUpper` does: one character becomes one, so `ß` stays.
fn upper(text: &str) -> String {
    text.chars().map(|c| only(c.to_uppercase()).unwrap_or(c)).collect()
}

/// Maps as Go's `strings.ToLower` does.
fn lower(text: &str) -> String {
    text.chars().map(|c| only(c.to_lowercase()).unwrap_or(c)).collect()
}

/// Returns the character of a case mapping that has exactly one.
fn only(mut mapped: impl ExactSizeIterator<Item = char>) -> Option<char> {
    if mapped.len() == 1 { mapped.next() } else { None }
}

/// Formats like Go's `Sprintf`, with the verbs that rules use.
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
        // Formats come from rule files and must not produce megabytes.
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
                let _ = write!(out, "%!{}({})", verb.unwrap_or(' '), arg.to_text());
            }
        }
    }
    out.push_str(rest);
    out
}
