//! The parts of Grafana's JSON that are read.
//!
//! Dashboards are written by twelve years of versions and by people. So every field may be absent, and one of an unexpected type counts
//! as absent.

mod legacy;
mod panel;

pub(super) use legacy::Legacy;
pub(super) use panel::{Override, Panel, Step, Thresholds};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads a value; the default where it is of another type.
fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Value::deserialize(deserializer).map(|value| serde_json::from_value(value).unwrap_or_default())
}

/// Reads a list without the elements that are of another type.
fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(all) => {
            all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect()
        }
        _ => Vec::new(),
    })
}

/// Reads a number, which some versions write as a text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(as_number(&Value::deserialize(deserializer)?))
}

/// Returns the number that a value is, or that its text is.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// A dashboard.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Dashboard {
    #[serde(deserialize_with = "lenient")]
    pub(super) title: String,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) panels: Vec<Value>,
    /// Rows of panels, before Grafana 5.
    #[serde(deserialize_with = "lenient_list")]
    pub(super) rows: Vec<Row>,
    #[serde(deserialize_with = "lenient")]
    pub(super) templating: Templating,
}

/// A row, before Grafana 5.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    #[serde(deserialize_with = "lenient")]
    pub(super) title: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) repeat: String,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) panels: Vec<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Templating {
    #[serde(deserialize_with = "lenient_list")]
    pub(super) list: Vec<Variable>,
}

/// A variable.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Variable {
    #[serde(deserialize_with = "lenient")]
    pub(super) name: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) label: String,
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub(super) kind: String,
    /// A text, or an object with one.
    pub(super) query: Value,
    #[serde(deserialize_with = "lenient")]
    pub(super) definition: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) regex: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) multi: bool,
    #[serde(deserialize_with = "lenient")]
    pub(super) include_all: bool,
    #[serde(deserialize_with = "lenient")]
    pub(super) all_value: String,
    #[serde(deserialize_with = "number")]
    pub(super) hide: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub(super) current: Current,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) options: Vec<VariableOption>,
}

/// The chosen value of a variable: a text, or several.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Current {
    pub(super) value: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VariableOption {
    #[serde(deserialize_with = "lenient")]
    pub(super) value: String,
}

/// An axis, in the words of heatmaps and of the legacy graph.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Axis {
    #[serde(deserialize_with = "lenient")]
    pub(super) unit: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) format: String,
    #[serde(deserialize_with = "number")]
    pub(super) min: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) max: Option<f64>,
}

/// The words of a mapping, by value or for all of its values.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MappingResult {
    #[serde(deserialize_with = "lenient")]
    pub(super) text: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) color: String,
}

/// The results of a mapping by value.
pub(super) type Results = BTreeMap<String, MappingResult>;
