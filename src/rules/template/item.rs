//! The series that a template is about, and the values within it.

use super::number::shortest;
use metrics_engine::labels::{LabelSet, quoted};
use metrics_engine::number;

/// The series that an alert is about.
pub(super) struct Series<'a> {
    /// `None` where there is no series yet and any label may have any value.
    pub(super) labels: Option<&'a LabelSet>,
    pub(super) value: f64,
}

impl Series<'_> {
    /// Returns the value of a label, empty where the label is absent.
    pub(super) fn label(&self, name: &str) -> &str {
        // A number is a valid argument of every function.
        self.labels.map_or("0", |labels| labels.get(name).unwrap_or_default())
    }
}

/// A value within a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Number(f64),
    Text(String),
}

impl Item {
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Number(number) => shortest(*number),
            Self::Text(text) => text.clone(),
        }
    }

    pub(super) fn to_number(&self) -> Result<f64, String> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Text(text) => {
                number::read(text).ok_or_else(|| format!("{} is no number", quoted(text)))
            }
        }
    }
}

/// Returns whether a label may have this name: `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_label(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
