//! What stands for characters: escapes, and classes in brackets.

use super::parse::{Parsed, Parser};
use crate::labels::pattern::set::{Set, named, negated, perl};

impl Parser<'_> {
    /// What follows a backslash.
    pub(super) fn escaped(&mut self) -> Parsed<Set> {
        let c = self.next().ok_or("a \\ at the end")?;
        if let Some(ranges) = perl(c) {
            return Ok(Set(ranges));
        }
        let c = match c {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => self.hexadecimal()?,
            '0'..='7' => self.octal(c)?,
            c if c.is_ascii_punctuation() => c,
            _ => return Err("an unknown escape"),
        };
        Ok(self.one(c))
    }

    /// `7f` or `{10ffff}`.
    fn hexadecimal(&mut self) -> Parsed<char> {
        let digits = if self.takes("{") {
            let (digits, rest) = self.rest.split_once('}').ok_or("a \\x{ without its }")?;
            self.rest = rest;
            digits
        } else {
            let digits = self.rest.get(..2).ok_or("a bad \\x")?;
            self.rest = self.rest.get(2..).unwrap_or_default();
            digits
        };
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
        code.and_then(char::from_u32).ok_or("a bad \\x")
    }

    /// `\012`, and `\12` too; a single digit other than zero would be a reference to a group, which there is not.
    fn octal(&mut self, first: char) -> Parsed<char> {
        let mut code = first.to_digit(8).unwrap_or_default();
        let mut digits = 1;
        while digits < 3
            && let Some(digit) = self.peek().and_then(|c| c.to_digit(8))
        {
            code = code * 8 + digit;
            digits += 1;
            self.next();
        }
        if digits == 1 && first != '0' {
            return Err("an unknown escape");
        }
        char::from_u32(code).ok_or("an unknown escape")
    }

    /// What follows an opening bracket.
    pub(super) fn class(&mut self) -> Parsed<Set> {
        let is_negated = self.takes("^");
        let mut ranges = Vec::new();
        let mut is_first = true;
        while is_first || self.peek() != Some(']') {
            is_first = false;
            if self.rest.starts_with("[:")
                && let Some((name, rest)) =
                    self.rest.get(2..).and_then(|rest| rest.split_once(":]"))
            {
                ranges.extend(named(name).ok_or("an unknown class")?);
                self.rest = rest;
                continue;
            }
            let set = self.class_item()?;
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            match (set.as_slice(), is_range) {
                ([(low, same)], true) if low == same => {
                    let low = *low;
                    self.next();
                    let high = self.class_item()?;
                    match high.as_slice() {
                        [(high, same)] if high == same && low <= *high => ranges.push((low, *high)),
                        _ => return Err("a bad range"),
                    }
                }
                (_, true) => return Err("a bad range"),
                (_, false) => ranges.extend(set),
            }
        }
        self.next();
        let set = self.folded(ranges);
        Ok(if is_negated { Set(negated(set.0)) } else { set })
    }

    fn class_item(&mut self) -> Parsed<Vec<(char, char)>> {
        let flags = self.flags;
        // The class as a whole is folded.
        self.flags.fold = false;
        let set = match self.next() {
            Some('\\') => self.escaped().map(|set| set.0),
            Some(c) => Ok(vec![(c, c)]),
            None => Err("a [ without its ]"),
        };
        self.flags = flags;
        set
    }
}
