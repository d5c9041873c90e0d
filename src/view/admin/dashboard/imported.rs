//! A dashboard that a person imports.

use super::super::Scene;
use crate::dashboard::{Dashboard, grafana, unique_id};

/// Imports a Grafana dashboard. Its id is that of no configured dashboard; one that was imported before under the same title is replaced.
///
/// # Errors
///
/// Why the text cannot be imported, as a sentence.
pub fn imported(scene: Scene<'_>, text: &str) -> Result<Dashboard, String> {
    let import = grafana::import(text).map_err(|error| format!("{error}."))?;
    let mut dashboard = import.dashboard;
    let is_taken = |id: &str| scene.work.is_configured_dashboard(id);
    dashboard.id = unique_id(&dashboard.title, "imported", is_taken);
    Ok(dashboard)
}
