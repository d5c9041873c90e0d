//! What kind of body an answer has.
//!
//! Content types are a hint and no more: health is served as `text/html` by frameworks that send every text so, and
//! without any type by others. So the first bytes count as well.

use crate::decode::Answer;
use crate::decode::json::{self, Invalid, Json};

/// A body, as far as it matters to health.
pub(super) enum Body {
    /// Over the cap: so many bytes.
    TooLarge(usize),
    /// Nothing but white space.
    Empty,
    /// A web page.
    Html,
    /// JSON.
    Json(Json),
    /// What is said to be JSON, or begins like it, but is not.
    Broken(Invalid),
    /// Anything else, trimmed.
    Text(String),
}

impl Body {
    /// Tells what the body of `answer` is. Where `json_due` is false nothing in it is read as JSON, and JSON is text.
    pub(super) fn of(answer: &Answer, cap: usize, json_due: bool) -> Self {
        if answer.body.len() > cap {
            return Self::TooLarge(answer.body.len());
        }
        let bytes = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body).trim_ascii();
        let Some(first) = bytes.first() else {
            return Self::Empty;
        };
        let content_type = answer.header("content-type").unwrap_or_default();
        // A page need not begin with its doctype. But a word that is only sent as HTML is no page.
        let marked_up = *first == b'<'
            && (begins(content_type.as_bytes(), b"text/html")
                || begins(content_type.as_bytes(), b"application/xhtml"));
        if marked_up || begins(bytes, b"<!doctype") || begins(bytes, b"<html") {
            Self::Html
        } else if json_due && (matches!(first, b'{' | b'[') || mentions_json(content_type)) {
            // The whole body, so that the place of a mistake is right.
            match json::parse(&answer.body) {
                Ok(document) => Self::Json(document),
                Err(invalid) => Self::Broken(invalid),
            }
        } else {
            Self::Text(String::from_utf8_lossy(bytes).trim().to_owned())
        }
    }
}

/// Whether a content type is one of the many that JSON goes by.
fn mentions_json(content_type: &str) -> bool {
    content_type.as_bytes().windows(4).any(|part| part.eq_ignore_ascii_case(b"json"))
}

/// Whether `bytes` begin with `start`, which is in lower case, without regard to ASCII case.
fn begins(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(start))
}
