//! Quantiles of samples.

use crate::number::go;
use crate::promql::window::Window;

/// `quantile_over_time`: the quantile that the first argument names.
pub(super) fn over_time(window: &Window<'_>, args: &[f64]) -> Option<f64> {
    Some(quantile(*args.first()?, &mut window.values.to_vec()))
}

/// Returns a quantile, between two values by its distance from both, and sorts the values. NaN counts as less than any number.
/// Outside of 0 to 1 it is infinite; without values it is NaN.
pub(in crate::promql) fn quantile(wanted: f64, values: &mut [f64]) -> f64 {
    if values.is_empty() || wanted.is_nan() {
        return f64::NAN;
    }
    if wanted < 0.0 {
        return f64::NEG_INFINITY;
    }
    if wanted > 1.0 {
        return f64::INFINITY;
    }
    values.sort_unstable_by(|one, other| {
        one.partial_cmp(other).unwrap_or_else(|| other.is_nan().cmp(&one.is_nan()))
    });
    let rank = wanted * (values.len() - 1) as f64;
    let lower = rank.floor();
    let at = |index: f64| values.get(index as usize).or(values.last()).copied().unwrap_or(f64::NAN);
    let weight = rank - lower;
    at(lower) * (1.0 - weight) + at(lower + 1.0) * weight
}

/// Returns the warning about a number that names no quantile, in Prometheus' words.
pub(in crate::promql) fn complaint(wanted: f64) -> Option<String> {
    let got = || go::general(wanted, None);
    let is_fine = (0.0..=1.0).contains(&wanted);
    (!is_fine).then(|| format!("quantile value should be between 0 and 1, got {}", got()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let quantile = |wanted, values: &[f64]| super::quantile(wanted, &mut values.to_vec());
        assert_eq!(quantile(0.75, &[4.0, 0.0, 1.0]), 2.5);
        assert_eq!(quantile(1.0, &[4.0, 0.0, 1.0]), 4.0);
        assert_eq!(quantile(0.0, &[4.0]), 4.0);
        assert_eq!(quantile(-0.1, &[4.0]), f64::NEG_INFINITY);
        assert_eq!(quantile(1.1, &[4.0]), f64::INFINITY);
        assert!(quantile(f64::NAN, &[4.0]).is_nan());
        assert!(quantile(0.0, &[4.0, f64::NAN, 1.0]).is_nan(), "NaN is the least");
        assert_eq!(quantile(1.0, &[4.0, f64::NAN, 1.0]), 4.0);
    }

    #[test]
    fn only_what_names_no_quantile_is_complained_about() {
        assert_eq!(complaint(0.0), None);
        assert_eq!(complaint(1.0), None);
        let text = "quantile value should be between 0 and 1, got NaN";
        assert_eq!(complaint(f64::NAN).as_deref(), Some(text));
        assert!(complaint(-0.1).is_some_and(|text| text.ends_with("got -0.1")));
    }
}
