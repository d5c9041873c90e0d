//! Texts of operators, with the little markup that they may have.
//!
//! A text is a list of [`Block`]s from the moment it is read. No markup language is passed on, so that none has to be escaped or
//! feared later. In documents a block is `["p",[…]]`, `["ul",[[…],…]]`, `["ol",…]` or `["code","…"]`; a piece of a line is a text,
//! `["b",[…]]`, `["i",[…]]`, `["code","…"]` or `["a","https://…",[…]]`.

mod reading;

use serde::{Serialize, Serializer};

/// A block of an operator's text. Markdown that is not in this list becomes its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list: whether it is numbered, and its items.
    List(bool, Vec<Vec<Inline>>),
    /// Lines shown as they are.
    Code(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Important words.
    Strong(Vec<Inline>),
    /// Stressed words.
    Emphasis(Vec<Inline>),
    /// Words shown as they are.
    Code(String),
    /// An address, `http:` or `https:` alone, and its words.
    Link(String, Vec<Inline>),
}

/// Returns whether an address may stand behind a link in a text: of the web, and in one piece.
pub fn is_link(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !address.chars().any(|char| char.is_control() || char.is_whitespace())
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Paragraph(line) => ("p", line).serialize(to),
            Self::List(true, items) => ("ol", items).serialize(to),
            Self::List(false, items) => ("ul", items).serialize(to),
            Self::Code(code) => ("code", code).serialize(to),
        }
    }
}

impl Serialize for Inline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Strong(line) => ("b", line).serialize(to),
            Self::Emphasis(line) => ("i", line).serialize(to),
            Self::Code(code) => ("code", code).serialize(to),
            Self::Link(address, line) => ("a", address, line).serialize(to),
        }
    }
}

#[cfg(test)]
mod tests;
