//! The labels of a series of an intermediate result.

use crate::bytes::hash;
use crate::labels::{LabelSet, NAME, quoted};
use crate::store;
use core::fmt;
use std::borrow::Cow;
use std::rc::Rc;

/// Labels sorted by name, each once, none with an empty value; the metric's name is `__name__` among them. Texts are borrowed from the
/// store and the expression where possible, and a clone shares them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labels<'a>(Rc<[Label<'a>]>);

/// A name and a value.
pub type Label<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Returns whether a label describes the metric itself, as its name does. Such labels go where the values are no longer its samples.
pub(super) fn describes_metric(label: &str) -> bool {
    matches!(label, NAME | "__type__" | "__unit__")
}

impl<'a> Labels<'a> {
    /// Returns the labels of a series of the store.
    pub(super) fn stored(labels: store::Labels<'a>) -> Self {
        Self(labels.iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// Returns names and values, sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Returns the value of a label, empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Returns the metric's name, empty where there is none.
    pub fn name(&self) -> &str {
        self.get(NAME)
    }

    /// Returns the labels without those that describe the metric, such as its name.
    #[must_use]
    pub fn without_name(&self) -> Self {
        if self.0.iter().any(|(name, _)| describes_metric(name)) {
            self.filtered(|name| !describes_metric(name))
        } else {
            self.clone()
        }
    }

    /// Returns the labels that `keep` holds for.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, _)| keep(name)).cloned().collect())
    }

    /// Returns the labels with another value of one, without it where the value is empty.
    #[must_use]
    pub fn with(&self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        let (name, value) = (name.into(), value.into());
        let mut all: Vec<Label<'a>> =
            self.0.iter().filter(|(known, _)| *known != name).cloned().collect();
        if !value.is_empty() {
            let place = all.partition_point(|(known, _)| *known < name);
            all.insert(place, (name, value));
        }
        Self(all.into())
    }

    /// Returns a hash of the labels that `keep` holds for.
    pub(super) fn hash(&self, keep: impl Fn(&str) -> bool) -> u64 {
        let kept = self.0.iter().filter(|(name, _)| keep(name));
        kept.fold(0, |seed, (name, value)| hash(hash(seed, name.as_bytes()), value.as_bytes()))
    }

    /// Returns whether the labels that `keep` holds for are the same as those of `other`.
    pub(super) fn same(&self, other: &Self, keep: impl Fn(&str) -> bool) -> bool {
        let mut ours = self.0.iter().filter(|(name, _)| keep(name));
        let mut theirs = other.0.iter().filter(|(name, _)| keep(name));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (one, other) if one == other => {}
                _ => return false,
            }
        }
    }

    /// Returns a copy that borrows nothing.
    pub fn to_set(&self) -> LabelSet {
        let pairs: Vec<(&str, &str)> = self.iter().collect();
        LabelSet::new("", &pairs)
    }
}

impl<'a> FromIterator<Label<'a>> for Labels<'a> {
    /// Sorts the labels; of two with the same name, the first counts, and an empty value is left out.
    fn from_iter<I: IntoIterator<Item = Label<'a>>>(labels: I) -> Self {
        let mut all: Vec<Label<'a>> =
            labels.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all.dedup_by(|one, other| one.0 == other.0);
        Self(all.into())
    }
}

impl fmt::Display for Labels<'_> {
    /// Prints the labels as Prometheus does in errors: `{__name__="up", job="a"}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (place, (name, value)) in self.iter().enumerate() {
            let separator = if place == 0 { "" } else { ", " };
            write!(f, "{separator}{name}={}", quoted(value))?;
        }
        f.write_str("}")
    }
}
