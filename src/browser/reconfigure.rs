//! A new configuration on a page that is open: asked for now and then, and taken over without a reload.
//!
//! Systems come, go, are renamed and change their visibility while wall displays run for months. The browser's own cache makes the
//! request a conditional one, so a file that has not changed costs the head of an answer.

use super::effect::{fetch, timer};
use super::shell::Shell;
use crate::config::Config;
use crate::decode::Answer;
use crate::time::{Duration, Timestamp};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// The file is asked for once in so many of the shortest intervals between two checks, within these limits.
const INTERVALS: i64 = 10;
const SHORTEST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(180);

/// Pause between two requests that have a reason of their own.
const PAUSE: Duration = Duration::from_secs(5);

/// When the configuration is asked for next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    asked: Timestamp,
    due: Timestamp,
}

impl Schedule {
    /// The page has just read it.
    pub(super) fn new(config: &Config, now: Timestamp) -> Self {
        Self { asked: now, due: now + every(config) }
    }
}

impl Shell {
    /// Asks for the configuration if that is due.
    pub(super) fn ask_config_if_due(self: &Rc<Self>) {
        let (now, schedule) = (timer::now(), self.config_schedule.get());
        // A clock that was set back must not keep a page from asking for hours.
        if now < schedule.due && schedule.due.since(now) <= LONGEST {
            return;
        }
        let (every, is_online) = self.state.with(|state| {
            let monitor = &state.monitor;
            (every(monitor.config()), monitor.reachability().online)
        });
        if !is_online {
            return;
        }
        self.config_schedule.set(Schedule { asked: now, due: now + every });
        let this = self.clone();
        spawn_local(async move {
            // One that cannot be loaded or read, or that is half written, changes nothing: the next may.
            if let Ok(config) = fetch::config_again().await {
                this.take_over(config);
            }
        });
    }

    /// Takes note of an answer. One that says that its address is not listed shows that the configuration has changed.
    pub(super) fn note_answer(self: &Rc<Self>, answer: &Answer) {
        if answer.header("x-allclear") != Some("unlisted") {
            return;
        }
        let Schedule { asked, due } = self.config_schedule.get();
        let due = due.min((asked + PAUSE).max(timer::now()));
        self.config_schedule.set(Schedule { asked, due });
        self.ask_config_if_due();
    }

    /// Goes on with this configuration, if it is another one.
    fn take_over(self: &Rc<Self>, config: Config) {
        let now = timer::now();
        let Some(effects) = self.state.with(|state| state.take_over(Arc::new(config), now)) else {
            return;
        };
        for effect in effects {
            self.perform(effect);
        }
        // The recorder's files tell of the new systems as well.
        self.due.set(self.due.get().at_once(now));
        self.load_due.set(now);
        self.ask_recorder();
        self.show();
    }
}

/// From one request for the configuration to the next.
fn every(config: &Config) -> Duration {
    let shortest = config.shortest_interval().unwrap_or(LONGEST);
    Duration((shortest.0 * INTERVALS).clamp(SHORTEST.0, LONGEST.0))
}
