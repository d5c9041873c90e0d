//! Parts of a ring.

use crate::chart::display_list::backend::PARTS;
use core::f64::consts::FRAC_PI_2;

/// A part of a ring as a polygon, in plotters' parts of a pixel. Angles are radians, clockwise from three o'clock.
pub(super) fn ring(
    (x, y): (f64, f64),
    (inner, outer): (f64, f64),
    (from, to): (f64, f64),
) -> Vec<(i32, i32)> {
    let steps = (to - from).to_degrees().ceil().max(1.0) as usize;
    let point = |step: usize, radius: f64| {
        let (cos, sin) = direction(from + (to - from) * step as f64 / steps as f64);
        let place = |middle: f64, side: f64| ((middle + side * radius) * PARTS).round() as i32;
        (place(x, cos), place(y, sin))
    };
    let far = (0..=steps).map(|step| point(step, outer));
    far.chain((0..=steps).rev().map(|step| point(step, inner))).collect()
}

/// Cosine and sine of an angle of a few turns at most, to twelve digits: their series around the nearest quarter turn. Those of the
/// standard library reduce angles of any size, which takes tables.
pub(super) fn direction(angle: f64) -> (f64, f64) {
    let quarters = (angle / FRAC_PI_2).round();
    let rest = angle - quarters * FRAC_PI_2;
    let (mut cos, mut sin, mut term) = (0.0, 0.0, 1.0);
    for power in (1..16).step_by(2) {
        cos += term;
        term *= rest / f64::from(power);
        sin += term;
        term *= -rest / f64::from(power + 1);
    }
    match (quarters as i32).rem_euclid(4) {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn directions_are_those_of_the_standard_library() {
        for step in -2000..2000 {
            let angle = f64::from(step) * 0.007;
            let (cos, sin) = direction(angle);
            assert!(
                (cos - angle.cos()).abs() < 1e-12 && (sin - angle.sin()).abs() < 1e-12,
                "{angle}"
            );
        }
    }
}
