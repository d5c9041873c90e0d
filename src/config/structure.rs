//! Checks the structure of a document against its schema, with the place of everything that does not fit.
//!
//! Derived readers stop at the first mistake and know no lines. So the located tree is walked along the JSON Schema that
//! is generated from [`raw`](super::raw): what passes here is sure to be read there. Only the keywords that schemars
//! writes for those types are understood, not JSON Schema as a whole.

use super::moment;
use super::problem::{Problem, nearest};
use super::raw::maintenance::Time;
use super::raw::{HeaderName, Id, Pointer, Span};
use super::yaml::{Entry, Node, Value};
use crate::time::Duration;
use serde_json::Value as Json;

/// Everything in `document` that does not fit `schema`, in the order of the document.
pub fn check(document: &Node, schema: &Json) -> Vec<Problem> {
    let mut walk = Walk { root: schema, problems: Vec::new() };
    walk.value(document, schema, "");
    walk.problems
}

/// A pattern of the schema, and what stands for it here.
struct Pattern {
    /// As the schema has it, for editors.
    expression: &'static str,
    /// Whether a text has it.
    matches: fn(&str) -> bool,
    /// What is due.
    due: &'static str,
    /// An example.
    example: &'static str,
}

/// A regular expression engine for five patterns of our own would be too much. A test compares this table with the schema.
const PATTERNS: [Pattern; 5] = [
    Pattern {
        expression: Span::PATTERN,
        matches: |text| Duration::parse(text).is_some(),
        due: "a span of time",
        example: "as in 30s, 1m30s or 500ms",
    },
    Pattern {
        expression: Time::PATTERN,
        matches: moment::is_shaped,
        due: "a time",
        example: "as in 2026-11-29 06:00, perhaps with an offset: 2026-11-29 06:00+01:00",
    },
    Pattern {
        expression: Id::PATTERN,
        matches: super::is_id,
        due: "a name of a-z, 0-9 and -",
        example: "as in campus-chatbot",
    },
    Pattern {
        expression: Pointer::PATTERN,
        matches: is_pointer,
        due: "a JSON pointer",
        example: "as in /checks/postgres; in a key, ~1 stands for / and ~0 for ~",
    },
    Pattern {
        expression: HeaderName::PATTERN,
        matches: is_header_name,
        due: "the name of a header",
        example: "as in X-Health-Check",
    },
];

/// The pattern of `schema`, where it has one.
fn pattern(schema: &Json) -> Option<&'static Pattern> {
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

struct Walk<'a> {
    root: &'a Json,
    problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, node: &Node, schema: &'a Json, path: &str) {
        let schema = self.resolve(schema);
        if let Some(alternatives) = self.alternatives(schema) {
            return self.any(node, &alternatives, path);
        }
        match &node.value {
            _ if !fits(node, schema) => self.misfit(node, &[schema], path),
            Value::Text(text) => self.text(node, text, schema, path),
            Value::Integer(number) => self.number(node, *number, schema, path),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, &schema["items"], &format!("{path}[{index}]"));
                }
            }
            Value::Map(entries) => self.section(node, entries, schema, path),
            Value::Null | Value::Bool(_) | Value::Float(_) => {}
        }
    }

    /// Follows references into `$defs`.
    fn resolve(&self, mut schema: &'a Json) -> &'a Json {
        while let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
            schema = &self.root["$defs"][name];
        }
        schema
    }

    /// All alternatives of `schema` at any depth, or `None` where it is not a choice.
    fn alternatives(&self, schema: &'a Json) -> Option<Vec<&'a Json>> {
        let choice = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())?;
        let mut all = Vec::new();
        for alternative in choice {
            let alternative = self.resolve(alternative);
            match self.alternatives(alternative) {
                Some(inner) => all.extend(inner),
                None => all.push(alternative),
            }
        }
        Some(all)
    }

    /// The alternative that the author most probably meant decides what is said.
    fn any(&mut self, node: &Node, alternatives: &[&'a Json], path: &str) {
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
        self.misfit(node, alternatives, path);
    }

    fn misfit(&mut self, node: &Node, alternatives: &[&Json], path: &str) {
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
    }

    fn text(&mut self, node: &Node, text: &str, schema: &Json, path: &str) {
        let Some(pattern) = pattern(schema) else { return };
        if !(pattern.matches)(text) {
            let message = format!("{} is due, {text:?} is none", pattern.due);
            self.problems.push(Problem::error(node.at, path, message).with_hint(pattern.example));
        }
    }

    fn number(&mut self, node: &Node, number: i64, schema: &Json, path: &str) {
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
        if number < least || number > most {
            let message = format!("a number from {least} to {most} is due, {number} is here");
            self.problems.push(Problem::error(node.at, path, message));
        }
    }

    fn section(&mut self, node: &Node, entries: &[Entry], schema: &'a Json, path: &str) {
        let known = schema["properties"].as_object();
        for entry in entries {
            let path =
                if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
            let others = &schema["additionalProperties"];
            match known.and_then(|known| known.get(&entry.key)) {
                Some(property) => self.value(&entry.value, property, &path),
                None if others.is_object() => self.value(&entry.value, others, &path),
                None => {
                    let keys = || known.into_iter().flatten().map(|(key, _)| key.as_str());
                    let hint = match nearest(&entry.key, keys()) {
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
                    self.problems
                        .push(Problem::error(entry.at, path, "unknown key").with_hint(hint));
                }
            }
        }
        for key in required(schema).filter(|key| node.entry(key).is_none()) {
            let mut problem = Problem::error(node.at, path, format!("`{key}` is missing"));
            if let Some(text) = schema["properties"][key]["description"].as_str() {
                problem.hint = Some(first_sentence(text));
            }
            self.problems.push(problem);
        }
    }
}

fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str)
}

