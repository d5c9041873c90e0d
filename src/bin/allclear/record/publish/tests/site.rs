//! A recorder and a visitor of the page that it writes for, on a clock that the test moves, with canned answers.

use super::super::{Publisher, WriteReport};
use crate::record;
use allclear::decode::Answer;
use allclear::decode::json;
use allclear::history::document::{History, Verdicts};
use allclear::history::{Archive, Cause, Recording};
use allclear::monitor::{Effect, Event, FetchError, Monitor, RecordedVerdict};
use allclear::route::public::Page;
use allclear::status::Status;
use allclear::view::format::Zone;
use allclear::view::language::Words;
use allclear::view::public::{self, PublicView, Published, RecordedPage, histories};
use metrics_engine::time::{Duration, Timestamp};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// The beginning of all documents.
const HEAD: &str = "site: {name: Example, url: 'https://status.example.org'}\ndefaults: {interval: 15s, timeout: 5s}\nsystems:\n";

/// How each system says its health.
const HEALTH: &str = "mapping: {state: [{json: /status}], words: {operational: [ok], degraded: [degraded], down: [down]}}, \
    checks: [{name: Health, url: 'http://127.0.0.1:9/', publish: body}]";

/// The answer of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Well,
    Degraded,
    Error,
    Hang,
    NotHealth,
}

/// A monitor and the answers that are under way to it.
struct Watcher {
    monitor: Monitor,
    pending: Vec<(Timestamp, Event)>,
    alarm: Option<Timestamp>,
}

/// Recorder, files and visitor.
pub(super) struct Site {
    folder: TempDir,
    pub(super) now: Timestamp,
    /// The answer of each system, in the order of the configuration.
    pub(super) replies: Vec<Reply>,
    /// Whether the recorder is at work.
    pub(super) records: bool,
    /// How far the visitor's clock is ahead.
    pub(super) ahead: Duration,
    /// The offset of the visitor's zone.
    pub(super) offset: fn(Timestamp) -> Duration,
    recorder: Watcher,
    visitor: Watcher,
    recording: Recording,
    past: Archive,
    publisher: Publisher,
    published: Published,
    histories: histories::Histories,
}

impl Site {
    /// A site of these systems, each with its heading. `more` stands at the end of its document.
    pub(super) fn new(systems: &[(&str, &str)], more: &str, now: Timestamp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("allclear.yaml");
        let system = |(name, group): &(&str, &str)| {
            format!("  - {{name: {name}, group: '{group}', {HEALTH}}}\n")
        };
        let systems: String = systems.iter().map(system).collect();
        let text = format!("{HEAD}{systems}{more}");
        fs::write(&document, text).unwrap();
        fs::create_dir(folder.path().join("incidents")).unwrap();
        let deployment = record::read(&document).unwrap().unwrap();
        let count = deployment.systems.len();
        let recorder = Watcher::new(Monitor::new(deployment.recorded(), now));
        let visitor = Watcher::new(Monitor::new(deployment.public(), now));
        let checks = recorder.monitor.watches().len();
        let files = folder.path().join("record");
        fs::create_dir(&files).unwrap();
        Self {
            now,
            replies: vec![Reply::Well; count],
            records: true,
            ahead: Duration::ZERO,
            offset: |_| Duration::ZERO,
            recording: Recording::new(recorder.monitor.config(), checks, now),
            past: Archive::default(),
            publisher: Publisher::new(
                files,
                Duration::from_secs(60),
                &document,
                &deployment,
                WriteReport::default(),
            ),
            published: Published::default(),
            histories: histories::Histories::new(visitor.monitor.config()),
            recorder,
            visitor,
            folder,
        }
    }

    /// Writes, or writes anew, an operator's report.
    pub(super) fn report(&self, id: &str, text: &str) {
        fs::write(self.folder.path().join(format!("incidents/{id}.md")), text).unwrap();
    }

