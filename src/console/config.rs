//! A new configuration while the page is open: it is noticed, shown, and applied when a person confirms it.
//!
//! Applying it at once would discard what a person is typing or reading. Until then the page runs on the former configuration, and
//! systems that the proxy no longer serves are unknown.

use super::past::Opening;
use super::{Console, Effect, Note, Request, Work};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::rules::{changed_limits, state};
use metrics_engine::time::{Duration, Timestamp};

impl Console {
    /// Interval between requests for the configuration.
    const CONFIG_EVERY: Duration = Duration::from_secs(180);

    /// Minimum pause between requests after an unlisted address.
    const CONFIG_PAUSE: Duration = Duration::from_secs(5);

    /// Returns a number that increases with each configuration. Indices of checks and targets are valid within one generation.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Returns whether an answer to a question of this generation is still valid.
    pub fn expects(&self, request: Request, generation: u32) -> bool {
        matches!(request, Request::Config | Request::Past) || self.generation == generation
    }

    /// Requests the configuration again when that is due, while an operator is logged in.
    pub(super) fn request_config(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let may_request = self.online && self.session.is_in();
        let Some(work) = self.work.as_mut().filter(|_| may_request) else { return };
        let since = now.since(work.config_requested_at);
        let wait = if work.is_unlisted { Self::CONFIG_PAUSE } else { Self::CONFIG_EVERY };
        // A clock that was set back must not delay this for hours.
        if since < wait && since >= Duration::ZERO {
            return;
        }
        work.config_requested_at = now;
        work.is_unlisted = false;
        effects.push(Effect::Fetch {
            request: Request::Config,
            url: format!("{}/config.json", self.home),
            token: self.session.token().cloned(),
            timeout: Self::REQUEST_TIMEOUT,
            cap: Self::CONFIG_BYTES,
        });
    }

    /// Notes that the proxy no longer lists an address, which means that the configuration has changed.
    pub(super) fn note_unlisted(&mut self, result: &Result<Answer, FetchError>) {
        let is_unlisted =
            result.as_ref().is_ok_and(|answer| answer.header("x-allclear") == Some("unlisted"));
        if let Some(work) = self.work.as_mut().filter(|work| is_unlisted && work.newer.is_none()) {
            work.is_unlisted = true;
        }
    }

    /// Compares the configuration with a newer one. An unreadable or half-written one is ignored.
    pub(super) fn compare_config(&mut self, result: Result<Answer, FetchError>) {
        let Some(work) = &mut self.work else { return };
        let answer = result.ok().filter(|answer| answer.code == 200);
        let Some(private) = answer.and_then(|answer| Private::from_json(&answer.body).ok()) else {
            return;
        };
        work.newer = Some(private).filter(|private| *private != work.private);
    }

    /// Applies the newer configuration. Series, alerts, limits and queries stay.
    pub(super) fn take_over(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(mut work) = self.work.take_if(|work| work.newer.is_some()) else { return };
        let Some(private) = work.newer.take() else { return };
        let notes = vec![
            (Note::Alerts, state::write(&work.groups)),
            (Note::Limits, changed_limits::write(&work.groups)),
            (Note::Queries, work.queries.write()),
            (Note::Dashboards, work.own.write()),
        ];
        let store = core::mem::take(work.monitor.store_mut());
        self.begin_with(Opening::new(private, store, work.persistence, notes), now, effects);
    }
}

impl Work {
    /// Returns whether the site has a newer configuration than this page.
    pub fn has_newer_config(&self) -> bool {
        self.newer.is_some()
    }
}
