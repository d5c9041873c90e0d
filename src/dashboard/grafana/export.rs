//! Writes a dashboard as Grafana's classic JSON.

use super::units::multiplied;
use super::{mappings, overrides, thresholds, variables};
use crate::chart::{Limit, PanelKind, ValueMapping};
use crate::dashboard::{Dashboard, Panel};
use metrics_engine::unit::Unit;
use serde_json::{Value, json};

/// The version of the schema: that of Grafana 11.
const SCHEMA: u32 = 39;

/// Columns of Grafana's grid for one of ours.
const COLUMNS: u32 = 2;

/// The height of a panel, and of one that shows single values, in rows of Grafana's grid.
const HEIGHTS: (u32, u32) = (8, 4);

/// Writes a dashboard that Grafana imports.
pub fn export(dashboard: &Dashboard) -> String {
    let json = json!({
        "uid": dashboard.id,
        "title": dashboard.title,
        "schemaVersion": SCHEMA,
        "editable": true,
        "time": { "from": "now-1h", "to": "now" },
        "refresh": "30s",
        "tags": ["allclear"],
        "templating": { "list": variables::write(&dashboard.variables) },
        "annotations": { "list": [] },
        "panels": panels(&dashboard.panels),
    });
    // A value made of texts and numbers can always be written.
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

/// Writes all panels with their places, and a row for each section.
fn panels(panels: &[Panel]) -> Vec<Value> {
    let mut written = Vec::new();
    let (mut x, mut y, mut height) = (0, 0, 0);
    let mut section = "";
    for panel in panels {
        if panel.section != section {
            section = &panel.section;
            y += height;
            (x, height) = (0, 0);
            let id = written.len() + 1;
            written.push(json!({
                "id": id, "type": "row", "title": section, "collapsed": false, "panels": [],
                "gridPos": { "x": 0, "y": y, "w": 24, "h": 1 },
            }));
            y += 1;
        }
        let width = panel.width.columns() * COLUMNS;
        if x + width > 24 {
            y += height;
            (x, height) = (0, 0);
        }
        let own = match panel.kind {
            PanelKind::Stat | PanelKind::Gauge => HEIGHTS.1,
            _ => HEIGHTS.0,
        };
        let mut json = write(panel);
        json["id"] = json!(written.len() + 1);
        json["gridPos"] = json!({ "x": x, "y": y, "w": width, "h": own });
        written.push(json);
        x += width;
        height = height.max(own);
    }
    written
}

fn write(panel: &Panel) -> Value {
    let (kind, custom) = kind(panel);
    if panel.kind == PanelKind::Text {
        let options = json!({ "mode": "markdown", "content": panel.description });
        return json!({ "type": kind, "title": panel.title, "options": options });
    }
    // Grafana's instants are milliseconds.
    let factor = if panel.unit == Unit::Ago { 1000.0 } else { 1.0 };
    let limits: Vec<Limit> =
        panel.limits.iter().map(|limit| Limit { value: limit.value * factor, ..*limit }).collect();
    let words: Vec<ValueMapping> = panel
        .mappings
        .iter()
        .map(|one| ValueMapping {
            value: one.value * factor,
            to: one.to.map(|to| to * factor),
            ..one.clone()
        })
        .collect();
    let is_table = panel.kind == PanelKind::Table;
    let is_newest = panel.kind.kind().values.are_newest();
    let targets = panel.queries.iter().zip('A'..='Z').map(|(query, id)| {
        json!({
            "refId": id,
            "expr": multiplied(&query.expr, factor),
            "legendFormat": if query.legend.is_empty() { "__auto" } else { &query.legend },
            "instant": is_newest,
            "range": !is_newest,
            "format": match panel.kind {
                PanelKind::Heatmap => "heatmap",
                _ if is_table => "table",
                _ => "time_series",
            },
        })
    });
    let mut json = json!({
        "type": kind,
        "title": panel.title,
        "description": panel.description,
        "targets": targets.collect::<Vec<_>>(),
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit.name(),
                "min": panel.min.map(|min| min * factor),
                "max": panel.max.map(|max| max * factor),
                "mappings": mappings::write(&words),
                "thresholds": thresholds::write(&limits),
                "color": { "mode": if has_axis(panel.kind) { "palette-classic" } else { "thresholds" } },
                "custom": custom,
            },
            "overrides": overrides::write(&panel.overrides),
        },
        "options": { "reduceOptions": { "calcs": ["lastNotNull"], "values": false } },
    });
    if panel.kind == PanelKind::Heatmap {
        json["options"]["yAxis"] = json!({ "unit": panel.unit.name() });
        json["options"]["calculate"] = json!(false);
    }
    if !panel.repeat.is_empty() {
        json["repeat"] = json!(panel.repeat);
        json["repeatDirection"] = json!("h");
    }
    json
}

/// Returns whether a panel is a chart with axes.
fn has_axis(kind: PanelKind) -> bool {
    matches!(kind, PanelKind::Lines | PanelKind::Area | PanelKind::Stacked)
}

/// Returns the type of a panel, and what Grafana keeps for it alone.
fn kind(panel: &Panel) -> (&'static str, Value) {
    let (fill, stacking) = match panel.kind {
        PanelKind::Area => (20, "none"),
        PanelKind::Stacked => (40, "normal"),
        _ => (0, "none"),
    };
    let kind = match panel.kind {
        PanelKind::Lines | PanelKind::Area | PanelKind::Stacked => "timeseries",
        PanelKind::Stat => "stat",
        PanelKind::Gauge => "gauge",
        PanelKind::Bars => "bargauge",
        PanelKind::Pie => "piechart",
        PanelKind::Heatmap => "heatmap",
        PanelKind::Table => "table",
        PanelKind::States => "state-timeline",
        PanelKind::Text => "text",
    };
    if !has_axis(panel.kind) {
        return (kind, json!({}));
    }
    let style = if panel.limits.is_empty() { "off" } else { "line+area" };
    let custom = json!({
        "drawStyle": "line",
        "fillOpacity": fill,
        "stacking": { "mode": stacking, "group": "A" },
        "spanNulls": false,
        "thresholdsStyle": { "mode": style },
    });
    (kind, custom)
}
