//! A browser, a network and services, on a clock that the test moves.

use allclear::config::{Check, Config, Site, Source, System};
use allclear::decode::Answer;
use allclear::decode::health::{Mapping, NumberSource, PartSource, StateSource, Words};
use allclear::history::IncidentLog;
use allclear::monitor::{Effect, Event, FetchError, Monitor, PeerMessage};
use allclear::route::public::Page;
use allclear::status::Status;
use allclear::view::format::Zone;
use allclear::view::language;
use allclear::view::public::histories::Histories;
use allclear::view::public::{Loaded, PublicView, Published, screen};
use metrics_engine::labels::LabelSet;
use metrics_engine::series::Sample;
use metrics_engine::store::recent::Recent;
use metrics_engine::time::{Duration, Timestamp};

/// The behaviour of a service.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// 200, operational.
    Well,
    /// Always this answer.
    Answer(Answer),
    /// The proxy's own error.
    Proxy(&'static str),
    /// Every other answer is a 500.
    Alternate,
    /// The service never answers; the proxy gives up and reports it.
    Hang,
    /// Not even the proxy answers in time.
    Silent,
    /// A network error, while the proxy works.
    Unreachable,
    /// The body breaks off.
    BrokenOff,
}

/// Returns an answer with a content type.
pub(crate) fn answer(code: u16, content_type: &str, body: &str) -> Answer {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Answer { code, headers, body: body.as_bytes().to_vec() }
}

/// Returns an instant by its HTTP date.
pub(crate) fn instant(date: &str) -> Timestamp {
    Timestamp::from_http_date(date).unwrap_or_else(|| panic!("{date} is no date"))
}

/// A monitor and everything around it.
#[expect(clippy::struct_excessive_bools, reason = "switches that a test sets, each on its own")]
pub(crate) struct World {
    pub(crate) monitor: Monitor,
    pub(crate) now: Timestamp,
    pub(crate) leads: bool,
    pub(crate) proxy_works: bool,
    /// Whether every request is lost without any outcome.
    pub(crate) swallow: bool,
    pub(crate) latency: Duration,
    pub(crate) server_skew: Duration,
    pub(crate) frozen_date: Option<Timestamp>,
    pub(crate) age: Option<String>,
    pub(crate) berlin: bool,
    /// Number of requests to services, of canaries, and of timers that fired.
    pub(crate) requests: usize,
    pub(crate) canaries: usize,
    /// When each request to a service or a canary began, with the index of the service.
    pub(crate) began: Vec<(Timestamp, Option<usize>)>,
    pub(crate) woken: usize,
    pub(crate) most_at_once: usize,
    pub(crate) most_per_check: usize,
    pub(crate) first_bad_answer: Option<Timestamp>,
    /// The published files.
    pub(crate) incident_log: Loaded<IncidentLog>,
    /// The visitor's place in the page.
    pub(crate) page: Page,
    /// The title after the last event.
    pub(crate) shown_title: String,
    replies: Vec<Reply>,
    once: Vec<Option<Answer>>,
    turn: Vec<usize>,
    /// Events under way, with their arrival.
    pending: Vec<(Timestamp, Event)>,
    alarm: Option<Timestamp>,
    shared: Vec<PeerMessage>,
}

impl World {
    pub(crate) fn new(systems: usize) -> Self {
        Self::starting_at(systems, instant("Fri, 20 Nov 2026 12:00:00 GMT"))
    }

    pub(crate) fn starting_at(systems: usize, now: Timestamp) -> Self {
        let mut world = Self {
            monitor: <Monitor>::new(config(systems), now),
            now,
            leads: true,
            proxy_works: true,
            swallow: false,
            latency: Duration(40),
            server_skew: Duration::ZERO,
            frozen_date: None,
            age: None,
            berlin: false,
            requests: 0,
            canaries: 0,
            began: Vec::new(),
            woken: 0,
            most_at_once: 0,
            most_per_check: 0,
            first_bad_answer: None,
            incident_log: Loaded::Read(IncidentLog::default()),
            page: Page::Systems,
            shown_title: String::new(),
            replies: vec![Reply::Well; systems],
            once: vec![None; systems],
            turn: vec![0; systems],
            pending: Vec::new(),
            alarm: None,
            shared: Vec::new(),
        };
        world.note_title();
        world
    }

    pub(crate) fn reply(&mut self, system: usize, reply: Reply) {
        self.replies[system] = reply;
    }

    pub(crate) fn reply_once(&mut self, system: usize, answer: Answer) {
        self.once[system] = Some(answer);
    }

