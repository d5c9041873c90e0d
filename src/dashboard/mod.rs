//! Dashboards: pages of panels, their variables, and how Grafana writes them.
//!
//! `allclear render` writes dashboards into `admin/config.json`, and a browser keeps those that a person imported or edited. Both use
//! these types, as serde derives them.
//!
//! [`interpolate`] puts the values of [`Variable`]s into expressions and titles. [`grafana`] reads and writes Grafana's JSON.

pub mod edit;
pub mod grafana;
pub mod interpolate;
pub mod series_override;
pub mod stand_in;
pub mod variable;
pub mod yaml;

pub use series_override::{SeriesOverride, SeriesPattern};
pub use variable::{Variable, VariableSource};

use crate::chart::{Limit, PanelKind, ValueMapping};
use metrics_engine::unit::Unit;
use serde::{Deserialize, Serialize};

/// One page of panels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// In the address: `[a-z0-9-]+`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The system that it belongs to; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// Names that stand for values in expressions and titles. A person chooses the values above the panels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Variable>,
    /// In reading order; the grid places them.
    pub panels: Vec<Panel>,
    /// Whether panels for what the targets of its system expose are added.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discover: bool,
    /// The panels of a Grafana dashboard that were left out, or not imported in full.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_imported: Vec<NotImported>,
}

/// One panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// In the address, unique within the dashboard: `[a-z0-9-]+`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// A sentence on what it shows and why it matters; may be empty. The text itself where that is what the panel shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The heading above this panel and those that follow with the same one; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// The variable for each of whose chosen values the panel is shown once; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repeat: String,
    /// How it is drawn.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: PanelKind,
    /// How wide it stands in the grid.
    #[serde(default, skip_serializing_if = "is_default")]
    pub width: Width,
    /// The queries that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<Query>,
    /// What it shows on request where its queries have no data: the same, under the names that a target really serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repaired: Vec<Query>,
    /// The unit of its values.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: Unit,
    /// Values that are drawn as lines with what lies beyond tinted; a gauge has its tick there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Words for values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<ValueMapping>,
    /// Where the axis begins, unless the values lie lower. A gauge's least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Where the axis ends, unless the values lie higher. A gauge's most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What differs for some of its series.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<SeriesOverride>,
}

/// One expression of a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// In PromQL, with `$name` for the value of a variable.
    pub expr: String,
    /// The name of each series, with `{{label}}` for a label's value; empty for its labels.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub legend: String,
}

/// How wide a panel stands in a grid of twelve columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Width {
    /// Three columns; six on a phone.
    Quarter,
    /// Four columns.
    Third,
    /// Six columns.
    #[default]
    Half,
    /// Eight columns.
    TwoThirds,
    /// All of them.
    Full,
}

impl Width {
    /// All widths, from narrow to wide.
    pub const ALL: [Self; 5] =
        [Self::Quarter, Self::Third, Self::Half, Self::TwoThirds, Self::Full];

    /// Returns the number of columns, of twelve.
    pub fn columns(self) -> u32 {
        match self {
            Self::Quarter => 3,
            Self::Third => 4,
            Self::Half => 6,
            Self::TwoThirds => 8,
            Self::Full => 12,
        }
    }
}

/// A panel of a Grafana dashboard that was left out or not imported in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotImported {
    /// The panel's title; empty where the whole dashboard is meant.
    pub panel: String,
    /// The reason: a sentence in lower case without a final stop.
    pub reason: String,
    /// Whether the panel is missing. One that is not is shown without the part that the reason names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_left_out: bool,
}

/// Returns an id that can stand in an address, made of a title: `CPU (all)` becomes `cpu-all`. `taken` says which ids are in use.
pub fn unique_id(title: &str, fallback: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for char in title.chars() {
        if char.is_ascii_alphanumeric() {
            id.push(char.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(60);
    let id = id.trim_end_matches('-');
    let id = if id.is_empty() { fallback } else { id };
    if !taken(id) {
        return id.to_owned();
    }
    (2..=u32::MAX)
        .map(|number| format!("{id}-{number}"))
        .find(|numbered| !taken(numbered))
        .unwrap_or_default()
}

/// Returns whether `value` is its type's default.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_titles_and_differ() {
        for (title, taken, id) in [
            ("CPU (all)", &[][..], "cpu-all"),
            ("CPU", &["cpu", "cpu-2"], "cpu-3"),
            ("  § ", &[], "panel"),
            ("Grüße an alle!", &[], "gr-e-an-alle"),
        ] {
            assert_eq!(unique_id(title, "panel", |id| taken.contains(&id)), id);
        }
        let long = unique_id(&"ab ".repeat(100), "panel", |_| false);
        assert!(long.len() <= 60 && !long.ends_with('-'), "{long}");
    }
}
