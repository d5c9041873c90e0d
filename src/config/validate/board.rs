//! Validates dashboards, and converts them into the form that is shown.

use super::{LONGEST_TEXT, Report, expression, id_path, legend};
use crate::chart::{Limit, Side, ValueMapping};
use crate::config::deployment::Deployment;
use crate::config::private::{Dashboard, Panel, Query};
use crate::config::raw::{Document, board as raw};
use std::collections::BTreeMap;

/// The dashboards at `path`, which belong to `system`; to none where that is empty.
pub(super) fn dashboards(
    raw: &[raw::Dashboard],
    path: &str,
    system: &str,
    report: &mut Report,
) -> Vec<Dashboard> {
    let mut dashboards: Vec<Dashboard> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let title = report.name(&format!("{path}.title"), &raw.title);
        let own = report.id(raw.id.as_ref(), &title, &format!("{path}.title"));
        // Every system may have an overview.
        let id = if system.is_empty() { own } else { format!("{system}-{own}") };
        let key = if raw.id.is_some() { "id" } else { "title" };
        let others = dashboards.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &id, others, "dashboards");
        let panels = panels(&raw.panels, &format!("{path}.panels"), report);
        if raw.discover && system.is_empty() {
            let message = "this dashboard belongs to no system, so there is nothing to discover";
            report.error(
                &format!("{path}.discover"),
                message,
                "move it to the `dashboards` of a system",
            );
        }
        let discover = raw.discover;
        dashboards.push(Dashboard { id, title, system: system.to_owned(), panels, discover });
    }
    dashboards
}

/// Dashboards of several systems, or of one and of none, that have the same id.
pub(super) fn ids_twice(deployment: &Deployment, document: &Document, report: &mut Report) {
    // By id, the system whose it is. Within one system, that was checked before.
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, (system, raw)) in deployment.systems.iter().zip(&document.systems).enumerate() {
        // Where systems share an id, their dashboards do, and that has been said.
        if report.is_unclear(&id_path(raw, index)) {
            continue;
        }
        for dashboard in &system.dashboards {
            let owner = *ids.entry(&dashboard.id).or_insert(&system.id);
            if owner != system.id {
                let message = format!("dashboards of two systems have the id {:?}", dashboard.id);
                report.error("systems", message, "give one of them another `id`");
            }
        }
    }
    for (index, dashboard) in deployment.dashboards.iter().enumerate() {
        if ids.contains_key(dashboard.id.as_str()) {
            let message = format!("a system's dashboard has the id {:?}", dashboard.id);
            report.error(&format!("dashboards[{index}]"), message, "give it another `id`");
        }
    }
}

fn panels(raw: &[raw::Panel], path: &str, report: &mut Report) -> Vec<Panel> {
    if raw.is_empty() {
        report.error(path, "there is no panel", "a title and an expr are enough for one");
    }
    let mut panels: Vec<Panel> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let panel = panel(raw, &path, report);
        let key = if raw.id.is_some() { "id" } else { "title" };
        let others = panels.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &panel.id, others, "panels");
        panels.push(panel);
    }
    panels
}

fn panel(raw: &raw::Panel, path: &str, report: &mut Report) -> Panel {
    let title = report.name(&format!("{path}.title"), &raw.title);
    let limits = raw.limits.iter().enumerate();
    if let (Some(min), Some(max)) = (raw.min, raw.max)
        && min >= max
        && !report.is_unclear(&format!("{path}.min"))
    {
        report.error(&format!("{path}.max"), format!("{max} is not above `min`"), "swap them");
    }
    Panel {
        id: report.id(raw.id.as_ref(), &title, &format!("{path}.title")),
        title,
        description: report.text(&format!("{path}.description"), &raw.description, LONGEST_TEXT),
        kind: raw.kind,
        width: raw.width,
        queries: queries(raw, path, report),
        unit: raw.unit.0,
        limits: limits
            .filter_map(|(index, raw)| limit(raw, &format!("{path}.limits[{index}]"), report))
            .collect(),
        mappings: mappings(&raw.mappings, path, report),
        min: raw.min,
        max: raw.max,
    }
}

fn mappings(raw: &[raw::ValueMapping], path: &str, report: &mut Report) -> Vec<ValueMapping> {
    let mut mappings: Vec<ValueMapping> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}.mappings[{index}]");
        if mappings.iter().any(|other| other.value.total_cmp(&raw.value).is_eq()) {
            let message = format!("{} has a word already", raw.value);
            report.error(&format!("{path}.value"), message, "leave one of them out");
        }
        mappings.push(ValueMapping {
            value: raw.value,
            text: report.name(&format!("{path}.text"), &raw.text),
            severity: raw.severity,
        });
    }
    mappings
}

fn queries(raw: &raw::Panel, path: &str, report: &mut Report) -> Vec<Query> {
    if let Some(expr) = &raw.expr {
        if !raw.queries.is_empty() {
            report.error(
                path,
                "both `expr` and `queries` are here",
                "move the `expr` into `queries`, or leave one of them out",
            );
        }
        let legend = raw.legend.as_deref().unwrap_or_default();
        return vec![Query {
            expr: expression::read(expr, &format!("{path}.expr"), report),
            legend: legend::read(legend, &format!("{path}.legend"), report),
        }];
    }
    if raw.legend.is_some() && !raw.queries.is_empty() {
        report.error(
            &format!("{path}.legend"),
            "there is no `expr` beside this",
            "each of the `queries` has its own `legend`",
        );
    }
    if raw.queries.is_empty() {
        report.error(path, "there is nothing to show", "add an `expr`, as in up{job=\"chat\"}");
    }
    let query = |(index, raw): (usize, &raw::Query)| {
        let path = format!("{path}.queries[{index}]");
        Query {
            expr: expression::read(&raw.expr, &format!("{path}.expr"), report),
            legend: legend::read(&raw.legend, &format!("{path}.legend"), report),
        }
    };
    raw.queries.iter().enumerate().map(query).collect()
}

fn limit(raw: &raw::Limit, path: &str, report: &mut Report) -> Option<Limit> {
    let (value, bad) = match (raw.above, raw.below) {
        (Some(value), None) => (value, Side::Above),
        (None, Some(value)) => (value, Side::Below),
        (None, None) => {
            report.error(path, "nothing here says where the limit is", "add `above` or `below`");
            return None;
        }
        (Some(_), Some(_)) => {
            report.error(path, "both `above` and `below` are here", "write two limits");
            return None;
        }
    };
    Some(Limit { value, bad, severity: raw.severity })
}
