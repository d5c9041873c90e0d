//! One step of the loop: an event in, effects out.

use super::{Canary, Effect, Event, FetchError, Monitor, PeerMessage};
use crate::config::Source;
use crate::decode::Answer;
use crate::decode::health::NotHealth;
use crate::schedule::Pace;
use crate::status::check::{CheckResult, Finding, ProxyFault};
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};

impl<S: SampleSink> Monitor<S> {
    /// Handles `event` at `now`, and returns the effects in order.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if now < self.now {
            self.clock_set_back(now);
        }
        self.now = now;
        match event {
            Event::Tick => {}
            Event::Fetched { check, took, result } => {
                self.fetched(check, took, result, now, &mut effects);
            }
            Event::CanaryFetched { canary, took, answered } => {
                self.canary_fetched(canary, took, answered, now, &mut effects);
            }
            Event::ConnectionChanged { online } => {
                // A request that was under way when the connection went shows nothing about the systems.
                self.undecided.clear();
                if online && !self.reachability.online {
                    self.check_all_now(now);
                }
                self.reachability.online = online;
            }
            Event::VisibilityChanged { visible } => self.visible = visible,
            Event::LeadChanged { leads } => {
                self.leads = leads;
                if !leads {
                    effects.push(Effect::Broadcast(PeerMessage::Hello));
                }
            }
            Event::SightChanged(systems) => self.in_sight = systems,
            Event::CheckAllRequested => self.check_all_now(now),
            Event::VerdictsRead(verdicts) => self.take_recorded(&verdicts, now),
            Event::PeerMessage(message) => self.peer_message(message, now, &mut effects),
            Event::ConfigChanged(config) => self.reconfigure(config, now),
        }
        self.begin_requests(now, &mut effects);
        effects.extend(self.wake_at(now).map(Effect::WakeAt));
        effects
    }

    /// Handles the end of a check.
    fn fetched(
        &mut self,
        check: usize,
        took: Duration,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        match result {
            Ok(answer) => {
                if self.reachability.proxy.note(true, now, took) {
                    self.check_all_now(now);
                }
                self.decided(check, now, took, answer, effects);
            }
            Err(FetchError::BrokenOff) => {
                self.decided(check, now, took, proxy_says("broken"), effects);
            }
            Err(FetchError::NotSent) => {
                if let Some(watch) = self.watches.get_mut(check) {
                    watch.schedule.finish(now, Pace::Steady, Self::GAP);
                }
            }
            Err(error @ (FetchError::TimedOut | FetchError::NoHead | FetchError::Unreachable)) => {
                // The service, the proxy, this site or the connection failed: the canaries show which.
                if self.reachability.online {
                    self.undecided.push((check, now, took, error == FetchError::TimedOut));
                    self.reachability.proxy.due = now;
                    self.reachability.site.due = now;
                }
                if let Some(watch) = self.watches.get_mut(check) {
                    watch.schedule.finish(now, Pace::Steady, Self::GAP);
                }
            }
        }
    }

    /// Handles the arrival or the absence of a canary.
    fn canary_fetched(
        &mut self,
        canary: Canary,
        took: Duration,
        answered: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.leads {
            effects.push(Effect::Broadcast(PeerMessage::Reachability {
                canary,
                at: now,
                took,
                answered,
            }));
        }
        if self.reachability.stage(canary).note(answered, now, took) && canary == Canary::Proxy {
            self.check_all_now(now);
        }
        let base = self
            .watches
            .iter()
            .map(|watch| watch.check.interval)
            .min()
            .unwrap_or(Self::CANARY_CEILING);
        let stage = self.reachability.stage(canary);
        stage.due = now
            + match stage.silences {
                0 => Self::CANARY_CEILING,
                // As often as the checks themselves, so that a proxy that comes back is seen within an interval. A canary is
                // one small file.
                _ => Duration(base.0.min(Self::CANARY_CEILING.0)),
            };
        if canary == Canary::Proxy {
            let undecided = core::mem::take(&mut self.undecided);
            for (check, at, took, has_head) in undecided {
                if answered {
                    // A head without a complete body in time is the service's failure. No head from a proxy that answers the
                    // canary is the proxy's own fault, or one that cannot be placed.
                    let reason = if has_head { "timeout" } else { ProxyFault::NO_ANSWER };
                    self.decided(check, at, took, proxy_says(reason), effects);
                } else {
                    self.remember(false);
                }
            }
        }
    }

    /// Handles an answer that shows something about a service, and broadcasts it.
    fn decided(
        &mut self,
        check: usize,
        at: Timestamp,
        took: Duration,
        answer: Answer,
        effects: &mut Vec<Effect>,
    ) {
        let Some(watch) = self.watches.get(check) else { return };
        if self.leads {
            let path = watch.path.clone();
            effects.push(Effect::Broadcast(PeerMessage::Checked {
                path,
                at,
                took,
                answer: answer.clone(),
            }));
        }
        self.take(check, at, took, answer);
    }

    /// Reads an answer as the result of a check.
    pub(super) fn read_answer(
        &mut self,
        check: usize,
        at: Timestamp,
        took: Duration,
        answer: &Answer,
    ) -> Option<CheckResult> {
        let watch = self.watches.get_mut(check)?;
        let mapping = self.config.mappings.get(watch.check.mapping)?;
        let finding = Finding::from_answer(mapping, answer, watch.check.max_bytes);
        Some(CheckResult { measured: watch.measured(answer, at), took, finding })
    }

    /// Takes an answer, whichever tab requested it.
    pub(super) fn take(&mut self, check: usize, at: Timestamp, took: Duration, answer: Answer) {
        let Some(result) = self.read_answer(check, at, took, &answer) else { return };
        let Some(watch) = self.watches.get_mut(check) else { return };
        let Some(system) = self.config.systems.get(watch.system) else { return };
        let wait = answer.header("retry-after").and_then(|wait| retry_after(wait, at));
        let is_proxy = answer.header("x-allclear").is_some();
        let is_limited = result.finding == Finding::NotHealth(NotHealth::RateLimited);
        let pace = match wait {
            // It only says when to come back: the last result stays until it is stale.
            Some(wait) if is_limited => {
                watch.paused_until = Some(at + wait);
                Pace::RetryAfter(wait)
            }
            _ => {
                let (pace, is_news) =
                    watch.take(result, at, answer, system.failures, system.successes);
                let several = matches!(&system.source, Source::Checks(checks) if checks.len() > 1);
                if is_news {
                    watch.record(&mut self.store, &system.id, several, at);
                }
                match wait {
                    Some(wait) => Pace::RetryAfter(wait),
                    None if is_limited => Pace::RetryAfter(watch.check.interval * 2),
                    None => pace,
                }
            }
        };
        watch.schedule.finish(at, pace, watch.memory.max(Self::GAP));
        self.remember(!is_proxy);
    }

    /// Makes every check due now, except those of systems whose `Retry-After` has not passed.
    pub(super) fn check_all_now(&mut self, now: Timestamp) {
        self.reachability.proxy.due = now;
        self.reachability.site.due = now;
        for watch in &mut self.watches {
            if watch.schedule.began.is_none() && watch.paused_until.is_none_or(|until| until <= now)
            {
                watch.schedule.due = watch.schedule.due.min(now);
            }
        }
    }

    fn remember(&mut self, answered: bool) {
        self.recent_checks.push_back(answered);
        if self.recent_checks.len() > Self::MAX_RECENT {
            self.recent_checks.pop_front();
        }
    }
}

/// Returns a failure to connect in the form that the proxy uses (`X-Allclear`), so that there is one form for both.
fn proxy_says(what: &str) -> Answer {
    Answer {
        code: if what == "timeout" { 504 } else { 502 },
        headers: vec![("x-allclear".to_owned(), what.to_owned())],
        body: Vec::new(),
    }
}

/// Reads `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
fn retry_after(value: &str, at: Timestamp) -> Option<Duration> {
    match value.trim().parse::<i64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds.max(0))),
        Err(_) => Timestamp::from_http_date(value).map(|until| Duration(until.since(at).0.max(0))),
    }
}
