//! The JSON parser (RFC 8259): bytes to a [`Json`] value, or to the place where they are [`Invalid`].
//!
//! `serde_json` maps documents of known types. Health answers have any shape, and the operator who repairs a broken one needs the
//! line and the column of the error, also in characters. This is one recursive descent without generics, whose reasons are static
//! texts.
//!
//! It is strict: no comments, no trailing commas, no `NaN`, no lone surrogates, nothing after the value. It does not map values to
//! types, and does not read in pieces: callers limit the size of a body before.

mod reader;

use core::fmt::{self, Write as _};
use metrics_engine::number::Plain;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, rounded to the nearest double. [`parse`] returns finite ones only.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: names with their values, in the order written. Of a name that occurs twice, [`Json::get`] returns the last value.
    Object(Vec<(String, Json)>),
}

/// The place where a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The line, from 1. Lines end at a line feed.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The reason, in lower case and without a final stop.
    pub reason: &'static str,
}

impl Json {
    /// Returns the value of a name, `None` where it is absent or `self` is no object.
    ///
    /// If a name occurs twice, the last value counts, as in JavaScript and most other decoders.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns the value at a JSON pointer (RFC 6901): empty for `self`, `/checks/0/status` for a place within.
    ///
    /// ```
    /// let answer = allclear::decode::json::parse(br#"{"a/b": [false, {"~": "here"}]}"#).unwrap();
    /// assert_eq!(answer.pointer("/a~1b/1/~0").and_then(|value| value.as_str()), Some("here"));
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        let mut here = self;
        let mut tokens = pointer.split('/');
        // Text before the first slash: this is no pointer.
        if tokens.next() != Some("") {
            return None;
        }
        for token in tokens {
            here = match here {
                Self::Array(items) => items.get(array_index(token)?)?,
                Self::Object(_) => here.get(&unescape_token(token)?)?,
                _ => return None,
            };
        }
        Some(here)
    }

    /// Returns the text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns the value of a number.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// Returns the value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// Returns the items of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// Returns the names and values of an object, in the order written.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// Returns the type in RFC 8259's words: `null`, `boolean`, `number`, `string`, `array`, `object`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }
}

impl fmt::Display for Json {
    /// Prints on one line without spaces. [`parse`] reads back the same value, except that an infinity or NaN is printed as `null`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(truth) => f.write_str(if *truth { "true" } else { "false" }),
            Self::Number(number) if number.is_finite() => Plain(*number).fmt(f),
            Self::Null | Self::Number(_) => f.write_str("null"),
            Self::Text(text) => write_text(f, text),
            Self::Array(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_char(',')?;
                    }
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        f.write_char(',')?;
                    }
                    write_text(f, name)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

/// Parses a JSON text. A byte order mark at its start is skipped.
///
/// # Errors
///
/// [`Invalid`] with the first place that is not JSON, not UTF-8, nested more than 64 deep, or a number too large for a double.
pub fn parse(bytes: &[u8]) -> Result<Json, Invalid> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, broken) = match core::str::from_utf8(bytes) {
        Ok(text) => (text, false),
        // The valid prefix locates the first bad byte.
        Err(error) => (
            core::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default())
                .unwrap_or_default(),
            true,
        ),
    };
    if broken {
        return Err(reader::place(text, "not UTF-8"));
    }
    reader::document(text)
}

/// Parses an array index of RFC 6901: digits without a leading zero.
fn array_index(token: &str) -> Option<usize> {
    if token != "0" && token.starts_with(['0', '+']) { None } else { token.parse().ok() }
}

/// Decodes a token of a pointer, `~1` to a slash and `~0` to a tilde. `None` where a tilde is followed by anything else.
fn unescape_token(token: &str) -> Option<String> {
    let mut name = String::new();
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        name.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(name)
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests;
