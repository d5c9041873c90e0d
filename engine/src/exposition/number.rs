//! Numbers as Prometheus parses them: decimal, or `inf`, `infinity` and `nan` in any case. No hexadecimal, no `_`.
//!
//! Every result is the nearest double. Nearly all numbers have at most 19 digits and a small exponent. They are exact as one
//! product or quotient of doubles (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990) or of 128-bit integers.
//! All others go to [`crate::number`].

use super::byte;
use super::problem::{Kind, Wrong};
use crate::number;

/// Powers of ten that are exact as doubles.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The largest integer up to which all are exact as doubles.
const MAX_EXACT: u64 = 1 << 53;

/// The largest power of five in 64 bits.
const MAX_POWER_OF_FIVE: u32 = 27;

/// Parses the number at `start`, and returns the offset after it too. It ends at a blank, a brace or the end of the line.
pub(super) fn read(page: &[u8], start: usize) -> Result<(f64, usize), Wrong> {
    let sign = byte(page, start);
    let first = start + usize::from(matches!(sign, b'-' | b'+'));
    let (whole, mut at) = digits(page, first, 0);
    let mut mantissa = whole;
    let mut n_digits = at - first;
    let mut exponent: i32 = 0;
    if byte(page, at) == b'.' {
        let point = at + 1;
        let mut from = point;
        // Zeros before the first digit do not count.
        while whole == 0 && byte(page, from) == b'0' {
            from += 1;
        }
        (mantissa, at) = digits(page, from, mantissa);
        n_digits += at - from;
        exponent = -i32::from((at - point) as u16);
    }
    // 19 digits fit 64 bits.
    if n_digits == 0 || n_digits > 19 {
        return slowly(page, start);
    }
    if matches!(byte(page, at), b'e' | b'E') {
        let negative = byte(page, at + 1) == b'-';
        let from = at + 1 + usize::from(matches!(byte(page, at + 1), b'-' | b'+'));
        let (power, end) = digits(page, from, 0);
        if end == from || end > from + 4 {
            return slowly(page, start);
        }
        exponent += if negative { -(power as i32) } else { power as i32 };
        at = end;
    }
    if !is_end(byte(page, at)) {
        return slowly(page, start);
    }
    match exact(mantissa, exponent) {
        Some(value) => Ok((if sign == b'-' { -value } else { value }, at)),
        None => slowly(page, start),
    }
}

/// Appends the digits at `at` to `number`, which wraps, and returns the offset after them too.
fn digits(page: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    loop {
        let digit = byte(page, at).wrapping_sub(b'0');
        if digit > 9 {
            return (number, at);
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b' ' | b'\t' | b'\r' | b'{')
}

/// Returns `mantissa * 10^exponent` where it can be computed exactly.
fn exact(mantissa: u64, exponent: i32) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let power = exponent.unsigned_abs();
    if mantissa <= MAX_EXACT
        && let Some(factor) = POWERS_OF_TEN.get(power as usize)
    {
        let number = mantissa as f64;
        return Some(if exponent < 0 { number / factor } else { number * factor });
    }
    if power > MAX_POWER_OF_FIVE {
        return None;
    }
    let fives = number::power_of_five(power);
    if exponent >= 0 {
        return Some((u128::from(mantissa) * fives) as f64 * power_of_two(exponent));
    }
    // The quotient has at least 64 binary digits, so that its last one can stand for all that follow.
    let shift = mantissa.leading_zeros() + 64;
    let dividend = u128::from(mantissa) << shift;
    let quotient = dividend / fives;
    let quotient = quotient | u128::from(quotient * fives != dividend);
    Some(quotient as f64 * power_of_two(exponent - shift.cast_signed()))
}

/// Returns `2^exponent`, for exponents far from the limits.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::from((1023 + exponent).unsigned_abs()) << 52)
}

/// Parses everything else: words, long numbers, and tokens that are no number.
fn slowly(page: &[u8], start: usize) -> Result<(f64, usize), Wrong> {
    let mut end = start;
    while !is_end(byte(page, end)) {
        end += 1;
    }
    let token = page.get(start..end).unwrap_or_default();
    let Ok(text) = core::str::from_utf8(token) else {
        return Err(Kind::Value.within(start, end));
    };
    let is_signed = text.starts_with(['-', '+']);
    let number = match number::read(text) {
        // Go accepts no sign before a NaN.
        Some(number) if !(is_signed && number.is_nan()) => number,
        _ => return Err(Kind::Value.within(start, end)),
    };
    if number.is_infinite() && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Kind::TooLarge.within(start, end));
    }
    Ok((if number.is_nan() { f64::NAN } else { number }, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Result<f64, Kind> {
        read(text.as_bytes(), 0).map(|(value, _)| value).map_err(|wrong| wrong.kind)
    }

    #[test]
    fn numbers_and_other_tokens() {
        for (text, number) in [
            ("0", 0.0),
            ("-0", -0.0),
            ("+.5e-3", 0.0005),
            ("1.", 1.0),
            ("9.223372036854776e+18", 9.223_372_036_854_776e18),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("0000000000000000000000000000000000001.2e-1", 0.12),
            ("1e-400", 0.0),
            ("5e-324", 5e-324),
            ("inf", f64::INFINITY),
            ("+Inf", f64::INFINITY),
            ("-INFINITY", f64::NEG_INFINITY),
        ] {
            assert_eq!(value(text).map(f64::to_bits), Ok(number.to_bits()), "{text}");
        }
        assert!(value("NaN").unwrap().is_nan());
        for text in [
            "", ".", "-", "e5", "1e", "1e+", "1_2", "0x1p-3", "0x1", "true", "1z", "+nan",
            "\u{e9}", "1-", "--1",
        ] {
            assert_eq!(value(text), Err(Kind::Value), "{text}");
        }
        assert_eq!(value("1e400"), Err(Kind::TooLarge));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn every_decimal_is_the_nearest_double(text in r"-?[0-9]{1,20}(\.[0-9]{0,20})?(e[-+]?[0-9]{1,2})?") {
            prop_assert_eq!(value(&text).map(f64::to_bits), Ok(text.parse::<f64>().unwrap().to_bits()));
        }

        #[test]
        fn every_double_is_read_as_it_is_printed(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            prop_assert_eq!(value(&format!("{number:e}")).map(f64::to_bits), Ok(bits));
            prop_assert_eq!(value(&format!("{number}")).map(f64::to_bits), Ok(bits));
        }
    }
}
