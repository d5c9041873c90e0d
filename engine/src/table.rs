//! A hash table that holds numbers alone, found by the things that they identify.
//!
//! The owner of the things compares them, so that a look-up allocates nothing and nothing is stored twice. Open addressing with
//! linear probing, where a removal moves the followers back (D. Knuth, TAOCP 3, 6.4, algorithm R). The hash has no secret, because
//! the core has no randomness: an attacker can produce names that collide, so that the users of this table limit their number.

/// Numbers by their hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The lower half of the hash, and one more than the number; 0 is free. The length is a power of two, of which at most three
    /// quarters are taken. With the hashes beside them, few numbers have to be compared.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Table {
    /// Returns the number with this hash for which `is` holds.
    #[inline]
    pub(crate) fn find(&self, hash: u64, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let hash = hash as u32;
        let mut place = hash as usize & mask;
        loop {
            let (known, slot) = *self.slots.get(place)?;
            let id = slot.checked_sub(1)?;
            if known == hash && is(id) {
                return Some(id);
            }
            place = (place + 1) & mask;
        }
    }

    /// Adds a number that is not in the table.
    pub(crate) fn insert(&mut self, hash: u64, id: u32) {
        self.reserve(1);
        self.taken += 1;
        self.place(hash as u32, id + 1);
    }

    /// Reserves memory for this many more numbers.
    pub(crate) fn reserve(&mut self, more: usize) {
        let wanted = (self.taken + more) * 4 / 3 + 1;
        if wanted > self.slots.len() {
            let size = wanted.next_power_of_two().max(16);
            let old = core::mem::replace(&mut self.slots, vec![(0, 0); size]);
            for (hash, slot) in old.into_iter().filter(|(_, slot)| *slot != 0) {
                self.place(hash, slot);
            }
        }
    }

    fn place(&mut self, hash: u32, slot: u32) {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while self.slots.get(place).is_some_and(|(_, slot)| *slot != 0) {
            place = (place + 1) & mask;
        }
        if let Some(free) = self.slots.get_mut(place) {
            *free = (hash, slot);
        }
    }

    /// Removes a number that has this hash.
    pub(crate) fn remove(&mut self, hash: u64, id: u32) {
        let Some(mask) = self.slots.len().checked_sub(1) else { return };
        let at = |slots: &[(u32, u32)], place: usize| slots.get(place).copied().unwrap_or((0, 0));
        let mut gap = hash as usize & mask;
        while at(&self.slots, gap).1 != id + 1 {
            if at(&self.slots, gap).1 == 0 {
                return;
            }
            gap = (gap + 1) & mask;
        }
        self.taken -= 1;
        let mut next = gap;
        loop {
            next = (next + 1) & mask;
            let (other, slot) = at(&self.slots, next);
            if slot == 0 {
                break;
            }
            // An entry that is at its own place, or between the gap and it, stays.
            let home = other as usize & mask;
            if next.wrapping_sub(home) & mask >= next.wrapping_sub(gap) & mask {
                self.slots.swap(gap, next);
                gap = next;
            }
        }
        if let Some(slot) = self.slots.get_mut(gap) {
            *slot = (0, 0);
        }
    }

    /// Returns the memory in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_inserted_and_not_removed_numbers() {
        // Few hashes for many numbers, so that runs are long and wrap around.
        let hash_of = |id: u32| u64::from(id % 7).wrapping_mul(u64::MAX / 7);
        let mut table = Table::default();
        for id in 0..500 {
            table.insert(hash_of(id), id);
        }
        for id in (0..500).filter(|id| id % 3 == 0) {
            table.remove(hash_of(id), id);
            table.remove(hash_of(id), id);
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
        table.remove(1, 1);
    }
}
