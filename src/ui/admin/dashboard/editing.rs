//! The state of a dashboard that is being edited: whether it is, and which panel is open.

use crate::console::Event;
use crate::dashboard::{Dashboard, Panel};
use crate::ui::admin::{ConsoleHandle, use_console};
use crate::view::admin::Scene;
use crate::view::admin::dashboard::find;
use leptos::prelude::*;

/// The editing of the dashboard that is shown, in the context of the screen.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    console: ConsoleHandle,
    /// The dashboard that is shown; the first where none is named.
    id: Memo<Option<String>>,
    /// Whether panels have tools.
    pub(super) is_on: RwSignal<bool>,
    /// The panel whose form is open.
    pub(super) opened: RwSignal<Option<String>>,
}

impl Editing {
    /// Begins without editing.
    pub(super) fn new(id: Memo<Option<String>>) -> Self {
        let (is_on, opened) = (RwSignal::new(false), RwSignal::new(None));
        Self { console: use_console(), id, is_on, opened }
    }

    /// Returns the dashboard as it is written, and subscribes to its changes.
    pub(super) fn dashboard(self) -> Option<Dashboard> {
        let id = self.id.get();
        self.console.track_samples();
        let find = |scene: Scene<'_>| find(scene, id.as_deref()).cloned();
        self.console.with_scene_untracked(find).flatten()
    }

    /// Returns the panel whose form is open, as it is written.
    pub(super) fn panel(self) -> Option<Panel> {
        let opened = self.opened.get()?;
        self.dashboard()?.panel(&opened).cloned()
    }

    /// Puts a changed dashboard in place of the shown one, in this browser.
    pub(super) fn change(self, change: impl FnOnce(&Dashboard) -> Dashboard) {
        if let Some(dashboard) = untrack(|| self.dashboard()) {
            self.console.send(Event::DashboardChanged(change(&dashboard)));
        }
    }

    /// Changes the panel whose form is open.
    pub(super) fn change_panel(self, change: impl FnOnce(&mut Panel)) {
        if let Some(opened) = self.opened.get_untracked() {
            self.change(|dashboard| dashboard.with_panel(&opened, change));
        }
    }

    /// Opens the form of a panel, or closes it.
    pub(super) fn open(self, panel: Option<String>) {
        self.opened.set(panel);
    }
}
