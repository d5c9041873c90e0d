//! One sentence about each function.

/// Returns the sentence about the function with this name; empty where there is none.
pub(super) fn of(name: &str) -> &'static str {
    DOCS.binary_search_by_key(&name, |(known, _)| known)
        .ok()
        .and_then(|place| DOCS.get(place))
        .map_or("", |(_, doc)| doc)
}

/// The sentences, sorted by name.
const DOCS: [(&str, &str); 73] = [
    ("abs", "The absolute value."),
    ("absent", "1 where the vector has no series, else nothing."),
    ("absent_over_time", "1 where no series has a sample in the window, else nothing."),
    ("acos", "The arccosine in radians."),
    ("acosh", "The inverse hyperbolic cosine."),
    ("asin", "The arcsine in radians."),
    ("asinh", "The inverse hyperbolic sine."),
    ("atan", "The arctangent in radians."),
    ("atanh", "The inverse hyperbolic tangent."),
    ("avg_over_time", "The mean of the samples in the window."),
    ("ceil", "The value rounded up to an integer."),
    ("changes", "How often the value changed within the window."),
    ("clamp", "The value, limited to the range from min to max."),
    ("clamp_max", "The value, or max where it is greater."),
    ("clamp_min", "The value, or min where it is less."),
    ("cos", "The cosine of radians."),
    ("cosh", "The hyperbolic cosine."),
    ("count_over_time", "The number of samples in the window."),
    ("day_of_month", "The day of the month in UTC, from 1 to 31."),
    ("day_of_week", "The day of the week in UTC, from 0 for Sunday to 6."),
    ("day_of_year", "The day of the year in UTC, from 1 to 366."),
    ("days_in_month", "The number of days of the month in UTC."),
    ("deg", "Radians in degrees."),
    ("delta", "The difference of a gauge between the ends of the window."),
    ("deriv", "The slope of a gauge per second, by linear regression over the window."),
    ("exp", "The power of e."),
    ("first_over_time", "The oldest sample in the window."),
    ("floor", "The value rounded down to an integer."),
    ("histogram_avg", "The mean of the observations of native histograms."),
    ("histogram_count", "The number of observations of native histograms."),
    ("histogram_fraction", "The share of the observations between two bounds."),
    (
        "histogram_quantile",
        "The φ-quantile (0 ≤ φ ≤ 1) of the observations of a histogram, from its buckets.",
    ),
    ("histogram_stddev", "The standard deviation of the observations of native histograms."),
    ("histogram_stdvar", "The variance of the observations of native histograms."),
    ("histogram_sum", "The sum of the observations of native histograms."),
    ("hour", "The hour of the day in UTC, from 0 to 23."),
    ("idelta", "The difference of the last two samples of a gauge in the window."),
    ("increase", "How much a counter rose within the window, extrapolated to its ends."),
    ("irate", "How fast a counter rises per second, from the last two samples in the window."),
    ("label_join", "The series with a label that joins the values of other labels."),
    ("label_replace", "The series with a label that a regular expression makes of another label."),
    ("last_over_time", "The newest sample in the window."),
    ("ln", "The natural logarithm."),
    ("log10", "The decimal logarithm."),
    ("log2", "The binary logarithm."),
    ("max_over_time", "The greatest sample in the window."),
    ("min_over_time", "The least sample in the window."),
    ("minute", "The minute of the hour in UTC, from 0 to 59."),
    ("month", "The month of the year in UTC, from 1 to 12."),
    ("pi", "The number π."),
    ("predict_linear", "The value of a gauge in t seconds, by linear regression over the window."),
    ("present_over_time", "1 for each series with a sample in the window."),
    ("quantile_over_time", "The φ-quantile (0 ≤ φ ≤ 1) of the samples in the window."),
    ("rad", "Degrees in radians."),
    ("rate", "How fast a counter rises per second, on average over the window."),
    ("resets", "How often a counter began anew within the window."),
    ("round", "The value rounded to the nearest multiple of a number, by default 1."),
    ("scalar", "The value of the only series as a number, NaN where there are none or several."),
    ("sgn", "The sign of the value: 1, 0 or -1."),
    ("sin", "The sine of radians."),
    ("sinh", "The hyperbolic sine."),
    ("sort", "The series from the least value to the greatest."),
    ("sort_desc", "The series from the greatest value to the least."),
    ("sqrt", "The square root."),
    ("stddev_over_time", "The standard deviation of the samples in the window."),
    ("stdvar_over_time", "The variance of the samples in the window."),
    ("sum_over_time", "The sum of the samples in the window."),
    ("tan", "The tangent of radians."),
    ("tanh", "The hyperbolic tangent."),
    ("time", "The time of the evaluation in seconds since 1970."),
    ("timestamp", "The time of each sample in seconds since 1970."),
    ("vector", "The number as one series without labels."),
    ("year", "The year in UTC."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promql::functions::all;

    #[test]
    fn every_function_has_a_sentence_and_no_sentence_is_left_over() {
        let documented: Vec<&str> = DOCS.iter().map(|(name, _)| *name).collect();
        let names: Vec<&str> = all().iter().map(|function| function.name).collect();
        assert_eq!(documented, names);
        assert!(DOCS.iter().all(|(_, doc)| doc.ends_with('.')));
        assert_eq!(of("rate"), "How fast a counter rises per second, on average over the window.");
        assert_eq!(of("nothing"), "");
    }
}
