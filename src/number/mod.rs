//! Doubles from and to decimal text, bit for bit and digit for digit as the standard library has them.
//!
//! They are our own because those in `core` bring tables of powers of five and ten: 11 KB of brotli for reading and 8 KB for writing,
//! of which a page in wasm can carry neither. Long arithmetic needs no table. It is slower, which the numbers of a health answer and
//! those that a person looks at do not notice; a page of metrics is read by `decode::exposition`, which comes here in rare cases
//! only.

mod natural;
mod read;
mod write;

pub use read::{nearest_double, read};
pub use write::{Plain, fixed, scientific, shortest};

/// `5^power`, which has 128 bits up to a power of 55. Ten is this and a shift.
#[inline(never)]
pub fn power_of_five(power: u32) -> u128 {
    5_u128.pow(power)
}
