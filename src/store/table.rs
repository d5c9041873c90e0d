//! Finding numbers by what they stand for: a hash table that holds the numbers alone.
//!
//! Whoever owns the things compares them, so a look-up allocates nothing and nothing is kept twice. Open addressing with linear
//! probing; a removal moves what follows back (D. Knuth, TAOCP 3, 6.4, algorithm R). The hash has no secret, because nothing here
//! is random: a stranger can make names that collide, so the count of names is capped by those who use this.

/// Numbers by their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// One more than the number; 0 is free. As many as a power of two, at most three quarters of them taken.
    slots: Vec<u32>,
    taken: usize,
}

impl Table {
    /// The number with this hash for which `is` holds.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut place = hash as usize & mask;
        while let Some(id) = self.slots.get(place)?.checked_sub(1) {
            if is(id) {
                return Some(id);
            }
            place = (place + 1) & mask;
        }
        None
    }

    /// Adds a number that is not there. `hash_of` tells the hashes of those that are.
    pub(super) fn insert(&mut self, hash: u64, id: u32, hash_of: impl Fn(u32) -> u64) {
        if (self.taken + 1) * 4 > self.slots.len() * 3 {
            let size = (self.slots.len() * 2).max(16);
            let old = core::mem::replace(&mut self.slots, vec![0; size]);
            for known in old.into_iter().filter_map(|slot| slot.checked_sub(1)) {
                self.place(hash_of(known), known);
            }
        }
        self.taken += 1;
        self.place(hash, id);
    }

    fn place(&mut self, hash: u64, id: u32) {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while self.slots.get(place).is_some_and(|slot| *slot != 0) {
            place = (place + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = id + 1;
        }
    }

    /// Removes a number that has this hash.
    pub(super) fn remove(&mut self, hash: u64, id: u32, hash_of: impl Fn(u32) -> u64) {
        let Some(mask) = self.slots.len().checked_sub(1) else { return };
        let at = |slots: &[u32], place: usize| slots.get(place).copied().unwrap_or(0);
        let mut gap = hash as usize & mask;
        while at(&self.slots, gap) != id + 1 {
            if at(&self.slots, gap) == 0 {
                return;
            }
            gap = (gap + 1) & mask;
        }
        self.taken -= 1;
        let mut next = gap;
        loop {
            next = (next + 1) & mask;
            let Some(other) = at(&self.slots, next).checked_sub(1) else { break };
            // What stands where it wants to, or behind the gap on its way there, stays.
            let home = hash_of(other) as usize & mask;
            if next.wrapping_sub(home) & mask >= next.wrapping_sub(gap) & mask {
                self.slots.swap(gap, next);
                gap = next;
            }
        }
        if let Some(slot) = self.slots.get_mut(gap) {
            *slot = 0;
        }
    }

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * 4
    }
}

/// A hash that goes on from `seed`: eight bytes at a time, each multiplied to 128 bits and folded (after W. Yi, wyhash).
pub(super) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    mix(hash, rest.iter().fold(1, |word, byte| word << 8 | u64::from(*byte)))
}

/// One step of [`hash`].
#[inline]
pub(super) fn mix(hash: u64, word: u64) -> u64 {
    let wide = u128::from(hash ^ word ^ 0x2d35_8dcc_aa6c_78a5) * 0x8bb8_4b93_962e_acc9;
    wide as u64 ^ (wide >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_not_what_was_taken_out() {
        // Few hashes for many numbers, so that runs are long and wrap around.
        let hash_of = |id: u32| u64::from(id % 7).wrapping_mul(u64::MAX / 7);
        let mut table = Table::default();
        for id in 0..500 {
            table.insert(hash_of(id), id, hash_of);
        }
        for id in (0..500).filter(|id| id % 3 == 0) {
            table.remove(hash_of(id), id, hash_of);
            table.remove(hash_of(id), id, hash_of);
        }
        for id in 0..500 {
            let found = table.find(hash_of(id), |other| other == id);
            assert_eq!(found.is_some(), id % 3 != 0, "{id}");
        }
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        let mut table = Table::default();
        assert_eq!(table.find(1, |_| true), None);
        table.remove(1, 1, |_| 1);
    }

    #[test]
    fn the_hash_depends_on_every_byte_and_the_length() {
        let texts = ["", "\0", "\0\0", "a", "b", "abcdefgh", "abcdefgh\0", "abcdefgi", "bacdefgh"];
        let mut hashes: Vec<u64> = texts.iter().map(|text| hash(0, text.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), texts.len());
    }
}
