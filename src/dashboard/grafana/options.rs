//! How a panel is drawn: its kind and its width.

use super::format::Panel;
use crate::chart::PanelKind;
use crate::dashboard::Width;

/// Returns the kind of a panel, or why there is none like it. `remarks` gets what is drawn otherwise than in Grafana.
pub(super) fn kind(panel: &Panel, remarks: &mut Vec<String>) -> Result<PanelKind, String> {
    let n_queries = panel.targets.iter().filter(|target| !target.hide).count();
    let several = |one: PanelKind, many: PanelKind| if n_queries > 1 { many } else { one };
    Ok(match panel.kind.as_str() {
        "timeseries" => time_series(panel, remarks),
        "stat" => several(PanelKind::Stat, PanelKind::Table),
        "gauge" => several(PanelKind::Gauge, PanelKind::Bars),
        "bargauge" | "barchart" => PanelKind::Bars,
        "piechart" | "grafana-piechart-panel" => PanelKind::Pie,
        "heatmap" | "heatmap-new" => heatmap(panel, remarks),
        "table" => PanelKind::Table,
        "grafana-polystat-panel" => {
            remarks.push("it is shown as a table, not as polygons".to_owned());
            PanelKind::Table
        }
        "state-timeline" | "status-history" | "natel-discrete-panel" => PanelKind::States,
        "text" => PanelKind::Text,
        "" if !panel.library_panel.name.is_empty() => {
            let name = &panel.library_panel.name;
            return Err(format!("it is the library panel `{name}`, which Grafana keeps elsewhere"));
        }
        "" => return Err("it has no type".to_owned()),
        other => return Err(format!("panels of type `{other}` are not supported")),
    })
}

fn time_series(panel: &Panel, remarks: &mut Vec<String>) -> PanelKind {
    let custom = &panel.field_config.defaults.custom;
    if let style @ ("bars" | "points") = custom.draw_style.as_str() {
        remarks.push(format!("it is drawn with lines, not with {style}"));
    }
    match custom.stacking.mode.as_str() {
        "percent" => {
            remarks.push("its areas have the height of the values, not of their shares".to_owned());
            PanelKind::Stacked
        }
        "normal" => PanelKind::Stacked,
        _ if custom.fill_opacity.is_some_and(|fill| fill > 0.0) => PanelKind::Area,
        _ => PanelKind::Lines,
    }
}

/// Cells that Grafana counts from plain series are not drawn: these series are, as lines.
fn heatmap(panel: &Panel, remarks: &mut Vec<String>) -> PanelKind {
    let is_counted = panel.targets.iter().all(|target| !target.expr.contains("_bucket"))
        && (panel.options.calculate || panel.legacy.data_format == "timeseries");
    if is_counted {
        remarks.push("it is drawn with lines, because its series are no buckets".to_owned());
        return PanelKind::Lines;
    }
    PanelKind::Heatmap
}

/// Returns the width nearest to the one in Grafana, which has 24 columns, and before its version 5 twelve.
pub(super) fn width(panel: &Panel) -> Width {
    let columns = panel.grid_pos.w.map(|width| width / 2.0).or(panel.span);
    let Some(columns) = columns else { return Width::Half };
    match columns {
        ..=3.5 => Width::Quarter,
        ..=5.0 => Width::Third,
        ..=7.0 => Width::Half,
        ..=10.0 => Width::TwoThirds,
        _ => Width::Full,
    }
}
