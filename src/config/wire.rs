//! `config.json`: the public [`Config`] as the browser reads it.
//!
//! The form is compact, because every visitor loads it before anything is known: what has its default value is left out,
//! mappings are shared by index, spans of time are whole milliseconds. It is read with this project's own
//! [`json`] decoder and by hand, because derived readers cost the page some 20 KB.
//!
//! ```json
//! {"version":1,"site":{"name":"Demo"},"mappings":[{"state":["code"]}],
//!  "systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]}]}
//! ```
//!
//! A system without `checks` is one whose state only the recorder tells. The writer is beside this file, in `write`, and
//! native only; `read(write(config)) == config` is a law with a property test. Nothing here checks what only the
//! operator's document can get wrong (addresses, origins): `allclear check` did that before the file was written.

use super::{Check, Config, Link, Site, Source, System};
use crate::decode::health::{Mapping, NumberSource, PartSource, StateSource, Words};
use crate::decode::json;
use core::cell::RefCell;
use core::fmt;

mod place;
#[cfg(feature = "cli")]
pub mod write;

pub(super) use place::Place;

/// The version of the form. It rises when an older page could misread a newer file.
pub const VERSION: u32 = 1;

/// Why a `config.json` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is not JSON.
    NotJson(json::Invalid),
    /// It was written for a newer page. The number is its version.
    Newer(u32),
    /// Something in it is not what is due.
    Wrong {
        /// The place, as in `systems[2].id`; empty for the whole.
        path: String,
        /// What is due there: "a text".
        due: &'static str,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(at) => {
                write!(
                    f,
                    "config.json is no JSON: line {}, column {}: {}",
                    at.line, at.column, at.reason
                )
            }
            Self::Newer(version) => {
                write!(
                    f,
                    "config.json has version {version}; this page reads versions up to {VERSION}"
                )
            }
            Self::Wrong { path, due } if path.is_empty() => write!(f, "config.json: {due} is due"),
            Self::Wrong { path, due } => write!(f, "config.json: {path}: {due} is due"),
        }
    }
}

impl core::error::Error for Problem {}

/// Reads a `config.json`.
///
/// # Errors
///
/// The first [`Problem`] found, in the order of the form.
pub fn read(bytes: &[u8]) -> Result<Config, Problem> {
    document(bytes, config)
}

/// Reads a document of this form's version, whose root `read` understands.
pub(super) fn document<T>(bytes: &[u8], read: fn(&Place) -> T) -> Result<T, Problem> {
    let document = json::parse(bytes).map_err(Problem::NotJson)?;
    let wrong = RefCell::new(None);
    let root = Place::root(&document, &wrong);
    if root.json.as_object().is_none() {
        root.due("an object");
    }
    // The version first: in a newer form, any other complaint would mislead.
    let version = root.field("version").whole(1, u32::MAX, None);
    if version > VERSION {
        return Err(Problem::Newer(version));
    }
    let value = read(&root);
    match wrong.take() {
        None => Ok(value),
        Some(problem) => Err(problem),
    }
}

/// The configuration whose keys stand at `root`.
pub(super) fn config(root: &Place) -> Config {
    let mappings = root.field("mappings").list(mapping);
    let systems = root.field("systems").list(system);
    for (s, system) in systems.iter().enumerate() {
        let Source::Checks(checks) = &system.source else { continue };
        if let Some(c) = checks.iter().position(|check| check.mapping >= mappings.len()) {
            let path = format!("systems[{s}].checks[{c}].mapping");
            root.note(Problem::Wrong { path, due: "the index of a mapping" });
        }
    }
    Config {
        site: site(&root.field("site")),
        proxy: root.field("proxy").text_or(""),
        cache: root.field("cache").span(Config::CACHE, 0),
        recorder: root.field("recorder").is_absent() || root.field("recorder").truth(),
        mappings,
        systems,
    }
}

