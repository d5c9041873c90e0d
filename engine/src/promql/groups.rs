//! Numbers for sets of labels, by a hash that is computed once per series of a query.

use super::series::Labels;
use crate::table::Table;

/// Sets of labels with the numbers from 0 on, in the order in which they came. Only the labels that `keep` holds for count.
pub(super) struct Groups<'a, K> {
    keep: K,
    table: Table,
    /// All labels of the first series of each group.
    firsts: Vec<Labels<'a>>,
}

impl<'a, K: Fn(&str) -> bool> Groups<'a, K> {
    /// Creates an empty list of groups by the labels that `keep` holds for.
    pub(super) fn by(keep: K) -> Self {
        Self { keep, table: Table::default(), firsts: Vec::new() }
    }

    /// Returns the number of the group of a series, and whether the series is its first.
    pub(super) fn add(&mut self, labels: &Labels<'a>) -> (usize, bool) {
        let hash = labels.hash(&self.keep);
        if let Some(known) = self.with_hash(hash, labels) {
            return (known, false);
        }
        let new = self.firsts.len();
        self.table.insert(hash, new as u32);
        self.firsts.push(labels.clone());
        (new, true)
    }

    /// Returns the number of the group of a series, if there is one.
    pub(super) fn find(&self, labels: &Labels<'a>) -> Option<usize> {
        self.with_hash(labels.hash(&self.keep), labels)
    }

    /// Returns the number of groups.
    pub(super) fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Returns all labels of the first series of each group.
    pub(super) fn firsts(&self) -> &[Labels<'a>] {
        &self.firsts
    }

    fn with_hash(&self, hash: u64, labels: &Labels<'a>) -> Option<usize> {
        let is = |number: u32| {
            self.firsts.get(number as usize).is_some_and(|first| first.same(labels, &self.keep))
        };
        self.table.find(hash, is).map(|number| number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_with_the_same_kept_labels_share_a_group() {
        let labels = |job: &'static str, instance: &'static str| -> Labels<'static> {
            [("job".into(), job.into()), ("instance".into(), instance.into())].into_iter().collect()
        };
        let mut groups = Groups::by(|name: &str| name != "instance");
        assert_eq!(groups.add(&labels("a", "1")), (0, true));
        assert_eq!(groups.add(&labels("b", "1")), (1, true));
        assert_eq!(groups.add(&labels("a", "2")), (0, false));
        assert_eq!(groups.add(&labels("", "2")), (2, true));
        assert_eq!(groups.find(&labels("b", "3")), Some(1));
        assert_eq!(groups.find(&labels("c", "3")), None);
        assert_eq!(groups.len(), 3);
    }
}
