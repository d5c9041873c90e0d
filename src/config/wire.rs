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
    let root = Place { json: &document, within: None, step: Step::Root };
    root.object()?;
    // The version first: in a newer form, any other complaint would mislead.
    let version = root.field("version").whole(1, u32::MAX, None)?;
    if version > VERSION {
        return Err(Problem::Newer(version));
    }
    let mappings = root.field("mappings").list(mapping)?;
    let systems = root.field("systems").list(system)?;
    for (s, system) in systems.iter().enumerate() {
        let Source::Checks(checks) = &system.source else { continue };
        if let Some(c) = checks.iter().position(|check| check.mapping >= mappings.len()) {
            let path = format!("systems[{s}].checks[{c}].mapping");
            return Err(Problem::Wrong { path, due: "the index of a mapping" });
        }
    }
    Ok(Config {
        site: site(&root.field("site"))?,
        proxy: root.field("proxy").text_or("")?,
        cache: root.field("cache").span(Config::CACHE, 0)?,
        mappings,
        systems,
    })
}

fn site(at: &Place) -> Result<Site, Problem> {
    let logo = at.field("logo");
    Ok(Site {
        name: at.field("name").text()?,
        logo: if logo.is_absent() { None } else { Some(logo.text()?) },
        links: at.field("links").list(link)?,
    })
}

fn link(at: &Place) -> Result<Link, Problem> {
    Ok(Link { label: at.field("label").text()?, url: at.field("url").text()? })
}

fn system(at: &Place) -> Result<System, Problem> {
    let checks = at.field("checks");
    let source = if checks.is_absent() {
        Source::Recorder
    } else {
        let list = checks.list(check)?;
        if list.is_empty() {
            return Err(checks.due("at least one check"));
        }
        Source::Checks(list)
    };
    Ok(System {
        id: at.field("id").id()?,
        name: at.field("name").text()?,
        group: at.field("group").text_or("")?,
        description: at.field("description").text_or("")?,
        source,
        failures: at.field("failures").whole(1, u32::MAX, Some(System::FAILURES))?,
        successes: at.field("successes").whole(1, u32::MAX, Some(System::SUCCESSES))?,
        part_names: at.field("part_names").list(part_name)?,
    })
}

/// A pair: the name that the answer uses, the name to show.
fn part_name(at: &Place) -> Result<(String, String), Problem> {
    match at.json.as_array() {
        Some([_, _]) => {
            let mut names = at.list(text)?.into_iter();
            Ok((names.next().unwrap_or_default(), names.next().unwrap_or_default()))
        }
        _ => Err(at.due("a pair of names")),
    }
}

fn check(at: &Place) -> Result<Check, Problem> {
    Ok(Check {
        id: at.field("id").id()?,
        name: at.field("name").text()?,
        mapping: at.field("mapping").whole(0, u32::MAX, None)? as usize,
        interval: at.field("interval").span(Check::INTERVAL, 1)?,
        timeout: at.field("timeout").span(Check::TIMEOUT, 1)?,
        max_bytes: at.field("max_bytes").whole(1, u32::MAX, Some(Check::MAX_BYTES as u32))?
            as usize,
    })
}

fn mapping(at: &Place) -> Result<Mapping, Problem> {
    at.object()?;
    let words = at.field("words");
    Ok(Mapping {
        state: at.field("state").list(state)?,
        words: Words {
            operational: words.field("operational").list(text)?,
            degraded: words.field("degraded").list(text)?,
            down: words.field("down").list(text)?,
        },
        parts: at.field("parts").list(part)?,
        critical: at.field("critical").list(text)?,
        numbers: at.field("numbers").list(number)?,
    })
}

