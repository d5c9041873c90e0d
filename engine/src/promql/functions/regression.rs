//! The straight line through the samples of a window: `deriv` and `predict_linear`.

use super::kahan::Sum;
use crate::promql::window::Window;

/// The slope per second.
pub(super) fn deriv(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    // Instants are counted from one that is near them, so that their squares stay small.
    line(window, *window.times.first()?).map(|line| line.slope)
}

/// The value of the line as many seconds after the evaluation as the argument says.
pub(super) fn predict_linear(window: &Window<'_>, args: &[f64]) -> Option<f64> {
    let line = line(window, window.at.0)?;
    Some(line.slope * args.first()? + line.value)
}

/// A straight line.
struct Line {
    /// The slope per second.
    slope: f64,
    /// The value at the instant that the line was computed for.
    value: f64,
}

/// Returns the line of least squares, with its value at `origin`; nothing for less than two samples.
fn line(window: &Window<'_>, origin: i64) -> Option<Line> {
    let [first, _, ..] = window.values else { return None };
    if window.values.iter().all(|value| value == first) {
        // Infinite values have no line.
        return Some(if first.is_infinite() {
            Line { slope: f64::NAN, value: f64::NAN }
        } else {
            Line { slope: 0.0, value: *first }
        });
    }
    let [mut xs, mut ys, mut products, mut squares] = [Sum::default(); 4];
    for (at, y) in window.times.iter().zip(window.values) {
        let x = at.saturating_sub(origin) as f64 / 1000.0;
        xs.add(x);
        ys.add(*y);
        products.add(x * y);
        squares.add(x * x);
    }
    let count = window.values.len() as f64;
    let (x, y) = (xs.value(), ys.value());
    let covariance = products.value() - x * y / count;
    let variance = squares.value() - x * x / count;
    let slope = covariance / variance;
    Some(Line { slope, value: y / count - slope * x / count })
}

#[cfg(test)]
mod tests {
    use super::super::tests::window;
    use super::*;

    #[test]
    fn a_line_is_found_and_continued() {
        // One sample per minute, the evaluation at the last.
        window(&[0.0, 60.0, 120.0, 180.0], |window| {
            assert_eq!(deriv(window, &[]), Some(1.0));
            assert_eq!(predict_linear(window, &[20.0]), Some(200.0));
        });
    }

    #[test]
    fn equal_values_have_no_slope_and_infinite_ones_no_line() {
        window(&[7.0, 7.0, 7.0], |window| {
            assert_eq!(deriv(window, &[]), Some(0.0));
            assert_eq!(predict_linear(window, &[1e9]), Some(7.0));
        });
        window(&[f64::INFINITY, f64::INFINITY], |window| {
            assert!(deriv(window, &[]).is_some_and(f64::is_nan));
        });
        window(&[1.0], |window| assert_eq!(deriv(window, &[]), None));
    }
}
