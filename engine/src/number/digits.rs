//! The decimal digits of a double.

use super::natural::Natural;
use super::power_of_five;
use super::read::nearest_double;

/// The treatment of the digits that are cut off.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    /// To the nearest, ties to even: for a given number of digits.
    Even,
    /// To the nearest, ties up: for the fewest digits.
    Half,
    /// Up.
    Up,
}

/// Decimal digits without a point, and the power of ten of the first one: `("15", 0)` is 1.5.
pub(super) struct Digits {
    pub(super) digits: Vec<u8>,
    pub(super) exponent: i32,
}

impl Digits {
    /// Returns all digits, at most 767, of a number without a sign.
    pub(super) fn all(number: f64) -> Self {
        let bits = number.to_bits();
        let field = (bits >> 52 & 0x7ff) as i32;
        let mantissa = (bits & ((1 << 52) - 1)) | u64::from(field > 0) << 52;
        let scale = field.max(1) - 1075;
        let mut natural = Natural(vec![mantissa as u32, (mantissa >> 32) as u32]);
        // A half is five tenths.
        let factor: u32 = if scale < 0 { 5 } else { 2 };
        let mut left = scale.unsigned_abs();
        while left > 0 {
            let power = left.min(13);
            natural.multiply_add(factor.pow(power), 0);
            left -= power;
        }
        if mantissa == 0 {
            return Self { digits: vec![0], exponent: 0 };
        }
        let mut digits = Vec::new();
        while natural.length() > 0 {
            let mut billionth = natural.divide(1_000_000_000);
            for _ in 0..9 {
                digits.push((billionth % 10) as u8);
                billionth /= 10;
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        digits.reverse();
        Self { exponent: count(&digits) - 1 + scale.min(0), digits }
    }

    /// Returns the first `n` digits, rounded.
    pub(super) fn rounded(&self, n: usize, rounding: Rounding) -> Self {
        let mut digits = self.digits.clone();
        let mut exponent = self.exponent;
        let rest = self.digits.get(n..).unwrap_or_default();
        digits.truncate(n);
        let is_odd = digits.last().is_some_and(|digit| digit % 2 == 1);
        let is_above = match rest {
            [5, rest @ ..] if rest.iter().all(|digit| *digit == 0) => {
                is_odd || rounding == Rounding::Half
            }
            [first, ..] => *first >= 5,
            [] => false,
        };
        if is_above || rounding == Rounding::Up {
            // Nines become zeros, which are not stored.
            let kept = digits.iter().rposition(|digit| *digit < 9).map_or(0, |place| place + 1);
            digits.truncate(kept);
            if let Some(digit) = digits.last_mut() {
                *digit += 1;
            } else {
                digits = vec![1];
                exponent += 1;
            }
        }
        Self { digits, exponent }
    }

    /// Returns the fewest digits that parse to the same double, and of those the nearest.
    pub(super) fn fewest(number: f64) -> Self {
        if let Some(digits) = Self::fewest_of_usual(number) {
            return digits;
        }
        let all = Self::all(number);
        // A normal double distinguishes all decimals of 15 digits, so that fewer digits show as zeros at the end.
        let least = if number < f64::MIN_POSITIVE { 1 } else { 15 };
        for n in least..17 {
            // Above a power of two, doubles lie twice as far apart as below, so that rounding up may do even if it is not nearest.
            for rounding in [Rounding::Half, Rounding::Up] {
                let digits = all.rounded(n, rounding);
                if nearest_double(&digits.scientific()).to_bits() == number.to_bits() {
                    return digits;
                }
            }
        }
        all.rounded(17, Rounding::Half)
    }

    /// Returns the same where the number is neither very large nor very small, so that it and the halfway points to its neighbours
    /// are exact as fractions of 128 bits.
    fn fewest_of_usual(number: f64) -> Option<Self> {
        let field = (number.to_bits() >> 52) as i32;
        let mantissa = (number.to_bits() & ((1 << 52) - 1)) | 1 << 52;
        // The power of ten that scales the number to an integer of 17 or 18 digits, enough for several to round to the same double.
        // 1233 / 4096 is the logarithm of two.
        let power = 16 - (((field - 1023) * 1233) >> 12);
        // The distance that the binary point moved left: five tenths are a half.
        let shift = 1075 - field - power + 2;
        if field == 0 || !(0..29).contains(&power) || !(3..97).contains(&shift) {
            return None;
        }
        let fives = power_of_five(power.unsigned_abs());
        let exact = (u128::from(mantissa) * fives) << 2;
        // Below a power of two, doubles lie closer.
        let low = exact - (fives << u32::from(mantissa != 1 << 52));
        let high = exact + (fives << 1);
        // The halfway points round to the number if it is even.
        let is_odd = u128::from(mantissa & 1);
        let (mut low, mut high) = (whole(low + is_odd - 1, shift) + 1, whole(high - is_odd, shift));
        let twice = whole(exact, shift - 1);
        let (exact, half) = (twice >> 1, twice & 1);
        let mut unit = 1;
        while high / 10 * 10 >= low {
            (low, high, unit) = (low.div_ceil(10), high / 10, unit * 10);
        }
        let rounded = exact / unit + u64::from(exact % unit * 2 + half >= unit);
        let text = (rounded.max(low).min(high) * unit).to_string();
        let digits: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
        (low <= high).then(|| Self { exponent: count(&digits) - 1 - power, digits })
    }

    /// Returns the digits without zeros at the end.
    pub(super) fn significant(&self) -> &[u8] {
        let n = self.digits.iter().rposition(|digit| *digit > 0).map_or(0, |place| place + 1);
        self.digits.get(..n).unwrap_or_default()
    }

    /// Returns `n` digits from `first` on as text, with zeros beyond the last.
    fn text(&self, first: i32, n: usize) -> impl Iterator<Item = char> {
        (first..).take(n).map(|place| {
            let digit = usize::try_from(place).ok().and_then(|place| self.digits.get(place));
            char::from(b'0' + digit.copied().unwrap_or_default())
        })
    }

    /// Writes `1.5e0`.
    pub(super) fn scientific(&self) -> String {
        let n = self.significant().len().max(1);
        self.scientific_with(n)
    }

    pub(super) fn scientific_with(&self, n: usize) -> String {
        let mut text: String = self.text(0, 1).collect();
        if n > 1 {
            text.push('.');
            text.extend(self.text(1, n - 1));
        }
        text.push('e');
        text.push_str(&self.exponent.to_string());
        text
    }

    /// Writes `1.5` with `decimals` digits after the point.
    pub(super) fn positional(&self, decimals: usize) -> String {
        let whole = self.exponent.max(0);
        let n_whole = whole.unsigned_abs() as usize + 1;
        let mut text: String = self.text(self.exponent - whole, n_whole).collect();
        if decimals > 0 {
            text.push('.');
            text.extend(self.text(self.exponent + 1, decimals));
        }
        text
    }
}

/// Returns the integer part of a fraction of 128 bits.
fn whole(number: u128, shift: i32) -> u64 {
    (number >> shift) as u64
}

/// Returns the number of digits, at most 767.
pub(super) fn count(digits: &[u8]) -> i32 {
    i32::try_from(digits.len()).unwrap_or(i32::MAX)
}
