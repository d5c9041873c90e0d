//! Conversion between doubles and decimal text, with the same results as the standard library.
//!
//! The conversions in `core` carry tables of powers of five and ten: 11 KB of brotli for parsing and 8 KB for formatting, in each of
//! the two pages. This module uses long arithmetic, which needs no tables. It is slower, which does not matter for the numbers of a
//! health answer and of a screen. Pages of metrics are read by [`exposition`](crate::exposition), which falls back
//! to this module in rare cases only.

mod digits;
pub mod go;
mod natural;
mod read;
mod write;

pub use read::{nearest_double, read};
pub use write::{Plain, fixed, rounded, scientific, shortest};

/// Returns `5^power`, which fits 128 bits up to a power of 55. A power of ten is this and a shift.
pub fn power_of_five(power: u32) -> u128 {
    5_u128.pow(power)
}