/// The words of an enumeration: of a `const`, or of an `enum`.
fn words(schema: &Json) -> impl Iterator<Item = &str> {
    schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(schema.get("const"))
        .filter_map(Json::as_str)
}

fn is_words(schema: &Json) -> bool {
    words(schema).next().is_some()
}

fn is_null(schema: &Json) -> bool {
    schema["type"] == "null"
}

/// Whether `schema` has the type, alone or among others.
fn is(schema: &Json, kind: &str) -> bool {
    match &schema["type"] {
        Json::String(name) => name == kind,
        Json::Array(names) => names.iter().any(|name| name == kind),
        _ => false,
    }
}

/// Whether the value has a type that `schema` accepts, and is one of its words where it has words.
fn fits(node: &Node, schema: &Json) -> bool {
    match &node.value {
        Value::Null => is(schema, "null"),
        Value::Bool(_) => is(schema, "boolean"),
        Value::Integer(_) => is(schema, "integer") || is(schema, "number"),
        Value::Float(number) => number.is_finite() && is(schema, "number"),
        Value::Text(text) if is_words(schema) => words(schema).any(|word| word == text),
        Value::Text(_) => is(schema, "string"),
        Value::List(_) => is(schema, "array"),
        Value::Map(_) => is(schema, "object"),
    }
}

/// What `schema` describes, for people.
fn name(schema: &Json) -> String {
    if let Some(pattern) = pattern(schema) {
        return pattern.due.to_owned();
    }
    let keys: Vec<&str> = required(schema).collect();
    match () {
        () if is_words(schema) => one_of(&words(schema).collect::<Vec<_>>()),
        () if is(schema, "object") && !keys.is_empty() => {
            format!("a section with {}", quoted(&keys))
        }
        () if is(schema, "object") => "a section".to_owned(),
        () if is(schema, "array") => "a list".to_owned(),
        () if is(schema, "integer") => "a whole number".to_owned(),
        () if is(schema, "number") => "a number".to_owned(),
        () if is(schema, "boolean") => "true or false".to_owned(),
        () => "a text".to_owned(),
    }
}

/// What stands there, for people.
fn found(node: &Node) -> String {
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(truth) => format!("{truth}"),
        Value::Integer(number) => format!("the number {number}"),
        Value::Float(number) => format!("the number {number}"),
        Value::Text(text) => format!("{text:?}"),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a section".to_owned(),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn one_of(words: &[&str]) -> String {
    format!("{}{}", if words.len() > 1 { "one of " } else { "" }, quoted(words))
}

fn first_sentence(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => text.trim_end_matches('.').to_owned(),
    }
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
        let mut known = PATTERNS.map(|pattern| pattern.expression);
        known.sort_unstable();
        assert_eq!(patterns, known);
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

    #[test]
    fn says_what_is_due_among_alternatives() {
        let mapping = |text: &str| {
            let text = format!("site: {{name: A}}\nsystems:\n  - name: B\n    mapping: {text}\n");
            let schema = raw::schema().to_value();
            let problems = check(&yaml::read(&text).unwrap(), &schema);
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
            (
                "{parts: [{field: /a, nam: b}]}",
                "systems[0].mapping.parts[0].nam: unknown key; systems[0].mapping.parts[0]: `name` is missing",
            ),
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
