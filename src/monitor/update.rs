//! One step of the loop: an event in, effects out.

use super::{Effect, Event, FetchError, Message, Monitor, Probe};
use crate::config::Source;
use crate::decode::Answer;
use crate::schedule::{Pace, back_off};
use crate::status::look::{Finding, Look};
use crate::time::{Duration, Timestamp};

impl Monitor {
    /// Takes note of `event` at `now`, and says what is to be done, in order.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if now < self.now {
            self.clock_set_back(now);
        }
        self.now = now;
        match event {
            Event::Tick => {}
            Event::Fetched { check, took, result } => self.fetched(check, took, result, now, &mut effects),
            Event::Probed { probe, took, answered } => {
                self.probed(probe, took, answered, now, &mut effects);
            }
            Event::ConnectionChanged { online } => {
                // Whatever was under way when the connection went tells nothing about the systems.
                self.undecided.clear();
                if online && !self.way.online {
                    self.look_now(now);
                }
                self.way.online = online;
            }
            Event::VisibilityChanged { visible } => self.visible = visible,
            Event::LeadChanged { leads } => {
                self.leads = leads;
                if !leads {
                    effects.push(Effect::Tell(Message::Greeting));
                }
            }
            Event::LookRequested => self.look_now(now),
            Event::Heard(message) => self.heard(message, now, &mut effects),
        }
        self.ask(now, &mut effects);
        effects.extend(self.wake_at(now).map(Effect::WakeAt));
        effects
    }

    /// A look is over.
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
                if self.way.proxy.note(true, now, took) {
                    self.look_now(now);
                }
                self.decided(check, now, took, answer, effects);
            }
            Err(FetchError::BrokenOff) => self.decided(check, now, took, proxy_says("broken"), effects),
            Err(error) => {
                // The service, the proxy, this site or the connection: the canaries tell.
                if self.way.online {
                    self.undecided.push((check, now, took, error == FetchError::TimedOut));
                    self.way.proxy.due = now;
                    self.way.site.due = now;
                }
                if let Some(watch) = self.watches.get_mut(check) {
                    watch.schedule.finish(now, Pace::Steady, Self::GAP);
                }
            }
        }
    }

    /// A canary came, or did not.
    fn probed(
        &mut self,
        probe: Probe,
        took: Duration,
        answered: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.leads {
            effects.push(Effect::Tell(Message::Way { probe, at: now, took, answered }));
        }
        if self.way.stage(probe).note(answered, now, took) && probe == Probe::Proxy {
            self.look_now(now);
        }
        let base = self.watches.iter().map(|watch| watch.check.interval).min().unwrap_or(Self::CANARY_CEILING);
        let stage = self.way.stage(probe);
        stage.due = now + back_off(base, stage.silences, Self::CANARY_CEILING);
        if probe == Probe::Proxy {
            let undecided = core::mem::take(&mut self.undecided);
            for (check, at, took, timed_out) in undecided {
                if answered {
                    // The way works: it is the service.
                    let answer = proxy_says(if timed_out { "timeout" } else { "broken" });
                    self.decided(check, at, took, answer, effects);
                } else {
                    self.remember(false);
                }
            }
        }
    }

    /// An answer that tells something about a service.
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
            effects.push(Effect::Tell(Message::Look { path, at, took, answer: answer.clone() }));
        }
        self.take(check, at, took, answer);
    }

    /// Takes an answer, whoever asked for it.
    fn take(&mut self, check: usize, at: Timestamp, took: Duration, answer: Answer) {
        let Some(watch) = self.watches.get_mut(check) else { return };
        let Some(system) = self.config.systems.get(watch.system) else { return };
        let Some(mapping) = self.config.mappings.get(watch.check.mapping) else { return };
        let wait = answer.header("retry-after").and_then(|wait| retry_after(wait, at));
        let is_proxy = answer.header("x-allclear").is_some();
        let pace = if answer.code == 429 {
            // It asks for fewer questions, which says nothing about its health.
            let wait = wait.unwrap_or(watch.check.interval * 2);
            watch.asked_until = Some(at + wait);
            Pace::Asked(wait)
        } else {
            let finding = Finding::from_answer(mapping, &answer, watch.check.max_bytes);
            let measured = if is_proxy { at } else { watch.measured(&answer, at) };
            let look = Look { measured, took, finding };
            let pace = watch.take(look, at, answer, system.failures, system.successes);
            let several = matches!(&system.source, Source::Checks(checks) if checks.len() > 1);
            watch.record(&mut self.store, &system.id, several, at);
            match wait {
                Some(wait) => Pace::Asked(wait),
                None => pace,
            }
        };
        watch.schedule.finish(at, pace, Self::GAP);
        self.remember(!is_proxy);
    }

    /// Another tab said something.
    fn heard(&mut self, message: Message, now: Timestamp, effects: &mut Vec<Effect>) {
        match message {
            Message::Greeting => {
                if self.leads {
                    for watch in &self.watches {
                        for (at, took, answer) in watch.evidence.all() {
                            effects.push(Effect::Tell(Message::Look {
                                path: watch.path.clone(),
                                at: *at,
                                took: *took,
                                answer: answer.clone(),
                            }));
                        }
                    }
                    for (probe, stage) in [(Probe::Site, &self.way.site), (Probe::Proxy, &self.way.proxy)] {
                        if let Some(answered) = stage.answers {
                            let (at, took) = (stage.at, stage.took);
                            effects.push(Effect::Tell(Message::Way { probe, at, took, answered }));
                        }
                    }
                }
            }
            Message::Look { path, at, took, answer } => {
                let Some(check) = self.watches.iter().position(|watch| watch.path == path) else { return };
                // A fact from the future is none, and one heard before counts once.
                let is_news = self.watches.get(check).is_some_and(|watch| watch.heard_until < Some(at));
                if at <= now && is_news {
                    if self.way.proxy.at <= at {
                        self.way.proxy.note(true, at, took);
                    }
                    self.take(check, at, took, answer);
                }
            }
            Message::Way { probe, at, took, answered } => {
                let stage = self.way.stage(probe);
                if at <= now && stage.at <= at {
                    stage.note(answered, at, took);
                }
            }
        }
    }

    /// Begins what is due, as far as this tab may ask.
    fn ask(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !(self.visible && self.leads && self.way.online) {
            return;
        }
        self.probe_if_due(Probe::Site, now, effects);
        self.probe_if_due(Probe::Proxy, now, effects);
        if self.way.proxy.answers == Some(false) {
            return;
        }
        for watch in &mut self.watches {
            // The shell promises an end to each look; a tab that was frozen may have lost it.
            if watch.schedule.began.is_some() && now > watch.schedule.due + Self::CANARY {
                watch.schedule.finish(now, Pace::Steady, Duration::ZERO);
                watch.schedule.due = now;
            }
        }
        loop {
            let has_room = self.under_way() < Self::AT_ONCE;
            let is_free = |(_, watch): &(usize, &mut super::Watch)| {
                watch.schedule.began.is_none() && watch.schedule.due <= now
            };
            let next = self.watches.iter_mut().enumerate().filter(is_free).min_by_key(|(_, watch)| watch.schedule.due);
            let Some((check, watch)) = next.filter(|_| has_room) else { break };
            let timeout = watch.check.timeout;
            watch.schedule.begin(now, timeout);
            let url = format!("{}{}", self.config.proxy, watch.path);
            effects.push(Effect::Fetch { check, url, timeout, cap: watch.check.max_bytes });
        }
    }

    /// Asks for a canary while there are looks to be understood, or a silence to be ended.
    fn probe_if_due(&mut self, probe: Probe, now: Timestamp, effects: &mut Vec<Effect>) {
        let in_doubt = !self.undecided.is_empty() || self.way.proxy.answers == Some(false);
        let stage = self.way.stage(probe);
        let lost = stage.began.is_some_and(|began| now > began + Self::CANARY * 2);
        if !in_doubt || stage.due > now || (stage.began.is_some() && !lost) {
            return;
        }
        stage.began = Some(now);
        let url = match probe {
            Probe::Site => "/ping.txt".to_owned(),
            Probe::Proxy => format!("{}/status/ping", self.config.proxy),
        };
        effects.push(Effect::Probe { probe, url, timeout: Self::CANARY });
    }

    /// Everything is due now, except where a system asked to be left alone.
    fn look_now(&mut self, now: Timestamp) {
        self.way.proxy.due = now;
        self.way.site.due = now;
        for watch in &mut self.watches {
            if watch.schedule.began.is_none() && watch.asked_until.is_none_or(|until| until <= now) {
                watch.schedule.due = watch.schedule.due.min(now);
            }
        }
    }

    /// Instants that lie in the future cannot be trusted any more: nothing may be fresher than now.
    fn clock_set_back(&mut self, now: Timestamp) {
        for watch in &mut self.watches {
            if let Some(look) = watch.last.as_mut().filter(|look| look.measured > now) {
                look.measured = now;
            }
            watch.heard_until = watch.heard_until.min(Some(now));
            watch.schedule.due = watch.schedule.due.min(now);
            watch.asked_until = None;
        }
        for stage in [&mut self.way.site, &mut self.way.proxy] {
            stage.at = stage.at.min(now);
            stage.due = stage.due.min(now);
        }
    }

    /// When something is due to be asked, or a verdict grows too old: a tab that is not seen must not keep a green title.
    fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        let stale = self.watches.iter().filter_map(super::Watch::stale_at).map(|end| end + Duration(1));
        let asking = if self.visible && self.leads && self.way.online { self.next_move() } else { None };
        stale.filter(|end| *end > now).chain(asking.map(|due| due.max(now + Duration(1)))).min()
    }

    /// When there is something to be done for a tab that asks. What waits for an answer is not due: its answer wakes the page.
    fn next_move(&self) -> Option<Timestamp> {
        let lost = self.watches.iter().filter(|watch| watch.schedule.began.is_some());
        let lost = lost.map(|watch| watch.schedule.due + Self::CANARY + Duration(1)).min();
        let canaries = [&self.way.site, &self.way.proxy].into_iter();
        let canary = canaries.map(|stage| stage.began.map_or(stage.due, |began| began + Self::CANARY * 2 + Duration(1)));
        let is_silent = self.way.proxy.answers == Some(false);
        let canary = canary.filter(|_| is_silent || !self.undecided.is_empty()).min();
        let look = if is_silent || self.under_way() >= Self::AT_ONCE { None } else { self.next_look() };
        lost.into_iter().chain(canary).chain(look).min()
    }

    /// How many looks are under way.
    fn under_way(&self) -> usize {
        self.watches.iter().filter(|watch| watch.schedule.began.is_some()).count()
    }

    fn remember(&mut self, answered: bool) {
        self.looks.push_back(answered);
        if self.looks.len() > Self::LOOKS {
            self.looks.pop_front();
        }
    }
}

/// A failure to connect, in the words that the proxy itself would use (`X-Allclear`), so that there is one form for it.
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
