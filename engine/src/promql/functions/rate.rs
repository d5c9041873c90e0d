//! The rise of a counter and the difference of a gauge over a window: `rate`, `increase` and `delta`.
//!
//! Follows Prometheus' `extrapolatedRate` (`promql/functions.go`) step by step, so that dashboards and alerts show what a server
//! would. The rise between the first and the last sample is extrapolated to the ends of the window, and never to before the instant
//! at which the counter would have been zero.

use crate::promql::window::{Extrapolation, Window};

/// The rise of a counter per second.
pub(super) fn rate(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (rise, extrapolation) = risen(window)?;
    Some(rise * extrapolation.per_second)
}

/// The rise of a counter.
pub(super) fn increase(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (rise, extrapolation) = risen(window)?;
    Some(rise * extrapolation.factor)
}

/// The difference of a gauge.
pub(super) fn delta(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let [oldest, .., newest] = window.values else { return None };
    Some((newest - oldest) * extrapolation(window)?.factor)
}

/// Returns the difference of the first and the last sample of a counter, including what it had reached before each reset.
#[inline]
fn risen(window: &Window<'_>) -> Option<(f64, Extrapolation)> {
    let [oldest, .., newest] = window.values else { return None };
    let befores = window.falls.iter().filter_map(|fall| window.values.get(fall.checked_sub(1)?));
    let rise = befores.fold(newest - oldest, |rise, before| rise + before);
    let extrapolation = extrapolation(window)?;
    // A counter that is twice as large as its rise was zero long before the window, which is no more than 1.1 gaps away.
    if rise > 0.0 && *oldest >= 0.0 && *oldest < 2.0 * rise {
        let to_zero = extrapolation.span * (oldest / rise);
        if to_zero < extrapolation.to_start {
            return Some((rise, extrapolation.starting(to_zero)));
        }
    }
    Some((rise, extrapolation))
}

#[inline]
fn extrapolation(window: &Window<'_>) -> Option<Extrapolation> {
    let known = window.extrapolation.copied();
    known.or_else(|| Extrapolation::new(window.times, window.start, window.end))
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
