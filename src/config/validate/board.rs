//! Validates dashboards, and converts them into the form that is shown.

use super::panel::panels;
use super::{Report, grafana, id_path, variable};
use crate::config::deployment::Deployment;
use crate::config::private::Dashboard;
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
        let Some(mut dashboard) = dashboard(raw, &path, report) else { continue };
        // Every system may have an overview.
        if !system.is_empty() {
            dashboard.id = format!("{system}-{}", dashboard.id);
        }
        let key = if raw.id.is_some() { "id" } else { title_key(raw) };
        let others = dashboards.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &dashboard.id, others, "dashboards");
        if raw.discover && system.is_empty() {
            let message = "this dashboard belongs to no system, so there is nothing to discover";
            report.error(
                &format!("{path}.discover"),
                message,
                "move it to the `dashboards` of a system",
            );
        }
        system.clone_into(&mut dashboard.system);
        dashboard.discover = raw.discover;
        dashboards.push(dashboard);
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

/// The key that the title of a dashboard comes from.
fn title_key(raw: &raw::Dashboard) -> &'static str {
    if raw.title.is_none() && raw.grafana.is_some() { "grafana" } else { "title" }
}

/// The dashboard at `path`, with its own id; `None` where there is nothing to make one of.
fn dashboard(raw: &raw::Dashboard, path: &str, report: &mut Report) -> Option<Dashboard> {
    let title_path = format!("{path}.{}", title_key(raw));
    let (mut dashboard, title) = match (&raw.grafana, &raw.title) {
        (Some(file), title) => {
            let imported = grafana::dashboard(raw, file, path, report)?;
            let title = title.clone().unwrap_or_else(|| imported.title.clone());
            (imported, title)
        }
        (None, Some(title)) => {
            let variables = variable::variables(&raw.variables, path, report);
            let panels = panels(&raw.panels, &variables, &format!("{path}.panels"), report);
            (Dashboard { variables, panels, ..Dashboard::default() }, title.clone())
        }
        (None, None) => {
            // A key that is misspelled has been reported.
            if !report.is_unclear(path) {
                report.error(path, "`title` is missing", "or name a `grafana` file, which has one");
            }
            let panels = panels(&raw.panels, &[], &format!("{path}.panels"), report);
            return Some(Dashboard { panels, ..Dashboard::default() });
        }
    };
    dashboard.title = report.name(&title_path, &title);
    dashboard.id = report.id(raw.id.as_ref(), &dashboard.title, &title_path);
    Some(dashboard)
}
