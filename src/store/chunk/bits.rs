//! Single bits in a row of bytes, the lowest bit of each byte first.
//!
//! A reader never fails: behind the end it reads zeros, so that broken bytes make wrong numbers and nothing worse.

/// Appends bits to bytes.
#[derive(Debug)]
pub(super) struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    /// Bits that do not fill a byte yet, from the lowest on.
    pending: u64,
    /// How many; fewer than eight between calls.
    count: u32,
}

impl<'a> BitWriter<'a> {
    /// Goes on behind what `bytes` holds.
    pub(super) fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes, pending: 0, count: 0 }
    }

    /// Writes the lowest `width` bits of `value`, at most 64. Higher bits must be zero.
    pub(super) fn write(&mut self, value: u64, width: u32) {
        if width > 32 {
            self.write(value & 0xffff_ffff, 32);
            return self.write(value >> 32, width - 32);
        }
        self.pending |= value << self.count;
        self.count += width;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// Fills the last byte with zeros.
    pub(super) fn finish(self) {
        if self.count > 0 {
            self.bytes.push(self.pending as u8);
        }
    }
}

/// Takes bits from bytes.
#[derive(Clone, Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    /// The next bit.
    place: usize,
}

impl<'a> BitReader<'a> {
    /// Begins with the first bit.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, place: 0 }
    }

    /// How many bits can be seen at once.
    pub(super) const PEEKED: u32 = 57;

    /// The next bits, at least [`Self::PEEKED`] of them, without taking them.
    #[inline]
    pub(super) fn peek(&self) -> u64 {
        let from = self.bytes.get(self.place / 8..).unwrap_or_default();
        let word = if let Some(eight) = from.first_chunk::<8>() {
            u64::from_le_bytes(*eight)
        } else {
            from.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        word >> (self.place % 8)
    }

    /// Takes bits that were seen.
    #[inline]
    pub(super) fn skip(&mut self, bits: u32) {
        self.place += bits as usize;
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
