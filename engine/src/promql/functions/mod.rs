//! The functions of the language: names, types, and how each is computed.
//!
//! The `table` has one row per function. To add one, write it in the file of its family, as one of the kinds of `Compute`, and name it in its
//! row: nothing else knows functions by name.

#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "all functions of a kind have the same signature"
)]
#![expect(clippy::float_cmp, reason = "the language compares exactly")]

mod changes;
mod date;
mod doc;
mod histogram;
pub(super) mod kahan;
mod label;
mod math;
mod over_time;
pub(super) mod quantile;
mod rate;
mod regression;
mod sort;
mod table;

use super::annotation::Annotations;
use super::value::{Grid, Value, Vector};
use super::window::Window;
use super::{Error, Span};

pub use table::{all, find};
pub(super) use table::{is_experimental, similar};

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
    /// Returns one sentence about what the function returns.
    pub fn doc(&self) -> &'static str {
        doc::of(self.name)
    }

    /// Returns the name with the types of the arguments, those that may be missing in brackets: `round(vector, [scalar])`.
    pub fn signature(&self) -> String {
        let least = self.args.len() - self.optional;
        let arg = |(index, arg): (usize, &Type)| {
            let name = arg.word();
            let dots = if self.repeats && index + 1 == self.args.len() { ", …" } else { "" };
            if index < least { name.to_owned() } else { format!("[{name}{dots}]") }
        };
        let args: Vec<String> = self.args.iter().enumerate().map(arg).collect();
        format!("{}({})", self.name, args.join(", "))
    }

    /// Returns whether the result depends on the time of the evaluation even if the arguments do not.
    pub(super) fn uses_time(&self) -> bool {
        // Without an argument, functions of dates take the time.
        let takes_date = self.optional == 1 && self.args == [Type::Vector];
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
    /// Returns a word for the type, without an article.
    fn word(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Text => "string",
            Self::Vector => "vector",
            Self::Range => "range",
        }
    }

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
        check(&Window { times: &times, values, falls, extrapolation: None, start, end, at: end });
    }
}
