//! One prefix for several numbers.

use super::decimal::{WRITTEN_OUT, decimal, exponential, is_whole, power_of_ten};

/// A common prefix for all numbers of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The divisor of a value.
    pub factor: f64,
    /// The unit with the prefix.
    pub unit: &'static str,
}

impl Scale {
    /// Writes a value with as few digits as possible: `0.25`, `10`.
    pub fn plain(self, value: f64) -> String {
        if value == 0.0 { "0".to_owned() } else { self.tick(value, value.abs()) }
    }

    /// Writes a tick of an axis with the decimals that distinguish it from the next one. `step` is their distance, greater than
    /// zero.
    pub fn tick(self, value: f64, step: f64) -> String {
        let step = step / self.factor;
        let mut decimals = 0;
        while decimals < 9 && !is_whole(step * power_of_ten(decimals)) {
            decimals += 1;
        }
        let value = value / self.factor;
        if value.abs() >= WRITTEN_OUT {
            // Two decimals, or more where two ticks would be the same.
            let (mut ratio, mut decimals) = (value.abs() / step, 0);
            while ratio > 1.0 && decimals < 9 {
                ratio /= 10.0;
                decimals += 1;
            }
            exponential(value, decimals.max(2))
        } else if is_whole(step * power_of_ten(decimals)) {
            decimal(value, decimals)
        } else {
            exponential(value, 4)
        }
    }
}
