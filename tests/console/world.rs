//! A browser, nginx with its password, and systems behind it, on a clock that the test moves.

use allclear::console::{
    Console, Effect, Event, Note, Request, Save, StorageError, StoredData, Token, Work,
};
use allclear::decode::Answer;
use allclear::monitor::{Canary, FetchError, PeerMessage};
use allclear::view::admin::Scene;
use allclear::view::format::Zone;
use metrics_engine::labels::{LabelSet, Matcher};
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::store::snapshot::{Record, index};
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;

/// Two systems with a health check each, three targets, and rules of every kind.
pub(crate) const CONFIG: &str = r#"{"version":2,"config":{"site":{"name":"World"},"mappings":[{"state":["code"]}],
"systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]},
           {"id":"pay","name":"Pay","checks":[{"id":"health","name":"Health","mapping":0}]}]},
"targets":[{"system":"chat","id":"app","job":"chat","instance":"h:1","path":"/metrics"},
           {"system":"chat","id":"db","job":"db","instance":"h:2","path":"/metrics"},
           {"system":"pay","id":"app","job":"pay","instance":"h:3","path":"/metrics"}],
"groups":[{"name":"chat","rules":[
            {"alert":"Busy","expr":"load > 5","for":60000,"labels":[["severity","critical"]],
             "annotations":[["summary","{{ $labels.zone }} has {{ $value }}"],["runbook_url","https://wiki/busy"]]},
            {"alert":"Down","expr":"up == 0","labels":[["severity","warning"]]},
            {"alert":"Missing","expr":"rate(no_such_total[5m]) > 0.5"}]},
          {"name":"pay","interval":30000,"rules":[
            {"alert":"Sick","expr":"health_consecutive_failures{system=\"pay\"} >= 2"}]}]}"#;

/// The password that nginx knows.
pub(crate) const PASSWORD: &str = "right";

/// How nginx answers requests for what lies behind the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// By name and password.
    Checks,
    /// It knows no password any more.
    Forgot,
    /// Too many tries.
    Limits,
    /// It has no password file.
    Closed,
    /// There is no admin part.
    Absent,
    /// It does not answer at all.
    Silent,
    /// It does not answer in time.
    Hangs,
}

/// How a target answers.
#[derive(Clone, Debug)]
pub(crate) enum Page {
    /// With this text.
    Text(String),
    /// With this code and nothing else.
    Code(u16),
    /// Not in time.
    Hangs,
    /// The proxy cannot reach it.
    Unreachable,
    /// The connection ends without the head of an answer.
    NoHead,
}

/// The browser's storage for the site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Database {
    pub(crate) records: BTreeMap<String, Vec<u8>>,
    pub(crate) notes: BTreeMap<&'static str, Vec<u8>>,
    pub(crate) error: Option<StorageError>,
    /// Why it cannot be read, though it could be written.
    pub(crate) unreadable: Option<StorageError>,
}

/// Everything around a console, and the console.
pub(crate) struct World {
    pub(crate) console: Console,
    pub(crate) now: Timestamp,
    pub(crate) database: Database,
    pub(crate) config: String,
    pub(crate) guard: Guard,
    pub(crate) proxy_works: bool,
    /// Whether requests get neither an answer nor an error.
    pub(crate) swallow: bool,
    pub(crate) latency: Duration,
    pub(crate) pages: Vec<Page>,
    /// The codes of the health checks.
    pub(crate) health: Vec<u16>,
    /// The word of their answers.
    pub(crate) health_body: String,
    /// The segments of a recorder's past, by number; there is no recorder where there are none.
    pub(crate) past: BTreeMap<u64, Vec<u8>>,
    /// The replacement of these when the segment with this number is requested.
    pub(crate) cleaned: Option<(u64, BTreeMap<u64, Vec<u8>>)>,
    /// A segment that is listed and not there.
    pub(crate) missing: Option<u64>,
    /// Every request: when, what, and with which token.
    pub(crate) requests: Vec<(Timestamp, Request, Option<Token>)>,
    pub(crate) most_at_once: usize,
    /// The tokens that were stored in the tab's own storage, in order.
    pub(crate) remembered: Vec<Option<Token>>,
    pub(crate) broadcast: Vec<PeerMessage>,
    pub(crate) saves: Vec<Save>,
    /// Pending events, their times, and the generation of the console that requested them.
    pending: Vec<(Timestamp, u32, Event)>,
    alarm: Option<Timestamp>,
}

impl World {
    /// A page without a login, in the only tab.
    pub(crate) fn new() -> Self {
        // Fri, 20 Nov 2026 12:00:00 GMT
        let now = Timestamp(1_795_176_000_000);
        let mut world = Self {
            console: console(),
            now,
            database: Database::default(),
            config: CONFIG.to_owned(),
            guard: Guard::Checks,
            proxy_works: true,
            swallow: false,
            latency: Duration(40),
            pages: vec![load(1.0), load(2.0), load(3.0)],
            health: vec![200, 200],
            health_body: "ok".to_owned(),
            past: BTreeMap::new(),
            cleaned: None,
            missing: None,
            requests: Vec::new(),
            most_at_once: 0,
            remembered: Vec::new(),
            broadcast: Vec::new(),
            saves: Vec::new(),
            pending: Vec::new(),
            alarm: None,
        };
        world.event(Event::LeadChanged { leads: true });
        world
    }

