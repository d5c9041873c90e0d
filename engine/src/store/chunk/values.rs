//! The codec of one series' values within a block.
//!
//! Most values are integers or decimal fractions. They are written as integers with a power of ten if every one of them is restored
//! bit for bit, else as the bits of the floats, whose differences are small while the exponent stays the same. Both use the same
//! code for integers.

use super::ROWS;
use super::numbers;

/// Powers of ten that a float holds exactly, and that the fractions of clocks and meters need.
const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// In place of a power: the bits of the floats.
const BITS: u8 = 15;

/// Beyond 2^53, not every integer is a float.
const LIMIT: f64 = 9_007_199_254_740_992.0;

/// Appends values, at most [`ROWS`], without their number. Returns the mode, which the caller stores.
pub(super) fn encode(bytes: &mut Vec<u8>, values: &[f64]) -> u8 {
    let mut whole = [0_i64; ROWS];
    // Most values never change.
    let first = values.first().map(|value| value.to_bits());
    let is_constant = values.iter().all(|value| Some(value.to_bits()) == first);
    let mode = power(if is_constant { values.get(..1).unwrap_or_default() } else { values })
        .unwrap_or(BITS);
    let power = POWERS.get(usize::from(mode));
    for (slot, value) in whole.iter_mut().zip(values) {
        *slot = match power {
            Some(power) => (value * power).round_ties_even() as i64,
            None => value.to_bits().cast_signed(),
        };
    }
    numbers::encode(bytes, whole.get(..values.len()).unwrap_or_default());
    mode
}

/// Returns the lowest power of ten that turns all values into integers from which they are restored exactly.
fn power(values: &[f64]) -> Option<u8> {
    let comes_back = |value: f64, power: f64| {
        let scaled = value * power;
        scaled.abs() < LIMIT
            && (scaled.round_ties_even() as i64 as f64 / power).to_bits() == value.to_bits()
    };
    let mut place = 0;
    for value in values {
        while !comes_back(*value, *POWERS.get(place)?) {
            place += 1;
        }
    }
    let power = *POWERS.get(place)?;
    // A higher power that suits a later value suits the earlier ones, unless it makes them too large.
    (place == 0 || values.iter().all(|value| comes_back(*value, power))).then_some(place as u8)
}

/// Decodes `count` values and passes each to `each`. `None` where the bytes are not the result of [`encode`].
#[inline]
pub(super) fn decode(
    mode: u8,
    bytes: &[u8],
    count: usize,
    mut each: impl FnMut(f64),
) -> Option<()> {
    let power = POWERS.get(usize::from(mode)).copied().unwrap_or(0.0);
    numbers::decode(bytes, count, |number| {
        each(if mode == 0 {
            number as f64
        } else if mode == BITS {
            f64::from_bits(number.cast_unsigned())
        } else {
            number as f64 / power
        });
    })
}
