//! Writes a [`Config`] in the form that [`read`](super::read) reads. Native only: no page writes its own configuration.
//!
//! What equals its default is left out, so that the file stays small, and so that a default that changes in a newer page
//! changes for sites that never set it.

use super::VERSION;
use crate::config::{Check, Config, Site, Source, System};
use crate::decode::health::{Mapping, PartSource, StateSource};
use crate::decode::json::Json;
use crate::time::Duration;

/// The JSON document for `config`. Print it with `to_string`.
pub fn write(config: &Config) -> Json {
    root(config).done()
}

/// The same, for a document that has more to say.
pub(in crate::config) fn root(config: &Config) -> Object {
    let mut root = Object::default();
    root.put("version", number(VERSION));
    root.put("site", site(&config.site));
    root.text("proxy", &config.proxy);
    root.span("cache", config.cache, Config::CACHE);
    if !config.recorder {
        root.put("recorder", Json::Bool(false));
    }
    root.list("mappings", &config.mappings, mapping);
    root.list("systems", &config.systems, system);
    root
}

fn site(site: &Site) -> Json {
    let mut object = Object::default();
    object.put("name", text(&site.name));
    if let Some(logo) = &site.logo {
        object.put("logo", text(logo));
    }
    object.list("links", &site.links, |link| {
        let mut object = Object::default();
        object.put("label", text(&link.label));
        object.put("url", text(&link.url));
        object.done()
    });
    if let Some(timezone) = &site.timezone {
        object.put("timezone", text(timezone));
    }
    object.done()
}

fn system(system: &System) -> Json {
    let mut object = Object::default();
    object.put("id", text(&system.id));
    object.put("name", text(&system.name));
    object.text("group", &system.group);
    object.text("description", &system.description);
    if let Source::Checks(checks) = &system.source {
        object.put("checks", Json::Array(checks.iter().map(check).collect()));
    }
    if system.failures != System::FAILURES {
        object.put("failures", number(system.failures));
    }
    if system.successes != System::SUCCESSES {
        object.put("successes", number(system.successes));
    }
    object.list("part_names", &system.part_names, pair);
    object.done()
}

fn check(check: &Check) -> Json {
    let mut object = Object::default();
    object.put("id", text(&check.id));
    object.put("name", text(&check.name));
    object.put("mapping", Json::Number(check.mapping as f64));
    object.span("interval", check.interval, Check::INTERVAL);
    object.span("timeout", check.timeout, Check::TIMEOUT);
    object.size("max_bytes", check.max_bytes, Check::MAX_BYTES);
    object.done()
}

fn mapping(mapping: &Mapping) -> Json {
    let mut words = Object::default();
    words.list("operational", &mapping.words.operational, |word| text(word));
    words.list("degraded", &mapping.words.degraded, |word| text(word));
    words.list("down", &mapping.words.down, |word| text(word));
    let mut object = Object::default();
    object.list("state", &mapping.state, state);
    if !words.0.is_empty() {
        object.put("words", words.done());
    }
    object.list("parts", &mapping.parts, part);
    object.list("critical", &mapping.critical, |name| text(name));
    object.list("numbers", &mapping.numbers, |source| {
        let mut object = Object::default();
        object.put("name", text(&source.name));
        object.put("at", text(&source.at));
        object.done()
    });
    object.done()
}

fn state(source: &StateSource) -> Json {
    let mut object = Object::default();
    match source {
        StateSource::Text => return text("text"),
        StateSource::Code => return text("code"),
        StateSource::Json(pointer) => object.put("json", text(pointer)),
        StateSource::Header(name) => object.put("header", text(name)),
    }
    object.done()
}

fn part(source: &PartSource) -> Json {
    let mut object = Object::default();
    let message = match source {
        PartSource::Map { at, state, message } => {
            object.put("map", text(at));
            object.text("state", state);
            message.as_ref()
        }
        PartSource::List { at, name, state, message } => {
            object.put("list", text(at));
            object.put("name", text(name));
            object.put("state", text(state));
            message.as_ref()
        }
        PartSource::Field { name, at } => {
            object.put("field", text(at));
            object.put("name", text(name));
            None
        }
    };
    if let Some(message) = message {
        object.put("message", text(message));
    }
    object.done()
}

/// An object in the making: its members in the order in which they are put.
#[derive(Default)]
pub(in crate::config) struct Object(Vec<(String, Json)>);