    /// A page with a login, and this much time has passed since.
    pub(crate) fn after(span: Duration) -> Self {
        let mut world = Self::new();
        world.log_in(PASSWORD);
        world.run(span);
        world
    }

    /// The page is loaded again: nothing but the database and the network stays.
    pub(crate) fn reload(&mut self) {
        self.console = console();
        self.pending.clear();
        self.alarm = None;
        self.requests.clear();
        self.event(Event::LeadChanged { leads: true });
        self.log_in(PASSWORD);
    }

    /// Tries this password.
    pub(crate) fn log_in(&mut self, password: &str) {
        let token = Token::basic("ops", password);
        self.event(Event::LoginSubmitted { token, remember: true });
        self.run(Duration(100));
    }

    /// Lets time pass: alarms ring and answers arrive, each at its instant.
    pub(crate) fn run(&mut self, span: Duration) {
        let end = self.now + span;
        let mut restless = 0;
        let mut before = self.now;
        loop {
            restless = if self.now == before { restless + 1 } else { 0 };
            assert!(restless < 1000, "the page wakes itself again and again");
            before = self.now;
            let arrival = self.pending.iter().map(|(at, ..)| *at).min();
            let next = arrival.into_iter().chain(self.alarm).min();
            let Some(next) = next.filter(|at| *at <= end) else { break };
            self.now = self.now.max(next);
            if self.alarm.is_some_and(|alarm| alarm <= self.now) {
                self.alarm = None;
                self.event(Event::Tick);
            } else if let Some(place) = self.pending.iter().position(|(at, ..)| *at == next) {
                let (_, generation, event) = self.pending.remove(place);
                // As the shell does.
                let is_former = matches!(event, Event::Answered { request, .. }
                    if !self.console.expects(request, generation));
                if !is_former {
                    self.event(event);
                }
            }
        }
        self.now = end;
    }

    /// Sets the clock, and nothing else: answers come, and alarms ring, after as much time as before.
    pub(crate) fn set_clock(&mut self, now: Timestamp) {
        let by = now.since(self.now);
        self.now = now;
        self.pending.iter_mut().for_each(|(at, ..)| *at += by);
        self.alarm = self.alarm.map(|at| at + by);
    }

    /// Lets time pass until `has` happened. Panics where it does not within an hour.
    pub(crate) fn run_until(&mut self, has: impl Fn(&Self) -> bool) {
        let end = self.now + Duration::from_secs(3600);
        while !has(self) {
            assert!(self.now < end, "it did not happen within an hour");
            self.run(Duration(100));
        }
    }

    /// Hands an event to the console and performs the effects that it returns.
    pub(crate) fn event(&mut self, event: Event) {
        for effect in self.console.update(event, self.now) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        let generation = self.console.generation();
        match effect {
            Effect::Fetch { request, token, timeout, .. } => {
                self.requests.push((self.now, request, token.clone()));
                if self.swallow {
                    return;
                }
                let (took, result) = self.answer(request, token.as_ref(), timeout);
                let event = Event::Answered { request, took, result };
                self.pending.push((self.now + took, generation, event));
                let is_scrape = |(.., event): &&(Timestamp, u32, Event)| {
                    matches!(event, Event::Answered { request: Request::Target(_), .. })
                };
                let under_way = self.pending.iter().filter(is_scrape).count();
                self.most_at_once = self.most_at_once.max(under_way);
            }
            Effect::WakeAt(at) => self.alarm = Some(at),
            Effect::Continue => {
                let is_there = self.pending.iter().any(|(.., event)| *event == Event::Continue);
                if !is_there {
                    self.pending.push((self.now, generation, Event::Continue));
                }
            }
            Effect::Broadcast(message) => self.broadcast.push(message),
            Effect::Remember(token) => self.remembered.push(token),
            Effect::Load => {
                let loaded = self.database.load();
                self.pending.push((self.now + Duration(5), generation, Event::Loaded(loaded)));
            }
            Effect::Save(save) => {
                let saved = self.database.save(&save);
                self.saves.push(save);
                self.pending.push((self.now + Duration(5), generation, Event::Saved(saved)));
            }
            Effect::Forget => {
                let forgotten = self.database.forget();
                self.pending.push((
                    self.now + Duration(5),
                    generation,
                    Event::Forgotten(forgotten),
                ));
            }
        }
    }

