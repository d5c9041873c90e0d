//! The text of a series: a name, labels in braces, or a quoted name within the braces.
//!
//! One grammar for two readers: who only wants to know where it ends, and who wants to know what is in it.

use super::problem::{Kind, Wrong};
use super::{Format, byte};
use crate::bytes::text_end;
use core::ops::Range;

/// What a reader is told, as places in the text. Names and values are without their quotes, and still escaped.
pub(super) trait Found {
    /// The metric's name.
    fn name(&mut self, _name: Range<usize>) {}
    /// A label.
    fn label(&mut self, _name: Range<usize>, _value: Range<usize>) {}
}

/// Who only wants to know where it ends.
impl Found for () {}

/// Reads the series that begins at `start`, and returns the place after it.
#[cfg_attr(speed, optimize(speed))]
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

/// Reads the labels in the braces that begin at `start`, and returns the place after them. `named` is whether the metric has
/// its name already.
#[cfg_attr(speed, optimize(speed))]
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
            // Prometheus' text needs no comma.
            (b'}', _) | (_, Format::Text) => {}
            _ => return Err(Kind::Comma.at(at)),
        }
    }
}

/// Blanks may stand between any two tokens of Prometheus text, and nowhere in OpenMetrics.
#[inline]
#[cfg_attr(speed, optimize(speed))]
pub(super) fn skip_blanks(text: &[u8], mut at: usize, format: Format) -> usize {
    while format == Format::Text && matches!(byte(text, at), b' ' | b'\t') {
        at += 1;
    }
    at
}

/// The place after the closing quote of the text whose opening quote is at `start`.
#[cfg_attr(speed, optimize(speed))]
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

/// The place after the metric name that begins at `start`.
#[cfg_attr(speed, optimize(speed))]
pub(super) fn name_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| !OF_NAME.get(usize::from(*byte)).is_some_and(|is_of_name| *is_of_name);
    start + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// Which bytes the name of a metric is made of. Names are most of a page, and to look here is quicker than to compare.
static OF_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789:";
    while let [first, after @ ..] = rest {
        table[*first as usize] = true;
        rest = after;
    }
    table
};

/// The place after the label name that begins at `start`.
#[cfg_attr(speed, optimize(speed))]
fn label_name_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while byte(text, at) == b'_' || byte(text, at).is_ascii_alphanumeric() {
        at += 1;
    }
    at
}

/// Whether a metric name may begin so.
pub(super) fn is_name_start(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':')
}

/// Appends `text` with its escapes resolved: `\\`, `\n` and, where `with_quotes`, `\"`. Any other backslash is itself.
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
