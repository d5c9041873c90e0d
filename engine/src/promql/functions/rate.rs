//! The rise of a counter and the difference of a gauge over a window: `rate`, `increase` and `delta`.
//!
//! Follows Prometheus' `extrapolatedRate` (`promql/functions.go`) step by step, so that dashboards and alerts show what a server
//! would. Samples seldom lie at the ends of the window, so the rise between the first and the last is extrapolated to them: by half
//! a gap at most where an end is farther away than 1.1 gaps, and never to before the instant at which the counter would have been
//! zero.

use crate::promql::window::Window;

/// The rise of a counter per second.
pub(super) fn rate(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (rise, factor) = extrapolated(window, true)?;
    Some(rise * (factor / window.seconds()))
}

/// The rise of a counter.
pub(super) fn increase(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (rise, factor) = extrapolated(window, true)?;
    Some(rise * factor)
}

/// The difference of a gauge.
pub(super) fn delta(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (difference, factor) = extrapolated(window, false)?;
    Some(difference * factor)
}

/// Returns the difference of the first and the last sample, for a counter including what it had reached before each reset, and the factor
/// that extrapolates it to the window.
fn extrapolated(window: &Window<'_>, is_counter: bool) -> Option<(f64, f64)> {
    let ([oldest, .., newest], [first, .., last]) = (window.values, window.times) else {
        return None;
    };
    let mut rise = newest - oldest;
    if is_counter {
        let befores =
            window.falls.iter().filter_map(|fall| window.values.get(fall.checked_sub(1)?));
        rise = befores.fold(rise, |rise, before| rise + before);
    }
    let seconds = |from: i64, to: i64| to.saturating_sub(from) as f64 / 1000.0;
    let span = seconds(*first, *last);
    let mut to_start = seconds(window.start.0, *first);
    let mut to_end = seconds(*last, window.end.0);
    let gap = span / (window.values.len() - 1) as f64;
    let far = gap * 1.1;
    if to_start >= far {
        to_start = gap / 2.0;
    }
    if is_counter && rise > 0.0 && *oldest >= 0.0 {
        to_start = to_start.min(span * (oldest / rise));
    }
    if to_end >= far {
        to_end = gap / 2.0;
    }
    Some((rise, (span + to_start + to_end) / span))
}

#[cfg(test)]
mod tests {
    use super::super::tests::window;
    use super::*;

    #[test]
    fn a_counter_begins_again_after_a_reset_and_a_gauge_falls() {
        // One sample per minute; the window starts a minute before the first.
        window(&[60.0, 120.0, 0.0, 60.0], |window| {
            assert_eq!(increase(window, &[]), Some(160.0), "not to before zero");
            assert_eq!(rate(window, &[]), Some(160.0 / 240.0));
            assert_eq!(delta(window, &[]), Some(0.0));
        });
        window(&[240.0, 180.0, 120.0], |window| assert_eq!(delta(window, &[]), Some(-180.0)));
        window(&[1.0], |window| assert_eq!(rate(window, &[]), None));
    }
}
