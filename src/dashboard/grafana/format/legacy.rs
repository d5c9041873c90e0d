//! Fields of older panels.

use super::{Axis, lenient, lenient_list, number};
use serde::Deserialize;
use serde_json::Value;

/// Fields of panels of older versions: `graph`, `singlestat`, `heatmap`, `text`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::dashboard::grafana) struct Legacy {
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) yaxes: Vec<Axis>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) y_axis: Axis,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) stack: bool,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) fill: Option<f64>,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) series_overrides: Vec<SeriesOverride>,
    /// A list for a graph, `"10,20"` for a single number.
    pub(in crate::dashboard::grafana) thresholds: Value,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) colors: Vec<String>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) format: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) value_name: String,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) value_maps: Vec<ValueMap>,
    #[serde(deserialize_with = "lenient_list")]
    pub(in crate::dashboard::grafana) range_maps: Vec<RangeMap>,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) gauge: Gauge,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) content: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) data_format: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct SeriesOverride {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) alias: String,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) transform: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct ValueMap {
    pub(in crate::dashboard::grafana) value: Value,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dashboard::grafana) struct RangeMap {
    pub(in crate::dashboard::grafana) from: Value,
    pub(in crate::dashboard::grafana) to: Value,
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) text: String,
}

/// The dial of a single number.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::dashboard::grafana) struct Gauge {
    #[serde(deserialize_with = "lenient")]
    pub(in crate::dashboard::grafana) show: bool,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) min_value: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(in crate::dashboard::grafana) max_value: Option<f64>,
}
