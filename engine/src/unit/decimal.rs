//! Numbers without a prefix.

use crate::number;

/// From this size on, not every integer is a double, and numbers are written with an exponent.
pub(super) const WRITTEN_OUT: f64 = 9e15;

/// Writes `1.23e18`, where no prefix reaches.
pub(super) fn exponential(value: f64, decimals: u32) -> String {
    number::scientific(value, Some(decimals as usize + 1))
}

/// Writes a number with `decimals` digits after the point (at most nine), rounded half away from zero, and never as `-0`.
pub fn decimal(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return not_finite(value).to_owned();
    }
    if value.abs() >= WRITTEN_OUT {
        return exponential(value, 2);
    }
    let decimals = decimals.min(9);
    // A double has 15 to 17 significant digits, so that no more decimals than these mean anything.
    let decimals = if value.abs() * power_of_ten(decimals) < 9e18 { decimals } else { 0 };
    let text = number::rounded(value, decimals as usize);
    match text.strip_prefix('-') {
        Some(size) if size.bytes().all(|byte| matches!(byte, b'0' | b'.')) => size.to_owned(),
        _ => text,
    }
}

pub(super) fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "+Inf"
    } else {
        "-Inf"
    }
}

pub(super) fn power_of_ten(exponent: u32) -> f64 {
    10_f64.powi(exponent.cast_signed())
}

/// Returns whether a number is whole, apart from rounding errors.
pub(super) fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() <= value.abs() * 1e-9
}
