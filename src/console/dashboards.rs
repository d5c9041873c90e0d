//! Dashboards that a person imported or edited in this browser.
//!
//! One that has the id of a configured dashboard stands in its place. Each change can be undone, also after a reload.

use super::{Console, Effect, Note, Save, Work};
use crate::dashboard::Dashboard;
use crate::monitor::PeerMessage;
use serde::{Deserialize, Serialize};

/// How many changes of a dashboard can be undone.
const UNDOABLE: usize = 20;

/// The dashboards of this browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct OwnDashboards {
    all: Vec<Own>,
}

/// A dashboard of this browser, with what it was before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Own {
    dashboard: Dashboard,
    /// What it was before each change, the last change at the end.
    #[serde(default)]
    before: Vec<Dashboard>,
}

impl OwnDashboards {
    /// Reads what [`OwnDashboards::write`] wrote. What cannot be read counts as none.
    pub(super) fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// Writes all of them.
    pub(super) fn write(&self) -> Vec<u8> {
        // Texts and numbers can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn get(&self, id: &str) -> Option<&Own> {
        self.all.iter().find(|own| own.dashboard.id == id)
    }

    /// Puts a dashboard in place of the one with its id. `configured` is that one where this browser has none.
    fn change(&mut self, dashboard: Dashboard, configured: Option<&Dashboard>) {
        match self.all.iter_mut().find(|own| own.dashboard.id == dashboard.id) {
            Some(own) if own.dashboard == dashboard => {}
            Some(own) => {
                own.before.push(core::mem::replace(&mut own.dashboard, dashboard));
                let extra = own.before.len().saturating_sub(UNDOABLE);
                own.before.drain(..extra);
            }
            None if configured == Some(&dashboard) => {}
            None => {
                let before = configured.cloned().into_iter().collect();
                self.all.push(Own { dashboard, before });
            }
        }
    }

    /// Takes the last change back. A dashboard that is as configured then is no longer one of this browser.
    fn undo(&mut self, id: &str, configured: Option<&Dashboard>) {
        let Some(own) = self.all.iter_mut().find(|own| own.dashboard.id == id) else { return };
        match own.before.pop() {
            Some(before) if configured != Some(&before) => own.dashboard = before,
            Some(_) => self.forget(id),
            None => {}
        }
    }

    fn forget(&mut self, id: &str) {
        self.all.retain(|own| own.dashboard.id != id);
    }
}

impl Work {
    /// Returns all dashboards: the configured ones as this browser has them, then those that it has alone.
    pub fn dashboards(&self) -> impl Iterator<Item = &Dashboard> {
        let configured = self.private.dashboards.iter();
        let configured =
            configured.map(|one| self.own.get(&one.id).map_or(one, |own| &own.dashboard));
        let own = self.own.all.iter().map(|own| &own.dashboard);
        configured.chain(own.filter(|own| self.configured(&own.id).is_none()))
    }

    /// Returns the configured dashboard of this id.
    fn configured(&self, id: &str) -> Option<&Dashboard> {
        self.private.dashboards.iter().find(|one| one.id == id)
    }

    /// Returns whether a dashboard was imported or edited in this browser.
    pub fn is_own_dashboard(&self, id: &str) -> bool {
        self.own.get(id).is_some()
    }

    /// Returns whether a dashboard is configured, so that it stays when this browser forgets its own.
    pub fn is_configured_dashboard(&self, id: &str) -> bool {
        self.configured(id).is_some()
    }

    /// Returns how many changes of a dashboard can be undone.
    pub fn undoable(&self, id: &str) -> usize {
        self.own.get(id).map_or(0, |own| own.before.len())
    }
}

impl Console {
    /// Puts a dashboard in place of the one with its id, in this browser.
    pub(super) fn change_dashboard(&mut self, dashboard: Dashboard, effects: &mut Vec<Effect>) {
        self.with_own(effects, move |own, configured| {
            let configured = configured.iter().find(|one| one.id == dashboard.id);
            own.change(dashboard, configured);
        });
    }

    /// Takes the last change of a dashboard back.
    pub(super) fn undo_dashboard(&mut self, id: &str, effects: &mut Vec<Effect>) {
        self.with_own(effects, |own, configured| {
            own.undo(id, configured.iter().find(|one| one.id == id));
        });
    }

    /// Removes a dashboard from this browser. A configured one is again as configured.
    pub(super) fn forget_dashboard(&mut self, id: &str, effects: &mut Vec<Effect>) {
        self.with_own(effects, |own, _| own.forget(id));
    }

    /// Changes the dashboards of this browser, notifies the other tabs, and stores them at once, whether this tab leads or not.
    fn with_own(
        &mut self,
        effects: &mut Vec<Effect>,
        change: impl FnOnce(&mut OwnDashboards, &[Dashboard]),
    ) {
        let leads = self.leads;
        let Some(work) = &mut self.work else { return };
        change(&mut work.own, &work.private.dashboards);
        let bytes = work.own.write();
        effects.push(Effect::Broadcast(PeerMessage::Dashboards(bytes.clone())));
        // The leading tab stores them with everything else.
        if !leads && !work.persistence.is_over() {
            let notes = vec![(Note::Dashboards, bytes)];
            effects.push(Effect::Save(Save { notes, ..Save::default() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Dashboard {
        Dashboard { id: "a".to_owned(), title: title.to_owned(), ..Dashboard::default() }
    }

    #[test]
    fn changes_are_undone_one_by_one_down_to_what_is_configured() {
        let configured = titled("configured");
        let mut own = OwnDashboards::default();
        own.change(configured.clone(), Some(&configured));
        assert!(own.all.is_empty(), "nothing was changed");
        for title in ["one", "two", "two", "three"] {
            own.change(titled(title), Some(&configured));
        }
        let own_again = OwnDashboards::read(&own.write());
        assert_eq!(own_again, own);
        let mut seen = Vec::new();
        while let Some(one) = own.get("a") {
            seen.push(one.dashboard.title.clone());
            own.undo("a", Some(&configured));
        }
        assert_eq!(seen, ["three", "two", "one"]);
        own.undo("a", Some(&configured));
        assert!(own.all.is_empty());
    }

    #[test]
    fn the_first_state_of_an_imported_dashboard_stays() {
        let mut own = OwnDashboards::default();
        own.change(titled("imported"), None);
        own.change(titled("edited"), None);
        for _ in 0..3 {
            own.undo("a", None);
        }
        assert_eq!(own.get("a").map(|own| own.dashboard.title.as_str()), Some("imported"));
        for number in 0..100 {
            own.change(titled(&number.to_string()), None);
        }
        assert_eq!(own.get("a").map(|own| own.before.len()), Some(UNDOABLE));
        assert_eq!(OwnDashboards::read(b"{"), OwnDashboards::default());
    }
}