    pub(crate) fn make_recorder_only(&mut self, system: usize) {
        let mut config = self.monitor.config().clone();
        config.systems[system].source = Source::Recorder;
        self.monitor = <Monitor>::new(config, self.now);
    }

    /// From here on a system has this name and stands in this group.
    pub(crate) fn rename(&mut self, system: usize, name: &str, group: &str) {
        let mut config = self.monitor.config().clone();
        name.clone_into(&mut config.systems[system].name);
        group.clone_into(&mut config.systems[system].group);
        self.monitor = Monitor::new(config, self.now);
        self.event(Event::LeadChanged { leads: true });
    }

    /// From here on the parts alone make up the state.
    pub(crate) fn depend_on_parts(&mut self) {
        let mut config = self.monitor.config().clone();
        config.mappings[0].state.clear();
        self.monitor = Monitor::new(config, self.now);
        self.event(Event::LeadChanged { leads: true });
    }

    /// Lets time pass: timers fire and answers arrive, each at its instant.
    pub(crate) fn run(&mut self, span: Duration) {
        let end = self.now + span;
        if self.leads && !self.monitor.leads() && self.requests == 0 {
            self.event(Event::LeadChanged { leads: true });
        }
        loop {
            let arrival = self.pending.iter().map(|(at, _)| *at).min();
            let Some(next) = arrival.into_iter().chain(self.alarm).min().filter(|at| *at <= end)
            else {
                break;
            };
            self.now = self.now.max(next);
            if self.alarm.is_some_and(|alarm| alarm <= self.now) {
                self.alarm = None;
                self.woken += 1;
                self.event(Event::Tick);
            } else if let Some(place) = self.pending.iter().position(|(at, _)| *at == next) {
                let (_, event) = self.pending.remove(place);
                self.event(event);
            }
        }
        self.now = end;
    }

    /// Passes an event to the monitor and performs its effects.
    pub(crate) fn event(&mut self, event: Event) {
        if let Event::Fetched { result, .. } = &event {
            let is_bad = !matches!(result, Ok(answer) if answer.code == 200);
            if is_bad && self.first_bad_answer.is_none() {
                self.first_bad_answer = Some(self.now);
            }
        }
        for effect in self.monitor.update(event, self.now) {
            self.perform(effect);
        }
        self.note_title();
    }

