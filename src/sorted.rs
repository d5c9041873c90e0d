//! A map as one array in the order of its keys.
//!
//! For a few thousand keys, most of which come in ascending order: then nothing is moved, and a look-up halves the array. A tree of
//! the standard library is as quick there, and each of its types is 2 KB of brotli in a page.

/// Values by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = value;
                }
            }
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Removes a key, and returns its value where it had one.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Removes the highest key.
    pub fn pop(&mut self) -> Option<(K, V)> {
        self.0.pop()
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        // Most come after all others.
        match self.0.last() {
            Some((last, _)) if last < key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(known, _)| known.cmp(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sorted;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_holds_what_a_tree_holds(steps in prop::collection::vec((0_u8..3, 0_u16..40, any::<u8>()), 0..200)) {
            let (mut sorted, mut tree) = (Sorted::default(), BTreeMap::new());
            for (step, key, value) in steps {
                match step {
                    0 => prop_assert_eq!(sorted.remove(&key), tree.remove(&key)),
                    1 if value < 20 => prop_assert_eq!(sorted.pop(), tree.pop_last()),
                    _ => {
                        sorted.insert(key, value);
                        tree.insert(key, value);
                    }
                }
                prop_assert!(sorted.values().eq(tree.values()));
            }
        }
    }
}
