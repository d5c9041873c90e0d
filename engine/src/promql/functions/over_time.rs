//! Summaries of the samples within a window: the functions that end in `_over_time`.

use super::kahan::{Mean, Sum};
use crate::promql::window::Window;

/// The mean.
pub(super) fn avg(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let mut mean = Mean::default();
    window.values.iter().for_each(|value| mean.add(*value));
    Some(mean.value())
}

/// The sum.
pub(super) fn sum(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let mut sum = Sum::default();
    window.values.iter().for_each(|value| sum.add(*value));
    Some(sum.value())
}

/// The number of samples.
pub(super) fn count(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    Some(window.values.len() as f64)
}

/// 1 where there are samples.
pub(super) fn present(_: &Window<'_>, _: &[f64]) -> Option<f64> {
    Some(1.0)
}

/// The first sample.
pub(super) fn first(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    window.values.first().copied()
}

/// The last sample.
pub(super) fn last(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    window.values.last().copied()
}

/// The least sample; NaN only where all are.
pub(super) fn min(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let least =
        |least: f64, value: f64| if value < least || least.is_nan() { value } else { least };
    window.values.iter().copied().reduce(least)
}

/// The greatest sample; NaN only where all are.
pub(super) fn max(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let most = |most: f64, value: f64| if value > most || most.is_nan() { value } else { most };
    window.values.iter().copied().reduce(most)
}

/// The variance, by Welford's algorithm with exact sums.
pub(super) fn stdvar(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (mut count, mut mean, mut squares) = (0.0, Sum::default(), Sum::default());
    for value in window.values {
        count += 1.0;
        let distance = value - mean.value();
        mean.add(distance / count);
        squares.add(distance * (value - mean.value()));
    }
    Some(squares.value() / count)
}

/// The standard deviation.
pub(super) fn stddev(window: &Window<'_>, args: &[f64]) -> Option<f64> {
    stdvar(window, args).map(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::super::tests::window;
    use super::*;

    #[test]
    fn nan_is_neither_least_nor_greatest() {
        for values in [[2.0, 0.0, f64::NAN], [f64::NAN, 2.0, 0.0], [2.0, f64::NAN, 0.0]] {
            window(&values, |window| {
                assert_eq!(min(window, &[]), Some(0.0));
                assert_eq!(max(window, &[]), Some(2.0));
            });
        }
        window(&[f64::NAN, f64::NAN], |window| {
            assert!(min(window, &[]).is_some_and(f64::is_nan));
            assert!(max(window, &[]).is_some_and(f64::is_nan));
        });
    }

    #[test]
    fn a_deviation_of_equal_values_is_zero() {
        window(&[1.599_050_563_727_786_8; 3], |window| {
            assert_eq!(stddev(window, &[]), Some(0.0));
        });
        window(&[0.0, 8.0, 8.0, 2.0, 3.0], |window| {
            assert_eq!(stdvar(window, &[]), Some(10.559_999_999_999_999));
        });
    }
}