    /// A file that the recorder wrote.
    pub(super) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("record").join(name)
    }

    /// Lets time pass, second by second.
    pub(super) fn run(&mut self, span: Duration) {
        let end = self.now + span;
        while self.now < end {
            self.now += Duration::from_secs(1);
            if self.records {
                let recorder = &mut self.recorder;
                recorder.run(self.now, &self.replies, |monitor, at| {
                    for entry in self.recording.observe(monitor, at) {
                        self.past.apply(&entry);
                    }
                });
                self.publisher.publish(&self.recorder.monitor, &self.past, self.now);
            }
            let local = self.now + self.ahead;
            self.visitor.run(local, &self.replies, |_, _| {});
            if self.now.0 % 15_000 == 0 {
                self.load();
            }
        }
        self.load();
    }

    /// Stops the recorder cleanly.
    pub(super) fn stop_recorder(&mut self) {
        self.records = false;
        self.publisher.leave(&self.recorder.monitor, &self.past, self.now);
    }

    /// The visitor's page loads what the recorder wrote.
    pub(super) fn load(&mut self) {
        let local = self.now + self.ahead;
        if let Ok(verdicts) = Verdicts::read(self.file("status.json").as_bytes()) {
            let written = verdicts.at + self.ahead;
            let interval = verdicts.interval;
            let page = verdicts.page.map(|verdict| RecordedPage { verdict, written, interval });
            self.published.recorded = page;
            self.histories.note_recorder(written, interval, local);
            let recorded = verdicts.systems.into_iter().map(|(id, verdict)| {
                let recorded = RecordedVerdict {
                    status: verdict.status,
                    since: verdict.since + self.ahead,
                    measured: verdict.measured + self.ahead,
                    written,
                    read_at: local,
                    interval,
                    failure: None,
                    is_unreadable: verdict.cause.is_some_and(Cause::is_unreadable),
                };
                (id, recorded)
            });
            self.visitor.event(Event::VerdictsRead(recorded.collect()), local, &self.replies);
        }
        let incidents = self.answer("incidents.json");
        self.published.take(Ok(incidents), local);
        let history = History::read(self.file("history.json").as_bytes()).ok();
        self.histories.set_history(history.map(|history| (history, self.ahead)));
    }

    /// Returns the server's answer for a file.
    fn answer(&self, name: &str) -> Answer {
        let body = fs::read(self.path(name));
        let code = if body.is_ok() { 200 } else { 404 };
        let headers = vec![("date".to_owned(), http_date(self.now))];
        Answer { code, headers, body: body.unwrap_or_default() }
    }

    /// Returns the visitor's page.
    pub(super) fn page(&mut self, page: &Page) -> PublicView {
        let zone = Zone { name: "Test", offset: &self.offset };
        let (published, now) = (&self.published, self.now + self.ahead);
        let present = histories::Present::of(&self.visitor.monitor, published, self.ahead, now);
        self.histories.set_present(&present);
        self.histories.refresh(&zone, &Words::ENGLISH, now);
        let monitor = &self.visitor.monitor;
        public::screen(monitor, published, &self.histories, page, &Words::ENGLISH, &zone, now)
    }

    /// The past as the visitor sees it.
    pub(super) fn histories(&self) -> &histories::Histories {
        &self.histories
    }

    /// Returns the value at a path of a JSON file.
    pub(super) fn json(&self, name: &str, pointer: &str) -> String {
        let text = self.file(name);
        let root: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        root.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    }

    /// The recorder's word for the page in `status.json`, read as a page reads it.
    pub(super) fn recorded_word(&self) -> Option<Status> {
        let verdicts = Verdicts::read(self.file("status.json").as_bytes()).ok()?;
        assert!(json::parse(self.file("incidents.json").as_bytes()).is_ok());
        verdicts.page.map(|page| page.status)
    }
}

impl Watcher {
    fn new(monitor: Monitor) -> Self {
        Self { monitor, pending: Vec::new(), alarm: Some(Timestamp(0)) }
    }

    /// Does what is due until `now`; `observe` sees the monitor after each event.
    fn run(
        &mut self,
        now: Timestamp,
        replies: &[Reply],
        mut observe: impl FnMut(&Monitor, Timestamp),
    ) {
        if !self.monitor.leads() {
            self.event(Event::LeadChanged { leads: true }, now, replies);
        }
        while let Some(place) = self.pending.iter().position(|(at, _)| *at <= now) {
            let (at, event) = self.pending.remove(place);
            self.event(event, at, replies);
            observe(&self.monitor, at);
        }
        self.event(Event::Tick, now, replies);
        observe(&self.monitor, now);
    }

    fn event(&mut self, event: Event, at: Timestamp, replies: &[Reply]) {
        for effect in self.monitor.update(event, at) {
            match effect {
                Effect::Fetch { check, timeout, .. } => {
                    let reply = replies.get(check).copied().unwrap_or(Reply::Well);
                    let took = if reply == Reply::Hang { timeout } else { Duration(40) };
                    let event = Event::Fetched { check, took, result: answer(reply, at + took) };
                    self.pending.push((at + took, event));
                }
                Effect::FetchCanary { canary, .. } => {
                    let took = Duration(20);
                    self.pending
                        .push((at + took, Event::CanaryFetched { canary, took, answered: true }));
                }
                Effect::WakeAt(due) => self.alarm = Some(due),
                Effect::Broadcast(_) => {}
            }
        }
    }
}

fn answer(reply: Reply, at: Timestamp) -> Result<Answer, FetchError> {
    let with = |code, name: &str, value: &str, body: &str| {
        let headers = vec![("date".to_owned(), http_date(at)), (name.to_owned(), value.to_owned())];
        Ok(Answer { code, headers, body: body.as_bytes().to_vec() })
    };
    let json = |code, body| with(code, "content-type", "application/json", body);
    match reply {
        Reply::Well => json(200, r#"{"status":"ok"}"#),
        Reply::Degraded => json(200, r#"{"status":"degraded"}"#),
        Reply::Error => json(500, r#"{"status":"down"}"#),
        Reply::NotHealth => with(200, "content-type", "text/html", "<!doctype html>"),
        Reply::Hang => Err(FetchError::TimedOut),
    }
}

/// A date that differs from second to second. The monitor only compares it; [`Published::take`] reads it.
fn http_date(at: Timestamp) -> String {
    let second = jiff::Timestamp::from_second(at.0.div_euclid(1000)).unwrap();
    second.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
