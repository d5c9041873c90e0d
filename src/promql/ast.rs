//! The parts of an expression.

mod operator;

pub use operator::{Aggregation, BinaryOp, Comparison};

use super::Span;
use super::functions::Function;
use crate::labels::{MatchOp, Matcher, NAME};
use crate::time::{Duration, Timestamp};

/// An expression or a part of one. Equal to another where it means the same, wherever it stood.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where it stood.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// What an [`Expr`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `5`, `0x1f`, `Inf`; a time such as `5m` is its seconds. Negative where a minus stood right before it.
    Number(f64),
    /// `"text"`
    Text(String),
    /// `up{job="rat"}`: of each series the newest sample.
    Selector(Selector),
    /// `up{job="rat"}[5m]`: of each series the samples of a window.
    Range {
        /// The series.
        selector: Selector,
        /// How long the window is; more than zero.
        range: Duration,
    },
    /// `expr[1h:5m]`
    Subquery(Box<Subquery>),
    /// `rate(…)`
    Call {
        /// Which function.
        function: &'static Function,
        /// Its arguments.
        args: Vec<Expr>,
    },
    /// `sum by (job) (…)`
    Aggregate(Box<Aggregate>),
    /// `-expr` or `+expr`, of what is no number.
    Sign {
        /// Whether it is a minus.
        negative: bool,
        /// What it is before.
        expr: Box<Expr>,
    },
    /// `a > b`
    Binary(Box<Binary>),
    /// `(expr)`
    Paren(Box<Expr>),
}

/// Which series, and as of when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Conditions that all have to hold; at least one of them does not hold for an empty value. The metric's name, where it is
    /// one condition, stands first.
    pub matchers: Vec<Matcher>,
    /// Another time than that of the evaluation.
    pub shift: Shift,
}

/// Another time than that of the evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// `offset 5m`: so much earlier; negative for later.
    pub offset: Duration,
    /// `@ 1603774568`: as of this instant instead.
    pub at: Option<At>,
}

/// The instant of an `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// This instant.
    Time(Timestamp),
    /// `start()`: the first instant of the evaluation.
    Start,
    /// `end()`: the last one.
    End,
}

/// `expr[range:step] offset …`
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// What is evaluated.
    pub expr: Expr,
    /// Over how long.
    pub range: Duration,
    /// How often; `None` for the usual.
    pub step: Option<Duration>,
    /// As of when.
    pub shift: Shift,
}

/// `op by (labels) (param, expr)`
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The operator.
    pub op: Aggregation,
    /// Which labels the result has; `None` for none at all.
    pub grouping: Option<Grouping>,
    /// The first argument, for those operators that have two.
    pub param: Option<Expr>,
    /// What is aggregated.
    pub expr: Expr,
}

/// `by (labels)` or `without (labels)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Whether the labels are those that go.
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
    /// Whether a comparison gives 0 or 1 instead of leaving out: `> bool`.
    pub is_bool: bool,
    /// How the two sides find each other, where that is written.
    pub matching: Option<Matching>,
}

/// `on (labels) group_left (include)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// `on` rather than `ignoring`.
    pub on: bool,
    /// The labels that count, or do not.
    pub labels: Vec<String>,
    /// Which side may have several series, and the labels it gets from the other.
    pub group: Option<(Side, Vec<String>)>,
}

/// A side of a [`Binary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left.
    Left,
    /// The right.
    Right,
}

impl Expr {
    /// The number that this is, through parentheses and signs.
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

    /// The selectors in it, in the order of the text.
    pub fn selectors(&self) -> Vec<&Selector> {
        let mut found = Vec::new();
        self.collect_selectors(&mut found);
        found
    }

    fn collect_selectors<'a>(&'a self, found: &mut Vec<&'a Selector>) {
        match &self.node {
            Node::Number(_) | Node::Text(_) => {}
            Node::Selector(selector) | Node::Range { selector, .. } => found.push(selector),
            Node::Subquery(subquery) => subquery.expr.collect_selectors(found),
            Node::Call { args, .. } => args.iter().for_each(|arg| arg.collect_selectors(found)),
            Node::Aggregate(aggregate) => aggregate.expr.collect_selectors(found),
            Node::Sign { expr, .. } | Node::Paren(expr) => expr.collect_selectors(found),
            Node::Binary(binary) => {
                binary.left.collect_selectors(found);
                binary.right.collect_selectors(found);
            }
        }
    }
}

impl Selector {
    /// The metric's name, where it is one.
    pub fn name(&self) -> Option<&str> {
        let mut names = self.matchers.iter().filter(|matcher| matcher.name == NAME);
        let only = names.next().filter(|name| name.op == MatchOp::Equal)?;
        names.next().is_none().then_some(only.value.as_str())
    }
}
