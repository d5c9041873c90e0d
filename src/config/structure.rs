//! Checks the structure of a document against its schema, with the place of everything that does not fit.
//!
//! Derived readers stop at the first mistake and know no lines. So the located tree is walked along the JSON Schema that
//! is generated from [`raw`](super::raw): what comes out is sure to be read there. Only the keywords that schemars
//! writes for those types are understood, not JSON Schema as a whole.
//!
//! A mistake in one place must not hide those in others. So something harmless stands in for what does not fit, and [`Fitted::broken`]
//! says where: what is found wrong there later follows from the mistake, and is none of its own.

mod pattern;
mod query;
mod stand_in;

use super::problem::{Problem, nearest};
use super::yaml::{Entry, Node, Value};
use pattern::pattern;
use query::{
    alternatives, first_sentence, fits, found, is, is_null, is_words, name, one_of, required,
    resolve, words,
};
use serde_json::{Map, Value as Json};
use stand_in::StandIns;

/// A document that fits its schema.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The document, with something harmless in place of what did not fit.
    pub json: Json,
    /// Everything that did not fit, in the order of the document.
    pub problems: Vec<Problem>,
    /// The paths at which something stands in.
    pub broken: Vec<String>,
}

/// Fits `document` to `schema`.
pub fn fit(document: &Node, schema: &Json) -> Fitted {
    let mut walk = Walk {
        root: schema,
        problems: Vec::new(),
        broken: Vec::new(),
        stand_ins: StandIns::default(),
    };
    let json = walk.value(document, schema, "");
    Fitted { json, problems: walk.problems, broken: walk.broken }
}

/// Whether what is at `path` stands in for a mistake, or is within what does.
pub fn is_broken(broken: &[String], path: &str) -> bool {
    broken.iter().any(|broken| {
        let rest = path.strip_prefix(broken.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty() || broken.is_empty() || rest.starts_with(['.', '['])
        })
    })
}

struct Walk<'a> {
    root: &'a Json,
    problems: Vec<Problem>,
    broken: Vec<String>,
    stand_ins: StandIns,
}

impl<'a> Walk<'a> {
    fn value(&mut self, node: &Node, schema: &'a Json, path: &str) -> Json {
        let schema = resolve(self.root, schema);
        if let Some(alternatives) = alternatives(self.root, schema) {
            return self.any(node, &alternatives, path);
        }
        match &node.value {
            Value::Unreadable => self.stand_in(schema, path),
            _ if !fits(node, schema) => self.misfit(node, &[schema], path),
            Value::Text(text) => self.text(node, text, schema, path),
            Value::Integer(number) => self.number(node, *number, schema, path),
            Value::List(items) => {
                let item = |(index, item): (usize, &Node)| {
                    self.value(item, &schema["items"], &format!("{path}[{index}]"))
                };
                items.iter().enumerate().map(item).collect()
            }
            Value::Map(entries) => self.section(node, entries, schema, path),
            Value::Null | Value::Bool(_) | Value::Float(_) => node.to_json(),
        }
    }

    /// Puts something harmless at `path`.
    fn stand_in(&mut self, schema: &'a Json, path: &str) -> Json {
        self.broken.push(path.to_owned());
        self.stand_ins.of(self.root, schema)
    }

