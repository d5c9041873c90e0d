//! The dashboards that can be chosen, and how a panel is placed.

use super::super::Scene;
use super::choices::Choice;
use super::exposed::exposed;
use super::with_values::with_values;
use crate::config::private::{Dashboard, Panel, Width};

/// The dashboards of one system, or a dashboard that belongs to none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DashboardGroup {
    /// The system's name, or the dashboard's.
    pub name: String,
    /// At least one: its id, and the words that distinguish it from the others.
    pub dashboards: Vec<(String, String)>,
}

/// Returns the dashboards in the order of the configuration, those of one system together.
pub fn groups(scene: Scene<'_>) -> Vec<DashboardGroup> {
    let private = scene.work.private();
    let mut groups: Vec<(&str, DashboardGroup)> = Vec::new();
    for one in scene.work.dashboards() {
        let system = private.config.systems.iter().find(|system| system.id == one.system);
        let name = system.map_or(one.title.as_str(), |system| system.name.as_str());
        let own = one.title.strip_prefix(name).map(|rest| rest.trim_start_matches(':').trim());
        let own = own.filter(|own| !own.is_empty());
        let own = own.unwrap_or(if system.is_some() { "overview" } else { name });
        let entry = (one.id.clone(), super::super::targets::sentence(own));
        match groups.iter_mut().find(|(known, _)| system.is_some() && *known == one.system) {
            Some((_, group)) => group.dashboards.push(entry),
            None => groups.push((
                one.system.as_str(),
                DashboardGroup { name: name.to_owned(), dashboards: vec![entry] },
            )),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The dashboard of this id; the first where none is named.
pub fn find<'a>(scene: Scene<'a>, id: Option<&str>) -> Option<&'a Dashboard> {
    let mut all = scene.work.dashboards();
    match id {
        None => all.next(),
        Some(id) => all.find(|one| one.id == id),
    }
}

/// Returns the panels of a dashboard, with the values of variables in them: those that are written, and where it asks for them, those for
/// what its system exposes. `choices` are those of its variables.
pub fn panels(scene: Scene<'_>, dashboard: &Dashboard, choices: &[Choice]) -> Vec<Panel> {
    let mut panels = with_values(dashboard, choices);
    if dashboard.discover {
        panels.extend(exposed(scene, &dashboard.system));
    }
    panels
}

/// The class that places a panel in the grid.
pub fn class(width: Width) -> &'static str {
    match width {
        Width::Quarter => "quarter",
        Width::Third => "side",
        Width::Half => "half",
        Width::TwoThirds => "main",
        Width::Full => "full",
    }
}
