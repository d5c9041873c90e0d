//! Bodies that are no metrics at all, told by their first bytes, so that one sentence says what they are instead of one problem per
//! line.

use core::fmt;

/// What an answer is instead of an exposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExposition {
    /// A web page: often the answer of a server that sends every unknown path to its front page.
    Html,
    /// Other text in angle brackets, such as XML.
    Markup,
    /// JSON.
    Json,
    /// Prometheus' binary format, which nobody asked for.
    Protobuf,
    /// Text in UTF-16 or UTF-32, as some editors and PowerShell's `>` write it.
    Encoded(&'static str),
    /// Compressed, in a format of this name.
    Compressed(&'static str),
    /// Bytes that are no text, such as an image or a program.
    Binary,
}

/// How files begin that are compressed.
const COMPRESSED: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"BZh91AY&SY", "bzip2"),
];

/// Binary data has a zero byte within its first so many bytes.
const BINARY_PREFIX: usize = 512;

impl NotExposition {
    /// What `body` is for certain, whatever its content type says: bytes that cannot be read as text in UTF-8.
    pub(super) fn of_bytes(body: &[u8]) -> Option<Self> {
        if let Some((_, name)) = COMPRESSED.iter().find(|(magic, _)| body.starts_with(magic)) {
            return Some(Self::Compressed(name));
        }
        if let Some(encoding) = wide_encoding(body) {
            return Some(Self::Encoded(encoding));
        }
        // A zero byte alone may stand in a help text or a label's value.
        let has_zero = body.iter().take(BINARY_PREFIX).any(|byte| *byte == 0);
        (has_zero && core::str::from_utf8(body).is_err()).then_some(Self::Binary)
    }

    /// What `body` is by the characters that it begins with. No line of metrics begins so.
    pub(super) fn of_text(body: &[u8]) -> Option<Self> {
        let start = body.trim_ascii_start();
        let begins =
            |tag: &[u8]| start.get(..tag.len()).is_some_and(|b| b.eq_ignore_ascii_case(tag));
        if begins(b"<!doctype") || begins(b"<html") || begins(b"<!--") {
            Some(Self::Html)
        } else if begins(b"<") {
            Some(Self::Markup)
        } else if is_json(start) {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// Whether no format that is asked for by name makes it readable.
    pub fn is_unreadable(self) -> bool {
        matches!(self, Self::Encoded(_) | Self::Compressed(_) | Self::Binary)
    }
}

impl fmt::Display for NotExposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "a web page, not metrics",
            Self::Markup => "XML or other markup, not metrics",
            Self::Json => "JSON, not metrics",
            Self::Protobuf => "metrics in Prometheus' binary format, not as text",
            Self::Encoded(name) => return write!(f, "text in {name}, where metrics are UTF-8"),
            Self::Compressed(name) => return write!(f, "compressed ({name}), and does not say so"),
            Self::Binary => "binary data, not text",
        })
    }
}

/// The encoding of text in units of two or four bytes: by its byte order mark, or because its first two characters are ASCII, as those
/// of every page of metrics.
fn wide_encoding(body: &[u8]) -> Option<&'static str> {
    match body {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [one, 0, 0, 0, other, 0, 0, 0, ..] | [0, 0, 0, one, 0, 0, 0, other, ..]
            if *one != 0 && *other != 0 =>
        {
            Some("UTF-32")
        }
        [one, 0, other, 0, ..] | [0, one, 0, other, ..] if *one != 0 && *other != 0 => {
            Some("UTF-16")
        }
        _ => None,
    }
}

/// Whether text begins as a list or an object does. A series without a name also begins with `{"`, and goes on without a colon.
fn is_json(start: &[u8]) -> bool {
    match start {
        [b'[', ..] => true,
        [b'{', inner @ ..] => match inner.trim_ascii_start() {
            [b'}', rest @ ..] => rest.trim_ascii().is_empty(),
            [b'"', key @ ..] => after_quote(key).is_some_and(|rest| rest.starts_with(b":")),
            _ => false,
        },
        _ => false,
    }
}

/// What follows the closing quote of a string and the blanks after it.
fn after_quote(string: &[u8]) -> Option<&[u8]> {
    let mut is_escaped = false;
    let end = string.iter().position(|byte| {
        let closes = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        closes
    })?;
    string.get(end + 1..).map(<[u8]>::trim_ascii_start)
}
