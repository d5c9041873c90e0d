//! Regular expressions in RE2's syntax, which is Go's and so Prometheus', matched by `regex-lite`.
//!
//! Both engines take time that is linear in the text, and have the same operators. Where `regex-lite` reads an expression otherwise
//! than RE2, this module rewrites it: braces and brackets that stand for themselves, octal escapes, `\s` without the vertical tab.
//! Expressions that RE2 rejects (`a**`, `a{1001}`, the flag `x`) are rejected here.
//!
//! Two differences remain: `\p{…}` is an error, and `(?i)` folds ASCII letters only.

mod escape;
mod translator;

use regex_lite::{Regex, RegexBuilder};
use translator::{Parsed, Translator};

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
    build(pattern, false)
}

/// Compiles an expression that also reports what its groups match.
///
/// # Errors
///
/// As [`compile`].
pub(super) fn compile_with_groups(pattern: &str) -> Result<Regex, String> {
    build(pattern, true)
}

fn build(pattern: &str, keeps_groups: bool) -> Result<Regex, String> {
    let translator = Translator { rest: pattern, out: String::new(), depth: 0, keeps_groups };
    let pattern = translator.translate()?;
    let mut builder = RegexBuilder::new(&format!("^(?s:{pattern})$"));
    builder.size_limit(MAX_BYTES).nest_limit(MAX_DEPTH).build().map_err(|error| error.to_string())
}

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

    /// Reads what follows an opening parenthesis. No group captures, because no caller needs the text that a group matched.
    fn group(&mut self) -> Parsed<()> {
        if self.takes("?P<") || self.takes("?<") {
            let (name, rest) = self.rest.split_once('>').ok_or("a name without its >")?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err("a bad name of a group");
            }
            self.rest = rest;
            if self.keeps_groups {
                self.depth += 1;
                self.out.push_str(&format!("(?P<{name}>"));
                return Ok(());
            }
        } else if self.takes("?") {
            return self.flags();
        }
        self.depth += 1;
        self.out.push_str(if self.keeps_groups { "(" } else { "(?:" });
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
                // Which of several matches is the best matters to groups only.
                'U' if !self.keeps_groups => {}
                'i' | 'm' | 's' | 'U' => {
                    on.retain(|flag| flag != c);
                    off.retain(|flag| flag != c);
                    if is_on { on.push(c) } else { off.push(c) }
                }
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
}

#[cfg(test)]
mod tests;
