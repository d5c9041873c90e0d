//! One step of the event loop: an event in, effects out.

use super::dashboards::OwnDashboards;
use super::{Console, Effect, Event, Refusal, Request, Session, Token, Work};
use crate::monitor::{self, PeerMessage};
use crate::rules::changed_limits;
use metrics_engine::time::Timestamp;

impl Console {
    /// Handles `event` at `now` and returns the effects to perform, in order.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if now < self.now
            && let Some(work) = &mut self.work
        {
            work.clock_set_back(now, self.now.since(now));
        }
        self.now = now;
        match event {
            Event::Tick => self.update_monitor(monitor::Event::Tick, now, &mut effects),
            Event::Continue => {
                if let Some(work) = &mut self.work {
                    work.read_on();
                }
            }
            Event::Started { token } => {
                if let Some(token) = token {
                    self.log_in(token, true, &mut effects);
                }
            }
            Event::LoginSubmitted { token, remember } => self.log_in(token, remember, &mut effects),
            Event::LoggedOut => {
                // Everything learned behind the login is dropped.
                let (home, left) = (core::mem::take(&mut self.home), self.leave(now));
                let Self { leads, online, generation, .. } = *self;
                *self = Self { left, leads, online, generation, ..Self::new(home) };
                effects.push(Effect::Remember(None));
            }
            Event::Answered { request, took, result } => {
                self.answered(request, took, result, now, &mut effects);
            }
            Event::ConnectionChanged { online } => {
                self.online = online;
                self.update_monitor(
                    monitor::Event::ConnectionChanged { online },
                    now,
                    &mut effects,
                );
                if let Some(work) = self.work.as_mut().filter(|_| online) {
                    work.scrape_now(None, now);
                }
            }
            Event::LeadChanged { leads } => {
                self.leads = leads;
                self.settle_lead(now, &mut effects);
            }
            Event::CheckAllRequested => {
                self.update_monitor(monitor::Event::CheckAllRequested, now, &mut effects);
                if let Some(work) = &mut self.work {
                    work.scrape_now(None, now);
                }
            }
            Event::ScrapeRequested(target) => {
                if let Some(work) = &mut self.work {
                    work.scrape_now(target, now);
                }
            }
            Event::CheckRequested(check) => {
                if let Some(work) = &mut self.work {
                    work.monitor.hurry(check, now);
                }
                self.update_monitor(monitor::Event::Tick, now, &mut effects);
            }
            Event::LimitChanged { rule, limit } => {
                if let Some(work) = &mut self.work {
                    match limit {
                        Some(limit) => drop(work.groups.set_limit(&rule, limit)),
                        None => work.groups.reset_limit(&rule),
                    }
                }
                self.share_limits(&mut effects);
            }
            Event::QueryRun(query) => self.remember_query(&query),
            Event::DashboardChanged(dashboard) => self.change_dashboard(dashboard, &mut effects),
            Event::DashboardUndone(id) => self.undo_dashboard(&id, &mut effects),
            Event::DashboardForgotten(id) => self.forget_dashboard(&id, &mut effects),
            Event::Loaded(kept) => self.loaded(kept, now, &mut effects),
            Event::Saved(result) => self.saved(result, now),
            Event::ForgetRequested => self.forget(now, &mut effects),
            Event::Forgotten(result) => self.forgotten(result),
            Event::PeerMessage(message) => self.peer_message(message, now, &mut effects),
            Event::ConfigAccepted => self.take_over(now, &mut effects),
        }
        self.request_config(now, &mut effects);
        self.evaluate(now);
        self.scrape(now, &mut effects);
        self.keep(now, &mut effects);
        if self.work.as_ref().is_some_and(Work::is_busy) {
            effects.push(Effect::Continue);
        }
        self.merge_wakes(now, &mut effects);
        effects
    }

    /// Requests the configuration. Its arrival completes the login.
    fn log_in(&mut self, token: Token, remember: bool, effects: &mut Vec<Effect>) {
        effects.push(Effect::Fetch {
            request: Request::Config,
            url: format!("{}/config.json", self.home),
            token: Some(token.clone()),
            timeout: Self::REQUEST_TIMEOUT,
            cap: Self::CONFIG_BYTES,
        });
        self.session = Session::SigningIn { token, remember };
    }

    /// Ends a session that the server no longer accepts. Known data stays; nothing more is requested.
    pub(super) fn log_in_again(
        &mut self,
        refusal: Refusal,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.session.is_in() {
            self.session = Session::Out { refusal: Some(refusal) };
            effects.push(Effect::Remember(None));
            self.settle_lead(now, effects);
        }
    }

    /// Hands an event to the monitor and collects its effects.
    pub(super) fn update_monitor(
        &mut self,
        event: monitor::Event,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(work) = &mut self.work else { return };
        for effect in work.monitor.update(event, now) {
            effects.push(match effect {
                monitor::Effect::Fetch { check, url, timeout, cap } => Effect::Fetch {
                    request: Request::Check(check),
                    url,
                    token: self.session.token().cloned(),
                    timeout,
                    cap,
                },
                monitor::Effect::FetchCanary { canary, url, timeout } => Effect::Fetch {
                    request: Request::Canary(canary),
                    url,
                    token: self.session.token().cloned(),
                    timeout,
                    cap: Self::CANARY_BYTES,
                },
                monitor::Effect::WakeAt(at) => Effect::WakeAt(at),
                monitor::Effect::Broadcast(message) => Effect::Broadcast(message),
            });
        }
    }

    /// Handles a message of another tab: a scrape, a check, changed limits, or forgotten data.
    fn peer_message(&mut self, message: PeerMessage, now: Timestamp, effects: &mut Vec<Effect>) {
        match (&message, &mut self.work) {
            (PeerMessage::Checked { path, at, took, answer }, Some(work)) => {
                // A scrape from the future was made before the clock was set back.
                if *at > now {
                    return;
                }
                if let Some(target) = work.targets.iter().position(|watch| watch.path() == *path) {
                    return work.decided(target, *at, *took, Ok(answer.clone()));
                }
            }
            (PeerMessage::Limits(bytes), Some(work)) => {
                return changed_limits::read(&mut work.groups, bytes);
            }
            (PeerMessage::Dashboards(bytes), Some(work)) => {
                work.own = OwnDashboards::read(bytes);
                return;
            }
            (PeerMessage::Forgotten, _) => return self.peer_forgot(now, effects),
            _ => {}
        }
        self.update_monitor(monitor::Event::PeerMessage(message), now, effects);
    }

    /// Evaluates the rules that are due, unless the page is offline or logged out: without new samples nothing changes.
    fn evaluate(&mut self, now: Timestamp) {
        let can_see = self.online && self.session.is_in();
        let Some(work) = self.work.as_mut().filter(|_| can_see) else { return };
        if now.since(work.retained) >= Self::RETAIN {
            work.retained = now;
            work.monitor.store_mut().retain(now);
        }
        if work.monitor.reachability().is_blocked() {
            return;
        }
        // Without a past, the first samples of all targets and checks are enough.
        if !work.groups.are_evaluated() && work.has_seen_all() {
            work.groups.evaluate_at_once(work.monitor.store_mut(), now);
        } else {
            work.groups.evaluate(work.monitor.store_mut(), now);
        }
    }

    /// Lets the monitor check only in the leading tab, and only while an operator is logged in.
    pub(super) fn settle_lead(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let leads = self.leads && self.session.is_in();
        self.update_monitor(monitor::Event::LeadChanged { leads }, now, effects);
    }

    /// Replaces all requested wake-ups by the earliest.
    fn merge_wakes(&self, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut earliest =
            self.work.as_ref().filter(|_| self.is_requesting()).and_then(Work::wake_at);
        effects.retain(|effect| match effect {
            Effect::WakeAt(at) => {
                earliest = Some(earliest.map_or(*at, |other| other.min(*at)));
                false
            }
            _ => true,
        });
        effects.extend(earliest.map(|at| Effect::WakeAt(at.max(now))));
    }
}