impl Object {
    pub(in crate::config) fn put(&mut self, key: &str, value: Json) {
        self.0.push((key.to_owned(), value));
    }

    /// A text, unless it is empty.
    pub(in crate::config) fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.put(key, text(value));
        }
    }

    /// Milliseconds, unless they are the default.
    pub(in crate::config) fn span(&mut self, key: &str, value: Duration, default: Duration) {
        if value != default {
            self.put(key, Json::Number(value.0 as f64));
        }
    }

    /// A count, unless it is the default.
    pub(in crate::config) fn size(&mut self, key: &str, value: usize, default: usize) {
        if value != default {
            self.put(key, Json::Number(value as f64));
        }
    }

    /// A list, unless it is empty.
    pub(in crate::config) fn list<T>(&mut self, key: &str, items: &[T], item: impl Fn(&T) -> Json) {
        if !items.is_empty() {
            self.put(key, Json::Array(items.iter().map(item).collect()));
        }
    }

    pub(in crate::config) fn done(self) -> Json {
        Json::Object(self.0)
    }
}

pub(in crate::config) fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// Two texts: a name and what belongs to it.
pub(in crate::config) fn pair((name, value): &(String, String)) -> Json {
    Json::Array(vec![text(name), text(value)])
}

fn number(number: u32) -> Json {
    Json::Number(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::wire::{self, Problem};

    fn problem(text: &str) -> String {
        wire::read(text.as_bytes()).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn reads_the_least_and_fills_in_the_defaults() {
        let text = r#"{"version":1,"site":{"name":"Demo"},"mappings":[{"state":["code"]}],
            "systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]},
                       {"id":"pay","name":"Pay"}]}"#;
        let config = wire::read(text.as_bytes()).unwrap();
        assert_eq!(config.cache, Config::CACHE);
        assert_eq!(config.systems[0].failures, 2);
        let Source::Checks(checks) = &config.systems[0].source else { panic!("checks are due") };
        assert_eq!((checks[0].interval, checks[0].timeout), (Check::INTERVAL, Check::TIMEOUT));
        assert_eq!(config.systems[1].source, Source::Recorder);
        assert_eq!(wire::read(write(&config).to_string().as_bytes()), Ok(config));
    }

    #[test]
    fn says_where_and_what_is_due() {
        for (text, due) in [
            ("[]", "config.json: an object is due"),
            ("{}", "config.json: version: a whole number above 0 is due"),
            (
                r#"{"version":2,"site":7}"#,
                "config.json has version 2; this page reads versions up to 1",
            ),
            (r#"{"version":1}"#, "config.json: site.name: a text is due"),
            (r#"{"version":1,"systems":[{"id":7}]}"#, "config.json: systems[0].id: a text is due"),
            (
                r#"{"version":1,"systems":[{"id":"A b"}]}"#,
                "config.json: systems[0].id: a name of a-z, 0-9 and - is due",
            ),
            (r#"{"version":1,"systems":{}}"#, "config.json: systems: a list is due"),
            (
                r#"{"version":1,"systems":[{"id":"a","name":"A","checks":[]}]}"#,
                "config.json: systems[0].checks: at least one check is due",
            ),
            (
                r#"{"version":1,"systems":[{"id":"a","name":"A","checks":[{"id":"h","name":"H","mapping":0}]}]}"#,
                "config.json: systems[0].checks[0].mapping: the index of a mapping is due",
            ),
            (
                r#"{"version":1,"systems":[{"id":"a","name":"A","part_names":[["x"]]}]}"#,
                "config.json: systems[0].part_names[0]: a pair of texts is due",
            ),
            (
                r#"{"version":1,"mappings":[{"state":[{}]}]}"#,
                "config.json: mappings[0].state[0]: \"text\", \"code\", a json pointer or a header is due",
            ),
            (
                r#"{"version":1,"mappings":[{"parts":[{}]}]}"#,
                "config.json: mappings[0].parts[0]: a map, a list or a field is due",
            ),
            (
                r#"{"version":1,"cache":0.5,"site":{"name":""}}"#,
                "config.json: cache: a whole number is due",
            ),
        ] {
            assert_eq!(problem(text), due, "{text}");
        }
        assert!(matches!(wire::read(b"{"), Err(Problem::NotJson(at)) if at.line == 1));
    }
}
