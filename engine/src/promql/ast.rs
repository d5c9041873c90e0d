//! The syntax tree of an expression.

mod operator;

pub use operator::{Aggregation, BinaryOp, Comparison};

use super::Span;
use super::functions::Function;
use crate::labels::{MatchOp, Matcher, NAME};
use crate::time::{Duration, Timestamp};

/// An expression or a part of one. Two are equal if they mean the same, wherever they stand in their texts.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The kind of the expression with its parts.
    pub node: Node,
    /// The place in the text.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// The kinds of [`Expr`].
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `5`, `0x1f`, `Inf`, or a duration such as `5m` in seconds. Negative where a minus stood right before it.
    Number(f64),
    /// `"text"`
    Text(String),
    /// `up{job="rat"}`: the newest sample of each series.
    Selector(Selector),
    /// `up{job="rat"}[5m]`: the samples of each series within a window.
    Range {
        /// The series.
        selector: Selector,
        /// The length of the window, greater than zero.
        range: Duration,
    },
    /// `expr[1h:5m]`
    Subquery(Box<Subquery>),
    /// `rate(…)`
    Call {
        /// The function.
        function: &'static Function,
        /// The arguments.
        args: Vec<Expr>,
    },
    /// `sum by (job) (…)`
    Aggregate(Box<Aggregate>),
    /// `-expr` or `+expr` of anything but a number.
    Sign {
        /// Whether the sign is a minus.
        negative: bool,
        /// The operand.
        expr: Box<Expr>,
    },
    /// `a > b`
    Binary(Box<Binary>),
    /// `(expr)`
    Paren(Box<Expr>),
}

/// The series to select, and the time at which to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Conditions that all have to hold, at least one of which does not hold for an empty value. The metric's name comes first
    /// where it is one condition.
    pub matchers: Vec<Matcher>,
    /// The distance from the time of the evaluation.
    pub shift: Shift,
}

/// A change of the time of the evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// `offset 5m`: the duration by which it is earlier; negative for later.
    pub offset: Duration,
    /// `@ 1603774568`: the instant that replaces it.
    pub at: Option<At>,
}

/// The instant of an `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// An instant in the text.
    Time(Timestamp),
    /// `start()`: the first instant of the evaluation.
    Start,
    /// `end()`: the last instant of the evaluation.
    End,
}

/// `expr[range:step] offset …`
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// The inner expression.
    pub expr: Expr,
    /// The length of the window.
    pub range: Duration,
    /// The distance of the evaluations; `None` for the default.
    pub step: Option<Duration>,
    /// The change of the time of the evaluation.
    pub shift: Shift,
}

/// `op by (labels) (param, expr)`
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The operator.
    pub op: Aggregation,
    /// The labels of the result; `None` where all are aggregated away.
    pub grouping: Option<Grouping>,
    /// The first argument of the operators that have two.
    pub param: Option<Expr>,
    /// The aggregated expression.
    pub expr: Expr,
}

/// `by (labels)` or `without (labels)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Whether the labels are removed rather than kept.
    pub without: bool,
    /// The labels.
    pub labels: Vec<String>,
}

/// `left op right`
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// The left side.
    pub left: Expr,
    /// The right side.
    pub right: Expr,
    /// Whether a comparison yields 0 or 1 (`> bool`) instead of filtering.
    pub is_bool: bool,
    /// The matching of the two sides, where it is written.
    pub matching: Option<Matching>,
}

/// `on (labels) group_left (include)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Whether the labels follow `on` rather than `ignoring`.
    pub on: bool,
    /// The labels.
    pub labels: Vec<String>,
    /// The side that may have several series, and the labels that it takes from the other side.
    pub group: Option<(Side, Vec<String>)>,
}

/// A side of a [`Binary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

impl Expr {
    /// Returns the number that the expression writes, through parentheses and signs.
    pub fn as_number(&self) -> Option<f64> {
        match &self.node {
            Node::Number(number) => Some(*number),
            Node::Paren(inner) => inner.as_number(),
            Node::Sign { negative, expr } => {
                expr.as_number().map(|number| if *negative { -number } else { number })
            }
            _ => None,
        }
    }

    /// Returns the selectors in the expression, in the order of the text.
    pub fn selectors(&self) -> Vec<&Selector> {
        let mut found = Vec::new();
        self.collect_selectors(&mut found);
        found
    }

    fn collect_selectors<'a>(&'a self, found: &mut Vec<&'a Selector>) {
        if let Node::Selector(selector) | Node::Range { selector, .. } = &self.node {
            found.push(selector);
        }
        self.parts().into_iter().for_each(|part| part.collect_selectors(found));
    }

    /// Returns the expressions that this one is made of, in the order of the text.
    pub fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Number(_) | Node::Text(_) | Node::Selector(_) | Node::Range { .. } => Vec::new(),
            Node::Subquery(subquery) => vec![&subquery.expr],
            Node::Call { args, .. } => args.iter().collect(),
            Node::Aggregate(aggregate) => aggregate.param.iter().chain([&aggregate.expr]).collect(),
            Node::Sign { expr, .. } | Node::Paren(expr) => vec![expr],
            Node::Binary(binary) => vec![&binary.left, &binary.right],
        }
    }
}

impl Selector {
    /// Returns the metric's name where one `=` matcher gives it.
    pub fn name(&self) -> Option<&str> {
        let mut names = self.matchers.iter().filter(|matcher| matcher.name == NAME);
        let only = names.next().filter(|name| name.op == MatchOp::Equal)?;
        names.next().is_none().then_some(only.value.as_str())
    }
}
