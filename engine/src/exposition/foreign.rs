//! Bodies that are no metrics at all, recognised by their first bytes, so that one sentence names them instead of one problem per
//! line.

use core::fmt;

/// The kind of a body that is no exposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExposition {
    /// A web page: often from a server that answers every unknown path with its front page.
    Html,
    /// Other text in angle brackets, such as XML.
    Markup,
    /// JSON.
    Json,
    /// Prometheus' binary format, which was not requested.
    Protobuf,
    /// Text in UTF-16 or UTF-32, as some editors and PowerShell's `>` write it.
    Encoded(&'static str),
    /// Compressed, in a format of this name.
    Compressed(&'static str),
    /// Bytes that are no text, such as an image or a program.
    Binary,
}

/// The first bytes of compressed files.
const COMPRESSED: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"BZh91AY&SY", "bzip2"),
];

/// The number of leading bytes that are searched for a zero byte, which binary data has.
const BINARY_PREFIX: usize = 512;

impl NotExposition {
    /// Returns what `body` certainly is, whatever its content type: bytes that cannot be UTF-8 text.
    pub(super) fn of_bytes(body: &[u8]) -> Option<Self> {
        if let Some((_, name)) = COMPRESSED.iter().find(|(magic, _)| body.starts_with(magic)) {
            return Some(Self::Compressed(name));
        }
        if let Some(encoding) = wide_encoding(body) {
            return Some(Self::Encoded(encoding));
        }
        // A zero byte alone may be in a help text or a label's value.
        let has_zero = body.iter().take(BINARY_PREFIX).any(|byte| *byte == 0);
        (has_zero && core::str::from_utf8(body).is_err()).then_some(Self::Binary)
    }

    /// Returns what `body` is by its first characters, which no line of metrics begins with.
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

    /// Returns whether requesting a format by name would not make the body readable.
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

/// Returns the encoding of text in units of two or four bytes, by its byte order mark, or because its first two characters are
/// ASCII, as in every page of metrics.
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

/// Returns whether text begins like a JSON array or object. A series without a name also begins with `{"`, but no colon follows.
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

/// Returns the text after the closing quote of a string and the blanks that follow.
fn after_quote(string: &[u8]) -> Option<&[u8]> {
    let mut is_escaped = false;
    let end = string.iter().position(|byte| {
        let closes = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        closes
    })?;
    string.get(end + 1..).map(<[u8]>::trim_ascii_start)
}
