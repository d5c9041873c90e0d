//! What goes into an evaluation beside the expression, and what comes out of it.

use crate::labels::LabelSet;
use crate::promql::annotation::Annotations;
use crate::series::Sample;
use crate::time::Duration;

/// Maximum age of a sample that counts as the current value of its series.
pub const LOOKBACK: Duration = Duration::from_secs(300);

/// Maximum number of steps of a range, as in Prometheus.
pub const MAX_STEPS: usize = 11_000;

/// The settings of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Maximum age of a sample that counts as the current value of its series.
    pub lookback: Duration,
    /// The distance of the evaluations of a subquery that names none.
    pub subquery_step: Duration,
    /// Whether the names of metrics are dropped at the end of the evaluation rather than by each function and operator, as
    /// Prometheus does with the feature `promql-delayed-name-removal`.
    pub delays_names: bool,
    /// The bounds of the evaluation.
    pub limits: Limits,
}

/// The bounds of an evaluation. An expression that needs more is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum number of steps.
    pub steps: usize,
    /// Maximum number of series of one selector.
    pub series: usize,
    /// Maximum number of samples that are read and values that are computed, all parts of the expression together. Bounds time and
    /// memory.
    pub samples: usize,
    /// Maximum number of samples of one step, where an [`Evaluation`](super::Evaluation) is done in slices. Bounds the time of a slice.
    pub per_step: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let limits =
            Limits { steps: MAX_STEPS, series: 50_000, samples: 50_000_000, per_step: 5_000_000 };
        let subquery_step = Duration::from_secs(60);
        Self { lookback: LOOKBACK, subquery_step, delays_names: false, limits }
    }
}

/// The result of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The value of the expression.
    pub answer: Answer,
    /// Warnings and infos.
    pub annotations: Annotations,
}

impl Outcome {
    /// Returns whether the value has no series.
    pub fn is_empty(&self) -> bool {
        match &self.answer {
            Answer::Scalar(_) | Answer::Text(_) => false,
            Answer::Vector(series) => series.is_empty(),
            Answer::Samples(series) => series.is_empty(),
        }
    }
}

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A number per step.
    Scalar(Vec<f64>),
    /// A text.
    Text(String),
    /// At most one value per series and step.
    Vector(Vec<RangeSeries>),
    /// The samples of a window per series. For one instant only.
    Samples(Vec<(LabelSet, Vec<Sample>)>),
}

/// One series of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeSeries {
    /// The labels; empty for a plain number.
    pub labels: LabelSet,
    /// The value at each step, `None` where there is none. At least one step has a value.
    pub values: Vec<Option<f64>>,
}