fn site(at: &Place) -> Site {
    let optional = |name| {
        let field = at.field(name);
        if field.is_absent() { None } else { Some(field.text()) }
    };
    Site {
        name: at.field("name").text(),
        logo: optional("logo"),
        links: at.field("links").list(link),
        timezone: optional("timezone"),
    }
}

fn link(at: &Place) -> Link {
    Link { label: at.field("label").text(), url: at.field("url").text() }
}

fn system(at: &Place) -> System {
    let checks = at.field("checks");
    let source = if checks.is_absent() {
        Source::Recorder
    } else {
        let list = checks.list(check);
        if list.is_empty() {
            checks.due("at least one check");
        }
        Source::Checks(list)
    };
    System {
        id: at.field("id").id(),
        name: at.field("name").text(),
        group: at.field("group").text_or(""),
        description: at.field("description").text_or(""),
        source,
        failures: at.field("failures").whole(1, u32::MAX, Some(System::FAILURES)),
        successes: at.field("successes").whole(1, u32::MAX, Some(System::SUCCESSES)),
        part_names: at.field("part_names").list(pair),
    }
}

/// Two texts: a name and what belongs to it.
pub(super) fn pair(at: &Place) -> (String, String) {
    if at.json.as_array().is_none_or(|pair| pair.len() != 2) {
        at.due("a pair of texts");
        return <(String, String)>::default();
    }
    let mut texts = at.list(text).into_iter();
    (texts.next().unwrap_or_default(), texts.next().unwrap_or_default())
}

fn check(at: &Place) -> Check {
    Check {
        id: at.field("id").id(),
        name: at.field("name").text(),
        mapping: at.field("mapping").whole(0, u32::MAX, None) as usize,
        interval: at.field("interval").span(Check::INTERVAL, 1),
        timeout: at.field("timeout").span(Check::TIMEOUT, 1),
        max_bytes: at.field("max_bytes").whole(1, u32::MAX, Some(Check::MAX_BYTES as u32)) as usize,
    }
}

fn mapping(at: &Place) -> Mapping {
    if at.json.as_object().is_none() {
        at.due("an object");
    }
    let words = at.field("words");
    Mapping {
        state: at.field("state").list(state),
        words: Words {
            operational: words.field("operational").list(text),
            degraded: words.field("degraded").list(text),
            down: words.field("down").list(text),
        },
        parts: at.field("parts").list(part),
        critical: at.field("critical").list(text),
        numbers: at.field("numbers").list(number),
    }
}

/// `"text"`, `"code"`, `{"json": POINTER}` or `{"header": NAME}`.
fn state(at: &Place) -> StateSource {
    match at.json.as_str() {
        Some("text") => return StateSource::Text,
        Some("code") => return StateSource::Code,
        _ => {}
    }
    let (pointer, header) = (at.field("json"), at.field("header"));
    if !pointer.is_absent() {
        StateSource::Json(pointer.text())
    } else if !header.is_absent() {
        StateSource::Header(header.text())
    } else {
        at.due("\"text\", \"code\", a json pointer or a header");
        StateSource::Code
    }
}

/// `{"map": POINTER}`, `{"list": POINTER}` or `{"field": POINTER}`, with what belongs to each.
fn part(at: &Place) -> PartSource {
    let (map, list, field) = (at.field("map"), at.field("list"), at.field("field"));
    let message = at.field("message");
    let message = if message.is_absent() { None } else { Some(message.text()) };
    if !map.is_absent() {
        PartSource::Map { at: map.text(), state: at.field("state").text_or(""), message }
    } else if !list.is_absent() {
        let (name, state) = (at.field("name").text(), at.field("state").text());
        PartSource::List { at: list.text(), name, state, message }
    } else if !field.is_absent() {
        PartSource::Field { name: at.field("name").text(), at: field.text() }
    } else {
        at.due("a map, a list or a field");
        PartSource::Field { name: String::new(), at: String::new() }
    }
}

fn number(at: &Place) -> NumberSource {
    NumberSource { name: at.field("name").text(), at: at.field("at").text() }
}

/// An item that is a text.
pub(super) fn text(at: &Place) -> String {
    at.text()
}
