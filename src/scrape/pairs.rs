//! The labels of a series that is met for the first time, with the target's own among them.

use crate::decode::exposition::labels::MAX_LABELS;

/// What a page may have, `job` and `instance`, and what those have displaced.
const ROOM: usize = MAX_LABELS + 4;

/// Names and values, sorted by name. On the stack, because a first page is full of them.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pairs: [(&'a str, &'a str); ROOM],
    len: usize,
}

impl<'a> Pairs<'a> {
    /// From labels that are sorted by name.
    pub(super) fn new(labels: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut pairs = [("", ""); ROOM];
        let mut len = 0;
        for (place, pair) in pairs.iter_mut().take(MAX_LABELS).zip(labels) {
            *place = pair;
            len += 1;
        }
        Self { pairs, len }
    }

    /// All of them.
    pub(super) fn as_slice(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(..self.len).unwrap_or_default()
    }

    /// Sets the label `name`, and returns the value that it had.
    pub(super) fn set(&mut self, name: &'a str, value: &'a str) -> Option<&'a str> {
        let before = self.as_slice().iter().rposition(|(other, _)| *other <= name);
        if let Some(pair) = before.and_then(|at| self.pairs.get_mut(at))
            && pair.0 == name
        {
            return Some(core::mem::replace(&mut pair.1, value));
        }
        let at = before.map_or(0, |at| at + 1);
        if let Some(rest) = self.pairs.get_mut(at..=self.len) {
            rest.copy_within(..rest.len() - 1, 1);
            self.len += 1;
        }
        if let Some(pair) = self.pairs.get_mut(at) {
            *pair = (name, value);
        }
        None
    }

    /// The name under which a label is exported that the target's own displaces: the first that is free.
    pub(super) fn exported(&self, name: &str) -> String {
        let is_taken = |name: &str| self.as_slice().iter().any(|(other, _)| *other == name);
        let mut exported = format!("exported_{name}");
        while is_taken(&exported) {
            exported.insert_str(0, "exported_");
        }
        exported
    }
}
