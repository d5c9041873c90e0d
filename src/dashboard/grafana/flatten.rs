//! The panels of a dashboard in reading order, each with the heading of its row.

use super::format::{Dashboard, Panel};
use serde_json::Value;

/// A panel and its place.
pub(super) struct Placed {
    pub(super) panel: Panel,
    /// The heading of its row; empty for none.
    pub(super) section: String,
    /// The variable for whose values its row is repeated; empty for none.
    pub(super) repeat: String,
}

/// Returns all panels. `elements` are the library panels that the document brings along.
pub(super) fn panels(dashboard: &Dashboard, elements: &Value) -> Vec<Placed> {
    let mut placed = Vec::new();
    for row in &dashboard.rows {
        let place =
            |panel| Placed { panel, section: row.title.clone(), repeat: row.repeat.clone() };
        placed.extend(read(&row.panels, elements).into_iter().map(place));
    }
    let (mut section, mut repeat) = (String::new(), String::new());
    for panel in in_reading_order(read(&dashboard.panels, elements)) {
        if panel.kind != "row" {
            placed.push(Placed { panel, section: section.clone(), repeat: repeat.clone() });
            continue;
        }
        (section, repeat) = (panel.title.clone(), panel.repeat.clone());
        // A row that is collapsed holds its panels.
        for panel in in_reading_order(read(&panel.panels, elements)) {
            placed.push(Placed { panel, section: section.clone(), repeat: repeat.clone() });
        }
    }
    placed
}

fn read(panels: &[Value], elements: &Value) -> Vec<Panel> {
    let read = |json: &Value| {
        let mut panel: Panel = serde_json::from_value(json.clone()).ok()?;
        let model = elements.get(&panel.library_panel.uid).and_then(|one| one.get("model"));
        if let Some(model) = model
            && let Ok(library) = serde_json::from_value::<Panel>(model.clone())
        {
            panel = Panel { grid_pos: panel.grid_pos, ..library };
        }
        Some(panel)
    };
    panels.iter().filter_map(read).collect()
}

/// Sorts panels by their places. Those without one stay where they are written.
fn in_reading_order(mut panels: Vec<Panel>) -> Vec<Panel> {
    let place = |number: Option<f64>| number.unwrap_or(0.0);
    if panels.iter().all(|panel| panel.grid_pos.y.is_some()) {
        panels.sort_by(|one, other| {
            let row = place(one.grid_pos.y).total_cmp(&place(other.grid_pos.y));
            row.then(place(one.grid_pos.x).total_cmp(&place(other.grid_pos.x)))
        });
    }
    panels
}
