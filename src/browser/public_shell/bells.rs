//! The notifications that a visitor subscribed to: when a system is back, and whenever the state of one changes.

use super::PublicShell;
use super::state::PageState;
use crate::browser::effect::{notify, visibility};
use crate::view::public::page::Page;
use crate::view::public::{self, Bell};
use std::rc::Rc;

impl PublicShell {
    /// Subscribes to a notification when these systems are back, or unsubscribes from that.
    pub(super) fn toggle_bells(self: &Rc<Self>, systems: &[usize]) {
        let chosen = self.state.with(|PageState { bells, monitor, .. }| {
            let chosen = systems.iter().filter_map(|system| {
                let id = monitor.config().systems.get(*system)?.id.clone();
                Some((id, bells.get(*system).copied()?))
            });
            chosen.collect::<Vec<_>>()
        });
        let is_on = chosen.iter().all(|(_, bell)| *bell != Bell::Off);
        let this = self.clone();
        let choose = move |bell| {
            this.state.with(|PageState { bells, monitor, .. }| {
                // A person may take their time to allow notifications; a system may have another place by then.
                for (system, kept) in monitor.config().systems.iter().zip(bells) {
                    if chosen.iter().any(|(id, _)| *id == system.id) {
                        *kept = bell;
                    }
                }
            });
            this.show();
        };
        if is_on {
            return choose(Bell::Off);
        }
        notify::request_permission(move |may| {
            choose(if may { Bell::Notification } else { Bell::Title });
        });
    }

    /// Subscribes to a notification whenever the state of a system changes, or unsubscribes from that.
    pub(super) fn toggle_subscription(self: &Rc<Self>) {
        let this = self.clone();
        let choose = move |bell| {
            this.state.with(|state| state.subscription = bell);
            this.show();
        };
        if self.state.with(|state| state.subscription) != Bell::Off {
            return choose(Bell::Off);
        }
        notify::request_permission(move |may| {
            choose(if may { Bell::Notification } else { Bell::Title });
        });
    }

    /// Notifies the visitor of the systems that are back, or have changed.
    pub(super) fn ring(self: &Rc<Self>, page: &Page) {
        let rung = self.state.with(|PageState { bells, subscription, settled, words, .. }| {
            let changes = settled.take(&page.view.rows, words);
            let rung = public::bell::rung(bells, &page.view.rows);
            let back = rung.into_iter().filter_map(|(system, bell)| {
                let row = page.view.rows.get(system)?;
                Some((bell, public::bell::back(words, &row.name)))
            });
            if *subscription == Bell::Off {
                back.collect::<Vec<_>>()
            } else {
                // These include each return.
                changes.into_iter().map(|change| (*subscription, change)).collect()
            }
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
