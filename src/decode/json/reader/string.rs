//! Strings and their escapes.

use super::{Reader, Step, TOO_EARLY};

impl Reader<'_> {
    /// Parses a string, from quote to quote.
    pub(super) fn string(&mut self) -> Step<String> {
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

    /// Parses an escape after its backslash. Errors point at the backslash.
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

    /// Parses the digits after `\u`, and a second escape for a character outside the Basic Multilingual Plane.
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
}
