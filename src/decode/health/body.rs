//! The kind of an answer's body.
//!
//! Content types are only a hint: frameworks that send every text as `text/html` serve health so, and others send no type at all.
//! The first bytes count as well.

use crate::decode::Answer;
use crate::decode::json::{self, Invalid, Json};

/// The body of a health answer.
pub(super) enum Body {
    /// A body over the limit, with its size in bytes.
    TooLarge(usize),
    /// White space only.
    Empty,
    /// A web page.
    Html,
    /// JSON.
    Json(Json),
    /// A body that claims to be JSON, or begins like it, but is not.
    Broken(Invalid),
    /// Anything else, trimmed.
    Text(String),
}

impl Body {
    /// Determines the kind of `answer`'s body. Where `json_due` is false, JSON counts as text.
    pub(super) fn of(answer: &Answer, cap: usize, json_due: bool) -> Self {
        if answer.body.len() > cap {
            return Self::TooLarge(answer.body.len());
        }
        let bytes = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body).trim_ascii();
        let Some(first) = bytes.first() else {
            return Self::Empty;
        };
        let content_type = answer.header("content-type").unwrap_or_default();
        // A page may have no doctype. But a single word sent as HTML is no page.
        let marked_up = *first == b'<'
            && (begins(content_type.as_bytes(), b"text/html")
                || begins(content_type.as_bytes(), b"application/xhtml"));
        if marked_up || begins(bytes, b"<!doctype") || begins(bytes, b"<html") {
            Self::Html
        } else if json_due && (matches!(first, b'{' | b'[') || mentions_json(content_type)) {
            // The whole body, so that the place of an error is right.
            match json::parse(&answer.body) {
                Ok(document) => Self::Json(document),
                Err(invalid) => Self::Broken(invalid),
            }
        } else {
            Self::Text(String::from_utf8_lossy(bytes).trim().to_owned())
        }
    }
}

/// Returns whether a content type is one of the many for JSON.
fn mentions_json(content_type: &str) -> bool {
    content_type.as_bytes().windows(4).any(|part| part.eq_ignore_ascii_case(b"json"))
}

/// Returns whether `bytes` begin with `start`, which is in lower case, without regard to ASCII case.
fn begins(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(start))
}
