//! The patterns of the schema. A regular expression engine for five patterns of our own would be too much.

use crate::config::moment;
use crate::config::raw::maintenance::Time;
use crate::config::raw::{HeaderName, Id, Pointer, Span};
use metrics_engine::time::Duration;
use serde_json::Value as Json;

/// A pattern of the schema, and what stands for it here.
pub(super) struct Pattern {
    /// As the schema has it, for editors.
    pub(super) expression: &'static str,
    /// Whether a text has it.
    pub(super) matches: fn(&str) -> bool,
    /// The expected form, in words.
    pub(super) due: &'static str,
    /// An example.
    pub(super) example: &'static str,
    /// A matching text that replaces one that does not match, so that checking can continue.
    pub(super) stand_in: &'static str,
}

/// All of them. A test compares this table with the schema.
pub(super) const PATTERNS: [Pattern; 5] = [
    Pattern {
        expression: Span::PATTERN,
        matches: |text| Duration::parse(text).is_some(),
        due: "a span of time",
        example: "as in 30s, 1m30s or 500ms",
        stand_in: "30s",
    },
    Pattern {
        expression: Time::PATTERN,
        matches: moment::is_shaped,
        due: "a time",
        example: "as in 2026-11-29 06:00, perhaps with an offset: 2026-11-29 06:00+01:00",
        stand_in: "2026-11-29 06:00",
    },
    Pattern {
        expression: Id::PATTERN,
        matches: crate::config::is_id,
        due: "a name of a-z, 0-9 and -",
        example: "as in campus-chatbot",
        stand_in: "unreadable",
    },
    Pattern {
        expression: Pointer::PATTERN,
        matches: is_pointer,
        due: "a JSON pointer",
        example: "as in /checks/postgres; in a key, ~1 stands for / and ~0 for ~",
        stand_in: "/unreadable",
    },
    Pattern {
        expression: HeaderName::PATTERN,
        matches: is_header_name,
        due: "the name of a header",
        example: "as in X-Health-Check",
        stand_in: "X-Unreadable",
    },
];

/// The pattern of `schema`, where it has one.
pub(super) fn pattern(schema: &Json) -> Option<&'static Pattern> {
    let expression = schema["pattern"].as_str()?;
    PATTERNS.iter().find(|pattern| pattern.expression == expression)
}

fn is_pointer(text: &str) -> bool {
    let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    escaped && (text.is_empty() || text.starts_with('/'))
}

fn is_header_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_in_with_what_it_accepts() {
        for pattern in PATTERNS {
            assert!((pattern.matches)(pattern.stand_in), "{}", pattern.expression);
        }
    }

    #[test]
    fn takes_only_pointers_for_pointers() {
        for good in ["", "/", "/a/b", "/a~1b", "/~0"] {
            assert!(is_pointer(good), "{good}");
        }
        for bad in ["a", "a/b", "/~", "/~2"] {
            assert!(!is_pointer(bad), "{bad}");
        }
    }
}
