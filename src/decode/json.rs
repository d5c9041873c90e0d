//! JSON (RFC 8259): bytes in, a [`Json`] value or the [`Invalid`] place out, and back to text again.
//!
//! It is our own for two reasons. `serde_json` costs 17 to 21 KB of brotli in a page whose whole budget is 75 KB, and
//! whoever mends a broken health answer needs the line and the column at which it breaks. So this is one small
//! recursive descent without generics, and every reason is a static text.
//!
//! It is strict: no comments, no final commas, no `NaN`, no lone surrogates, nothing after the value. It does not map
//! values onto types, and it does not read in pieces: callers cap the size of a body before they come here.

use core::fmt::{self, Write as _};

/// Arrays and objects may stand this deep inside each other. Health answers need four; a stranger's thousand brackets
/// must not exhaust the stack.
const MAX_DEPTH: usize = 64;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, rounded to the nearest double. [`parse`] makes finite ones only.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: names with their values, in the order written. A name may stand twice: [`Json::get`] sees the last.
    Object(Vec<(String, Json)>),
}

/// Where a text stops being JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Line, from 1. Lines end at a line feed.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was due or wrong there: lower case, no final stop.
    pub reason: &'static str,
}

impl Json {
    /// The value of this name; `None` where it is missing or `self` is no object.
    ///
    /// Of a name that stands twice the last counts, as in JavaScript and in most decoders of other languages.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value at a JSON pointer (RFC 6901): empty for `self`, `/checks/0/status` for a place within.
    ///
    /// ```
    /// let answer = allclear::decode::json::parse(br#"{"a/b": [false, {"~": "here"}]}"#).unwrap();
    /// assert_eq!(answer.pointer("/a~1b/1/~0").and_then(|value| value.as_str()), Some("here"));
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        let mut here = self;
        let mut tokens = pointer.split('/');
        // What stands before the first slash: nothing, or this is no pointer.
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

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The value of a number.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The names and values of an object, in the order written.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// What it is, in one of RFC 8259's words: `null`, `boolean`, `number`, `string`, `array`, `object`.
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
    /// Prints on one line, without spaces. [`parse`] reads back the same value, except that a number which is not
    /// finite, and which JSON therefore cannot say, is printed as `null`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(truth) => f.write_str(if *truth { "true" } else { "false" }),
            Self::Number(number) if number.is_finite() => write!(f, "{number}"),
            Self::Number(_) => f.write_str("null"),
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

/// Reads one JSON text. A byte order mark in front is skipped.
///
/// # Errors
///
/// [`Invalid`] with the first place that is no JSON, also where the text is no UTF-8, where it nests more than 64 deep,
/// or where a number is too large for a double.
pub fn parse(bytes: &[u8]) -> Result<Json, Invalid> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, broken) = match core::str::from_utf8(bytes) {
        Ok(text) => (text, false),
        // The part that is text locates the byte that is not.
        Err(error) => (
            core::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default())
                .unwrap_or_default(),
            true,
        ),
    };
    let mut reader = Reader { text, at: text.len() };
    if broken {
        return Err(reader.place("not UTF-8"));
    }
    reader.at = 0;
    reader.document().map_err(|reason| reader.place(reason))
}

/// What went wrong; the place is where the reader stands.
type Step<T> = Result<T, &'static str>;

const TOO_EARLY: &str = "ends before it is complete";

