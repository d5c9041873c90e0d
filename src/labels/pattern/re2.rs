//! Regular expressions in RE2's syntax, which is Go's and so Prometheus', matched by `regex-lite`.
//!
//! Both engines take time that is linear in the text, and have the same operators. Where `regex-lite` reads an expression otherwise
//! than RE2, this module rewrites it: braces and brackets that stand for themselves, octal escapes, `\s` without the vertical tab.
//! What RE2 refuses (`a**`, `a{1001}`, the flag `x`) is refused here.
//!
//! Two differences remain: `\p{…}` is an error, and `(?i)` folds ASCII letters only.

use regex_lite::{Regex, RegexBuilder};

/// Maximum size of a compiled expression in bytes. Expressions come from links and from other people's rules.
const MAX_BYTES: usize = 1 << 20;
/// Maximum nesting depth of groups.
const MAX_DEPTH: u32 = 100;
/// Maximum count of a repetition, as in RE2.
const MAX_COUNT: u32 = 1000;

/// Compiles an expression that has to match a whole text, in which a dot matches a line feed too.
///
/// # Errors
///
/// The reason in words.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let pattern = Translator { rest: pattern, out: String::new(), depth: 0 }.translate()?;
    let mut builder = RegexBuilder::new(&format!("^(?s:{pattern})$"));
    builder.size_limit(MAX_BYTES).nest_limit(MAX_DEPTH).build().map_err(|error| error.to_string())
}

/// Rewrites an expression while reading it.
struct Translator<'a> {
    rest: &'a str,
    out: String,
    /// Groups that are open. Counted here, because the group around the whole would make two groups of `a)(b`.
    depth: usize,
}

/// A part of an expression, or the reason for which it is refused.
type Parsed<T> = Result<T, &'static str>;

impl Translator<'_> {
    fn translate(mut self) -> Parsed<String> {
        let mut is_repeated = false;
        while let Some(c) = self.next() {
            let repetition = match c {
                '*' | '+' | '?' => Some(c.to_string()),
                '{' => self.count()?,
                _ => None,
            };
            if let Some(repetition) = repetition {
                if is_repeated {
                    return Err("a repetition of a repetition");
                }
                self.out.push_str(&repetition);
                if self.takes("?") {
                    self.out.push('?');
                }
                is_repeated = true;
                continue;
            }
            is_repeated = false;
            match c {
                '{' => self.out.push_str("\\{"),
                '[' => self.class()?,
                '(' => self.group()?,
                '\\' => self.escape()?,
                ')' => {
                    self.depth = self.depth.checked_sub(1).ok_or("a ) without its (")?;
                    self.out.push(')');
                }
                _ => self.out.push(c),
            }
        }
        if self.depth == 0 { Ok(self.out) } else { Err("a ( without its )") }
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Appends a character that stands for itself.
    fn literal(&mut self, c: char) {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            self.out.push_str(&format!("\\x{{{:x}}}", u32::from(c)));
        } else {
            self.out.push(c);
        }
    }

    /// Reads `2,3}` after a brace. Anything else makes the brace stand for itself.
    fn count(&mut self) -> Parsed<Option<String>> {
        let Some((inner, rest)) = self.rest.split_once('}') else { return Ok(None) };
        let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !is_number(least) || !is_number(most) {
            return Ok(None);
        }
        let is_small = |count: &str| count.parse().is_ok_and(|count: u32| count <= MAX_COUNT);
        if !is_small(least) || !(most.is_empty() || is_small(most)) {
            return Err("a repetition of more than 1000 times");
        }
        self.rest = rest;
        Ok(Some(format!("{{{inner}}}")))
    }

    /// Reads what follows an opening parenthesis. No group captures, because no caller asks for what a group matched.
    fn group(&mut self) -> Parsed<()> {
        if self.takes("?P<") || self.takes("?<") {
            let (name, rest) = self.rest.split_once('>').ok_or("a name without its >")?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err("a bad name of a group");
            }
            self.rest = rest;
        } else if self.takes("?") {
            return self.flags();
        }
        self.depth += 1;
        self.out.push_str("(?:");
        Ok(())
    }

    /// Reads `i-s:` or `i-s)` after `(?`.
    fn flags(&mut self) -> Parsed<()> {
        let (mut on, mut off, mut is_on) = (String::new(), String::new(), true);
        // A `?` or a minus needs a flag after it, except in `(?:`.
        let mut is_due = !self.rest.starts_with(':');
        loop {
            let c = self.next().ok_or("a ( without its )")?;
            match c {
                'i' | 'm' | 's' => {
                    on.retain(|flag| flag != c);
                    off.retain(|flag| flag != c);
                    if is_on { on.push(c) } else { off.push(c) }
                }
                // Which of several matches is the best matters to captures only.
                'U' => {}
                '-' if is_on => is_on = false,
                ':' | ')' if !is_due => {
                    self.depth += usize::from(c == ':');
                    let minus = if off.is_empty() { "" } else { "-" };
                    if c == ':' || !on.is_empty() || !off.is_empty() {
                        self.out.push_str(&format!("(?{on}{minus}{off}{c}"));
                    }
                    return Ok(());
                }
                _ => return Err("an unknown flag"),
            }
            is_due = c == '-';
        }
    }

    /// Reads what follows a backslash outside of brackets.
    fn escape(&mut self) -> Parsed<()> {
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
    fn class(&mut self) -> Parsed<()> {
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

#[cfg(test)]
mod tests;