    /// Returns the site's answer, and its time.
    fn answer(
        &mut self,
        request: Request,
        token: Option<&Token>,
        timeout: Duration,
    ) -> (Duration, Result<Answer, FetchError>) {
        let answered = |answer| (self.latency, Ok(answer));
        if request == Request::Canary(Canary::Site) {
            return answered(answer(200, "ok"));
        }
        if !self.proxy_works || self.guard == Guard::Silent {
            return (self.latency, Err(FetchError::Unreachable));
        }
        let is_right = token == Some(&Token::basic("ops", PASSWORD));
        match self.guard {
            Guard::Hangs => return (timeout, Err(FetchError::TimedOut)),
            Guard::Limits => return answered(with_header(429, "retry-after", "7")),
            Guard::Closed => return answered(answer(403, "")),
            Guard::Absent => return answered(answer(404, "")),
            Guard::Checks if is_right => {}
            _ => return answered(with_header(401, "x-allclear", "login")),
        }
        match request {
            Request::Config => answered(answer(200, &self.config)),
            Request::Past if self.past.is_empty() => answered(answer(404, "")),
            Request::Past => answered(answer(200, &index(self.past.keys().copied()))),
            Request::Segment(number) => {
                if let Some((_, cleaned)) = self.cleaned.take_if(|(at, _)| *at == number) {
                    self.past = cleaned;
                }
                let segment = self.past.get(&number).filter(|_| self.missing != Some(number));
                answered(match segment {
                    Some(bytes) => Answer { body: bytes.clone(), ..answer(200, "") },
                    None => answer(404, ""),
                })
            }
            Request::Check(check) => answered(answer(self.health[check], &self.health_body)),
            Request::Canary(_) | Request::Proxy => answered(answer(200, "ok")),
            Request::Target(target) => match &self.pages[target] {
                Page::Text(text) => answered(answer(200, text)),
                Page::Code(code) => answered(answer(*code, "")),
                // The head came, and the body did not end in time.
                Page::Hangs => (timeout, Err(FetchError::TimedOut)),
                Page::Unreachable => answered(with_header(502, "x-allclear", "unreachable")),
                Page::NoHead => (self.latency, Err(FetchError::Unreachable)),
            },
        }
    }

    /// Returns the state that a login starts.
    pub(crate) fn work(&self) -> &Work {
        self.console.work().unwrap_or_else(|| panic!("there was no login"))
    }

    /// Number of these requests since `since`.
    pub(crate) fn requests_of(&self, request: Request, since: Timestamp) -> usize {
        let requests =
            self.requests.iter().filter(|(at, other, _)| *at >= since && *other == request);
        requests.count()
    }

    /// Everything that the store has of the series `name` with these labels.
    pub(crate) fn entries(&self, name: &str, labels: &[(&str, &str)]) -> Vec<Entry> {
        let set = LabelSet::new(name, labels);
        let matchers: Vec<Matcher> =
            set.iter().map(|(name, value)| Matcher::equal(name, value)).collect();
        let store = self.work().store();
        let ids = store.select(&matchers);
        ids.into_iter().flat_map(|id| store.entries(id, TimeRange::ALL)).collect()
    }

    /// Calls `look` with a scene, in UTC.
    pub(crate) fn see<T>(&self, look: impl FnOnce(Scene<'_>) -> T) -> T {
        let zone = Zone { name: "UTC", offset: &|_| Duration::ZERO };
        let is_in = self.console.session().is_in();
        let leads = self.console.leads();
        look(Scene { work: self.work(), zone: &zone, now: self.now, is_in, leads })
    }
}

fn console() -> Console {
    Console::new("/admin".to_owned())
}

impl Database {
    fn load(&self) -> Result<StoredData, StorageError> {
        if let Some(error) = self.unreadable.clone() {
            return Err(error);
        }
        if let Some(error) = self.error.clone().filter(|error| *error != StorageError::Full) {
            return Err(error);
        }
        let record =
            |(key, bytes): (&String, &Vec<u8>)| Record { key: key.clone(), bytes: bytes.clone() };
        let note = |note: Note| Some((note, self.notes.get(note.key())?.clone()));
        Ok(StoredData {
            records: self.records.iter().map(record).collect(),
            notes: Note::ALL.into_iter().filter_map(note).collect(),
        })
    }

    /// One that cannot be opened is taken away.
    fn forget(&mut self) -> Result<(), StorageError> {
        match self.error.clone() {
            Some(StorageError::Newer) | None => *self = Self::default(),
            Some(error) => return Err(error),
        }
        Ok(())
    }

    fn save(&mut self, save: &Save) -> Result<(), StorageError> {
        if let Some(error) = self.error.clone() {
            return Err(error);
        }
        if save.replaces {
            self.records.clear();
        }
        for key in &save.batch.delete {
            self.records.remove(key);
        }
        for record in &save.batch.put {
            self.records.insert(record.key.clone(), record.bytes.clone());
        }
        for (note, bytes) in &save.notes {
            self.notes.insert(note.key(), bytes.clone());
        }
        Ok(())
    }
}

/// A page of metrics with this load.
pub(crate) fn load(load: f64) -> Page {
    Page::Text(format!("# TYPE load gauge\nload{{zone=\"north\"}} {load}\n"))
}

pub(crate) fn answer(code: u16, body: &str) -> Answer {
    Answer { code, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

fn with_header(code: u16, name: &str, value: &str) -> Answer {
    Answer { code, headers: vec![(name.to_owned(), value.to_owned())], body: Vec::new() }
}
