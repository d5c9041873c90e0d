//! Announced maintenance, as it is written.

use super::text::{Id, Span, schema_of_pattern};
use crate::config::moment;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// An announced time in which systems may not work. It is shown in advance, and does not count towards their uptime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// The title shown.
    pub title: String,
    /// A stable name for addresses, of a-z, 0-9 and -. Made from `title` unless given.
    pub id: Option<Id>,
    /// The description for visitors, in Markdown.
    #[serde(default)]
    pub text: String,
    /// The systems that may not work, by id.
    pub systems: Vec<String>,
    /// When it begins, or begins for the first time, as in `2026-11-29 06:00`.
    pub starts: Time,
    /// When it ends, or ends for the first time.
    pub ends: Option<Time>,
    /// Its duration, in place of `ends`.
    pub lasts: Option<Span>,
    /// The zone whose clocks show these times, as in `Europe/Berlin`. `UTC` unless given.
    pub timezone: Option<String>,
    /// Its recurrence: an RRULE of RFC 5545, as in `FREQ=MONTHLY;BYDAY=1SU`. Only once unless given.
    pub repeats: Option<String>,
}

/// A time, as in `2026-11-29 06:00`, perhaps with an offset, as in `2026-11-29 06:00+01:00`.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Time(pub String);

impl Time {
    /// Its form, as a regular expression for editors.
    pub const PATTERN: &'static str = moment::PATTERN;
}

schema_of_pattern!(
    Time,
    "A time, as in `2026-11-29 06:00`, perhaps with an offset, as in `2026-11-29 06:00+01:00`."
);
