//! Matchers: conditions on labels, by which series are selected.

use super::pattern::{BadRegex, Pattern};

/// One condition on one label. All conditions of a selector have to hold.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// The label's name.
    pub name: String,
    /// How its value is compared. A label that is absent has the empty value.
    pub op: MatchOp,
    /// What it is compared with, as written.
    pub value: String,
    /// The value as a regular expression, where it is one.
    pattern: Option<Pattern>,
}

/// How a [`Matcher`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Matches,
    /// `!~`
    NotMatches,
}

impl Matcher {
    /// A condition.
    ///
    /// # Errors
    ///
    /// [`BadRegex`] where `op` wants a regular expression and `value` is none, or one that is too large.
    pub fn new(op: MatchOp, name: &str, value: &str) -> Result<Self, BadRegex> {
        let pattern = match op {
            MatchOp::Equal | MatchOp::NotEqual => None,
            MatchOp::Matches | MatchOp::NotMatches => Some(Pattern::new(value)?),
        };
        Ok(Self { name: name.to_owned(), op, value: value.to_owned(), pattern })
    }

    /// `name="value"`.
    pub fn equal(name: &str, value: &str) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        Self { name, op: MatchOp::Equal, value, pattern: None }
    }

    /// Whether the label's value, empty where the label is absent, passes.
    pub fn matches(&self, value: &str) -> bool {
        let fits = match &self.pattern {
            None => value == self.value,
            Some(pattern) => pattern.matches(value),
        };
        fits == matches!(self.op, MatchOp::Equal | MatchOp::Matches)
    }
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.op == other.op && self.value == other.value
    }
}

impl Eq for Matcher {}

impl MatchOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Matches => "=~",
            Self::NotMatches => "!~",
        }
    }
}
