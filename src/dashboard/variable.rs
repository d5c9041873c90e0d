//! Variables of a dashboard: names that stand for values which a person chooses.

use super::series_override::slashed;
use serde::{Deserialize, Serialize};

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The name that stands in expressions after a `$`.
    pub name: String,
    /// The words beside its choice; empty for the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Where its values come from.
    pub source: VariableSource,
    /// A regular expression that keeps the values in which it finds something. A group of it is the value that is kept. Empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub regex: String,
    /// Whether several values can be chosen.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub is_multiple: bool,
    /// Whether [`Variable::ALL`] can be chosen.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub has_all: bool,
    /// The text that stands for [`Variable::ALL`]; empty for all values.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub all: String,
    /// The values that are chosen until a person chooses others; the first one where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<String>,
    /// Whether the page shows no choice for it.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub is_hidden: bool,
}

/// Where the values of a variable come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariableSource {
    /// The values of a label, of all series or of those that a selector selects.
    Label {
        /// The label's name.
        label: String,
        /// The selector, which may contain other variables; empty for all series.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        selector: String,
    },
    /// The series that an expression returns, each written as `name{label="value"} number`.
    Result(String),
    /// These values.
    List(Vec<String>),
    /// Whatever a person enters.
    Text,
}

impl Variable {
    /// The value that stands for all values.
    pub const ALL: &str = "$__all";

    /// Returns the words beside its choice.
    pub fn title(&self) -> &str {
        if self.label.is_empty() { &self.name } else { &self.label }
    }

    /// Returns what [`Variable::regex`] keeps of values, without repetition.
    pub fn filtered(&self, values: Vec<String>) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        let regex = if self.regex.is_empty() { None } else { slashed(&self.regex) };
        for value in values {
            let value = match &regex {
                None => value,
                Some(regex) => {
                    let Some(found) = regex.captures(&value) else { continue };
                    let group = found.name("value").or_else(|| found.get(1));
                    group.map_or(value.clone(), |group| group.as_str().to_owned())
                }
            };
            if !kept.contains(&value) {
                kept.push(value);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_expression_keeps_values_or_groups_of_them() {
        let variable = |regex: &str| Variable {
            name: "host".to_owned(),
            label: String::new(),
            source: VariableSource::Text,
            regex: regex.to_owned(),
            is_multiple: false,
            has_all: false,
            all: String::new(),
            chosen: Vec::new(),
            is_hidden: false,
        };
        let values = ["web-1:9100", "web-1:9200", "db-1:9100"].map(str::to_owned).to_vec();
        for (regex, kept) in [
            ("", &["web-1:9100", "web-1:9200", "db-1:9100"][..]),
            ("/^web/", &["web-1:9100", "web-1:9200"]),
            ("/^([^:]+):/", &["web-1", "db-1"]),
            ("(", &["web-1:9100", "web-1:9200", "db-1:9100"]),
        ] {
            assert_eq!(variable(regex).filtered(values.clone()), kept, "{regex}");
        }
    }
}
