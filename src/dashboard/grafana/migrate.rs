//! Panels of older versions, as Grafana itself migrates them: `graph`, `singlestat`, `table-old`.

use super::colors::color;
use super::format::{Axis, Panel, Step, Thresholds, as_number};
use crate::chart::{Limit, Side};
use crate::rules::Severity;
use serde_json::Value;

/// Puts what an older kind of panel says into the fields of its successor.
pub(super) fn migrate(panel: &mut Panel) {
    match panel.kind.as_str() {
        "graph" => graph(panel),
        "singlestat" | "grafana-singlestat-panel" => single(panel),
        "table-old" => "table".clone_into(&mut panel.kind),
        "heatmap" => {
            let field = &mut panel.field_config.defaults;
            let axes = [&panel.options.y_axis.unit, &panel.legacy.y_axis.format];
            if let Some(unit) = axes.into_iter().find(|unit| !unit.is_empty())
                && field.unit.is_empty()
            {
                field.unit.clone_from(unit);
            }
        }
        _ => {}
    }
}

fn graph(panel: &mut Panel) {
    "timeseries".clone_into(&mut panel.kind);
    let legacy = &panel.legacy;
    let field = &mut panel.field_config.defaults;
    if let Some(Axis { format, min, max, .. }) = legacy.yaxes.first() {
        field.unit.clone_from(format);
        (field.min, field.max) = (*min, *max);
    }
    // Lines are filled by a tenth unless the panel says otherwise.
    field.custom.fill_opacity = Some(legacy.fill.unwrap_or(1.0) * 10.0);
    if legacy.stack {
        "normal".clone_into(&mut field.custom.stacking.mode);
    }
}

fn single(panel: &mut Panel) {
    let legacy = &panel.legacy;
    let field = &mut panel.field_config.defaults;
    let kind = if legacy.gauge.show { "gauge" } else { "stat" };
    kind.clone_into(&mut panel.kind);
    if field.unit.is_empty() {
        field.unit.clone_from(&legacy.format);
    }
    if legacy.gauge.show {
        field.min = field.min.or(legacy.gauge.min_value);
        field.max = field.max.or(legacy.gauge.max_value);
    }
    if let Value::String(values) = &legacy.thresholds {
        let values = values.split(',').map(|value| value.trim().parse::<f64>().ok());
        let values = core::iter::once(None).chain(values.flatten().map(Some));
        let usual = [None, Some(Severity::Warning), Some(Severity::Critical)].map(color);
        let step = |(place, value): (usize, Option<f64>)| {
            let usual = usual.get(place).copied().unwrap_or_default();
            let own = legacy.colors.get(place).map_or(usual, String::as_str);
            Step { value, color: own.to_owned() }
        };
        let steps = values.enumerate().map(step).collect();
        field.thresholds = Thresholds { mode: "absolute".to_owned(), steps };
    }
    let reduction = match legacy.value_name.as_str() {
        "avg" => "mean",
        "" | "current" => "lastNotNull",
        other => other,
    };
    if panel.options.reduce_options.calcs.is_empty() {
        panel.options.reduce_options.calcs.push(reduction.to_owned());
    }
}

/// Returns the thresholds of a graph, which say themselves which side is bad.
pub(super) fn graph_limits(thresholds: &Value) -> Vec<Limit> {
    let all = thresholds.as_array().into_iter().flatten();
    let limit = |one: &Value| {
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let severity = match text("colorMode") {
            "ok" => return None,
            "warning" => Severity::Warning,
            _ => Severity::Critical,
        };
        let bad = if text("op") == "lt" { Side::Below } else { Side::Above };
        Some(Limit { value: one.get("value").and_then(as_number)?, bad, severity })
    };
    all.filter_map(limit).collect()
}
