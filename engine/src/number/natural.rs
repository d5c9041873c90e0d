//! Natural numbers of any size, with the operations that converting doubles takes.

/// A natural number: binary digits in words, the least significant word first.
#[derive(Clone, Debug)]
pub(super) struct Natural(pub(super) Vec<u32>);

impl Natural {
    /// Computes `self * factor + term`.
    pub(super) fn multiply_add(&mut self, factor: u32, term: u32) {
        let mut carry = u64::from(term);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides, rounding down, and returns the remainder.
    pub(super) fn divide(&mut self, divisor: u32) -> u32 {
        let mut rest = 0;
        for word in self.0.iter_mut().rev() {
            let dividend = (rest << 32) | u64::from(*word);
            *word = (dividend / u64::from(divisor)) as u32;
            rest = dividend % u64::from(divisor);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        rest as u32
    }

    /// Returns the binary digit of weight `2^index`.
    pub(super) fn bit(&self, index: i64) -> u64 {
        let word =
            usize::try_from(index / 32).ok().filter(|_| index >= 0).and_then(|at| self.0.get(at));
        word.map_or(0, |word| u64::from(word >> (index % 32) & 1))
    }

    /// Returns the number of binary digits.
    pub(super) fn length(&self) -> i64 {
        self.0
            .last()
            .map_or(0, |top| self.0.len() as u64 * 32 - u64::from(top.leading_zeros()))
            .cast_signed()
    }
}