struct Reader<'a> {
    text: &'a str,
    /// Offset of the next byte to read.
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

    /// Steps over an opening bracket. Says whether there is anything before the closing one.
    fn opens(&mut self, depth: usize, close: u8) -> Step<bool> {
        if depth == MAX_DEPTH {
            return Err("nested more than 64 deep");
        }
        self.at += 1;
        self.skip_space();
        Ok(!self.eat(close))
    }

    /// Steps over a comma or the closing bracket. Says whether it was the latter.
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
        match self.text.get(start..self.at).unwrap_or_default().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Json::Number(number)),
            _ => {
                self.at = start;
                Err("a number too large")
            }
        }
    }

    /// At least one digit.
    fn digits(&mut self) -> Step<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.due("a digit was due here")) } else { Ok(()) }
    }

    /// A string, from quote to quote.
    fn string(&mut self) -> Step<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let start = self.at;
            // Quotes, backslashes and control characters are never part of a longer UTF-8 sequence.
            while matches!(self.peek(), Some(byte) if byte != b'"' && byte != b'\\' && byte >= b' ')
            {
                self.at += 1;
            }
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err("a control character must be escaped"),
                None => return Err(TOO_EARLY),
            }
        }
    }

    /// The character that an escape stands for. Errors point at its backslash.
    fn escape(&mut self) -> Step<char> {
        let start = self.at;
        self.at += 1;
        let letter = self.peek().ok_or(TOO_EARLY)?;
        self.at += 1;
        let plain = match letter {
            b'"' | b'\\' | b'/' => Some(char::from(letter)),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{c}'),
            b'n' => Some('\n'),
            b'r' => Some('\r'),
            b't' => Some('\t'),
            b'u' => self.utf16()?,
            _ => {
                self.at = start;
                return Err("no such escape");
            }
        };
        plain.ok_or_else(|| {
            self.at = start;
            "half of a surrogate pair"
        })
    }

    /// The character after `\u`, which takes a second escape where it is outside the Basic Multilingual Plane.
    fn utf16(&mut self) -> Step<Option<char>> {
        let unit = self.hex4()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return Ok(char::from_u32(unit));
        }
        if !(self.eat(b'\\') && self.eat(b'u')) {
            return Ok(None);
        }
        let low = self.hex4()?;
        let is_low = (0xdc00..0xe000).contains(&low);
        Ok(if is_low {
            char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
        } else {
            None
        })
    }

    fn hex4(&mut self) -> Step<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit * 16 + digit.ok_or_else(|| self.due("a hexadecimal digit was due here"))?;
            self.at += 1;
        }
        Ok(unit)
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

    /// Of a text that was cut off, the cut is the reason, whatever was due next.
    fn due(&self, reason: &'static str) -> &'static str {
        if self.peek().is_none() { TOO_EARLY } else { reason }
    }

    fn place(&self, reason: &'static str) -> Invalid {
        let before = self.text.get(..self.at).unwrap_or(self.text);
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
}

/// An array index as RFC 6901 writes it: digits without a leading zero.
fn array_index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    if plain { token.parse().ok() } else { None }
}

/// A pointer's token with `~1` as a slash and `~0` as a tilde; `None` for a tilde before anything else.
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
mod tests {
    use super::*;

    fn text(words: &str) -> Json {
        Json::Text(words.to_owned())
    }

