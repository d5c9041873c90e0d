//! Differences between neighbouring samples of a window: `changes`, `resets`, `irate` and `idelta`.

use crate::promql::window::Window;

/// The number of samples that differ from the one before. NaN does not differ from NaN.
pub(super) fn changes(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let differs = |one: f64, other: f64| one != other && !(one.is_nan() && other.is_nan());
    let pairs = window.values.windows(2);
    let changes = pairs.filter(|pair| matches!(pair, [one, other] if differs(*one, *other)));
    Some(changes.count() as f64)
}

/// The number of samples that are less than the one before.
pub(super) fn resets(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    Some(window.falls.len() as f64)
}

/// The rise of a counter per second between the last two samples.
pub(super) fn irate(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (before, last, seconds) = last_two(window)?;
    // After a reset the counter began from zero.
    Some(if last < before { last } else { last - before } / seconds)
}

/// The difference of the last two samples.
pub(super) fn idelta(window: &Window<'_>, _: &[f64]) -> Option<f64> {
    let (before, last, _) = last_two(window)?;
    Some(last - before)
}

/// Returns the last two samples, and the seconds between them, which are not zero.
fn last_two(window: &Window<'_>) -> Option<(f64, f64, f64)> {
    let ([.., before, last], [.., from, to]) = (window.values, window.times) else { return None };
    let millis = to.saturating_sub(*from);
    (millis != 0).then_some((*before, *last, millis as f64 / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::super::tests::window;
    use super::*;

    #[test]
    fn counts_what_changes() {
        window(&[f64::NAN, f64::NAN, 1.0, 1.0, 0.0, f64::NAN], |window| {
            assert_eq!(changes(window, &[]), Some(3.0));
            assert_eq!(resets(window, &[]), Some(1.0));
        });
        window(&[1.0], |window| assert_eq!(changes(window, &[]), Some(0.0)));
    }

    #[test]
    fn the_last_two_samples_count() {
        // One sample per minute.
        window(&[100.0, 0.0, 30.0], |window| {
            assert_eq!(irate(window, &[]), Some(0.5));
            assert_eq!(idelta(window, &[]), Some(30.0));
        });
        window(&[100.0, 30.0], |window| {
            assert_eq!(irate(window, &[]), Some(0.5), "a reset");
            assert_eq!(idelta(window, &[]), Some(-70.0));
        });
        window(&[f64::NAN, 30.0], |window| {
            assert!(irate(window, &[]).is_some_and(f64::is_nan));
        });
        window(&[100.0], |window| assert_eq!(irate(window, &[]), None));
    }
}
