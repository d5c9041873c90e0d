//! Functions of one number.

use core::f64::consts::PI;

/// `clamp`: nothing where the bounds are the wrong way round.
pub(super) fn clamp(value: f64, args: &[f64]) -> Option<f64> {
    match args {
        [least, most] if most < least => None,
        [least, most] => Some(max(*least, min(*most, value))),
        _ => None,
    }
}

/// `clamp_min`
pub(super) fn clamp_min(value: f64, args: &[f64]) -> Option<f64> {
    args.first().map(|least| max(*least, value))
}

/// `clamp_max`
pub(super) fn clamp_max(value: f64, args: &[f64]) -> Option<f64> {
    args.first().map(|most| min(*most, value))
}

/// The greater number; NaN where either is, unlike [`f64::max`].
fn max(one: f64, other: f64) -> f64 {
    if one.is_nan() || other.is_nan() { f64::NAN } else { one.max(other) }
}

/// The lesser number; NaN where either is, unlike [`f64::min`].
fn min(one: f64, other: f64) -> f64 {
    if one.is_nan() || other.is_nan() { f64::NAN } else { one.min(other) }
}

/// `round`: to the nearest multiple of the argument, or of one. Half way between two, up.
pub(super) fn round(value: f64, args: &[f64]) -> Option<f64> {
    let nearest = args.first().copied().unwrap_or(1.0);
    // Prometheus multiplies with the inverse, because it is exact for 0.1 and its like.
    let inverse = 1.0 / nearest;
    Some((value * inverse + 0.5).floor() / inverse)
}

/// `sgn`: -1, 1, or the value itself where it is neither below nor above zero.
pub(super) fn sgn(value: f64, _: &[f64]) -> Option<f64> {
    Some(if value < 0.0 {
        -1.0
    } else if value > 0.0 {
        1.0
    } else {
        value
    })
}

/// `deg`
pub(super) fn deg(value: f64, _: &[f64]) -> Option<f64> {
    Some(value * 180.0 / PI)
}

/// `rad`
pub(super) fn rad(value: f64, _: &[f64]) -> Option<f64> {
    Some(value * PI / 180.0)
}

/// Defines functions that the standard library has.
macro_rules! of_the_standard_library {
    ($($name:ident $method:ident),* $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub(super) fn $name(value: f64, _: &[f64]) -> Option<f64> {
                Some(value.$method())
            }
        )*
    };
}

of_the_standard_library!(
    abs abs,
    acos acos,
    asin asin,
    atan atan,
    ceil ceil,
    cos cos,
    cosh cosh,
    exp exp,
    floor floor,
    ln ln,
    log10 log10,
    log2 log2,
    sin sin,
    sinh sinh,
    sqrt sqrt,
    tan tan,
    tanh tanh,
    acosh acosh,
    asinh asinh,
    atanh atanh,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_way_up() {
        for (value, rounded) in [(2.5, 3.0), (-2.5, -2.0), (0.4, 0.0), (-0.6, -1.0)] {
            assert_eq!(round(value, &[]), Some(rounded), "{value}");
        }
        assert_eq!(round(0.26, &[0.1]), Some(0.3));
        assert_eq!(round(127.0, &[5.0]), Some(125.0));
        assert_eq!(round(f64::INFINITY, &[]), Some(f64::INFINITY));
    }

    #[test]
    fn bounds_hold_and_nan_is_not_hidden() {
        assert_eq!(clamp(7.0, &[0.0, 5.0]), Some(5.0));
        assert_eq!(clamp(7.0, &[5.0, 0.0]), None);
        assert!(clamp(7.0, &[0.0, f64::NAN]).is_some_and(f64::is_nan));
        assert!(clamp_min(f64::NAN, &[0.0]).is_some_and(f64::is_nan));
        assert!(clamp_max(1.0, &[f64::NAN]).is_some_and(f64::is_nan));
    }

    #[test]
    fn zero_and_nan_have_no_sign() {
        assert_eq!(sgn(-3.0, &[]), Some(-1.0));
        assert_eq!(sgn(0.0, &[]), Some(0.0));
        assert!(sgn(f64::NAN, &[]).is_some_and(f64::is_nan));
    }
}
