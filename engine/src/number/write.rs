//! Doubles to decimal text, with the fewest digits that identify the double or with a given number of digits.

use super::digits::{Digits, Rounding, count};
use core::fmt::{self, Display, Formatter};

/// Writes NaN, an infinity, or the digits of the absolute value after the sign.
fn signed(number: f64, write: impl FnOnce(f64) -> String) -> String {
    let text = if number.is_nan() {
        return "NaN".to_owned();
    } else if number.is_infinite() {
        "inf".to_owned()
    } else {
        write(number.abs())
    };
    if number.is_sign_negative() { format!("-{text}") } else { text }
}

/// Writes as `{}` does: the fewest digits, and never an exponent.
pub fn shortest(number: f64) -> String {
    signed(number, |number| {
        let digits = Digits::fewest(number);
        let decimals = count(digits.significant()) - 1 - digits.exponent;
        digits.positional(decimals.max(0).unsigned_abs() as usize)
    })
}

/// Writes as `{:.*}` does, with ties rounded to even.
pub fn fixed(number: f64, decimals: usize) -> String {
    signed(number, |number| positional(number, decimals, Rounding::Even))
}

/// Writes as [`fixed`] does, with ties rounded away from zero.
pub fn rounded(number: f64, decimals: usize) -> String {
    signed(number, |number| positional(number, decimals, Rounding::Half))
}

fn positional(number: f64, decimals: usize, rounding: Rounding) -> String {
    let all = Digits::all(number);
    let n = i64::from(all.exponent) + 1 + decimals.cast_signed() as i64;
    let Ok(n) = usize::try_from(n) else {
        return Digits { digits: Vec::new(), exponent: 0 }.positional(decimals);
    };
    all.rounded(n, rounding).positional(decimals)
}

/// Writes as `{:e}` does, or with `n_digits` digits as `{:.*e}` does.
pub fn scientific(number: f64, n_digits: Option<usize>) -> String {
    signed(number, |number| match n_digits {
        None => Digits::fewest(number).scientific(),
        Some(n) => Digits::all(number).rounded(n, Rounding::Even).scientific_with(n),
    })
}

/// A number that displays as with `{}`.
#[derive(Clone, Copy, Debug)]
pub struct Plain(pub f64);

impl Display for Plain {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&shortest(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(number: f64) {
        assert_eq!(shortest(number), format!("{number}"));
        assert_eq!(scientific(number, None), format!("{number:e}"));
        for n in 0..20 {
            assert_eq!(fixed(number, n), format!("{number:.n$}"));
            assert_eq!(scientific(number, Some(n + 1)), format!("{number:.n$e}"));
        }
    }

    #[test]
    fn writes_as_the_standard_library_does_at_the_edges() {
        let edges = [
            0.0,
            0.5,
            0.05,
            0.25,
            0.999,
            1.5,
            2.5,
            9.5,
            99.95,
            1e15,
            9e15,
            1e16,
            1e21,
            123_456_789.125,
        ];
        let ends = [f64::NAN, f64::INFINITY, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1.5e-323, 1e-310];
        for number in edges.into_iter().chain(ends) {
            check(number);
            check(-number);
        }
        // At powers of two, the doubles below lie closer than those above.
        for exponent in -1074..1024 {
            check(2_f64.powi(exponent));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn rounds_ties_away_from_zero(eighths in -100_000_i32..100_000) {
            let sign = if eighths < 0 { "-" } else { "" };
            let hundredths = (eighths.unsigned_abs() * 100 + 4) / 8;
            let text = format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(rounded(f64::from(eighths) / 8.0, 2), text);
        }

        #[test]
        fn writes_every_double_as_the_standard_library_does(bits: u64) {
            check(f64::from_bits(bits));
        }

        #[test]
        fn writes_usual_doubles_as_the_standard_library_does(bits: u64, exponent in 950_u64..1100, is_round: bool) {
            let mantissa = if is_round { bits & 3 } else { bits >> 12 };
            check(f64::from_bits(exponent << 52 | mantissa));
        }

        #[test]
        fn writes_short_decimals_as_the_standard_library_does(mantissa in -1_000_000_000_i64..1_000_000_000, power in 0_i32..12) {
            check(mantissa as f64 / 10_f64.powi(power));
        }
    }
}
