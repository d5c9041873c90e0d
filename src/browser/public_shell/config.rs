//! A new configuration on a page that is open: requested now and then, and taken over without a reload.
//!
//! Systems come, go, are renamed and change their visibility while wall displays run for months. The browser's own cache makes the
//! request a conditional one, so a file that has not changed costs the head of an answer.

use super::PublicShell;
use super::schedule::ConfigSchedule;
use crate::browser::effect::{fetch, timer};
use crate::config::Config;
use crate::decode::Answer;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

impl PublicShell {
    /// Requests the configuration if that is due.
    pub(super) fn request_config_if_due(self: &Rc<Self>) {
        let now = timer::now();
        if !self.config_schedule.get().is_due(now) {
            return;
        }
        let next = self.state.with(|state| {
            let monitor = &state.monitor;
            let is_online = monitor.reachability().online;
            is_online.then(|| ConfigSchedule::new(monitor.config(), now))
        });
        let Some(next) = next else { return };
        self.config_schedule.set(next);
        let this = self.clone();
        spawn_local(async move {
            // An unreadable or half-written configuration changes nothing; the next one may.
            if let Ok(config) = fetch::config_again().await {
                this.reconfigure(config);
            }
        });
    }

    /// Notes an answer. An unlisted address shows that the configuration has changed.
    pub(super) fn note_answer(self: &Rc<Self>, answer: &Answer) {
        if answer.header("x-allclear") == Some("unlisted") {
            self.config_schedule.set(self.config_schedule.get().soon(timer::now()));
            self.request_config_if_due();
        }
    }

    /// Goes on with this configuration, if it is another one.
    fn reconfigure(self: &Rc<Self>, config: Config) {
        let now = timer::now();
        let Some(effects) = self.state.with(|state| state.reconfigure(Arc::new(config), now))
        else {
            return;
        };
        for effect in effects {
            self.perform(effect);
        }
        // The recorder's files describe the new systems as well.
        self.recorder_schedule.set(self.recorder_schedule.get().at_once(now));
        self.incident_schedule.set(self.incident_schedule.get().by(now));
        self.request_recorder_files();
        self.show();
    }
}
