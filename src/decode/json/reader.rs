//! The grammar of RFC 8259 as a recursive descent over a text.

mod string;

use super::{Invalid, Json};
use metrics_engine::number;

/// Maximum nesting depth of arrays and objects. Health answers need four, and thousands of brackets must not exhaust the
/// stack.
const MAX_DEPTH: usize = 64;

/// Parses the whole of `text` as one value.
pub(super) fn document(text: &str) -> Result<Json, Invalid> {
    let mut reader = Reader { text, at: 0 };
    reader.document().map_err(|reason| place(text.get(..reader.at).unwrap_or(text), reason))
}

/// Returns the place after `before`.
pub(super) fn place(before: &str, reason: &'static str) -> Invalid {
    let mut invalid = Invalid { line: 1, column: 1, reason };
    for character in before.chars() {
        if character == '\n' {
            invalid.line += 1;
            invalid.column = 1;
        } else {
            invalid.column += 1;
        }
    }
    invalid
}

/// Fails with a reason at the current place.
type Step<T> = Result<T, &'static str>;

const TOO_EARLY: &str = "ends before it is complete";

struct Reader<'a> {
    text: &'a str,
    /// The offset of the next byte.
    at: usize,
}

impl Reader<'_> {
    fn document(&mut self) -> Step<Json> {
        let value = self.value(0)?;
        self.skip_space();
        if self.peek().is_some() { Err("nothing more was due here") } else { Ok(value) }
    }

    fn value(&mut self, depth: usize) -> Step<Json> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", Json::Bool(true)),
            Some(b'f') => self.literal("false", Json::Bool(false)),
            Some(b'n') => self.literal("null", Json::Null),
            Some(_) => Err("a value was due here"),
            None => Err(TOO_EARLY),
        }
    }

    fn object(&mut self, depth: usize) -> Step<Json> {
        let mut members = Vec::new();
        if self.opens(depth, b'}')? {
            loop {
                self.skip_space();
                if self.peek() != Some(b'"') {
                    return Err(self.due("a name in quotes was due here"));
                }
                let name = self.string()?;
                self.skip_space();
                if !self.eat(b':') {
                    return Err(self.due("a colon was due here"));
                }
                members.push((name, self.value(depth + 1)?));
                if self.closes(b'}', "a comma or a closing brace was due here")? {
                    break;
                }
            }
        }
        Ok(Json::Object(members))
    }

    fn array(&mut self, depth: usize) -> Step<Json> {
        let mut items = Vec::new();
        if self.opens(depth, b']')? {
            loop {
                items.push(self.value(depth + 1)?);
                if self.closes(b']', "a comma or a closing bracket was due here")? {
                    break;
                }
            }
        }
        Ok(Json::Array(items))
    }

    /// Consumes an opening bracket. Returns whether anything precedes the closing one.
    fn opens(&mut self, depth: usize, close: u8) -> Step<bool> {
        if depth == MAX_DEPTH {
            return Err("nested more than 64 deep");
        }
        self.at += 1;
        self.skip_space();
        Ok(!self.eat(close))
    }

    /// Consumes a comma or the closing bracket. Returns whether it was the latter.
    fn closes(&mut self, close: u8, otherwise: &'static str) -> Step<bool> {
        self.skip_space();
        if self.eat(b',') {
            Ok(false)
        } else if self.eat(close) {
            Ok(true)
        } else {
            Err(self.due(otherwise))
        }
    }

    fn literal(&mut self, word: &'static str, value: Json) -> Step<Json> {
        for byte in word.bytes() {
            if !self.eat(byte) {
                return Err(self.due("true, false or null was due here"));
            }
        }
        Ok(value)
    }

    fn number(&mut self) -> Step<Json> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        } else if matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err("a number must not begin with a zero");
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'-') {
                self.eat(b'+');
            }
            self.digits()?;
        }
        let number = number::nearest_double(self.text.get(start..self.at).unwrap_or_default());
        if number.is_finite() {
            Ok(Json::Number(number))
        } else {
            self.at = start;
            Err("a number too large")
        }
    }

    /// Consumes at least one digit.
    fn digits(&mut self) -> Step<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.due("a digit was due here")) } else { Ok(()) }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// If the text ends here, that is the reason, whatever was expected.
    fn due(&self, reason: &'static str) -> &'static str {
        if self.peek().is_none() { TOO_EARLY } else { reason }
    }
}
