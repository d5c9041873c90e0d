//! Numbers as Go, Python and Rust write them.
//!
//! All three print the fewest digits that read back as the same number, which is what Rust's formatting does; they
//! differ in when they change to an exponent, and in its form.

/// Go's `strconv.FormatFloat(value, 'g', -1, 64)`: an exponent below 1e-4 and from 1e6 on.
pub(crate) fn go(value: f64) -> String {
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    let scientific = format!("{value:e}");
    match scientific
        .split_once('e')
        .and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)))
    {
        Some((digits, power)) if value != 0.0 && !(-4..6).contains(&power) => {
            exponent(digits, power)
        }
        _ => value.to_string(),
    }
}

/// `prometheus_client`'s `floatToGoString`: Python's `repr`, with an exponent from 1e6 for numbers above zero.
pub(crate) fn python(value: f64) -> String {
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    let scientific = format!("{value:e}");
    match scientific
        .split_once('e')
        .and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)))
    {
        Some((digits, power)) if value > 0.0 && power >= 6 => exponent(digits, power),
        Some((digits, power)) if value != 0.0 && !(-4..16).contains(&power) => {
            exponent(digits, power)
        }
        _ => format!("{value:?}"),
    }
}

/// Rust's `Display`: never an exponent, and infinity is `inf`.
pub(crate) fn rust(value: f64) -> String {
    value.to_string()
}

/// The words of Go and Python for what is no finite number.
fn not_finite(value: f64) -> Option<&'static str> {
    match value {
        _ if value.is_nan() => Some("NaN"),
        f64::INFINITY => Some("+Inf"),
        f64::NEG_INFINITY => Some("-Inf"),
        _ => None,
    }
}

/// Digits and a power of ten with its sign and at least two digits.
fn exponent(digits: &str, power: i32) -> String {
    let sign = if power < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", power.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_as_go_does() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-5.0, "-5"),
            (201_544.0, "201544"),
            (1_581_933.0, "1.581933e+06"),
            (1e6, "1e+06"),
            (9_223_372_036_854_775_807.0, "9.223372036854776e+18"),
            (2.7125e-5, "2.7125e-05"),
            (0.000_812_166, "0.000812166"),
            (0.25, "0.25"),
            (f64::INFINITY, "+Inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(go(value), text);
        }
    }

    #[test]
    fn writes_as_python_does() {
        for (value, text) in [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (-5.0, "-5.0"),
            (314.0, "314.0"),
            (123_456.0, "123456.0"),
            (1_000_000.0, "1e+06"),
            (145_903_616.0, "1.45903616e+08"),
            (1_795_174_181.87, "1.79517418187e+09"),
            (0.630_000_000_000_000_1, "0.6300000000000001"),
            (4.2e-5, "4.2e-05"),
            (-2_000_000.0, "-2000000.0"),
            (f64::INFINITY, "+Inf"),
        ] {
            assert_eq!(python(value), text);
        }
    }

    #[test]
    fn writes_as_rust_does() {
        for (value, text) in [
            (1.0, "1"),
            (0.0023, "0.0023"),
            (528_912_384.0, "528912384"),
            (2.5e-7, "0.00000025"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(rust(value), text);
        }
    }
}
