//! The state of a translation: the remaining input, and the output.

/// Rewrites an expression while reading it.
pub(super) struct Translator<'a> {
    pub(super) rest: &'a str,
    pub(super) out: String,
    /// Groups that are open. Counted here, because the group around the whole would make two groups of `a)(b`.
    pub(super) depth: usize,
    /// Whether the texts of groups are captured, which takes more time.
    pub(super) keeps_groups: bool,
}

/// A part of an expression, or the reason for which it is refused.
pub(super) type Parsed<T> = Result<T, &'static str>;

impl Translator<'_> {
    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    pub(super) fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Appends a character that stands for itself.
    pub(super) fn literal(&mut self, c: char) {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            self.out.push_str(&format!("\\x{{{:x}}}", u32::from(c)));
        } else {
            self.out.push(c);
        }
    }
}
