//! The labels of a new series, with the target's own among them.

/// Names and values, sorted by name.
#[derive(Debug)]
pub(super) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    /// Creates it from labels that are sorted by name.
    pub(super) fn new(labels: impl ExactSizeIterator<Item = (&'a str, &'a str)>) -> Self {
        // Room for `job` and `instance`, and for what those displace.
        let mut pairs = Vec::with_capacity(labels.len() + 4);
        pairs.extend(labels);
        Self(pairs)
    }

    /// Returns all of them.
    pub(super) fn as_slice(&self) -> &[(&'a str, &'a str)] {
        &self.0
    }

    /// Sets the label `name`, and returns its former value.
    pub(super) fn set(&mut self, name: &'a str, value: &'a str) -> Option<&'a str> {
        let before = self.0.iter().rposition(|(other, _)| *other <= name);
        if let Some(pair) = before.and_then(|at| self.0.get_mut(at))
            && pair.0 == name
        {
            return Some(core::mem::replace(&mut pair.1, value));
        }
        self.0.insert(before.map_or(0, |at| at + 1), (name, value));
        None
    }

    /// Removes the label `name`, and returns its value.
    pub(super) fn take(&mut self, name: &str) -> Option<&'a str> {
        let at = self.0.iter().position(|(other, _)| *other == name)?;
        Some(self.0.remove(at).1)
    }

    /// Returns the name under which a displaced label is exported: the first that is free.
    pub(super) fn exported(&self, name: &str) -> String {
        let is_taken = |name: &str| self.as_slice().iter().any(|(other, _)| *other == name);
        let mut exported = format!("exported_{name}");
        while is_taken(&exported) {
            exported.insert_str(0, "exported_");
        }
        exported
    }
}