/// `"text"`, `"code"`, `{"json": POINTER}` or `{"header": NAME}`.
fn state(at: &Place) -> Result<StateSource, Problem> {
    match at.json.as_str() {
        Some("text") => return Ok(StateSource::Text),
        Some("code") => return Ok(StateSource::Code),
        _ => {}
    }
    let (pointer, header) = (at.field("json"), at.field("header"));
    if !pointer.is_absent() {
        Ok(StateSource::Json(pointer.text()?))
    } else if !header.is_absent() {
        Ok(StateSource::Header(header.text()?))
    } else {
        Err(at.due("\"text\", \"code\", a json pointer or a header"))
    }
}

/// `{"map": POINTER}`, `{"list": POINTER}` or `{"field": POINTER}`, with what belongs to each.
fn part(at: &Place) -> Result<PartSource, Problem> {
    let (map, list, field) = (at.field("map"), at.field("list"), at.field("field"));
    let message = at.field("message");
    let message = if message.is_absent() { None } else { Some(message.text()?) };
    if !map.is_absent() {
        Ok(PartSource::Map { at: map.text()?, state: at.field("state").text_or("")?, message })
    } else if !list.is_absent() {
        let (name, state) = (at.field("name").text()?, at.field("state").text()?);
        Ok(PartSource::List { at: list.text()?, name, state, message })
    } else if !field.is_absent() {
        Ok(PartSource::Field { name: at.field("name").text()?, at: field.text()? })
    } else {
        Err(at.due("a map, a list or a field"))
    }
}

fn number(at: &Place) -> Result<NumberSource, Problem> {
    Ok(NumberSource { name: at.field("name").text()?, at: at.field("at").text()? })
}

/// An item that is a text.
fn text(at: &Place) -> Result<String, Problem> {
    at.text()
}

/// A value in the document, and the way to it. The way becomes text only when something is wrong.
#[derive(Clone, Copy)]
struct Place<'a> {
    json: &'a Json,
    within: Option<&'a Place<'a>>,
    step: Step,
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
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self.json, Json::Null)
    }

    fn object(&self) -> Result<(), Problem> {
        if self.json.as_object().is_some() { Ok(()) } else { Err(self.due("an object")) }
    }

    fn text(&self) -> Result<String, Problem> {
        match self.json.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.due("a text")),
        }
    }

    fn text_or(&self, default: &str) -> Result<String, Problem> {
        if self.is_absent() { Ok(default.to_owned()) } else { self.text() }
    }

    /// A name that stands in addresses.
    fn id(&self) -> Result<String, Problem> {
        let text = self.text()?;
        if super::is_id(&text) { Ok(text) } else { Err(self.due("a name of a-z, 0-9 and -")) }
    }

    /// A whole number from `least` to `most`; `default` where there is none.
    fn whole(&self, least: u32, most: u32, default: Option<u32>) -> Result<u32, Problem> {
        if let (true, Some(default)) = (self.is_absent(), default) {
            return Ok(default);
        }
        match self.json.as_f64() {
            Some(number)
                if number >= f64::from(least)
                    && number <= f64::from(most)
                    && number % 1.0 == 0.0 =>
            {
                Ok(number as u32)
            }
            _ => {
                Err(self.due(if least == 0 { "a whole number" } else { "a whole number above 0" }))
            }
        }
    }

    /// A span of at least `least` milliseconds. Those that fit in 32 bits (49 days) are enough.
    fn span(&self, default: Duration, least: u32) -> Result<Duration, Problem> {
        if self.is_absent() {
            Ok(default)
        } else {
            Ok(Duration(self.whole(least, u32::MAX, None)?.into()))
        }
    }

    /// Every item, read by `item`; no items where there is no list.
    fn list<T>(&self, item: fn(&Place) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        if self.is_absent() {
            return Ok(Vec::new());
        }
        let Some(items) = self.json.as_array() else { return Err(self.due("a list")) };
        let mut read = Vec::with_capacity(items.len());
        for (index, json) in items.iter().enumerate() {
            read.push(item(&Place { json, within: Some(self), step: Step::Item(index) })?);
        }
        Ok(read)
    }

    fn due(&self, due: &'static str) -> Problem {
        let mut path = String::new();
        self.path(&mut path);
        Problem::Wrong { path, due }
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
