//! The expressions of a panel.

use super::format::Panel;
use super::units::multiplied;
use crate::dashboard::{Query, Variable, stand_in};
use metrics_engine::promql;
use serde_json::Value;

/// The expressions that can be evaluated, and why others cannot.
#[derive(Debug, Default)]
pub(super) struct Queries {
    pub(super) queries: Vec<Query>,
    pub(super) refused: Vec<String>,
}

/// Reads the expressions of a panel. Their values are multiplied by `factor`.
pub(super) fn queries(panel: &Panel, variables: &[Variable], factor: f64) -> Queries {
    let mut found = Queries::default();
    for target in panel.targets.iter().filter(|target| !target.hide) {
        let source =
            if target.datasource.is_null() { &panel.datasource } else { &target.datasource };
        if let Some(other) = other_source(source) {
            found.refused.push(format!("its data comes from {other}, not from Prometheus"));
            continue;
        }
        let expr = target.expr.trim();
        if expr.is_empty() {
            continue;
        }
        if let Some(reason) = wrong(expr, variables) {
            found.refused.push(format!("`{}`: {reason}", shortened(expr)));
            continue;
        }
        let legend = target.legend_format.trim();
        let legend = if legend == "__auto" { "" } else { legend };
        found.queries.push(Query { expr: multiplied(expr, factor), legend: legend.to_owned() });
    }
    if found.queries.is_empty() && found.refused.is_empty() {
        found.refused.push("it has no query for Prometheus".to_owned());
    }
    found
}

/// Returns the kind of a data source that is not Prometheus, as far as the dashboard says it.
fn other_source(source: &Value) -> Option<String> {
    let (kind, name) = match source {
        Value::String(name) => ("", name.as_str()),
        Value::Object(source) => {
            let text = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default();
            (text("type"), text("uid"))
        }
        _ => return None,
    };
    let others = ["loki", "tempo", "elasticsearch", "influxdb", "graphite", "mysql", "postgres"];
    let lower = name.to_ascii_lowercase();
    let named = others.iter().find(|other| lower.contains(**other));
    match kind {
        "" if lower == "-- dashboard --" => Some("another panel".to_owned()),
        "" if lower == "-- grafana --" => Some("Grafana itself".to_owned()),
        "" => named.map(|name| (*name).to_owned()),
        "datasource" if lower == "-- mixed --" => None,
        "datasource" => Some("Grafana itself".to_owned()),
        kind if kind.contains("prometheus") || kind.contains("victoriametrics") => None,
        kind => Some(format!("`{kind}`")),
    }
}

/// Returns why an expression cannot be evaluated, whatever the values of its variables are.
fn wrong(expr: &str, variables: &[Variable]) -> Option<String> {
    let mut first = None;
    for text in stand_in::texts(expr, variables) {
        match promql::compile(&text) {
            Ok(_) => return None,
            Err(error) => first = first.or(Some(error.to_string())),
        }
    }
    first
}

/// Returns the beginning of an expression, in one line.
fn shortened(expr: &str) -> String {
    const LONGEST: usize = 60;
    let line = expr.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(core::iter::once('…')).collect()
}
