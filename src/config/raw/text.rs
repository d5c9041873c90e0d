//! Texts of a fixed form: spans of time, ids, JSON pointers, header names.

use metrics_engine::time::Duration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// A span of time, as in `30s`, `1m30s` or `500ms`.
#[derive(Clone, Copy, Debug)]
pub struct Span(pub Duration);

impl Span {
    /// The form of a span, as a regular expression for editors.
    pub const PATTERN: &'static str =
        "^(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Duration::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("no span of time"))
    }
}

/// A text with a pattern.
macro_rules! patterned {
    ($(#[doc = $doc:literal] $name:ident = $pattern:expr;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Debug, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// Its form, as a regular expression for editors.
            pub const PATTERN: &'static str = $pattern;
        }

        schema_of_pattern!($name, $doc);
    )*};
}

/// The schema of a text with a pattern.
macro_rules! schema_of_pattern {
    ($name:ident, $doc:expr) => {
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": Self::PATTERN, "description": $doc.trim() })
            }
        }
    };
}

pub(super) use schema_of_pattern;

schema_of_pattern!(Span, "A span of time, as in `30s`, `1m30s` or `500ms`.");

patterned! {
    /// A stable name, of a-z, 0-9 and -.
    Id = "^[a-z0-9-]+$";
    /// A JSON pointer (RFC 6901), as in `/checks/postgres`; empty for the whole document.
    Pointer = "^(/([^~/]|~[01])*)*$";
    /// The name of an HTTP header.
    HeaderName = "^[A-Za-z0-9-]+$";
}
