//! YAML text as a tree in which every value and every key knows its line and column.
//!
//! It is YAML 1.2 with the core schema, so `on`, `off`, `yes` and `no` stay words. What makes documents ambiguous is an
//! error: duplicate keys, keys that are no text, tags, several documents in one file. Aliases work; a bomb of them is
//! stopped by the parser's limit. Nothing here knows what the document is about.

use super::problem::{At, Problem};
use saphyr::{LoadableYamlNode as _, MarkedYaml, Marker, Scalar, YamlData};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub at: At,
    /// What it is.
    pub value: Value,
}

/// What stands at a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text, quoted or not.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order written. Keys are unique.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key begins.
    pub at: At,
    /// Its value.
    pub value: Node,
}

/// Reads the one document in `text`.
///
/// # Errors
///
/// The first syntax error, or everything in a well-formed document that this project does not use.
pub fn read(text: &str) -> Result<Node, Vec<Problem>> {
    let documents = MarkedYaml::load_from_str(text)
        .map_err(|error| vec![syntax(error.marker(), error.info())])?;
    let document = match documents.as_slice() {
        [] => return Err(vec![Problem::error(At::START, "", "the file is empty")]),
        [document] => document,
        [_, second, ..] => {
            return Err(vec![Problem::error(
                at(second.span.start),
                "",
                "a second document begins here; one is due",
            )]);
        }
    };
    let mut problems = Vec::new();
    let node = node(document, &mut problems);
    if problems.is_empty() { Ok(node) } else { Err(problems) }
}

fn syntax(marker: &Marker, info: &str) -> Problem {
    let problem = Problem::error(at(*marker), "", info.to_lowercase());
    if info.contains("duplicate") {
        problem.with_hint("a key may stand once in each section")
    } else {
        problem
    }
}

/// The parser counts lines from 1 and columns from 0.
fn at(marker: Marker) -> At {
    At { line: marker.line().max(1), column: marker.col() + 1 }
}

fn node(yaml: &MarkedYaml, problems: &mut Vec<Problem>) -> Node {
    let at = at(yaml.span.start);
    let value = match &yaml.data {
        YamlData::Value(scalar) => match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(truth) => Value::Bool(*truth),
            Scalar::Integer(number) => Value::Integer(*number),
            Scalar::FloatingPoint(number) => Value::Float(number.into_inner()),
            Scalar::String(text) => Value::Text(text.clone().into_owned()),
        },
        YamlData::Sequence(items) => {
            Value::List(items.iter().map(|item| node(item, problems)).collect())
        }
        YamlData::Mapping(entries) => Value::Map(
            entries.iter().filter_map(|(key, value)| entry(key, value, problems)).collect(),
        ),
        YamlData::Tagged(tag, _) => {
            problems.push(Problem::error(
                at,
                "",
                format!("the tag !{} is not used here", tag.suffix),
            ));
            Value::Null
        }
        YamlData::Representation(..) | YamlData::Alias(_) | YamlData::BadValue => {
            problems.push(Problem::error(at, "", "this value cannot be read"));
            Value::Null
        }
    };
    Node { at, value }
}

fn entry(key: &MarkedYaml, value: &MarkedYaml, problems: &mut Vec<Problem>) -> Option<Entry> {
    let at = at(key.span.start);
    let value = node(value, problems);
    if let YamlData::Value(Scalar::String(key)) = &key.data {
        return Some(Entry { key: key.clone().into_owned(), at, value });
    }
    problems.push(Problem::error(at, "", "a key must be a text").with_hint("put it in quotes"));
    None
}

impl Node {
    /// The entry of `key`, where this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The place of `path` (as in `systems[2].checks[0].url`): the value's, or where it is missing, that of what should
    /// hold it.
    pub fn place(&self, path: &str) -> At {
        let mut here = self;
        for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
            let next = match (&here.value, step.strip_suffix(']')) {
                (Value::List(items), Some(index)) => {
                    index.parse().ok().and_then(|index: usize| items.get(index))
                }
                _ => here.entry(step).map(|entry| &entry.value),
            };
            let Some(next) = next else { break };
            here = next;
        }
        here.at
    }

    /// The same as JSON, without places. Numbers that JSON cannot hold become `null`.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        read(text).unwrap_err().iter().map(|problem| problem.in_file("f").to_string()).collect()
    }

    #[test]
    fn knows_every_place() {
        let root = read("a: 1\nb:\n  - x\n  - {c: [off, 'é', d: 2]}\n").unwrap();
        for (path, line, column) in [
            ("a", 1, 4),
            ("b[0]", 3, 5),
            ("b[1].c[1]", 4, 15),
            ("b[1].c[2].d", 4, 23),
            ("b[7].x", 3, 3),
            ("z", 1, 1),
        ] {
            assert_eq!(root.place(path), At { line, column }, "{path}");
        }
        assert_eq!(root.entry("b").map(|entry| entry.at), Some(At { line: 2, column: 1 }));
    }

    #[test]
    fn reads_words_as_words_and_follows_aliases() {
        let root = read("a: &x [on, no, Yes, 1e3, 012, '7', ~]\nb: *x").unwrap();
        let json = root.to_json();
        assert_eq!(json["a"], serde_json::json!(["on", "no", "Yes", 1000.0, 12, "7", null]));
        assert_eq!(json["b"], json["a"]);
    }

    #[test]
    fn refuses_what_is_ambiguous() {
        for (text, expected) in [
            (
                "a: 1\nb: 2\na: 3",
                "f:3:1: error: duplicated key in mapping\n    a key may stand once in each section",
            ),
            ("a: !thing 1", "f:1:4: error: the tag !thing is not used here"),
            ("2: b", "f:1:1: error: a key must be a text\n    put it in quotes"),
            ("", "f:1:1: error: the file is empty"),
            ("a: 1\n---\nb: 2", "f:3:1: error: a second document begins here; one is due"),
            ("a: [1, 2\nb: 3", "f:2:2: error: illegal placement of ':' indicator"),
            ("a:\n\t- b", "f:2:2: error: tabs disallowed within this context (block indentation)"),
            ("a: b: c", "f:1:5: error: mapping values are not allowed in this context"),
        ] {
            assert_eq!(problems(text), [expected], "{text}");
        }
    }
}
