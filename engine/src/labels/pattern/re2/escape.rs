//! Escapes, and classes in brackets.

use super::translator::{Parsed, Translator};

impl Translator<'_> {
    /// Reads what follows a backslash outside of brackets.
    pub(super) fn escape(&mut self) -> Parsed<()> {
        if self.takes("Q") {
            let (text, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            self.rest = rest;
            text.chars().for_each(|c| self.literal(c));
            return Ok(());
        }
        for place in ["A", "z", "b", "B"] {
            if self.takes(place) {
                // In a group, because `\b{start}` is a place of its own to `regex-lite`.
                self.out.push_str(&format!("(?:\\{place})"));
                return Ok(());
            }
        }
        if let Some(class) = self.perl_class() {
            self.out.push_str(&format!("[{class}]"));
            return Ok(());
        }
        let c = self.escaped_char()?;
        self.literal(c);
        Ok(())
    }

    /// Reads the letter of `\d`, `\s`, `\w` or one of their opposites, and returns what stands for it within brackets.
    fn perl_class(&mut self) -> Option<&'static str> {
        let classes = [
            ("d", r"\d"),
            ("D", r"\D"),
            ("w", r"\w"),
            ("W", r"\W"),
            ("s", r"\t\n\f\r\x20"),
            ("S", r"\x00-\x08\x0b\x0e-\x1f\x21-\x{10ffff}"),
        ];
        classes.into_iter().find(|(letter, _)| self.takes(letter)).map(|(_, class)| class)
    }

    /// Reads an escape that stands for one character.
    fn escaped_char(&mut self) -> Parsed<char> {
        Ok(match self.next().ok_or("a \\ at the end")? {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => self.hexadecimal()?,
            c @ '0'..='7' => self.octal(c)?,
            c if c.is_ascii_punctuation() => c,
            _ => return Err("an unknown escape"),
        })
    }

    /// Reads `7f` or `{10ffff}`.
    fn hexadecimal(&mut self) -> Parsed<char> {
        let (digits, rest) = if self.takes("{") {
            self.rest.split_once('}').ok_or("a \\x{ without its }")?
        } else {
            self.rest.split_at_checked(2).ok_or("a bad \\x")?
        };
        self.rest = rest;
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
        code.and_then(char::from_u32).ok_or("a bad \\x")
    }

    /// Reads `012` or `12`. A single digit other than zero would be a reference to a group, which RE2 does not have.
    fn octal(&mut self, first: char) -> Parsed<char> {
        let more = self.rest.bytes().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        if more == 0 && first != '0' {
            return Err("an unknown escape");
        }
        let (digits, rest) = self.rest.split_at(more);
        self.rest = rest;
        let code = u32::from_str_radix(&format!("{first}{digits}"), 8).ok();
        code.and_then(char::from_u32).ok_or("an unknown escape")
    }

    /// Reads what follows an opening bracket.
    pub(super) fn class(&mut self) -> Parsed<()> {
        self.out.push('[');
        if self.takes("^") {
            self.out.push('^');
        }
        let mut is_first = true;
        while is_first || !self.takes("]") {
            is_first = false;
            if self.rest.starts_with("[:")
                && let Some((name, rest)) = self.rest.split_once(":]")
            {
                let word = name.trim_start_matches("[:").trim_start_matches('^');
                if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    return Err("an unknown class");
                }
                self.out.push_str(&format!("{name}:]"));
                self.rest = rest;
                continue;
            }
            if let Some(after) = self.rest.strip_prefix('\\') {
                let before = core::mem::replace(&mut self.rest, after);
                if let Some(class) = self.perl_class() {
                    self.out.push_str(class);
                    continue;
                }
                self.rest = before;
            }
            let low = self.class_char()?;
            self.literal(low);
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                self.next();
                self.out.push('-');
                let high = self.class_char()?;
                self.literal(high);
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn class_char(&mut self) -> Parsed<char> {
        match self.next().ok_or("a [ without its ]")? {
            '\\' => self.escaped_char(),
            c => Ok(c),
        }
    }
}
