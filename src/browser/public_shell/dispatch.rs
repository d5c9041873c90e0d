//! The wire between the monitor and the browser.

use super::PublicShell;
use super::state::PageState;
use crate::browser::effect::{fetch, seen, timer, visibility};
use crate::decode::Answer;
use crate::monitor::{Effect, Event, FetchError};
use crate::view::public::Bell;
use metrics_engine::time::Duration;
use std::rc::Rc;

/// The interval in which beliefs are kept.
const KEEP_EVERY: Duration = Duration::from_secs(30);

/// The longest answer of a canary, in bytes.
const CANARY_CAP: usize = 64;

impl PublicShell {
    /// Hands an event to the monitor, performs the effects that it returns, and shows what it knows now.
    pub(super) fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = self.state.with(|state| state.monitor.update(event, timer::now()));
        for effect in effects {
            self.perform(effect);
        }
        self.remember();
        self.request_recorder_files();
        self.show();
    }

    /// Stores the beliefs, in case the next page has no connection.
    pub(super) fn keep(&self) {
        self.keep_due.set(timer::now() + KEEP_EVERY);
        self.state.with(|state| seen::keep(state.monitor.beliefs()));
    }

    /// Without a connection, takes what was seen last. It carries its age, so it counts as the last known state, not as a verdict.
    fn remember(self: &Rc<Self>) {
        let now = timer::now();
        let mut kept = Vec::new();
        if self.state.with(|state| state.monitor.is_cut_off()) {
            kept.extend(seen::kept().into_iter().map(Event::PeerMessage));
        }
        kept.extend(self.last_verdicts(now));
        for event in kept {
            // It returns no effect that the next second would not return.
            let _ = self.state.with(|state| state.monitor.update(event, now));
        }
    }

    /// Whether the tab is seen, or its visitor subscribed to notifications.
    pub(super) fn is_watched(&self) -> bool {
        visibility::is_visible()
            || self.state.with(|PageState { bells, subscription, .. }| {
                bells.iter().chain([&*subscription]).any(|bell| *bell != Bell::Off)
            })
    }

    /// Goes on checking as long as the tab is watched.
    pub(super) fn watch_on(self: &Rc<Self>) {
        let visible = self.is_watched();
        self.dispatch(Event::VisibilityChanged { visible });
        self.compete(visible);
    }

    /// Reports to the monitor which systems are on the screen or opened.
    pub(super) fn report_sight(self: &Rc<Self>) {
        let mut systems = self.sight.seen();
        let opened = |PageState { monitor, open, .. }: &mut PageState| -> Vec<String> {
            let systems = monitor.config().systems.iter().zip(open);
            systems.filter(|(_, open)| **open).map(|(system, _)| system.id.clone()).collect()
        };
        systems.extend(self.state.with(opened));
        self.dispatch(Event::SightChanged(systems));
    }

    /// Competes with the other tabs of this browser: one visible tab checks for all of them.
    pub(super) fn compete(self: &Rc<Self>, visible: bool) {
        if visible {
            let this = self.clone();
            self.tabs.compete(move |leads| this.dispatch(Event::LeadChanged { leads }));
        } else {
            self.tabs.resign();
        }
    }

    /// A request is over. Its check is found by its address: the configuration may be another one than when it began.
    fn fetched(self: &Rc<Self>, url: &str, took: Duration, result: Result<Answer, FetchError>) {
        if let Ok(answer) = &result {
            self.note_answer(answer);
        }
        if let Some(check) = self.state.with(|state| state.monitor.check_at(url)) {
            self.dispatch(Event::Fetched { check, took, result });
        }
    }

    /// Performs an effect of the monitor.
    pub(super) fn perform(self: &Rc<Self>, effect: Effect) {
        let this = self.clone();
        match effect {
            Effect::Fetch { url, timeout, cap, .. } => fetch::answer(
                url.clone(),
                timeout,
                cap,
                Box::new(move |took, result| this.fetched(&url, took, result)),
            ),
            Effect::FetchCanary { canary, url, timeout } => fetch::answer(
                url,
                timeout,
                CANARY_CAP,
                Box::new(move |took, result| {
                    // Anything but its own short answer is not the canary: a portal's login page, for example.
                    let answered = result.is_ok_and(|answer| {
                        (200..300).contains(&answer.code) && answer.body.len() <= CANARY_CAP
                    });
                    this.dispatch(Event::CanaryFetched { canary, took, answered });
                }),
            ),
            Effect::WakeAt(at) => self.wake.set(at, move || this.dispatch(Event::Tick)),
            Effect::Broadcast(message) => self.tabs.broadcast(&message),
        }
    }
}
