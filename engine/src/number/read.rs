//! Decimal text to the nearest double, ties to even: the results of `str::parse::<f64>`, bit for bit.

use super::natural::Natural;

/// Maximum number of significant digits. A halfway point between doubles has at most 767, so of all further digits it only matters
/// whether they are zero.
const MAX_DIGITS: i64 = 800;

/// Parses what `str::parse` accepts: a decimal number with optional sign, point and exponent, or `inf`, `infinity` and `nan` in any
/// case.
pub fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    for (word, value) in [("inf", f64::INFINITY), ("infinity", f64::INFINITY), ("nan", f64::NAN)] {
        if unsigned.eq_ignore_ascii_case(word) {
            return Some(sign * value);
        }
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        !digits.is_empty() && is_digits(digits)
    };
    let is_number = whole.len() + fraction.len() > 0
        && is_digits(whole)
        && is_digits(fraction)
        && exponent.is_none_or(is_exponent);
    is_number.then(|| nearest_double(text))
}

/// Returns the double nearest to a number in JSON's grammar, which is not checked. Too large a number is infinite.
pub fn nearest_double(text: &str) -> f64 {
    let mut decimal = Decimal::read(text);
    let size = decimal.n_digits + decimal.exponent;
    let magnitude = if decimal.n_digits == 0 || size < -330 {
        0.0
    } else if size > 310 {
        f64::INFINITY
    } else {
        decimal.round()
    };
    if text.starts_with('-') { -magnitude } else { magnitude }
}

/// Returns factors of one word each whose product is `10^exponent`.
fn powers_of_ten(exponent: i64) -> impl Iterator<Item = u32> {
    (0..exponent).step_by(9).map(move |done| 10_u32.pow((exponent - done).min(9) as u32))
}

/// The number `digits * 10^exponent`, or slightly more where `inexact`.
struct Decimal {
    digits: Natural,
    /// The number of decimal digits in `digits`, without leading zeros.
    n_digits: i64,
    exponent: i64,
    inexact: bool,
}

impl Decimal {
    fn read(text: &str) -> Self {
        let mut decimal =
            Self { digits: Natural(Vec::new()), n_digits: 0, exponent: 0, inexact: false };
        let mut in_fraction = false;
        let mut bytes = text.bytes();
        for byte in bytes.by_ref() {
            match byte {
                b'0'..=b'9' => {
                    let digit = u32::from(byte - b'0');
                    decimal.exponent -= i64::from(in_fraction);
                    if decimal.n_digits == MAX_DIGITS {
                        decimal.exponent += 1;
                        decimal.inexact |= digit > 0;
                    } else if digit > 0 || decimal.n_digits > 0 {
                        decimal.digits.multiply_add(10, digit);
                        decimal.n_digits += 1;
                    }
                }
                b'.' => in_fraction = true,
                b'e' | b'E' => break,
                _ => {}
            }
        }
        let mut exponent: i64 = 0;
        let mut sign = 1;
        for byte in bytes {
            match byte {
                b'-' => sign = -1,
                b'+' => {}
                // This ceiling is far above the length of any body, so that zeros cannot make up for the exponent.
                digit => {
                    exponent = (exponent * 10 + i64::from(digit.wrapping_sub(b'0'))).min(1 << 50);
                }
            }
        }
        decimal.exponent += sign * exponent;
        decimal
    }

    /// Returns the nearest double. The exponent has to be small enough for long arithmetic.
    fn round(&mut self) -> f64 {
        // The number becomes `digits * 2^scale`, or slightly more where inexact.
        let mut scale = 0;
        if self.exponent >= 0 {
            for factor in powers_of_ten(self.exponent) {
                self.digits.multiply_add(factor, 0);
            }
        } else {
            // Room for more than the quotient's 53 binary digits: a word for each billion divided by, and three more.
            let room = -self.exponent / 9 + 3;
            self.digits.0.splice(0..0, (0..room).map(|_| 0));
            scale = -32 * room;
            // Rounding down at each step equals rounding down once.
            for divisor in powers_of_ten(-self.exponent) {
                self.inexact |= self.digits.divide(divisor) > 0;
            }
        }

        let length = self.digits.length();
        let exponent = length - 1 + scale;
        if exponent > 1023 {
            return f64::INFINITY;
        }
        // Below 2^-1022 a double has fewer than 53 digits, and the last one weighs 2^-1074.
        let kept = (exponent + 1075).min(53);
        let dropped = length - kept;
        let mut mantissa = 0;
        for index in (dropped..length).rev() {
            mantissa = mantissa << 1 | self.digits.bit(index);
        }
        let above_half = self.inexact || (0..dropped - 1).any(|index| self.digits.bit(index) == 1);
        if self.digits.bit(dropped - 1) == 1 && (above_half || mantissa & 1 == 1) {
            mantissa += 1;
        }
        // The leading one of a normal number increments the exponent's field. So does a carry out of the mantissa, up to infinity.
        let field = (exponent + 1022).max(0) as u64;
        f64::from_bits((field << 52) + mantissa)
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest_double, read};
    use proptest::prelude::*;

    fn check(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(nearest_double(text).to_bits(), expected.to_bits(), "{text}");
        assert_eq!(read(text).map(f64::to_bits), Some(expected.to_bits()), "{text}");
    }

    #[test]
    fn agrees_with_the_standard_library_at_the_edges() {
        for text in [
            "0",
            "-0",
            "0.0",
            "0e9",
            "1",
            "-1.5",
            "86400",
            "0.1",
            "0.3",
            "1e22",
            "1e23",
            "123456789012345678",
            // The largest double, the halfway point above it, and numbers beyond it.
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "-1e400",
            // The smallest normal and subnormal doubles, and halves of the latter.
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "5e-324",
            "4.9e-324",
            "2.5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            // Ties.
            "9007199254740993",
            "9007199254740995",
            "9007199254740993.0000000000000000000001",
            "1e1000000000000000000000000",
            "1e-1000000000000000000000000",
            "0e1000000000000000000000000",
        ] {
            check(text);
        }
        let zeros = "0".repeat(2000);
        check(&format!("1{zeros}e-2000"));
        check(&format!("0.{zeros}1e2001"));
        check(&format!("9007199254740993.{zeros}1"));
        check(&format!("9007199254740993.{zeros}0"));
        check(&"123456789".repeat(40));
        check(&format!("0.{}", "123456789".repeat(400)));
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library_on_every_double(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            check(&format!("{number}"));
            check(&format!("{number:e}"));
            check(&format!("{number:.3e}"));
        }

        #[test]
        fn takes_what_the_standard_library_takes(text in "[-+]?([0-9]{0,3}(\\.[0-9]{0,3})?([eE][-+]?[0-9]{0,3})?|[iI]nf|infinity|NaN|.{0,3})") {
            let expected: Option<f64> = text.parse().ok();
            let is_same = match (read(&text), expected) {
                (Some(found), Some(expected)) => found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                (found, expected) => found == expected,
            };
            prop_assert!(is_same, "{}: {:?}, not {:?}", text, read(&text), expected);
        }

        #[test]
        fn agrees_with_the_standard_library_on_every_text(text in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?(e[-+]?[0-9]{1,3})?") {
            check(&text);
        }
    }
}
