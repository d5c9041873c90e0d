//! Changes that a person makes to a dashboard. Each returns a new dashboard, so that the former one can be restored.

use super::{Dashboard, Panel, Query, Width, unique_id};
use crate::chart::PanelKind;

impl Dashboard {
    /// Returns the panel that is shown under an id: the one that has it, or the one whose repetition does.
    pub fn panel(&self, id: &str) -> Option<&Panel> {
        self.place(id).and_then(|place| self.panels.get(place))
    }

    fn place(&self, id: &str) -> Option<usize> {
        let is_repetition = |panel: &Panel| {
            !panel.repeat.is_empty()
                && id.strip_prefix(&*panel.id).is_some_and(|rest| rest.starts_with('-'))
        };
        let own = self.panels.iter().position(|panel| panel.id == id);
        own.or_else(|| self.panels.iter().position(is_repetition))
    }

    /// Returns the dashboard with a panel changed.
    #[must_use]
    pub fn with_panel(&self, id: &str, change: impl FnOnce(&mut Panel)) -> Self {
        let mut dashboard = self.clone();
        if let Some(panel) = self.place(id).and_then(|place| dashboard.panels.get_mut(place)) {
            change(panel);
        }
        dashboard
    }

    /// Returns the dashboard with a panel moved towards the beginning or the end. It takes the heading of the place where it comes to stand.
    #[must_use]
    pub fn with_panel_moved(&self, id: &str, is_later: bool) -> Self {
        let mut dashboard = self.clone();
        let Some(from) = self.place(id) else { return dashboard };
        let to = if is_later { from + 1 } else { from.wrapping_sub(1) };
        let (Some(panel), Some(other)) = (self.panels.get(from), self.panels.get(to)) else {
            return dashboard;
        };
        if panel.section == other.section {
            dashboard.panels.swap(from, to);
        } else if let Some(panel) = dashboard.panels.get_mut(from) {
            // First into the other section, then past its panels.
            panel.section.clone_from(&other.section);
        }
        dashboard
    }

    /// Returns the dashboard without a panel.
    #[must_use]
    pub fn without_panel(&self, id: &str) -> Self {
        let mut dashboard = self.clone();
        if let Some(place) = self.place(id) {
            dashboard.panels.remove(place);
        }
        dashboard
    }

    /// Returns the dashboard with a new panel at its end, and the panel's id.
    #[must_use]
    pub fn with_new_panel(&self) -> (Self, String) {
        let panel = Panel {
            title: "New panel".to_owned(),
            kind: PanelKind::Lines,
            section: self.panels.last().map(|last| last.section.clone()).unwrap_or_default(),
            queries: vec![Query { expr: "up".to_owned(), legend: String::new() }],
            ..Panel::default()
        };
        self.with_added(panel)
    }

    /// Returns the dashboard with a copy of a panel behind it, and the copy's id.
    #[must_use]
    pub fn with_copy(&self, id: &str) -> (Self, String) {
        let Some((place, panel)) = self.place(id).and_then(|at| Some((at, self.panels.get(at)?)))
        else {
            return (self.clone(), id.to_owned());
        };
        let (mut dashboard, id) = self.with_added(panel.clone());
        if let Some(tail) = dashboard.panels.get_mut(place + 1..) {
            tail.rotate_right(1);
        }
        (dashboard, id)
    }

    fn with_added(&self, panel: Panel) -> (Self, String) {
        let is_taken = |id: &str| self.panels.iter().any(|one| one.id == id);
        let id = unique_id(&panel.title, "panel", is_taken);
        let mut dashboard = self.clone();
        dashboard.panels.push(Panel { id: id.clone(), ..panel });
        (dashboard, id)
    }
}

impl Width {
    /// Returns the next larger or smaller width; the same at the end.
    #[must_use]
    pub fn stepped(self, is_wider: bool) -> Self {
        let place = Self::ALL.iter().position(|width| *width == self).unwrap_or_default();
        let next = if is_wider { place + 1 } else { place.saturating_sub(1) };
        Self::ALL.get(next).copied().unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dashboard(panels: &[(&str, &str)]) -> Dashboard {
        let panel = |(id, section): &(&str, &str)| Panel {
            id: (*id).to_owned(),
            title: (*id).to_owned(),
            section: (*section).to_owned(),
            ..Panel::default()
        };
        Dashboard { panels: panels.iter().map(panel).collect(), ..Dashboard::default() }
    }

    fn seen(dashboard: &Dashboard) -> Vec<String> {
        let panels = dashboard.panels.iter();
        panels.map(|panel| format!("{}{}", panel.section, panel.id)).collect()
    }

    #[test]
    fn panels_move_within_and_between_sections() {
        let mut dashboard = dashboard(&[("a", ""), ("b", ""), ("c", "S")]);
        let mut moved = |id: &str, is_later| {
            dashboard = dashboard.with_panel_moved(id, is_later);
            seen(&dashboard)
        };
        assert_eq!(moved("a", true), ["b", "a", "Sc"]);
        assert_eq!(moved("a", true), ["b", "Sa", "Sc"]);
        assert_eq!(moved("a", true), ["b", "Sc", "Sa"]);
        assert_eq!(moved("a", true), ["b", "Sc", "Sa"], "it is the last");
        assert_eq!(moved("b", false), ["b", "Sc", "Sa"], "it is the first");
        assert_eq!(moved("x", false), ["b", "Sc", "Sa"]);
    }

    #[test]
    fn panels_are_added_copied_changed_and_removed() {
        let before = dashboard(&[("a", ""), ("b", "S")]);
        let (added, id) = before.with_new_panel();
        assert_eq!(
            (seen(&added).join(" "), id.as_str()),
            ("a Sb Snew-panel".to_owned(), "new-panel")
        );
        let (copied, id) = added.with_copy("a");
        assert_eq!(
            (seen(&copied).join(" "), id.as_str()),
            ("a a-2 Sb Snew-panel".to_owned(), "a-2")
        );
        assert_eq!(seen(&copied.without_panel("b")).join(" "), "a a-2 Snew-panel");
        let changed = before.with_panel("b", |panel| panel.repeat = "host".to_owned());
        assert_eq!(changed.panel("b-web-1").map(|panel| panel.id.as_str()), Some("b"));
        assert_eq!(changed.panel("bc"), None);
        assert_eq!(seen(&before.without_panel("x")), seen(&before));
    }

    #[test]
    fn widths_step_from_a_quarter_to_the_whole() {
        assert_eq!(Width::Half.stepped(true), Width::TwoThirds);
        assert_eq!(
            (Width::Full.stepped(true), Width::Quarter.stepped(false)),
            (Width::Full, Width::Quarter)
        );
    }
}
