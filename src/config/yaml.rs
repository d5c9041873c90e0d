//! YAML text as a tree in which every value and every key knows its line and column.
//!
//! It is YAML 1.2 with the core schema, so `on`, `off`, `yes` and `no` stay words. What makes documents ambiguous is an
//! error: duplicate keys, keys that are no text, tags, several documents in one file. Aliases work; a bomb of them is
//! stopped by a limit, and so is deep nesting ([`MAX_DEPTH`]). Nothing here knows what the document is about.

mod build;
mod place;
mod syntax;

pub use place::within;

use super::problem::{At, Problem};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its start.
    pub at: At,
    /// Its value.
    pub value: Value,
}

/// The value of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// Something that was reported already.
    Unreadable,
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
    /// The start of the key.
    pub at: At,
    /// Its value. Where there is none (`key:` or `key: ~`), its place is that of the key.
    pub value: Node,
}

/// The deepest nesting. Documents of this project need nine levels; code that walks a tree may rely on this limit.
pub const MAX_DEPTH: usize = 64;

/// Reads the one document in `text`.
///
/// # Errors
///
/// The first syntax error, and everything before it that is ambiguous or that this project does not use.
pub fn read(text: &str) -> Result<Node, Vec<Problem>> {
    let (node, problems) = read_all(text);
    match node {
        Some(node) if problems.is_empty() => Ok(node),
        _ => Err(problems),
    }
}

/// Reads the one document in `text`. There is a tree where the syntax is right, also beside problems: what could not be read is
/// [`Value::Unreadable`] in it, or left out.
pub fn read_all(text: &str) -> (Option<Node>, Vec<Problem>) {
    build::Builder::default().run(text)
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
        let path = path.strip_prefix('.').unwrap_or(path);
        let next = match &self.value {
            Value::List(items) => path.strip_prefix('[').and_then(|rest| {
                let (index, rest) = rest.split_once(']')?;
                Some((items.get(index.parse::<usize>().ok()?)?, rest))
            }),
            // A key may have dots and brackets of its own, so the longest that fits is taken.
            Value::Map(entries) => {
                let rest = |entry: &Entry| {
                    let rest = path.strip_prefix(entry.key.as_str())?;
                    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest.len())
                };
                let fitting = entries.iter().filter_map(|entry| Some((entry, rest(entry)?)));
                let longest = fitting.min_by_key(|(_, rest)| *rest);
                longest
                    .and_then(|(entry, rest)| Some((&entry.value, path.get(path.len() - rest..)?)))
            }
            _ => None,
        };
        next.filter(|_| !path.is_empty()).map_or(self.at, |(node, rest)| node.place(rest))
    }

    /// The same as JSON, without places. Numbers that JSON cannot hold become `null`.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null | Value::Unreadable => serde_json::Value::Null,
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
            ("a: 1\n---\nb: 2", "f:2:1: error: a second document begins here; one is due"),
            ("a: [1, 2\nb: 3", "f:2:2: error: illegal placement of ':' indicator"),
            (
                "a:\n\t- b",
                "f:2:1: error: a tab indents this line\n    write spaces; YAML does not count tabs as indentation",
            ),
            (
                "a:\n  \tb:\n      c: 1\n\n  d: 2",
                "f:2:3: error: a tab indents this line\n    write spaces; YAML does not count tabs as indentation",
            ),
            (
                "a:\n  \t- b: 1\n    c: 2",
                "f:2:3: error: a tab indents this line\n    write spaces; YAML does not count tabs as indentation",
            ),
            // The tab in the text has nothing to do with it.
            (
                "a:\n  b: |\n    \tx\n  c: 1\n d: 2",
                "f:5:2: error: while parsing a block mapping, did not find expected key",
            ),
            ("a: &x [*x]", "f:1:8: error: this alias stands within what it names"),
            ("a: b: c", "f:1:5: error: mapping values are not allowed in this context"),
        ] {
            assert_eq!(problems(text), [expected], "{text}");
        }
    }
}