    /// The alternative that the author most probably meant decides what is said.
    fn any(&mut self, node: &Node, alternatives: &[&'a Json], path: &str) -> Json {
        // A section of which nothing has to be there may be empty, as in `admin:` alone.
        let is_empty = node.value == Value::Null && alternatives.iter().any(|it| is_null(it));
        if is_empty && alternatives.iter().any(|schema| is_optional_section(schema)) {
            return Json::Object(Map::new());
        }
        let fitting: Vec<&Json> =
            alternatives.iter().copied().filter(|schema| fits(node, schema)).collect();
        if let [schema] = fitting.as_slice() {
            return self.value(node, schema, path);
        }
        // Sections of different kinds differ in their first key: `map`, `list`, `field`.
        let is_meant =
            |schema: &&&Json| required(schema).next().is_some_and(|key| node.entry(key).is_some());
        let mut meant = fitting.iter().filter(is_meant);
        if let (Some(schema), None) = (meant.next(), meant.next()) {
            return self.value(node, schema, path);
        }
        self.misfit(node, alternatives, path)
    }

    fn misfit(&mut self, node: &Node, alternatives: &[&'a Json], path: &str) -> Json {
        let meant = alternatives.iter().find(|schema| !is_null(schema)).copied();
        let json = self.stand_in(meant.unwrap_or(&Json::Null), path);
        if node.value == Value::Unreadable {
            return json;
        }
        let words: Vec<&str> = alternatives.iter().copied().flat_map(words).collect();
        let mut due: Vec<String> = Vec::new();
        if !words.is_empty() {
            due.push(one_of(&words));
        }
        due.extend(
            alternatives
                .iter()
                .filter(|schema| !is_words(schema) && !is_null(schema))
                .map(|schema| name(schema)),
        );
        let found = found(node);
        let mut problem =
            Problem::error(node.at, path, format!("{} is due, {found} is here", due.join(" or ")));
        let accepts =
            |kind| alternatives.iter().any(|schema| is(schema, kind) && !is_words(schema));
        let hint = match &node.value {
            Value::Text(text) => nearest(text, words).map(|word| format!("did you mean `{word}`?")),
            Value::Null => Some("write a value, or leave the key out".to_owned()),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) if accepts("string") => {
                let example = alternatives
                    .iter()
                    .find_map(|schema| pattern(schema))
                    .map(|pattern| pattern.example);
                Some(example.unwrap_or("put it in quotes").to_owned())
            }
            _ => None,
        };
        let list = "write a list: [a, b], or one item per line after \"- \"";
        problem.hint = hint.or_else(|| accepts("array").then(|| list.to_owned()));
        self.problems.push(problem);
        json
    }

    fn text(&mut self, node: &Node, text: &str, schema: &'a Json, path: &str) -> Json {
        match pattern(schema) {
            Some(pattern) if !(pattern.matches)(text) => {
                let message = format!("{} is due, {text:?} is none", pattern.due);
                let problem = Problem::error(node.at, path, message);
                self.problems.push(problem.with_hint(pattern.example));
                self.stand_in(schema, path)
            }
            _ => text.into(),
        }
    }

    fn number(&mut self, node: &Node, number: i64, schema: &'a Json, path: &str) -> Json {
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
        if (least..=most).contains(&number) {
            return number.into();
        }
        let message = format!("a number from {least} to {most} is due, {number} is here");
        self.problems.push(Problem::error(node.at, path, message));
        self.stand_in(schema, path)
    }

    fn section(&mut self, node: &Node, entries: &[Entry], schema: &'a Json, path: &str) -> Json {
        let mut members = Map::new();
        let others = &schema["additionalProperties"];
        // Keys that were meant by others, which are reported.
        let mut meant: Vec<&str> = Vec::new();
        for entry in entries {
            let path = below(path, &entry.key);
            match schema["properties"].get(&entry.key) {
                Some(property) => {
                    members.insert(entry.key.clone(), self.value(&entry.value, property, &path));
                }
                None if others.is_object() => {
                    members.insert(entry.key.clone(), self.value(&entry.value, others, &path));
                }
                None => meant.extend(self.unknown(entry, schema, path)),
            }
        }
        let missing = |key: &&str| node.entry(key).is_none();
        for key in required(schema).filter(missing) {
            if meant.contains(&key) {
                continue;
            }
            let mut problem = Problem::error(node.at, path, format!("`{key}` is missing"));
            if let Some(text) = schema["properties"][key]["description"].as_str() {
                problem.hint = Some(first_sentence(text));
            }
            self.problems.push(problem);
            meant.push(key);
        }
        for key in meant.into_iter().filter(missing) {
            let json = self.stand_in(&schema["properties"][key], &below(path, key));
            members.insert(key.to_owned(), json);
        }
        Json::Object(members)
    }

    /// Reports an unknown key. Returns the key that was probably meant.
    fn unknown(&mut self, entry: &Entry, schema: &'a Json, path: String) -> Option<&'a str> {
        let known = schema["properties"].as_object();
        let keys = || known.into_iter().flatten().map(|(key, _)| key.as_str());
        let meant = nearest(&entry.key, keys());
        let hint = match meant {
            Some(key) => format!("did you mean `{key}`?"),
            None if entry.key == "<<" => {
                "YAML 1.2 merges no sections; write the keys out".to_owned()
            }
            None => {
                let mut keys: Vec<&str> = keys().collect();
                keys.sort_unstable();
                format!("known here: {}", keys.join(", "))
            }
        };
        self.problems.push(Problem::error(entry.at, path, "unknown key").with_hint(hint));
        meant
    }
}

/// The path of `key` in the section at `path`.
fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Whether `schema` is a section of which nothing has to be there.
fn is_optional_section(schema: &Json) -> bool {
    is(schema, "object") && schema["properties"].is_object() && required(schema).next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{raw, yaml};

    fn collect<'a>(schema: &'a Json, patterns: &mut Vec<&'a str>) {
        match schema {
            Json::Object(members) => {
                patterns.extend(members.get("pattern").and_then(Json::as_str));
                members.values().for_each(|member| collect(member, patterns));
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
            _ => {}
        }
    }

    #[test]
    fn knows_every_pattern_of_the_schema() {
        let schema = raw::schema().to_value();
        let mut patterns = Vec::new();
        collect(&schema, &mut patterns);
        patterns.sort_unstable();
        patterns.dedup();
        let mut known = pattern::PATTERNS.map(|pattern| pattern.expression);
        known.sort_unstable();
        assert_eq!(patterns, known);
    }

    #[test]
    fn says_what_is_due_among_alternatives() {
        let mapping = |text: &str| {
            let text = format!("site: {{name: A}}\nsystems:\n  - name: B\n    mapping: {text}\n");
            let schema = raw::schema().to_value();
            let problems = fit(&yaml::read(&text).unwrap(), &schema).problems;
            problems
                .iter()
                .map(|problem| format!("{}: {}", problem.path, problem.message))
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert_eq!(
            mapping("{state: [text, code, {json: /a}, {header: X-A}], words: {down: [a, false]}}"),
            ""
        );
        assert_eq!(
            mapping("{parts: [{map: /a}, {list: /a, name: /b, state: /c}, {field: /a, name: b}]}"),
            ""
        );
        for (text, expected) in [
            (
                "{state: [test]}",
                "systems[0].mapping.state[0]: one of `text`, `code` or a section with `json` or a section with `header` is due, \"test\" is here",
            ),
            (
                "{state: [{json: a}]}",
                "systems[0].mapping.state[0].json: a JSON pointer is due, \"a\" is none",
            ),
            (
                "{parts: [{list: /a}]}",
                "systems[0].mapping.parts[0]: `name` is missing; systems[0].mapping.parts[0]: `state` is missing",
            ),
            ("{parts: [{field: /a, nam: b}]}", "systems[0].mapping.parts[0].nam: unknown key"),
            (
                "{parts: [{}]}",
                "systems[0].mapping.parts[0]: a section with `map` or a section with `list`, `name`, `state` or a section with `field`, `name` is due, a section is here",
            ),
            (
                "{numbers: {a: 7}}",
                "systems[0].mapping.numbers.a: a JSON pointer is due, the number 7 is here",
            ),
        ] {
            assert_eq!(mapping(text), expected);
        }
    }
}
