//! The functions of the language: names and types. `eval` computes them.

/// A function of the language.
#[derive(Debug, PartialEq, Eq)]
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

const fn plain(name: &'static str, args: &'static [Type]) -> Function {
    Function { name, args, optional: 0, repeats: false, returns: V }
}

const fn optional(name: &'static str, args: &'static [Type]) -> Function {
    Function { name, args, optional: 1, repeats: false, returns: V }
}

const fn scalar(name: &'static str, args: &'static [Type]) -> Function {
    Function { name, args, optional: 0, repeats: false, returns: S }
}

/// `promql/parser/functions.go`.
static TABLE: [Function; 72] = [
    plain("abs", &[V]),
    plain("absent", &[V]),
    plain("absent_over_time", &[R]),
    plain("acos", &[V]),
    plain("acosh", &[V]),
    plain("asin", &[V]),
    plain("asinh", &[V]),
    plain("atan", &[V]),
    plain("atanh", &[V]),
    plain("avg_over_time", &[R]),
    plain("ceil", &[V]),
    plain("changes", &[R]),
    plain("clamp", &[V, S, S]),
    plain("clamp_max", &[V, S]),
    plain("clamp_min", &[V, S]),
    plain("cos", &[V]),
    plain("cosh", &[V]),
    plain("count_over_time", &[R]),
    optional("day_of_month", &[V]),
    optional("day_of_week", &[V]),
    optional("day_of_year", &[V]),
    optional("days_in_month", &[V]),
    plain("deg", &[V]),
    plain("delta", &[R]),
    plain("deriv", &[R]),
    plain("exp", &[V]),
    plain("floor", &[V]),
    plain("histogram_avg", &[V]),
    plain("histogram_count", &[V]),
    plain("histogram_fraction", &[S, S, V]),
    plain("histogram_quantile", &[S, V]),
    plain("histogram_stddev", &[V]),
    plain("histogram_stdvar", &[V]),
    plain("histogram_sum", &[V]),
    optional("hour", &[V]),
    plain("idelta", &[R]),
    plain("increase", &[R]),
    plain("irate", &[R]),
    Function { name: "label_join", args: &[V, T, T, T], optional: 1, repeats: true, returns: V },
    plain("label_replace", &[V, T, T, T, T]),
    plain("last_over_time", &[R]),
    plain("ln", &[V]),
    plain("log10", &[V]),
    plain("log2", &[V]),
    plain("max_over_time", &[R]),
    plain("min_over_time", &[R]),
    optional("minute", &[V]),
    optional("month", &[V]),
    scalar("pi", &[]),
    plain("predict_linear", &[R, S]),
    plain("present_over_time", &[R]),
    plain("quantile_over_time", &[S, R]),
    plain("rad", &[V]),
    plain("rate", &[R]),
    plain("resets", &[R]),
    optional("round", &[V, S]),
    scalar("scalar", &[V]),
    plain("sgn", &[V]),
    plain("sin", &[V]),
    plain("sinh", &[V]),
    plain("sort", &[V]),
    plain("sort_desc", &[V]),
    plain("sqrt", &[V]),
    plain("stddev_over_time", &[R]),
    plain("stdvar_over_time", &[R]),
    plain("sum_over_time", &[R]),
    plain("tan", &[V]),
    plain("tanh", &[V]),
    scalar("time", &[]),
    plain("timestamp", &[V]),
    plain("vector", &[S]),
    optional("year", &[V]),
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
