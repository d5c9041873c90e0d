//! Lists that are computed once for all series of a group, in bounded memory.

use std::collections::BTreeMap;

/// Lists by group. The series of a query are sorted by labels, so that those of several groups alternate.
#[derive(Debug)]
pub struct PerGroup<T> {
    known: BTreeMap<u32, Vec<T>>,
    /// The number of items in all lists.
    items: usize,
}

/// Maximum number of items; with more, all lists are computed anew.
const MOST: usize = 1 << 18;

impl<T> Default for PerGroup<T> {
    fn default() -> Self {
        Self { known: BTreeMap::new(), items: 0 }
    }
}

impl<T> PerGroup<T> {
    /// Returns the list of a group, which is computed if it is not known.
    pub fn of(&mut self, group: u32, compute: impl FnOnce() -> Vec<T>) -> &[T] {
        if !self.known.contains_key(&group) {
            let new = compute();
            if self.items + new.len() > MOST {
                self.known.clear();
                self.items = 0;
            }
            self.items += new.len();
            self.known.insert(group, new);
        }
        self.get(group)
    }

    /// Returns the list of a group, empty where it is not known.
    pub fn get(&self, group: u32) -> &[T] {
        self.known.get(&group).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_computed_once_and_their_number_is_bounded() {
        let mut lists = PerGroup::default();
        assert_eq!(lists.of(1, || vec!['a']), ['a']);
        assert_eq!(lists.of(1, || vec!['b']), ['a']);
        assert_eq!(lists.get(1), ['a']);
        assert_eq!(lists.get(2), []);
        assert_eq!(lists.of(2, || vec!['c'; MOST]).len(), MOST);
        assert_eq!(lists.get(1), []);
        assert_eq!(lists.of(1, || vec!['b']), ['b']);
    }
}
