//! Dashboards, as they are written.

use super::Id;
use crate::chart::PanelKind;
use crate::config::private::{Severity, Width};
use metrics_engine::unit::Unit;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// One page of panels.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dashboard {
    /// Its heading. The one in the `grafana` file unless given.
    pub title: Option<String>,
    /// A stable name for addresses, of a-z, 0-9 and -. Made from `title` unless given.
    pub id: Option<Id>,
    /// A file with a dashboard that Grafana exported as JSON, classic or V1, seen from the folder of this file. It stands in place of
    /// `panels`.
    pub grafana: Option<String>,
    /// Its panels, in reading order. A row has twelve columns.
    #[serde(default)]
    pub panels: Vec<Panel>,
    /// Names that stand for values in expressions and titles, as in `$instance`. A person chooses the values above the panels.
    #[serde(default)]
    pub variables: Vec<Variable>,
    /// Whether panels are added for what the targets of its system expose: HTTP, process and runtime metrics, known by name and type.
    /// `false` unless given.
    #[serde(default)]
    pub discover: bool,
}

/// A name that stands for values which a person chooses.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The name, which stands in expressions after a `$`.
    pub name: String,
    /// The words beside its choice. The name unless given.
    #[serde(default)]
    pub label: String,
    /// The label whose values can be chosen, as in `instance`.
    pub values_of: Option<String>,
    /// The series that have the label, as in `up{job="shop"}`. All series unless given.
    #[serde(default)]
    pub series: String,
    /// The values that can be chosen, where they are not those of a label.
    #[serde(default)]
    pub values: Vec<String>,
    /// An expression, each of whose series is a value, written as `name{label="value"} number`.
    pub results_of: Option<String>,
    /// A regular expression that keeps the values in which it finds something. A group of it is the value that is kept.
    #[serde(default)]
    pub regex: String,
    /// Whether several values can be chosen. `false` unless given.
    #[serde(default)]
    pub multiple: bool,
    /// Whether all values can be chosen with one choice. As `multiple` unless given.
    pub has_all: Option<bool>,
    /// The text that stands for all values in expressions. A pattern of all of them unless given.
    #[serde(default)]
    pub all: String,
    /// The values that are chosen until a person chooses others; `$__all` stands for all. All values where they can be chosen, else the
    /// first, unless given.
    #[serde(default)]
    pub chosen: Vec<String>,
    /// Whether the page shows no choice for it. `false` unless given.
    #[serde(default)]
    pub hidden: bool,
}

/// What differs for some series of a panel. `series` or `regex` says for which.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The name of the series in the legend.
    pub series: Option<String>,
    /// A regular expression that finds something in the name.
    pub regex: Option<String>,
    /// The name shown in place of their own.
    pub name: Option<String>,
    /// Whether their values are drawn below the axis. `false` unless given.
    #[serde(default)]
    pub below: bool,
}

/// One panel.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Its heading.
    pub title: String,
    /// A stable name within the dashboard, of a-z, 0-9 and -. Made from `title` unless given.
    pub id: Option<Id>,
    /// A sentence on what it shows and why it matters.
    #[serde(default)]
    pub description: String,
    /// The kind of panel. `lines` unless given.
    #[serde(default)]
    pub kind: PanelKind,
    /// Its width. `half` unless given.
    #[serde(default)]
    pub width: Width,
    /// The heading above this panel and those that follow with the same one.
    #[serde(default)]
    pub section: String,
    /// Its expression, where one is enough.
    pub expr: Option<String>,
    /// The name of each series of `expr`, with `{{label}}` for a label's value. Its labels unless given.
    pub legend: Option<String>,
    /// Its expressions, where there are several.
    #[serde(default)]
    pub queries: Vec<Query>,
    /// What the panel offers to show where its expressions have no data: the same, under the names that a target really serves.
    #[serde(default)]
    pub repaired: Vec<Query>,
    /// The variable for each of whose chosen values the panel is shown once.
    #[serde(default)]
    pub repeat: String,
    /// What differs for some of its series.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// The unit of its values. `short` unless given.
    #[serde(default)]
    pub unit: UnitName,
    /// Values that are drawn as lines, with what lies beyond them tinted.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Words for values, as `Operational` for 1.
    #[serde(default)]
    pub mappings: Vec<ValueMapping>,
    /// The lower end of the axis, unless values lie below it. The minimum of a gauge.
    pub min: Option<f64>,
    /// The upper end of the axis, unless values lie above it. The maximum of a gauge.
    pub max: Option<f64>,
}

/// One expression of a panel.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// PromQL, as in `rate(http_requests_total{job="shop"}[5m])`.
    pub expr: String,
    /// The name of each series, with `{{label}}` for a label's value. Its labels unless given.
    #[serde(default)]
    pub legend: String,
}

/// A value that matters: `above` or `below`, whichever side is bad.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Values above it are bad.
    pub above: Option<f64>,
    /// Values below it are bad.
    pub below: Option<f64>,
    /// Its severity. `warning` unless given.
    #[serde(default)]
    pub severity: Severity,
}

/// The word for a value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueMapping {
    /// The value; the first of a range.
    pub value: f64,
    /// The last value of a range. One value is meant unless given.
    pub to: Option<f64>,
    /// The word that is shown in its place.
    pub text: String,
    /// The severity of the value. Good unless given.
    pub severity: Option<Severity>,
}

/// A unit, named as Grafana names it.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitName(pub Unit);

impl<'de> Deserialize<'de> for UnitName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Unit::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("no unit"))
    }
}

impl JsonSchema for UnitName {
    fn schema_name() -> Cow<'static, str> {
        "UnitName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "enum": Unit::NAMES.map(|(name, _)| name),
            "description": "A unit, named as Grafana names it.",
        })
    }
}
