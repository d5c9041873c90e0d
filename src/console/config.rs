//! A new configuration on an operator's page that is open: noticed, said, and taken over when a person says so.
//!
//! A page that took it over by itself would throw away what a person is about to type or read. Until then everything goes on by the
//! former configuration; what the proxy does not serve any more is unknown.

use super::past::Opening;
use super::{Console, Effect, Note, Question, Work};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::rules::{changed_limits, state};
use crate::time::{Duration, Timestamp};

impl Console {
    /// From one request for the configuration to the next.
    const CONFIG_EVERY: Duration = Duration::from_secs(180);

    /// Pause between two requests that have a reason of their own.
    const CONFIG_PAUSE: Duration = Duration::from_secs(5);

    /// Rises when the page goes on with another configuration: indices of checks and targets have another meaning then.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Whether an answer to `question`, which was asked in this generation, still means anything.
    pub fn expects(&self, question: Question, generation: u32) -> bool {
        matches!(question, Question::Config | Question::Past) || self.generation == generation
    }

    /// Asks whether the configuration is still the same, where somebody is logged in and that is due.
    pub(super) fn ask_config(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let may_ask = self.online && self.session.is_in();
        let Some(work) = self.work.as_mut().filter(|_| may_ask) else { return };
        let since = now.since(work.config_asked);
        let wait = if work.is_unlisted { Self::CONFIG_PAUSE } else { Self::CONFIG_EVERY };
        // A clock that was set back is no reason not to ask for hours.
        if since < wait && since >= Duration::ZERO {
            return;
        }
        work.config_asked = now;
        work.is_unlisted = false;
        effects.push(Effect::Fetch {
            question: Question::Config,
            url: format!("{}/config.json", self.home),
            token: self.session.token().cloned(),
            timeout: Self::REQUEST_TIMEOUT,
            cap: Self::CONFIG_BYTES,
        });
    }

    /// Takes note of an answer that says that its address is not listed: the configuration has changed.
    pub(super) fn note_unlisted(&mut self, result: &Result<Answer, FetchError>) {
        let is_unlisted =
            result.as_ref().is_ok_and(|answer| answer.header("x-allclear") == Some("unlisted"));
        if let Some(work) = self.work.as_mut().filter(|work| is_unlisted && work.newer.is_none()) {
            work.is_unlisted = true;
        }
    }

    /// The configuration came again. One that cannot be read, or that is half written, changes nothing: the next may.
    pub(super) fn config_heard(&mut self, result: Result<Answer, FetchError>) {
        let Some(work) = &mut self.work else { return };
        let answer = result.ok().filter(|answer| answer.code == 200);
        let Some(private) = answer.and_then(|answer| Private::from_json(&answer.body).ok()) else {
            return;
        };
        work.newer = Some(private).filter(|private| *private != work.private);
    }

    /// Goes on with the newer configuration, with all series, alerts and limits.
    pub(super) fn take_over(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(mut work) = self.work.take_if(|work| work.newer.is_some()) else { return };
        let Some(private) = work.newer.take() else { return };
        let notes = vec![
            (Note::Alerts, state::write(&work.groups)),
            (Note::Limits, changed_limits::write(&work.groups)),
        ];
        let store = core::mem::take(work.monitor.store_mut());
        self.begin_with(Opening::new(private, store, work.keeping, notes), now, effects);
    }
}

impl Work {
    /// Whether the site runs on a newer configuration than this page.
    pub fn has_newer_config(&self) -> bool {
        self.newer.is_some()
    }
}
