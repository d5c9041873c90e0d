//! Doubles as Go writes them (`strconv/ftoa.go`), which is how Prometheus prints numbers.

use super::{scientific, shortest};

/// Writes as Go's `%g`: the fewest digits that identify the number, with an exponent below 0.0001 and from a million on. With
/// `n_digits`, as `%.Ng`: that many digits, without zeros at the end, and an exponent where they do not reach.
pub fn general(number: f64, n_digits: Option<usize>) -> String {
    let limit = n_digits.map_or(6, |n| i32::try_from(n).unwrap_or(i32::MAX));
    named(number, || positioned(&scientific(number, n_digits), limit))
}

/// Writes as Go's `%f` does with as many digits as identify the number: never with an exponent.
pub fn plain(number: f64) -> String {
    named(number, || shortest(number))
}

/// Writes a value as Prometheus' HTTP interface does: as [`plain`], but below 0.000001 and from 1e21 on with an exponent.
pub fn value(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || !size.is_finite() || (1e-6..1e21).contains(&size) {
        return plain(number);
    }
    // The exponent has two digits only where there are two.
    let scientific = scientific(number, None);
    let (mantissa, exponent) = split(&scientific);
    format!("{mantissa}e{}{}", if exponent < 0 { '-' } else { '+' }, two_digits(exponent))
}

/// Writes the names of NaN and infinities, or else a number.
pub fn named(number: f64, write: impl FnOnce() -> String) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        write()
    }
}

/// Splits `1.5e-7` into mantissa and exponent.
fn split(scientific: &str) -> (&str, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    (mantissa, exponent.parse().unwrap_or(0))
}

/// Writes the size of an exponent.
fn two_digits(exponent: i32) -> String {
    format!("{:02}", exponent.unsigned_abs())
}

/// Turns `1.2340e5` into Go's form, which has no exponent from -4 up to below `limit`.
fn positioned(scientific: &str, limit: i32) -> String {
    let (mantissa, exponent) = split(scientific);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = exponent + 1;
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if exponent < -4 || exponent >= limit {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{dot}{rest}e{direction}{}", two_digits(exponent));
    }
    if point <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    if point >= length {
        return format!("{sign}{digits}{}", "0".repeat((point - length) as usize));
    }
    let (whole, fraction) = digits.split_at(point as usize);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_fewest_digits() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (-0.1, "-0.1"),
            (100_000.0, "100000"),
            (1e6, "1e+06"),
            (1_353_755_652.0, "1.353755652e+09"),
            (0.0001, "0.0001"),
            (0.000_012_5, "1.25e-05"),
            (1e300, "1e+300"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(general(number, None), text);
        }
        assert_eq!(general(0.015_62, Some(2)), "0.016");
        assert_eq!(general(123.0, Some(2)), "1.2e+02");
    }

    #[test]
    fn writes_values_as_the_interface_does() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-07"),
            (-2.5e300, "-2.5e+300"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
        ] {
            assert_eq!(value(number), text);
        }
        assert_eq!(plain(1e21), "1000000000000000000000");
    }
}
