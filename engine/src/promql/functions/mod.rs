//! The functions of the language: names, types, and how each is computed.
//!
//! The table has one row per function. To add one, write it in the file of its family, as one of the kinds of [`Compute`], and name it in its
//! row: nothing else knows functions by name.

mod changes;
mod date;
mod histogram;
pub(super) mod kahan;
mod label;
mod math;
mod over_time;
pub(super) mod quantile;
mod rate;
mod regression;
mod sort;

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

impl Function {
    /// Returns whether the result depends on the time of the evaluation even if the arguments do not.
    pub(super) fn uses_time(&self) -> bool {
        // Without an argument, functions of dates take the time.
        let takes_date = self.optional == 1 && self.args == [V];
        takes_date || matches!(self.name, "predict_linear" | "time" | "timestamp")
    }

    /// Returns whether the windows are expected to be those of counters.
    pub(super) fn expects_counter(&self) -> bool {
        matches!(self.name, "rate" | "increase")
    }

    /// Returns what warns about a scalar argument of a function of windows.
    pub(super) fn remark(&self) -> Option<fn(f64) -> Option<String>> {
        (self.name == "quantile_over_time").then_some(quantile::complaint)
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

impl Call<'_> {
    /// Returns the place of an argument.
    fn place(&self, index: usize) -> Span {
        self.args.get(index).copied().unwrap_or(self.span)
    }
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

use Compute::{Evaluator, Sample, Value as Number, Vector as Table, Window as Win};

/// `promql/parser/functions.go`.
static TABLE: [Function; 73] = [
    plain("abs", &[V], Number(math::abs)),
    plain("absent", &[V], Evaluator(Special::Absent)),
    plain("absent_over_time", &[R], Evaluator(Special::AbsentOverTime)),
    plain("acos", &[V], Number(math::acos)),
    plain("acosh", &[V], Number(math::acosh)),
    plain("asin", &[V], Number(math::asin)),
    plain("asinh", &[V], Number(math::asinh)),
    plain("atan", &[V], Number(math::atan)),
    plain("atanh", &[V], Number(math::atanh)),
    plain("avg_over_time", &[R], Win(over_time::avg)),
    plain("ceil", &[V], Number(math::ceil)),
    plain("changes", &[R], Win(changes::changes)),
    plain("clamp", &[V, S, S], Number(math::clamp)),
    plain("clamp_max", &[V, S], Number(math::clamp_max)),
    plain("clamp_min", &[V, S], Number(math::clamp_min)),
    plain("cos", &[V], Number(math::cos)),
    plain("cosh", &[V], Number(math::cosh)),
    plain("count_over_time", &[R], Win(over_time::count)),
    optional("day_of_month", &[V], Number(date::day_of_month)),
    optional("day_of_week", &[V], Number(date::day_of_week)),
    optional("day_of_year", &[V], Number(date::day_of_year)),
    optional("days_in_month", &[V], Number(date::days_in_month)),
    plain("deg", &[V], Number(math::deg)),
    plain("delta", &[R], Win(rate::delta)),
    plain("deriv", &[R], Win(regression::deriv)),
    plain("exp", &[V], Number(math::exp)),
    plain("first_over_time", &[R], Sample(over_time::first)),
    plain("floor", &[V], Number(math::floor)),
    plain("histogram_avg", &[V], Table(histogram::of_native)),
    plain("histogram_count", &[V], Table(histogram::of_native)),
    plain("histogram_fraction", &[S, S, V], Table(histogram::fraction_of)),
    plain("histogram_quantile", &[S, V], Table(histogram::quantile_of)),
    plain("histogram_stddev", &[V], Table(histogram::of_native)),
    plain("histogram_stdvar", &[V], Table(histogram::of_native)),
    plain("histogram_sum", &[V], Table(histogram::of_native)),
    optional("hour", &[V], Number(date::hour)),
    plain("idelta", &[R], Win(changes::idelta)),
    plain("increase", &[R], Win(rate::increase)),
    plain("irate", &[R], Win(changes::irate)),
    Function {
        name: "label_join",
        args: &[V, T, T, T],
        optional: 1,
        repeats: true,
        returns: V,
        compute: Table(label::join),
    },
    plain("label_replace", &[V, T, T, T, T], Table(label::replace)),
    plain("last_over_time", &[R], Sample(over_time::last)),
    plain("ln", &[V], Number(math::ln)),
    plain("log10", &[V], Number(math::log10)),
    plain("log2", &[V], Number(math::log2)),
    plain("max_over_time", &[R], Win(over_time::max)),
    plain("min_over_time", &[R], Win(over_time::min)),
    optional("minute", &[V], Number(date::minute)),
    optional("month", &[V], Number(date::month)),
    scalar("pi", &[], Evaluator(Special::Pi)),
    plain("predict_linear", &[R, S], Win(regression::predict_linear)),
    plain("present_over_time", &[R], Win(over_time::present)),
    plain("quantile_over_time", &[S, R], Win(quantile::over_time)),
    plain("rad", &[V], Number(math::rad)),
    plain("rate", &[R], Win(rate::rate)),
    plain("resets", &[R], Win(changes::resets)),
    optional("round", &[V, S], Number(math::round)),
    scalar("scalar", &[V], Evaluator(Special::Scalar)),
    plain("sgn", &[V], Number(math::sgn)),
    plain("sin", &[V], Number(math::sin)),
    plain("sinh", &[V], Number(math::sinh)),
    plain("sort", &[V], Table(sort::ascending)),
    plain("sort_desc", &[V], Table(sort::descending)),
    plain("sqrt", &[V], Number(math::sqrt)),
    plain("stddev_over_time", &[R], Win(over_time::stddev)),
    plain("stdvar_over_time", &[R], Win(over_time::stdvar)),
    plain("sum_over_time", &[R], Win(over_time::sum)),
    plain("tan", &[V], Number(math::tan)),
    plain("tanh", &[V], Number(math::tanh)),
    scalar("time", &[], Evaluator(Special::Time)),
    plain("timestamp", &[V], Evaluator(Special::Timestamp)),
    plain("vector", &[S], Evaluator(Special::Vector)),
    optional("year", &[V], Number(date::year)),
];

const EXPERIMENTAL: [&str; 21] = [
    "double_exponential_smoothing",
    "end",
    "fill",
    "fill_left",
    "fill_right",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promql::window::Falls;
    use crate::time::Timestamp;

    /// Calls `check` with a window of one sample per minute from 0 on, which ends with the last, at which it is evaluated.
    pub(super) fn window(values: &[f64], check: impl FnOnce(&Window<'_>)) {
        let times: Vec<i64> = (0..).map(|minute| minute * 60_000).take(values.len()).collect();
        let falls: Vec<usize> =
            (1..values.len()).filter(|at| values[*at] < values[at - 1]).collect();
        let end = Timestamp(*times.last().unwrap_or(&0));
        let start = Timestamp(-60_000);
        let falls = Falls { of_series: &falls, first: 0 };
        check(&Window { times: &times, values, falls, start, end, at: end });
    }

    #[test]
    fn the_table_is_sorted_by_name() {
        assert!(TABLE.is_sorted_by_key(|function| function.name));
    }
}
