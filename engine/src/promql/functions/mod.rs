//! The functions of the language: names, types, and how each is computed.
//!
//! The table has one row per function. To add one, write it in the file of its family, as one of the kinds of [`Compute`], and name it in its
//! row: nothing else knows functions by name.

mod rate;

use super::annotation::Annotations;
use super::value::{Grid, Value, Vector};
use super::window::Window;
use super::{Error, Span};

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// The name.
    pub name: &'static str,
    /// The types of the arguments.
    pub args: &'static [Type],
    /// The number of arguments, from the end, that may be missing.
    pub optional: usize,
    /// Whether the last argument may occur any number of times.
    pub repeats: bool,
    /// The type of the result.
    pub returns: Type,
    /// How the result is computed.
    pub(super) compute: Compute,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// How a function is computed. The scalar arguments are passed in their order, at the step in question.
#[derive(Clone, Copy, Debug)]
pub(super) enum Compute {
    /// A number of the samples within a window, or none. The metric's name is dropped.
    Window(fn(&Window<'_>, &[f64]) -> Option<f64>),
    /// The same, for a number that is a sample of the metric, which keeps its name.
    Sample(fn(&Window<'_>, &[f64]) -> Option<f64>),
    /// A number for each value of a vector, or none. The metric's name is dropped. Where the vector is left out, the values are the time.
    Value(fn(f64, &[f64]) -> Option<f64>),
    /// A vector of all arguments.
    Vector(for<'a> fn(&mut Call<'_>, Vec<Value<'a>>) -> Result<Vector<'a>, Error>),
    /// By the evaluator, because it needs more than the values of the arguments.
    Evaluator(Special),
    /// Not yet.
    Missing,
}

/// The functions that need more than the values of their arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    Absent,
    AbsentOverTime,
    Pi,
    Scalar,
    Time,
    Timestamp,
    Vector,
}

/// One call of a function that computes a vector.
#[derive(Debug)]
pub(super) struct Call<'c> {
    /// The places of the arguments.
    pub(super) args: &'c [Span],
    /// The place of the call.
    pub(super) span: Span,
    /// The steps.
    pub(super) grid: Grid,
    /// Whether names are dropped at the end of the evaluation rather than at once. Where they are not, a function drops the metric's name
    /// from the labels, where they are, it sets [`drops_name`](super::value::Series::drops_name).
    pub(super) delays_names: bool,
    /// The annotations of the result.
    pub(super) annotations: &'c mut Annotations,
}

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One number.
    Scalar,
    /// A text.
    Text,
    /// One sample per series.
    Vector,
    /// The samples of a window per series.
    Range,
}

impl Type {
    /// Returns Prometheus' name of the type, with its article.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Text => "a string",
            Self::Vector => "an instant vector",
            Self::Range => "a range vector",
        }
    }
}

/// Returns the function with this name.
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name == name)
}

/// Returns whether Prometheus has a function of this name behind a feature flag.
pub(super) fn is_experimental(name: &str) -> bool {
    EXPERIMENTAL.contains(&name)
}

/// Returns the function whose name differs by one edit: a letter, or two neighbours exchanged.
pub(super) fn similar(name: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .map(|function| function.name)
        .find(|known| is_slip(name.as_bytes(), known.as_bytes()))
}

/// Returns whether two words differ by one edit.
fn is_slip(one: &[u8], other: &[u8]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    // The rests after the first difference, and their lengths.
    let ends_alike = |skip: usize, skip_other: usize| {
        let (end, other_end) = (one.get(same + skip..), other.get(same + skip_other..));
        end.is_some() && end == other_end
    };
    let is_exchanged = one.get(same) == other.get(same + 1) && one.get(same + 1) == other.get(same);
    ends_alike(1, 1) || ends_alike(0, 1) || ends_alike(1, 0) || is_exchanged && ends_alike(2, 2)
}

const S: Type = Type::Scalar;
const T: Type = Type::Text;
const V: Type = Type::Vector;
const R: Type = Type::Range;

const fn plain(name: &'static str, args: &'static [Type], compute: Compute) -> Function {
    Function { name, args, optional: 0, repeats: false, returns: V, compute }
}

const fn optional(name: &'static str, args: &'static [Type], compute: Compute) -> Function {
    Function { name, args, optional: 1, repeats: false, returns: V, compute }
}