    #[test]
    fn reads_every_kind_of_value() {
        for (source, expected) in [
            ("null", Json::Null),
            (" true\r\n", Json::Bool(true)),
            ("\t false ", Json::Bool(false)),
            ("0", Json::Number(0.0)),
            ("-0.5e+2", Json::Number(-50.0)),
            ("1.797E308", Json::Number(1.797e308)),
            ("9007199254740993", Json::Number(9_007_199_254_740_992.0)),
            (r#""""#, text("")),
            (r#""\"\\\/\b\f\n\r\tA\u00e9""#, text("\"\\/\u{8}\u{c}\n\r\tAé")),
            (r#""\ud83d\uDE00 é""#, text("😀 é")),
            ("[]", Json::Array(vec![])),
            ("[1 , [null]]", Json::Array(vec![Json::Number(1.0), Json::Array(vec![Json::Null])])),
            ("{ }", Json::Object(vec![])),
            (r#"{"a" : {}}"#, Json::Object(vec![("a".to_owned(), Json::Object(vec![]))])),
            ("\u{feff}null", Json::Null),
        ] {
            assert_eq!(parse(source.as_bytes()), Ok(expected), "{source}");
        }
    }

    #[test]
    fn names_the_place_where_it_breaks() {
        for (source, line, column, reason) in [
            ("", 1, 1, "ends before it is complete"),
            ("{\"status\":\"ok\",", 1, 16, "ends before it is complete"),
            ("{\"status\":\"o", 1, 13, "ends before it is complete"),
            ("{\n  \"é\": ok\n}", 2, 8, "a value was due here"),
            ("{\"a\":1,}", 1, 8, "a name in quotes was due here"),
            ("{\"a\" 1}", 1, 6, "a colon was due here"),
            ("{\"a\":1 \"b\":2}", 1, 8, "a comma or a closing brace was due here"),
            ("[1,]", 1, 4, "a value was due here"),
            ("[1 2]", 1, 4, "a comma or a closing bracket was due here"),
            ("nul", 1, 4, "ends before it is complete"),
            ("nan", 1, 2, "true, false or null was due here"),
            ("01", 1, 2, "a number must not begin with a zero"),
            ("+1", 1, 1, "a value was due here"),
            ("1.", 1, 3, "ends before it is complete"),
            ("[1.]", 1, 4, "a digit was due here"),
            ("[1e]", 1, 4, "a digit was due here"),
            ("[1, 1e999]", 1, 5, "a number too large"),
            ("{} {}", 1, 4, "nothing more was due here"),
            ("\"a\nb\"", 1, 3, "a control character must be escaped"),
            (r#""a\x""#, 1, 3, "no such escape"),
            (r#""\u12g4""#, 1, 6, "a hexadecimal digit was due here"),
            (r#""\ud83d""#, 1, 2, "half of a surrogate pair"),
            (r#""\ud83dA""#, 1, 2, "half of a surrogate pair"),
            (r#""\ude00""#, 1, 2, "half of a surrogate pair"),
            ("'a'", 1, 1, "a value was due here"),
            ("// no", 1, 1, "a value was due here"),
        ] {
            assert_eq!(parse(source.as_bytes()), Err(Invalid { line, column, reason }), "{source}");
        }
        assert_eq!(
            parse(b"{\n\"a\xff\"}"),
            Err(Invalid { line: 2, column: 3, reason: "not UTF-8" })
        );
    }

    #[test]
    fn nests_as_deep_as_64_and_no_deeper() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(nested(64).as_bytes()).is_ok());
        let reason = "nested more than 64 deep";
        assert_eq!(parse(nested(65).as_bytes()), Err(Invalid { line: 1, column: 65, reason }));
        assert_eq!(
            parse("{\"a\":".repeat(100_000).as_bytes()).map_err(|invalid| invalid.reason),
            Err(reason)
        );
    }

    #[test]
    fn follows_pointers() {
        // The sample document of RFC 6901, section 5.
        let document = parse(
            br#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#,
        )
        .unwrap();
        for (pointer, expected) in [
            ("/", 0.0),
            ("/a~1b", 1.0),
            ("/c%d", 2.0),
            ("/e^f", 3.0),
            ("/i\\j", 5.0),
            ("/k\"l", 6.0),
            ("/ ", 7.0),
            ("/m~0n", 8.0),
        ] {
            assert_eq!(
                document.pointer(pointer).and_then(Json::as_f64),
                Some(expected),
                "{pointer}"
            );
        }
        assert_eq!(document.pointer(""), Some(&document));
        assert_eq!(document.pointer("/foo/0").and_then(Json::as_str), Some("bar"));
        for nowhere in [
            "foo", "/foo/2", "/foo/-", "/foo/01", "/foo/+1", "/foo/", "/foo/0/x", "/m~n", "/m~2n",
            "/nothing",
        ] {
            assert_eq!(document.pointer(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn sees_the_last_of_two_equal_names() {
        let document = parse(br#"{"status":"ok","status":"down"}"#).unwrap();
        assert_eq!(document.get("status").and_then(Json::as_str), Some("down"));
        assert_eq!(document.as_object().map(<[_]>::len), Some(2));
    }

    #[test]
    fn prints_escapes_and_numbers() {
        let document = Json::Object(vec![
            ("a\"b".to_owned(), text("\\ \n\u{1} é 😀")),
            (
                "n".to_owned(),
                Json::Array(vec![Json::Number(-1.5), Json::Number(f64::NAN), Json::Bool(false)]),
            ),
        ]);
        assert_eq!(document.to_string(), r#"{"a\"b":"\\ \n\u0001 é 😀","n":[-1.5,null,false]}"#);
    }
}
