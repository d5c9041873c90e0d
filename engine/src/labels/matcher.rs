//! Matchers: conditions on labels that select series.

use super::pattern::{BadRegex, Pattern};

/// A condition on one label. All conditions of a selector have to hold.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// The label's name.
    pub name: String,
    /// The comparison. An absent label has the empty value.
    pub op: MatchOp,
    /// The value or regular expression to compare with, as written.
    pub value: String,
    /// The compiled regular expression.
    pattern: Option<Pattern>,
}

/// The comparison of a [`Matcher`].
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
    /// Creates a condition.
    ///
    /// # Errors
    ///
    /// [`BadRegex`] where `op` takes a regular expression and `value` is none, or one that is too large.
    pub fn new(op: MatchOp, name: &str, value: &str) -> Result<Self, BadRegex> {
        let pattern = match op {
            MatchOp::Equal | MatchOp::NotEqual => None,
            MatchOp::Matches | MatchOp::NotMatches => Some(Pattern::new(value)?),
        };
        Ok(Self { name: name.to_owned(), op, value: value.to_owned(), pattern })
    }

    /// Creates `name="value"`.
    pub fn equal(name: &str, value: &str) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        Self { name, op: MatchOp::Equal, value, pattern: None }
    }

    /// Returns whether the label's value, empty where the label is absent, passes.
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
    /// Returns the operator.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Matches => "=~",
            Self::NotMatches => "!~",
        }
    }
}
