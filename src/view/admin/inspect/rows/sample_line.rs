//! The parts of a sample's line, found without parsing the whole page.

use metrics_engine::exposition::Format;
use metrics_engine::exposition::lines::{Line, Lines, RawSample};

/// Returns the sample of a line that has one.
pub(super) fn sample(line: &[u8], format: Format) -> Option<RawSample<'_>> {
    match Lines::new(line, format, false).next() {
        Some(Ok(Line::Sample(sample))) => Some(sample),
        _ => None,
    }
}

/// Whether a byte ends the name of a metric.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'{' | b' ' | b'\t')
}

/// Returns the name at the start of a sample's line.
pub(super) fn name_of(line: &[u8]) -> &[u8] {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_start();
    // The name may be the first thing within the braces, in quotes.
    if let Some(quoted) = line.strip_prefix(b"{\"") {
        return quoted.split(|byte| *byte == b'"').next().unwrap_or_default();
    }
    line.split(|byte| is_end(*byte)).next().unwrap_or_default()
}

/// Whether a sample's line begins with exactly this name.
pub(super) fn has_name(line: &[u8], name: &[u8]) -> bool {
    !name.is_empty()
        && line.starts_with(name)
        && line.get(name.len()).is_some_and(|byte| is_end(*byte))
}

/// Returns the text of a sample's line up to the end of its labels.
pub(super) fn series_of(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| *byte == b'}').map(|brace| brace + 1);
    end.map_or_else(|| name_of(line), |end| line.get(..end).unwrap_or_default())
}

/// Whether `text` contains `filter`, which has no large ASCII letters.
pub(super) fn contains(text: &[u8], filter: &[u8]) -> bool {
    let Some((first, rest)) = filter.split_first() else { return true };
    let mut text = text;
    while let Some(at) = text.iter().position(|byte| byte.to_ascii_lowercase() == *first) {
        text = text.get(at + 1..).unwrap_or_default();
        if text.get(..rest.len()).is_some_and(|text| text.eq_ignore_ascii_case(rest)) {
            return true;
        }
    }
    false
}
