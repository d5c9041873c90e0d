//! Grafana's dashboard JSON: classic and V1, read and written.
//!
//! [`import`] never fails because of a field that it does not know or that has an unexpected type. A panel that cannot be shown is listed
//! with the reason, and so is a part of a panel that is left out. [`export`] writes a dashboard that Grafana, and [`import`], read back.
//!
//! Sources: `kinds/dashboard/dashboard_kind.cue`, `timeseries/migrations.ts` (legacy `graph`), `rangeutil.ts` of Grafana 13.

mod colors;
mod export;
mod flatten;
mod format;
mod mappings;
mod migrate;
mod options;
mod overrides;
mod panel;
mod queries;
mod thresholds;
mod units;
mod variables;

pub use export::export;

use super::{Dashboard, NotImported, Panel, unique_id};
use core::fmt;
use serde_json::Value;

/// A dashboard that was imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The dashboard, with [`Dashboard::not_imported`].
    pub dashboard: Dashboard,
    /// How many panels Grafana's dashboard has, without the headings of rows.
    pub found: usize,
}

/// Why a text is no dashboard that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is no JSON. The text says where it ends to be.
    NotJson(String),
    /// It is JSON without panels.
    NotDashboard,
    /// It is a dashboard of the schema V2.
    Version2,
    /// None of its panels can be imported.
    NoPanel(Vec<NotImported>),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(reason) => write!(f, "this is not JSON: {reason}"),
            Self::NotDashboard => f.write_str("this JSON is no Grafana dashboard: it has no panels"),
            Self::Version2 => f.write_str(
                "this dashboard has Grafana's schema V2, which is not supported: export it as Classic or V1",
            ),
            Self::NoPanel(reasons) => {
                f.write_str("none of its panels can be imported")?;
                match reasons.first() {
                    Some(first) => write!(f, ": {}: {}", first.panel, first.reason),
                    None => Ok(()),
                }
            }
        }
    }
}

impl core::error::Error for ImportError {}

/// Imports a dashboard.
///
/// # Errors
///
/// If the text is no dashboard, or nothing of it can be shown.
pub fn import(text: &str) -> Result<Import, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let json: Value =
        serde_json::from_str(text).map_err(|error| ImportError::NotJson(error.to_string()))?;
    let spec = specification(&json)?;
    let written: format::Dashboard =
        serde_json::from_value(spec.clone()).map_err(|_| ImportError::NotDashboard)?;
    let mut not_imported = Vec::new();
    let variables = variables::variables(&written.templating.list, &mut not_imported);
    let elements = spec.get("__elements").unwrap_or(&Value::Null);
    let placed = flatten::panels(&written, elements);
    let found = placed.len();
    let mut panels: Vec<Panel> = Vec::new();
    for placed in placed {
        let Some(mut panel) = panel::panel(placed, &variables, &mut not_imported) else {
            continue;
        };
        panel.id = unique_id(&panel.title, "panel", |id| panels.iter().any(|one| one.id == id));
        panels.push(panel);
    }
    if panels.is_empty() && found > 0 {
        return Err(ImportError::NoPanel(not_imported));
    }
    let title = if written.title.trim().is_empty() { "Imported" } else { written.title.trim() };
    let dashboard = Dashboard {
        id: unique_id(title, "imported", |_| false),
        title: title.to_owned(),
        variables,
        panels,
        not_imported,
        ..Dashboard::default()
    };
    Ok(Import { dashboard, found })
}

/// Returns the object with the panels: the document itself, or what it wraps.
fn specification(json: &Value) -> Result<&Value, ImportError> {
    let wrapped = json.get("dashboard").or_else(|| json.get("spec")).filter(|one| one.is_object());
    let is_second = |json: &Value| {
        let version = json.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
        version.contains("/v2") || (json.get("elements").is_some() && json.get("layout").is_some())
    };
    if is_second(json) {
        return Err(ImportError::Version2);
    }
    let has_panels = |json: &Value| {
        ["panels", "rows"].iter().any(|key| json.get(key).is_some_and(Value::is_array))
    };
    match wrapped {
        _ if has_panels(json) => Ok(json),
        // Grafana's API wraps a resource in a dashboard, whose panels are one level deeper.
        Some(inner) => specification(inner),
        None => Err(ImportError::NotDashboard),
    }
}

#[cfg(test)]
mod tests;
