//! The grammar of a series: a name, labels in braces, or a quoted name within the braces.
//!
//! One grammar serves two readers: one that only needs its end, and one that collects its labels.

use super::problem::{Kind, Wrong};
use super::{Format, byte};
use crate::bytes::text_end;
use core::ops::Range;

/// Receives the parts of a series as places in the text. Names and values are without their quotes, and still escaped.
pub(super) trait Found {
    /// Receives the metric's name.
    fn name(&mut self, _name: Range<usize>) {}
    /// Receives a label.
    fn label(&mut self, _name: Range<usize>, _value: Range<usize>) {}
}

/// A reader that only needs the end of a series.
impl Found for () {}

/// Reads the series that begins at `start`, and returns the offset after it.
pub(super) fn read(
    text: &[u8],
    start: usize,
    format: Format,
    found: &mut dyn Found,
) -> Result<usize, Wrong> {
    if !is_name_start(byte(text, start)) {
        return labels(text, start, format, false, found);
    }
    let end = name_end(text, start);
    found.name(start..end);
    let brace = skip_blanks(text, end, format);
    if byte(text, brace) == b'{' { labels(text, brace, format, true, found) } else { Ok(end) }
}

/// Reads the labels in the braces that begin at `start`, and returns the offset after them. `named` is whether the metric's name has
/// been read.
pub(super) fn labels(
    text: &[u8],
    start: usize,
    format: Format,
    mut named: bool,
    found: &mut dyn Found,
) -> Result<usize, Wrong> {
    if byte(text, start) != b'{' {
        return Err(Kind::Start.within(start, start + 1));
    }
    let mut at = start + 1;
    loop {
        at = skip_blanks(text, at, format);
        let (name, equals) = match byte(text, at) {
            b'}' if named => return Ok(at + 1),
            b'}' => return Err(Kind::NameMissing.within(start, at + 1)),
            b'"' => {
                let end = quoted_end(text, at)?;
                (at + 1..end - 1, skip_blanks(text, end, format))
            }
            first if is_name_start(first) && first != b':' => {
                let end = label_name_end(text, at);
                (at..end, skip_blanks(text, end, format))
            }
            b'\n' => return Err(Kind::BraceOpen.at(at)),
            _ => return Err(Kind::LabelName.within(at, at + 1)),
        };
        let is_quoted = byte(text, at) == b'"';
        match byte(text, equals) {
            b'=' => {}
            after @ (b',' | b'}') if is_quoted => {
                if named || name.is_empty() {
                    let kind = if named { Kind::NameTwice } else { Kind::NameMissing };
                    return Err(kind.within(at, equals));
                }
                named = true;
                found.name(name);
                at = equals + usize::from(after == b',');
                continue;
            }
            _ => return Err(Kind::Equals.at(equals)),
        }
        if name.is_empty() {
            return Err(Kind::LabelName.within(at, equals));
        }
        let quote = skip_blanks(text, equals + 1, format);
        if byte(text, quote) != b'"' {
            return Err(Kind::Quote.at(quote));
        }
        let end = quoted_end(text, quote)?;
        found.label(name, quote + 1..end - 1);
        at = skip_blanks(text, end, format);
        match (byte(text, at), format) {
            (b',', _) => at += 1,
            // Prometheus text allows a missing comma.
            (b'}', _) | (_, Format::Text) => {}
            _ => return Err(Kind::Comma.at(at)),
        }
    }
}

/// Skips blanks, which Prometheus text allows between any two tokens and OpenMetrics nowhere.
#[inline]
pub(super) fn skip_blanks(text: &[u8], mut at: usize, format: Format) -> usize {
    while format == Format::Text && matches!(byte(text, at), b' ' | b'\t') {
        at += 1;
    }
    at
}

/// Returns the offset after the closing quote of the text whose opening quote is at `start`.
pub(super) fn quoted_end(text: &[u8], start: usize) -> Result<usize, Wrong> {
    let mut at = start + 1;
    loop {
        at = text_end(text, at);
        match byte(text, at) {
            b'"' => return Ok(at + 1),
            b'\n' => return Err(Kind::QuoteOpen.within(start, at)),
            _ if byte(text, at + 1) != b'\n' => at += 2,
            _ => at += 1,
        }
    }
}

/// Returns the offset after the metric name that begins at `start`.
pub(super) fn name_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| !OF_NAME.get(usize::from(*byte)).is_some_and(|is_of_name| *is_of_name);
    start + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// The bytes of metric names. Names are most of a page, and a table is quicker than comparisons.
static OF_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789:";
    while let [first, after @ ..] = rest {
        table[*first as usize] = true;
        rest = after;
    }
    table
};

/// Returns the offset after the label name that begins at `start`.
fn label_name_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while byte(text, at) == b'_' || byte(text, at).is_ascii_alphanumeric() {
        at += 1;
    }
    at
}

/// Returns whether a metric name may begin with a byte.
pub(super) fn is_name_start(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':')
}

/// Appends `text` with its escapes resolved: `\\`, `
/// ` and, where `with_quotes`, `\"`. Any other backslash stays.
pub(super) fn unescape(text: &str, with_quotes: bool, out: &mut String) {
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('\\') {
        out.push_str(plain);
        let (character, length) = match after.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b'\\') => ('\\', 1),
            Some(b'"') if with_quotes => ('"', 1),
            _ => ('\\', 0),
        };
        out.push(character);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}
