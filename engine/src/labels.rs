//! Label sets, which identify series as in Prometheus, and the [matchers](Matcher) that select series by them.

mod matcher;
mod pattern;

pub use matcher::{MatchOp, Matcher};
pub use pattern::{BadRegex, Rewrite};

/// Returns a text in double quotes, escaped as `PromQL` reads it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Labels sorted by name, each name once. The metric's name is the label `__name__`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelSet(Vec<(String, String)>);

impl LabelSet {
    /// Creates the labels of metric `name`. Labels with an empty value are left out: to Prometheus they are the same as absent.
    pub fn new(name: &str, labels: &[(&str, &str)]) -> Self {
        let mut set: Vec<(String, String)> = Vec::with_capacity(labels.len() + 1);
        for (key, value) in core::iter::once(&("__name__", name)).chain(labels) {
            // For a handful of labels, finding each place costs less than a sort.
            let place =
                set.iter().position(|(other, _)| other.as_str() >= *key).unwrap_or(set.len());
            let is_known = set.get(place).is_some_and(|(other, _)| other.as_str() == *key);
            if !value.is_empty() && !is_known {
                set.insert(place, ((*key).to_owned(), (*value).to_owned()));
            }
        }
        Self(set)
    }

    /// Returns the value of label `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the metric's name, empty where there is none.
    pub fn name(&self) -> &str {
        self.get(NAME).unwrap_or_default()
    }

    /// Returns the labels without label `name`.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(key, _)| key != name).cloned().collect())
    }

    /// Returns names and values, sorted by name, the metric's name among them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The label with the metric's name.
pub const NAME: &str = "__name__";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_empty_values_make_no_difference() {
        let set = LabelSet::new("up", &[("job", "rat"), ("instance", "a")]);
        assert_eq!(set, LabelSet::new("up", &[("instance", "a"), ("job", "rat"), ("zone", "")]));
        assert_eq!(set.get("job"), Some("rat"));
        assert_eq!(set.get("zone"), None);
    }
}
