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
use crate::decode::json::{self, Json};
use crate::time::Duration;
use core::cell::RefCell;
use core::fmt;

#[cfg(feature = "cli")]
pub mod write;

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
    let document = json::parse(bytes).map_err(Problem::NotJson)?;
    let wrong = RefCell::new(None);
    let root = Place { json: &document, within: None, step: Step::Root, wrong: &wrong };
    if root.json.as_object().is_none() {
        root.due("an object");
    }
    // The version first: in a newer form, any other complaint would mislead.
    let version = root.field("version").whole(1, u32::MAX, None);
    if version > VERSION {
        return Err(Problem::Newer(version));
    }
    let mappings = root.field("mappings").list(mapping);
    let systems = root.field("systems").list(system);
    for (s, system) in systems.iter().enumerate() {
        let Source::Checks(checks) = &system.source else { continue };
        if let Some(c) = checks.iter().position(|check| check.mapping >= mappings.len()) {
            let path = format!("systems[{s}].checks[{c}].mapping");
            root.note(Problem::Wrong { path, due: "the index of a mapping" });
        }
    }
    let config = Config {
        site: site(&root.field("site")),
        proxy: root.field("proxy").text_or(""),
        cache: root.field("cache").span(Config::CACHE, 0),
        mappings,
        systems,
    };
    match wrong.take() {
        None => Ok(config),
        Some(problem) => Err(problem),
    }
}

fn site(at: &Place) -> Site {
    let logo = at.field("logo");
    Site {
        name: at.field("name").text(),
        logo: if logo.is_absent() { None } else { Some(logo.text()) },
        links: at.field("links").list(link),
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
        part_names: at.field("part_names").list(part_name),
    }
}

/// A pair: the name that the answer uses, the name to show.
fn part_name(at: &Place) -> (String, String) {
    if at.json.as_array().is_none_or(|pair| pair.len() != 2) {
        at.due("a pair of names");
        return <(String, String)>::default();
    }
    let mut names = at.list(text).into_iter();
    (names.next().unwrap_or_default(), names.next().unwrap_or_default())
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
fn text(at: &Place) -> String {
    at.text()
}

/// A value in the document, and the way to it. The way becomes text only when something is wrong.
#[derive(Clone, Copy)]
struct Place<'a> {
    json: &'a Json,
    within: Option<&'a Place<'a>>,
    step: Step,
    /// The first problem found anywhere.
    wrong: &'a RefCell<Option<Problem>>,
}

/// The last step of the way to a [`Place`].
#[derive(Clone, Copy)]
enum Step {
    Root,
    Field(&'static str),
    Item(usize),
}

/// What stands where nothing stands. In this form, `null` and absent are the same.
static ABSENT: Json = Json::Null;

impl Place<'_> {
    /// The value of a key; [`ABSENT`] where there is none.
    fn field(&self, key: &'static str) -> Place<'_> {
        Place {
            json: self.json.get(key).unwrap_or(&ABSENT),
            within: Some(self),
            step: Step::Field(key),
            wrong: self.wrong,
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self.json, Json::Null)
    }

    fn text(&self) -> String {
        let text = self.json.as_str();
        if text.is_none() {
            self.due("a text");
        }
        text.unwrap_or_default().to_owned()
    }

    fn text_or(&self, default: &str) -> String {
        if self.is_absent() { default.to_owned() } else { self.text() }
    }

    /// A name that stands in addresses.
    fn id(&self) -> String {
        let text = self.text();
        if !super::is_id(&text) {
            self.due("a name of a-z, 0-9 and -");
        }
        text
    }

    /// A whole number from `least` to `most`; `default` where there is none.
    fn whole(&self, least: u32, most: u32, default: Option<u32>) -> u32 {
        if let (true, Some(default)) = (self.is_absent(), default) {
            return default;
        }
        match self.json.as_f64() {
            Some(number)
                if number >= f64::from(least)
                    && number <= f64::from(most)
                    && number % 1.0 == 0.0 =>
            {
                number as u32
            }
            _ => {
                self.due(if least == 0 { "a whole number" } else { "a whole number above 0" });
                least
            }
        }
    }

    /// A span of at least `least` milliseconds. Those that fit in 32 bits (49 days) are enough.
    fn span(&self, default: Duration, least: u32) -> Duration {
        if self.is_absent() { default } else { Duration(self.whole(least, u32::MAX, None).into()) }
    }

    /// Every item, read by `item`; no items where there is no list.
    fn list<T>(&self, item: fn(&Place) -> T) -> Vec<T> {
        if self.is_absent() {
            return Vec::new();
        }
        let Some(items) = self.json.as_array() else {
            self.due("a list");
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, json) in items.iter().enumerate() {
            read.push(item(&Place {
                json,
                within: Some(self),
                step: Step::Item(index),
                wrong: self.wrong,
            }));
        }
        read
    }

    /// Takes note that something else is due here. Reading goes on with a stand-in, and the first note is the answer: to stop
    /// at once would need a way out of each of these functions, which costs the page more than a kilobyte.
    fn due(&self, due: &'static str) {
        let mut path = String::new();
        self.path(&mut path);
        self.note(Problem::Wrong { path, due });
    }

    fn note(&self, problem: Problem) {
        self.wrong.borrow_mut().get_or_insert(problem);
    }

    fn path(&self, into: &mut String) {
        if let Some(within) = self.within {
            within.path(into);
        }
        match self.step {
            Step::Root => {}
            Step::Field(key) => {
                if !into.is_empty() {
                    into.push('.');
                }
                into.push_str(key);
            }
            Step::Item(index) => {
                into.push('[');
                into.push_str(&index.to_string());
                into.push(']');
            }
        }
    }
}
