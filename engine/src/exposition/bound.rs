//! The values of `le` and `quantile` in OpenMetrics' normal form, so that `1`, `1.0` and `1e0` name one bucket.
//!
//! Prometheus stores this form: Go's shortest one, with `.0` after an integer.

use super::number;
use crate::number::{scientific, shortest};

/// Appends `text` in its normal form, or unchanged where it is no number.
pub(super) fn push_normal(text: &str, out: &mut String) {
    if is_normal(text.as_bytes()) {
        out.push_str(text);
    } else if text.len() <= 6 && is_whole(text.as_bytes()) {
        out.push_str(text);
        out.push_str(".0");
    } else if let Ok((value, end)) = number::read(text.as_bytes(), 0)
        && end == text.len()
    {
        push_value(value, out);
    } else {
        out.push_str(text);
    }
}

/// Returns whether the text is an integer without a leading zero.
fn is_whole(text: &[u8]) -> bool {
    text == b"0"
        || (text.iter().all(u8::is_ascii_digit) && text.first().is_some_and(|first| *first != b'0'))
}

/// Returns whether the text is in normal form already, without parsing it: `+Inf`, or a short decimal fraction that is neither very
/// small nor has redundant zeros, or one with an exponent where the form has one. A double preserves up to 15 digits.
pub fn is_normal(text: &[u8]) -> bool {
    if text == b"+Inf" {
        return true;
    }
    if let Some(e) = text.iter().position(|byte| *byte == b'e') {
        let (number, exponent) = text.split_at(e);
        return is_normal_mantissa(number) && is_normal_exponent(exponent);
    }
    let Some(point) = text.iter().position(|byte| *byte == b'.') else { return false };
    let (whole, fraction) =
        (text.get(..point).unwrap_or_default(), text.get(point + 1..).unwrap_or_default());
    let is_fraction = fraction == b"0"
        || (fraction.iter().all(u8::is_ascii_digit)
            && fraction.last().is_some_and(|last| *last != b'0'));
    let is_small =
        whole == b"0" && fraction != b"0" && fraction.iter().take(4).all(|digit| *digit == b'0');
    is_whole(whole) && whole.len() <= 6 && is_fraction && text.len() <= 16 && !is_small
}

/// Returns whether the text is one digit and a fraction without a trailing zero, at most fifteen digits in all.
fn is_normal_mantissa(text: &[u8]) -> bool {
    match text {
        [b'1'..=b'9'] => true,
        [b'1'..=b'9', b'.', fraction @ ..] => {
            fraction.len() <= 14
                && fraction.iter().all(u8::is_ascii_digit)
                && fraction.last().is_some_and(|last| *last != b'0')
        }
        _ => false,
    }
}

/// Returns whether an exponent has a sign and two digits, and belongs to a number that the form writes with one.
fn is_normal_exponent(text: &[u8]) -> bool {
    match text {
        [b'e', b'+', b'0', digit] => (b'6'..=b'9').contains(digit),
        [b'e', b'-', b'0', digit] => (b'5'..=b'9').contains(digit),
        [b'e', b'+' | b'-', b'1'..=b'9', digit] => digit.is_ascii_digit(),
        _ => false,
    }
}

/// Appends the shortest form, with an exponent below 0.0001 and from a million on.
fn push_value(value: f64, out: &mut String) {
    if value.is_nan() {
        return out.push_str("NaN");
    }
    if value.is_infinite() {
        return out.push_str(if value < 0.0 { "-Inf" } else { "+Inf" });
    }
    if value == 0.0 {
        return out.push_str("0.0");
    }
    let start = out.len();
    if (1e-4..1e6).contains(&value.abs()) {
        out.push_str(&shortest(value));
        if !out.get(start..).unwrap_or_default().contains('.') {
            out.push_str(".0");
        }
        return;
    }
    out.push_str(&scientific(value, None));
    // Go's exponents have a sign and two digits.
    if let Some(e) = out.get(start..).unwrap_or_default().find('e') {
        let exponent = out.split_off(start + e + 1);
        let (sign, digits) =
            exponent.strip_prefix('-').map_or(('+', exponent.as_str()), |digits| ('-', digits));
        out.push(sign);
        if digits.len() < 2 {
            out.push('0');
        }
        out.push_str(digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        let mut out = String::new();
        push_normal(text, &mut out);
        out
    }

    #[test]
    fn bounds_are_written_as_go_writes_them() {
        for (text, expected) in [
            ("1", "1.0"),
            ("0", "0.0"),
            ("-1", "-1.0"),
            ("-0", "0.0"),
            ("0.005", "0.005"),
            ("0.50", "0.5"),
            ("1.0", "1.0"),
            ("100000", "100000.0"),
            ("1000000", "1e+06"),
            ("1.5e6", "1.5e+06"),
            ("123456789", "1.23456789e+08"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("1e-100", "1e-100"),
            ("0.99", "0.99"),
            ("+Inf", "+Inf"),
            ("inf", "+Inf"),
            ("nan", "NaN"),
            ("a\nb", "a\nb"),
            ("", ""),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn fast_and_slow_path_agree(text in "[0-9]{1,7}(\\.[0-9]{1,15})?(e[-+]?[0-9]{1,2})?") {
            let mut expected = String::new();
            push_value(text.parse().unwrap(), &mut expected);
            prop_assert_eq!(normal(&text), expected);
        }
    }
}
