//! The notification that a visitor asked for when a system is back.

use super::PublicShell;
use super::state::State;
use crate::browser::effect::{notify, visibility};
use crate::view::public::page::Page;
use crate::view::public::{self, Bell};
use std::rc::Rc;

impl PublicShell {
    /// Asks for a notification when a system is back, or withdraws that.
    pub(super) fn toggle_bell(self: &Rc<Self>, system: usize) {
        let asked = self.state.with(|State { bells, monitor, .. }| {
            let id = monitor.config().systems.get(system)?.id.clone();
            Some((id, bells.get(system).copied()?))
        });
        let Some((id, bell)) = asked else { return };
        let this = self.clone();
        let choose = move |bell| {
            this.state.with(|State { bells, monitor, .. }| {
                // A person may take their time to allow notifications; the system may have another place by then.
                let mut systems = monitor.config().systems.iter().zip(bells);
                if let Some((_, chosen)) = systems.find(|(system, _)| system.id == id) {
                    *chosen = bell;
                }
            });
            this.show();
        };
        if bell != Bell::Off {
            return choose(Bell::Off);
        }
        notify::ask(move |may| choose(if may { Bell::Notification } else { Bell::Title }));
    }

    /// Notifies the visitor of the systems that are back.
    pub(super) fn ring(self: &Rc<Self>, page: &Page) {
        let rung = self.state.with(|State { bells, words, .. }| {
            let rung = public::bell::rung(bells, &page.view.rows);
            let words = |(system, bell): (usize, Bell)| {
                let row = page.view.rows.get(system)?;
                Some((bell, public::bell::back(words, &row.name)))
            };
            rung.into_iter().filter_map(words).collect::<Vec<_>>()
        });
        let is_any = !rung.is_empty();
        for (bell, words) in rung {
            if bell == Bell::Title || !notify::show(&words) {
                self.state.with(|state| state.back = words);
            }
        }
        if is_any && !visibility::is_visible() {
            self.watch_on();
        }
    }
}
