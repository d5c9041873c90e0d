//! Bits in a sequence of bytes, the lowest bit of each byte first.
//!
//! A reader never fails: past the end it reads zeros, so that damaged bytes only yield wrong numbers.

/// Appends bits to bytes.
#[derive(Debug)]
pub(super) struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    /// Bits that are not in the bytes yet, from the lowest on.
    pending: u64,
    /// The number of them, fewer than 32 between calls.
    count: u32,
}

impl<'a> BitWriter<'a> {
    /// Continues after the content of `bytes`.
    pub(super) fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes, pending: 0, count: 0 }
    }

    /// Writes the lowest `width` bits of `value`, at most 64. Higher bits must be zero.
    #[inline]
    pub(super) fn write(&mut self, value: u64, width: u32) {
        if width > 32 {
            self.write(value & 0xffff_ffff, 32);
            return self.write(value >> 32, width - 32);
        }
        self.pending |= value << self.count;
        self.count += width;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= 32;
            self.count -= 32;
        }
    }

    /// Fills the last byte with zeros.
    pub(super) fn finish(self) {
        let rest = self.pending.to_le_bytes();
        self.bytes.extend_from_slice(rest.get(..self.count.div_ceil(8) as usize).unwrap_or(&rest));
    }
}

/// Takes bits from bytes.
#[derive(Clone, Debug)]
pub(super) struct BitReader<'a> {
    /// The bytes that are not in the word yet.
    bytes: &'a [u8],
    /// The next bits, from the lowest on.
    word: u64,
    /// The number of valid bits.
    count: u32,
}

impl<'a> BitReader<'a> {
    /// Begins with the first bit.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, word: 0, count: 0 }
    }

    /// The number of bits that can be peeked at once.
    pub(super) const PEEKED: u32 = 56;

    /// Returns the next bits, at least [`Self::PEEKED`] of them, without taking them.
    ///
    /// Fills the word by whole bytes without a branch (F. Giesen, "Reading bits in far too many ways", part 2).
    #[inline]
    pub(super) fn peek(&mut self) -> u64 {
        if let Some(eight) = self.bytes.first_chunk::<8>() {
            self.word |= u64::from_le_bytes(*eight) << self.count;
            self.bytes = self.bytes.get((63 - self.count as usize) / 8..).unwrap_or_default();
            self.count |= 0x38;
        } else {
            while self.count < 56 {
                let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
                self.word |= u64::from(*first) << self.count;
                self.bytes = rest;
                self.count += 8;
            }
        }
        self.word
    }

    /// Takes bits that were peeked, at most [`Self::PEEKED`] of them.
    #[inline]
    pub(super) fn skip(&mut self, bits: u32) {
        self.word >>= bits;
        self.count -= bits;
    }

    /// Takes `width` bits, at most 64.
    pub(super) fn read(&mut self, width: u32) -> u64 {
        if width > 32 {
            let low = self.read(32);
            return low | self.read(width - 32) << 32;
        }
        let value = self.peek() & ((1 << width) - 1);
        self.skip(width);
        value
    }
}
