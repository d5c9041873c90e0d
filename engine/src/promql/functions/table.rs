//! The table of all functions, and of those that Prometheus has behind a feature flag.

use super::Compute::{Evaluator, Sample, Value as Number, Vector as Table, Window as Win};
use super::{Compute, Function, Special, Type};
use super::{changes, date, histogram, label, math, over_time, quantile, rate, regression, sort};

/// Returns the function with this name.
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name == name)
}

/// Returns all functions, sorted by name.
pub fn all() -> &'static [Function] {
    &TABLE
}

/// Returns whether Prometheus has a function of this name behind a feature flag.
pub(in crate::promql) fn is_experimental(name: &str) -> bool {
    EXPERIMENTAL.contains(&name)
}

/// Returns the function whose name differs by one edit: a letter, or two neighbours exchanged.
pub(in crate::promql) fn similar(name: &str) -> Option<&'static str> {
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

    #[test]
    fn the_table_is_sorted_by_name() {
        assert!(TABLE.is_sorted_by_key(|function| function.name));
    }
}
