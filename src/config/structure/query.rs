//! The values that a schema accepts, and their names in messages.

use super::pattern::pattern;
use crate::config::yaml::{Node, Value};
use serde_json::Value as Json;

/// Follows references into `$defs`.
pub(super) fn resolve<'a>(root: &'a Json, mut schema: &'a Json) -> &'a Json {
    while let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
        schema = &root["$defs"][name];
    }
    schema
}

/// Returns all alternatives of `schema` at any depth, or `None` where it is not a choice.
pub(super) fn alternatives<'a>(root: &'a Json, schema: &'a Json) -> Option<Vec<&'a Json>> {
    let choice = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())?;
    let mut all = Vec::new();
    for alternative in choice {
        let alternative = resolve(root, alternative);
        match alternatives(root, alternative) {
            Some(inner) => all.extend(inner),
            None => all.push(alternative),
        }
    }
    Some(all)
}

pub(super) fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str)
}

/// The words of an enumeration: of a `const`, or of an `enum`.
pub(super) fn words(schema: &Json) -> impl Iterator<Item = &str> {
    schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(schema.get("const"))
        .filter_map(Json::as_str)
}

pub(super) fn is_words(schema: &Json) -> bool {
    words(schema).next().is_some()
}

pub(super) fn is_null(schema: &Json) -> bool {
    schema["type"] == "null"
}

/// Whether `schema` has the type, alone or among others.
pub(super) fn is(schema: &Json, kind: &str) -> bool {
    match &schema["type"] {
        Json::String(name) => name == kind,
        Json::Array(names) => names.iter().any(|name| name == kind),
        _ => false,
    }
}

/// Whether the value has a type that `schema` accepts, and is one of its words where it has words.
pub(super) fn fits(node: &Node, schema: &Json) -> bool {
    match &node.value {
        Value::Null | Value::Unreadable => false,
        Value::Bool(_) => is(schema, "boolean"),
        Value::Integer(_) => is(schema, "integer") || is(schema, "number"),
        Value::Float(number) => number.is_finite() && is(schema, "number"),
        Value::Text(text) if is_words(schema) => words(schema).any(|word| word == text),
        Value::Text(_) => is(schema, "string"),
        Value::List(_) => is(schema, "array"),
        Value::Map(_) => is(schema, "object"),
    }
}

/// Returns the name of the values that `schema` describes.
pub(super) fn name(schema: &Json) -> String {
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

/// Returns the name of the value that is there.
pub(super) fn found(node: &Node) -> String {
    match &node.value {
        Value::Null | Value::Unreadable => "nothing".to_owned(),
        Value::Bool(truth) => format!("{truth}"),
        Value::Integer(number) => format!("the number {number}"),
        Value::Float(number) => format!("the number {number}"),
        Value::Text(text) => format!("{text:?}"),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a section".to_owned(),
    }
}

pub(super) fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn one_of(words: &[&str]) -> String {
    format!("{}{}", if words.len() > 1 { "one of " } else { "" }, quoted(words))
}

pub(super) fn first_sentence(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => text.trim_end_matches('.').to_owned(),
    }
}
