//! The value of a series at a step, or none, in eight bytes.

use core::fmt;

/// A float or none. The bits of one NaN stand for none; every NaN of the language becomes another one on the way in, so that none
/// cannot be mistaken for a number, nor a NaN for none. The bits are kept as an integer, because neither JavaScript nor wasm preserves
/// those of a NaN that passes through arithmetic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Point(u64);

/// Every NaN that is a value.
const NAN: u64 = 0x7ff8_0000_0000_0001;

impl Point {
    /// No value.
    pub const NONE: Self = Self(0x7ff8_0000_dead_0000);

    /// Creates a value.
    #[inline]
    pub fn new(value: f64) -> Self {
        Self(if value.is_nan() { NAN } else { value.to_bits() })
    }

    /// Returns the value, if there is one.
    #[inline]
    pub fn get(self) -> Option<f64> {
        if self == Self::NONE { None } else { Some(f64::from_bits(self.0)) }
    }

    /// Returns whether there is a value.
    #[inline]
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

impl From<f64> for Point {
    #[inline]
    fn from(value: f64) -> Self {
        Self::new(value)
    }
}

impl From<Option<f64>> for Point {
    #[inline]
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::NONE, Self::new)
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_float_comes_back_and_none_is_none_of_them() {
        for value in [0.0, -0.0, 1.5, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(Point::new(value).get().map(f64::to_bits), Some(value.to_bits()));
        }
        let odd = [f64::NAN, -f64::NAN, f64::from_bits(Point::NONE.0), f64::from_bits(u64::MAX)];
        for nan in odd {
            assert!(Point::new(nan).get().is_some_and(f64::is_nan));
        }
        assert_eq!(Point::NONE.get(), None);
        assert_eq!(Point::from(None::<f64>), Point::NONE);
    }
}