    fn note_title(&mut self) {
        self.shown_title = self.screen().title;
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Fetch { check, timeout, .. } => {
                self.requests += 1;
                self.began.push((self.now, Some(check)));
                if self.swallow {
                    return;
                }
                let (after, result) = self.service(check, timeout);
                let event = Event::Fetched { check, took: after, result };
                self.pending.push((self.now + after, event));
                let fetches =
                    |(_, event): &&(Timestamp, Event)| matches!(event, Event::Fetched { .. });
                self.most_at_once =
                    self.most_at_once.max(self.pending.iter().filter(fetches).count());
                let same = |(_, event): &&(Timestamp, Event)| matches!(event, Event::Fetched { check: other, .. } if *other == check);
                self.most_per_check =
                    self.most_per_check.max(self.pending.iter().filter(same).count());
            }
            Effect::FetchCanary { canary, .. } => {
                self.canaries += 1;
                self.began.push((self.now, None));
                if !self.swallow {
                    let answered = self.proxy_works || canary == allclear::monitor::Canary::Site;
                    self.pending.push((
                        self.now + Duration(20),
                        Event::CanaryFetched { canary, took: Duration(20), answered },
                    ));
                }
            }
            Effect::WakeAt(at) => self.alarm = Some(at),
            Effect::Broadcast(message) => self.shared.push(message),
        }
    }

    /// Returns what a service answers, and when.
    fn service(
        &mut self,
        check: usize,
        timeout: Duration,
    ) -> (Duration, Result<Answer, FetchError>) {
        if !self.proxy_works {
            return (self.latency, Err(FetchError::Unreachable));
        }
        self.turn[check] += 1;
        let well = answer(200, "application/json", r#"{"status":"ok","db":true}"#);
        let reply = match self.once[check].take() {
            Some(answer) => Reply::Answer(answer),
            None => self.replies[check].clone(),
        };
        let mut answer = match reply {
            Reply::Alternate if self.turn[check].is_multiple_of(2) => {
                answer(500, "text/plain", "x")
            }
            Reply::Well | Reply::Alternate => well,
            Reply::Answer(answer) => answer,
            Reply::Proxy(what) => {
                let headers = vec![("x-allclear".to_owned(), what.to_owned())];
                Answer { code: 502, headers, body: Vec::new() }
            }
            // nginx gives up before the page does.
            Reply::Hang => {
                let headers = vec![("x-allclear".to_owned(), "timeout".to_owned())];
                let waited = Duration(timeout.0 - Monitor::<Recent>::GRACE.0);
                return (waited, Ok(Answer { code: 504, headers, body: Vec::new() }));
            }
            Reply::Silent => return (timeout, Err(FetchError::NoHead)),
            Reply::Unreachable => return (self.latency, Err(FetchError::Unreachable)),
            Reply::BrokenOff => return (self.latency, Err(FetchError::BrokenOff)),
        };
        let date = self.frozen_date.unwrap_or(self.now + self.server_skew);
        answer.headers.push(("date".to_owned(), http_date(date)));
        if let Some(age) = &self.age {
            answer.headers.push(("age".to_owned(), age.clone()));
        }
        (self.latency, Ok(answer))
    }

    pub(crate) fn status(&self, system: usize) -> Status {
        self.monitor.system_status(system, self.now).status
    }

    pub(crate) fn overall(&self) -> Status {
        self.screen().banner.status
    }

    pub(crate) fn screen(&self) -> PublicView {
        let berlin = |at: Timestamp| {
            // Summer time of 2027 begins on March 28 at 01:00 UTC.
            let summer = instant("Sun, 28 Mar 2027 01:00:00 GMT");
            Duration::from_secs(if at < summer { 3600 } else { 7200 })
        };
        let utc = |_| Duration::ZERO;
        let zone = if self.berlin {
            Zone { name: "Europe/Berlin", offset: &berlin }
        } else {
            Zone { name: "UTC", offset: &utc }
        };
        let published =
            Published { incident_log: self.incident_log.clone(), ..Published::default() };
        let words = &language::Words::ENGLISH;
        let histories = Histories::new(self.monitor.config());
        screen(&self.monitor, &published, &histories, &self.page, words, &zone, self.now)
    }

    pub(crate) fn last_sample(&self, name: &str, subsystem: &str) -> Option<f64> {
        self.samples(name, subsystem).last().map(|sample| sample.value)
    }

    pub(crate) fn count_samples(&self, name: &str, subsystem: &str) -> usize {
        self.samples(name, subsystem).len()
    }

    fn samples(&self, name: &str, subsystem: &str) -> Vec<Sample> {
        let labels = LabelSet::new(name, &[("system", "system-0"), ("subsystem", subsystem)]);
        let store = self.monitor.store();
        store.find(&labels).map(|id| store.samples(id).collect()).unwrap_or_default()
    }

    /// Delivers the messages of two tabs to each other, until there are no more.
    pub(crate) fn exchange(one: &mut World, other: &mut World) {
        for _ in 0..4 {
            for message in std::mem::take(&mut other.shared) {
                one.event(Event::PeerMessage(message));
            }
            for message in std::mem::take(&mut one.shared) {
                other.event(Event::PeerMessage(message));
            }
        }
    }
}

/// Returns systems `system-0`, `system-1`, …, each with one check every 30 s.
fn config(systems: usize) -> Config {
    let text = |text: &str| text.to_owned();
    let mapping = Mapping {
        state: vec![StateSource::Json(text("/status"))],
        words: Words {
            operational: vec![text("ok")],
            degraded: vec![text("degraded")],
            down: vec![text("down")],
        },
        parts: vec![PartSource::Field { name: text("db"), at: text("/db") }],
        critical: Vec::new(),
        numbers: vec![NumberSource { name: text("uptime_seconds"), at: text("/uptime") }],
    };
    let system = |index: usize| System {
        id: format!("system-{index}"),
        name: format!("System {index}"),
        group: String::new(),
        description: String::new(),
        source: Source::Checks(vec![Check {
            id: text("health"),
            name: text("Health"),
            mapping: 0,
            interval: Duration::from_secs(30),
            timeout: Duration::from_secs(10),
            max_bytes: 65_536,
        }]),
        failures: 2,
        successes: 2,
        part_names: vec![(text("db"), text("Database"))],
    };
    Config {
        site: Site { name: text("World"), ..Site::default() },
        proxy: String::new(),
        cache: Duration::from_secs(2),
        recorder: true,
        mappings: vec![mapping],
        systems: (0..systems).map(system).collect(),
    }
}

/// Returns a date that differs from instant to instant by whole seconds, as in HTTP. Only equality matters to the page.
fn http_date(at: Timestamp) -> String {
    format!("second {}", at.0.div_euclid(1000))
}
