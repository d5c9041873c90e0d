//! Operators: their symbols, and the meaning of comparisons.

/// An operator with two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `unless`
    Unless,
    /// `>` and the other comparisons
    Compare(Comparison),
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `atan2`
    Atan2,
    /// `^`
    Power,
}

/// A comparison of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

/// The operator of an [`Aggregate`](super::Aggregate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the language's own words")]
pub enum Aggregation {
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    CountValues,
    Quantile,
}

impl Comparison {
    /// All comparisons.
    pub const ALL: [Self; 6] = [
        Self::Equal,
        Self::NotEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
    ];

    /// Returns the symbol.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
        }
    }

    /// Returns whether the comparison holds. With a NaN only `!=` does.
    #[expect(clippy::float_cmp, reason = "the language compares exactly")]
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
        }
    }

    /// Returns the comparison with its sides exchanged: `<` for `>`.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            same => same,
        }
    }
}

impl BinaryOp {
    /// Returns the symbol or keyword.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Unless => "unless",
            Self::Compare(comparison) => comparison.symbol(),
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Atan2 => "atan2",
            Self::Power => "^",
        }
    }

    /// Returns whether the operator is `and`, `or` or `unless`.
    pub fn is_set(self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Unless)
    }
}

impl Aggregation {
    /// The operators by name.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("sum", Self::Sum),
        ("avg", Self::Avg),
        ("count", Self::Count),
        ("min", Self::Min),
        ("max", Self::Max),
        ("group", Self::Group),
        ("stddev", Self::Stddev),
        ("stdvar", Self::Stdvar),
        ("topk", Self::Topk),
        ("bottomk", Self::Bottomk),
        ("count_values", Self::CountValues),
        ("quantile", Self::Quantile),
    ];

    /// Returns one sentence about the result.
    pub fn doc(self) -> &'static str {
        match self {
            Self::Sum => "The sum of the values of each group.",
            Self::Avg => "The mean of the values of each group.",
            Self::Count => "The number of series of each group.",
            Self::Min => "The least value of each group.",
            Self::Max => "The greatest value of each group.",
            Self::Group => "1 for each group that has a series.",
            Self::Stddev => "The standard deviation of the values of each group.",
            Self::Stdvar => "The variance of the values of each group.",
            Self::Topk => "The series with the k greatest values of each group.",
            Self::Bottomk => "The series with the k least values of each group.",
            Self::CountValues => "How many series of each group have the same value.",
            Self::Quantile => "The φ-quantile (0 ≤ φ ≤ 1) of the values of each group.",
        }
    }

    /// Returns the keyword.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, op)| *op == self).map_or("", |(name, _)| name)
    }
}