const fn scalar(name: &'static str, args: &'static [Type], compute: Compute) -> Function {
    Function { name, args, optional: 0, repeats: false, returns: S, compute }
}

use Compute::{Evaluator, Missing, Window as Win};

/// `promql/parser/functions.go`.
static TABLE: [Function; 72] = [
    plain("abs", &[V], Missing),
    plain("absent", &[V], Evaluator(Special::Absent)),
    plain("absent_over_time", &[R], Evaluator(Special::AbsentOverTime)),
    plain("acos", &[V], Missing),
    plain("acosh", &[V], Missing),
    plain("asin", &[V], Missing),
    plain("asinh", &[V], Missing),
    plain("atan", &[V], Missing),
    plain("atanh", &[V], Missing),
    plain("avg_over_time", &[R], Missing),
    plain("ceil", &[V], Missing),
    plain("changes", &[R], Missing),
    plain("clamp", &[V, S, S], Missing),
    plain("clamp_max", &[V, S], Missing),
    plain("clamp_min", &[V, S], Missing),
    plain("cos", &[V], Missing),
    plain("cosh", &[V], Missing),
    plain("count_over_time", &[R], Missing),
    optional("day_of_month", &[V], Missing),
    optional("day_of_week", &[V], Missing),
    optional("day_of_year", &[V], Missing),
    optional("days_in_month", &[V], Missing),
    plain("deg", &[V], Missing),
    plain("delta", &[R], Missing),
    plain("deriv", &[R], Missing),
    plain("exp", &[V], Missing),
    plain("floor", &[V], Missing),
    plain("histogram_avg", &[V], Missing),
    plain("histogram_count", &[V], Missing),
    plain("histogram_fraction", &[S, S, V], Missing),
    plain("histogram_quantile", &[S, V], Missing),
    plain("histogram_stddev", &[V], Missing),
    plain("histogram_stdvar", &[V], Missing),
    plain("histogram_sum", &[V], Missing),
    optional("hour", &[V], Missing),
    plain("idelta", &[R], Missing),
    plain("increase", &[R], Win(rate::increase)),
    plain("irate", &[R], Missing),
    Function {
        name: "label_join",
        args: &[V, T, T, T],
        optional: 1,
        repeats: true,
        returns: V,
        compute: Missing,
    },
    plain("label_replace", &[V, T, T, T, T], Missing),
    plain("last_over_time", &[R], Missing),
    plain("ln", &[V], Missing),
    plain("log10", &[V], Missing),
    plain("log2", &[V], Missing),
    plain("max_over_time", &[R], Missing),
    plain("min_over_time", &[R], Missing),
    optional("minute", &[V], Missing),
    optional("month", &[V], Missing),
    scalar("pi", &[], Evaluator(Special::Pi)),
    plain("predict_linear", &[R, S], Missing),
    plain("present_over_time", &[R], Missing),
    plain("quantile_over_time", &[S, R], Missing),
    plain("rad", &[V], Missing),
    plain("rate", &[R], Win(rate::rate)),
    plain("resets", &[R], Missing),
    optional("round", &[V, S], Missing),
    scalar("scalar", &[V], Evaluator(Special::Scalar)),
    plain("sgn", &[V], Missing),
    plain("sin", &[V], Missing),
    plain("sinh", &[V], Missing),
    plain("sort", &[V], Missing),
    plain("sort_desc", &[V], Missing),
    plain("sqrt", &[V], Missing),
    plain("stddev_over_time", &[R], Missing),
    plain("stdvar_over_time", &[R], Missing),
    plain("sum_over_time", &[R], Missing),
    plain("tan", &[V], Missing),
    plain("tanh", &[V], Missing),
    scalar("time", &[], Evaluator(Special::Time)),
    plain("timestamp", &[V], Evaluator(Special::Timestamp)),
    plain("vector", &[S], Evaluator(Special::Vector)),
    optional("year", &[V], Missing),
];

const EXPERIMENTAL: [&str; 22] = [
    "double_exponential_smoothing",
    "end",
    "fill",
    "fill_left",
    "fill_right",
    "first_over_time",
    "histogram_quantiles",
    "info",
    "limit_ratio",
    "limitk",
    "mad_over_time",
    "max_of",
    "min_of",
    "range",
    "sort_by_label",
    "sort_by_label_desc",
    "start",
    "step",
    "ts_of_last_over_time",
    "ts_of_first_over_time",
    "ts_of_max_over_time",
    "ts_of_min_over_time",
];
