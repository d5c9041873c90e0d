//! Scheduling of scrapes, and the meaning of a scrape without an answer.

use super::{Console, Effect, NoAnswer, Request, TargetWatch, Work};
use crate::decode::Answer;
use crate::monitor::{FetchError, Monitor, PeerMessage};
use crate::schedule::Pace;
use crate::status::check::Finding;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

impl Console {
    /// Starts the scrapes that are due.
    pub(super) fn scrape(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.is_requesting() {
            return;
        }
        let token = self.session.token().cloned();
        let Some(work) = &mut self.work else { return };
        let proxy = work.private.config.proxy.clone();
        work.give_up_lost(now);
        loop {
            let under_way = work.targets.iter().filter(|one| one.schedule.began.is_some()).count();
            let is_due = |one: &usize| {
                work.targets
                    .get(*one)
                    .is_some_and(|one| one.schedule.began.is_none() && one.schedule.due <= now)
            };
            let next = (0..work.targets.len()).filter(is_due);
            let next = next.min_by_key(|one| work.targets.get(*one).map(|one| one.schedule.due));
            let Some(index) = next.filter(|_| under_way < Self::AT_ONCE) else { break };
            let Some(watch) = work.targets.get_mut(index) else { break };
            let timeout = watch.target.timeout + Monitor::<Store>::GRACE;
            watch.schedule.begin(now, timeout);
            effects.push(Effect::Fetch {
                request: Request::Target(index),
                url: format!("{proxy}{}", watch.path()),
                token: token.clone(),
                timeout,
                cap: watch.target.max_bytes,
            });
        }
        if !work.undecided.is_empty() && work.proxy_requested_at.is_none() {
            work.proxy_requested_at = Some(now);
            effects.push(Effect::Fetch {
                request: Request::Proxy,
                url: format!("{proxy}/status/ping"),
                token,
                timeout: Self::REQUEST_TIMEOUT,
                cap: Self::CANARY_BYTES,
            });
        }
    }
}

impl Work {
    /// Makes a target due now, or all targets.
    pub(super) fn scrape_now(&mut self, target: Option<usize>, now: Timestamp) {
        for (index, watch) in self.targets.iter_mut().enumerate() {
            if target.is_none_or(|one| one == index) && watch.schedule.began.is_none() {
                watch.schedule.due = now;
            }
        }
    }

    /// Returns the time of the next scrape.
    pub fn next_scrape(&self) -> Option<Timestamp> {
        let idle = self.targets.iter().filter(|one| one.schedule.began.is_none());
        idle.map(|one| one.schedule.due).min()
    }

    /// Returns the time at which something is due. A running scrape does not count: its answer wakes the page.
    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        let under_way = self.targets.iter().filter(|one| one.schedule.began.is_some());
        let lost = under_way
            .clone()
            .map(|one| one.schedule.due + Console::REQUEST_TIMEOUT + Duration(1))
            .min();
        let next = if under_way.count() < Console::AT_ONCE { self.next_scrape() } else { None };
        // Rules that wait for the proxy are due and stay due: its canary wakes the page.
        let rules = self.groups.next_due().filter(|_| !self.monitor.reachability().is_blocked());
        [next, lost, rules].into_iter().flatten().min()
    }

    /// Ends scrapes whose answer was lost. The shell promises an end to each, but a frozen tab may miss it.
    fn give_up_lost(&mut self, now: Timestamp) {
        for watch in &mut self.targets {
            let is_late = now > watch.schedule.due + Console::REQUEST_TIMEOUT;
            if watch.schedule.began.is_some() && is_late && !watch.is_reading() {
                watch.schedule.finish(now, Pace::Steady, Duration::ZERO);
                watch.schedule.due = now;
            }
        }
        if self.proxy_requested_at.is_some_and(|began| now > began + Console::REQUEST_TIMEOUT * 2) {
            self.proxy_requested_at = None;
        }
    }

    /// Handles the end of a scrape.
    pub(super) fn scraped(
        &mut self,
        target: usize,
        took: Duration,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let at = now - took;
        let failure = match result {
            // The proxy's own error, or an address that it does not serve: the target remains unknown.
            Ok(answer) if matches!(Finding::of_proxy(&answer), Some(Finding::NotProxied(_))) => {
                NoAnswer::Unknown
            }
            Ok(answer) => {
                if let Some(watch) = self.targets.get(target) {
                    let path = watch.path();
                    let answer = answer.clone();
                    effects.push(Effect::Broadcast(PeerMessage::Checked {
                        path,
                        at,
                        took,
                        answer,
                    }));
                }
                return self.decided(target, at, took, Ok(answer));
            }
            Err(FetchError::TimedOut) => NoAnswer::TimedOut,
            Err(FetchError::BrokenOff) => NoAnswer::Unreachable,
            // For a failure of the target, the proxy answers itself. Without any answer, the target cannot be blamed.
            Err(FetchError::NoHead | FetchError::Unreachable | FetchError::NotSent) => {
                NoAnswer::Unknown
            }
        };
        // Target, proxy or connection: the proxy's canary decides.
        self.undecided.push((target, at, took, failure));
        if let Some(watch) = self.targets.get_mut(target) {
            watch.schedule.finish(now, Pace::Steady, Duration::ZERO);
        }
    }

    /// Decides the scrapes without an answer, once it is known whether the proxy answers.
    pub(super) fn decide_undecided(&mut self, proxy_answers: bool, effects: &mut Vec<Effect>) {
        self.proxy_requested_at = None;
        for (target, at, took, failure) in core::mem::take(&mut self.undecided) {
            let failure = if proxy_answers { failure } else { NoAnswer::Unknown };
            if let (Some(word), Some(watch)) = (failure.word(), self.targets.get(target)) {
                // In the proxy's own form, which other tabs can read.
                let headers = vec![("x-allclear".to_owned(), word.to_owned())];
                let answer = Answer { code: 502, headers, body: Vec::new() };
                let path = watch.path();
                effects.push(Effect::Broadcast(PeerMessage::Checked { path, at, took, answer }));
            }
            self.decided(target, at, took, Err(failure));
        }
    }

    /// Reads the next piece of an answer.
    pub(super) fn read_on(&mut self) {
        if let Some(watch) = self.targets.iter_mut().find(|watch| watch.is_reading()) {
            watch.go_on(self.monitor.store_mut(), Console::PIECE);
        }
    }

    /// Returns whether work is left that was too much for one task.
    pub fn is_busy(&self) -> bool {
        self.is_reading() || self.persistence.is_collecting()
    }

    /// Returns whether an answer is being read.
    pub(super) fn is_reading(&self) -> bool {
        self.targets.iter().any(TargetWatch::is_reading)
    }

    pub(super) fn decided(
        &mut self,
        target: usize,
        at: Timestamp,
        took: Duration,
        result: Result<Answer, NoAnswer>,
    ) {
        if let Some(watch) = self.targets.get_mut(target) {
            watch.take(self.monitor.store_mut(), at, took, result);
        }
    }
}
