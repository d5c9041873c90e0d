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
    /// Its heading.
    pub title: String,
    /// A stable name for addresses, of a-z, 0-9 and -. Made from `title` unless given.
    pub id: Option<Id>,
    /// Its panels, in reading order. A row has twelve columns.
    pub panels: Vec<Panel>,
    /// Whether panels are added for what the targets of its system expose: HTTP, process and runtime metrics, known by name and type.
    /// `false` unless given.
    #[serde(default)]
    pub discover: bool,
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
    /// Its expression, where one is enough: a selector, or `rate` or `increase` of one over a window.
    pub expr: Option<String>,
    /// The name of each series of `expr`, with `{{label}}` for a label's value. Its labels unless given.
    pub legend: Option<String>,
    /// Its expressions, where there are several.
    #[serde(default)]
    pub queries: Vec<Query>,
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
    /// A selector, or `rate` or `increase` of one over a window, as in `rate(http_requests_total{job="shop"}[5m])`.
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
    /// The value.
    pub value: f64,
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
