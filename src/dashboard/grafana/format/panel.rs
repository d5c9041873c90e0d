//! A panel.

use super::legacy::Legacy;
use super::{Axis, lenient, lenient_list, number};
use serde::Deserialize;
use serde_json::Value;

/// A panel.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the fields have Grafana's names")]
pub(in crate::dashboard::grafana) struct Panel {
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) kind: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) title: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) description: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) grid_pos: GridPos,
    /// The width before Grafana 5, of twelve columns.
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) span: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) repeat: String,
    pub(in crate::dashboard::grafana) datasource: Value,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) targets: Vec<Target>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) field_config: FieldConfig,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) options: Options,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) transformations: Vec<Transformation>,
    /// The panels of a row that is collapsed.
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) panels: Vec<Value>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) library_panel: LibraryPanel,
    #[serde(flatten)]
    pub(in crate::dashboard::grafana) legacy: Legacy,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct GridPos {
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) x: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) y: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) w: Option<f64>,
}

/// A query.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::dashboard::grafana) struct Target {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) expr: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) legend_format: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) hide: bool,
    pub(in crate::dashboard::grafana) datasource: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct FieldConfig {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) defaults: Field,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) overrides: Vec<Override>,
}

/// How values are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::dashboard::grafana) struct Field {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) unit: String,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) min: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) max: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) thresholds: Thresholds,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) mappings: Vec<Value>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) custom: Custom,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Thresholds {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) mode: String,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) steps: Vec<Step>,
}

/// From `value` on, values have this colour. The first step has no value.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Step {
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) value: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) color: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::dashboard::grafana) struct Custom {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) draw_style: String,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) fill_opacity: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) stacking: Mode,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) thresholds_style: Mode,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) transform: String,
}

/// An object with a mode.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Mode {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) mode: String,
}

/// What differs for some series.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Override {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) matcher: Matcher,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) properties: Vec<Property>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Matcher {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) id: String,
    pub(in crate::dashboard::grafana) options: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Property {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) id: String,
    pub(in crate::dashboard::grafana) value: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the fields have Grafana's names")]
pub(in crate::dashboard::grafana) struct Options {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) reduce_options: ReduceOptions,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) y_axis: Axis,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) calculate: bool,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) content: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct ReduceOptions {
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) calcs: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct Transformation {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) id: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) disabled: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct LibraryPanel {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) uid: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) name: String,
}
