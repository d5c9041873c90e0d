//! An operator's page without a person: the same [`Console`], scraping and evaluating day and night, so that whoever logs in finds
//! the charts and alerts of the time before.
//!
//! What the console wants kept, as in a browser's database, is held here and laid out as one file behind the login, once a
//! minute at the most. It scrapes on its own, and asks the systems that the recorder does not watch. Of all others it hears what the
//! recorder learns, as one tab of a browser hears it from another: no system is asked twice. In turn it tells since when processes
//! have run. Where nobody can log in, there is none.

use super::ask::Asker;
use super::clock::{instant, now};
use super::disk::{WriteReport, replace};
use crate::http::Kind;
use allclear::config::address::Upstream;
use allclear::config::deployment::Deployment;
use allclear::config::private::wire::write;
use allclear::config::raw::Visibility;
use allclear::console::{Console, Effect, Event, Kept, Note, Question, Save, Token};
use allclear::decode::Answer;
use allclear::monitor::{FetchError, Message};
use allclear::store::snapshot::{Record, pack, unpack};
use allclear::time::{Duration, Timestamp};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A desk at work. It ends when this is dropped.
pub(super) struct Desk {
    task: JoinHandle<()>,
    looks: UnboundedSender<Message>,
    running: watch::Receiver<Vec<(String, Timestamp)>>,
}

impl Desk {
    /// Tells what the recorder learned of a system.
    pub(super) fn hear(&self, message: Message) {
        // Where it has ended, nobody listens.
        let _ = self.looks.send(message);
    }

    /// Since when the processes behind systems have run, if that is news.
    pub(super) fn running(&mut self) -> Option<Vec<(String, Timestamp)>> {
        let is_news = self.running.has_changed().unwrap_or(false);
        is_news.then(|| self.running.borrow_and_update().clone())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a desk and the recorder around it speak.
struct Line {
    looks: UnboundedReceiver<Message>,
    running: watch::Sender<Vec<(String, Timestamp)>>,
}

/// What the console asks, and where its answers come from.
struct Sources {
    asker: Asker,
    config: String,
    /// `None` where the recorder asks.
    checks: Vec<Option<Upstream>>,
    targets: Vec<Upstream>,
}

/// What the console keeps.
struct Shelf {
    path: PathBuf,
    records: BTreeMap<String, Vec<u8>>,
    /// When it was laid out last, and whether something has changed since.
    wrote: Timestamp,
    is_new: bool,
    report: WriteReport,
}

/// Begins, where there are operators.
pub(super) fn open(
    deployment: &Deployment,
    out: &Path,
    authorities: Option<&Path>,
    pause: Duration,
    report: WriteReport,
) -> Result<Option<Desk>> {
    if deployment.admin.is_none() {
        return Ok(None);
    }
    let systems = || deployment.systems.iter();
    let checks = systems().flat_map(|system| {
        let is_mine = system.visibility == Visibility::Private;
        system.checks.iter().map(move |check| is_mine.then(|| check.upstream.clone()))
    });
    let checks: Vec<_> = checks.collect();
    let targets: Vec<_> =
        systems().flat_map(|it| &it.metrics).map(|target| target.upstream.clone()).collect();
    let places: Vec<_> = checks.iter().flatten().chain(&targets).cloned().collect();
    let asker = Asker::new(&places, authorities, deployment.max_header_bytes)?;
    let config = write::write(&deployment.private()).to_string();
    let sources = Arc::new(Sources { asker, config, checks, targets });
    let shelf = Shelf::read(out.join("record").join("admin").join("series"), report);
    let (looks, heard) = unbounded_channel();
    let (told, running) = watch::channel(Vec::new());
    let line = Line { looks: heard, running: told };
    let task = tokio::spawn(work(sources, shelf, pause, line));
    Ok(Some(Desk { task, looks, running }))
}

async fn work(sources: Arc<Sources>, mut shelf: Shelf, pause: Duration, mut line: Line) {
    let (sender, mut events) = unbounded_channel();
    let mut console = Console::new(String::new());
    // Nobody has to prove to himself who he is.
    let _ = sender.send(Event::Started { token: Some(Token::of_proxy()) });
    let mut event = Event::LeadChanged { leads: true };
    let mut n_read = 0;
    loop {
        let at = now();
        let mut wake = at + Duration(1000);
        for effect in console.update(event, at) {
            match effect {
                Effect::Fetch { question, timeout, cap, .. } => {
                    ask(question, timeout, cap, &sources, &sender);
                }
                Effect::WakeAt(due) => wake = wake.min(due),
                Effect::GoOn => drop(sender.send(Event::GoOn)),
                Effect::Load => drop(sender.send(Event::Loaded(Ok(shelf.kept())))),
                Effect::Save(save) => {
                    shelf.put(save);
                    let _ = sender.send(Event::Saved(Ok(())));
                }
                // There are no other tabs, no person who forgets, and no tab to remember.
                Effect::Tell(_) | Effect::Forget | Effect::Remember(_) => {}
            }
        }
        if let Some(work) = console.work().filter(|work| work.read_targets() != n_read) {
            n_read = work.read_targets();
            line.running.send_replace(work.running());
        }
        shelf.write(at, pause);
        let nap = wake.since(now()).0.max(0).unsigned_abs();
        // What is heard before there is anybody to hear it waits.
        let listens = console.work().is_some();
        event = tokio::select! {
            Some(event) = events.recv() => event,
            Some(message) = line.looks.recv(), if listens => Event::Heard(message),
            () = tokio::time::sleep(core::time::Duration::from_millis(nap)) => Event::Tick,
        };
    }
}

fn ask(
    question: Question,
    timeout: Duration,
    cap: usize,
    sources: &Arc<Sources>,
    sender: &UnboundedSender<Event>,
) {
    let (sources, sender) = (sources.clone(), sender.clone());
    tokio::spawn(async move {
        let began = instant();
        let patience = core::time::Duration::from_millis(timeout.0.unsigned_abs());
        let answer = |code, body| Ok(Answer { code, headers: Vec::new(), body });
        let result = match question {
            Question::Config => answer(200, sources.config.clone().into_bytes()),
            // Its own past is on the shelf.
            Question::Past => answer(404, Vec::new()),
            // There is no proxy in between, so there is always a way to it.
            Question::Probe(_) | Question::Proxy => answer(204, Vec::new()),
            Question::Check(check) => match sources.checks.get(check).and_then(Option::as_ref) {
                Some(place) => sources.asker.ask(Kind::Health, place, patience, cap).await,
                // The recorder asks, and tells.
                None => Err(FetchError::NotAsked),
            },
            Question::Target(target) => match sources.targets.get(target) {
                Some(place) => sources.asker.ask(Kind::Metrics, place, patience, cap).await,
                None => Err(FetchError::NotAsked),
            },
        };
        let took = Duration(i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX));
        let _ = sender.send(Event::Answered { question, took, result });
    });
}

impl Shelf {
    fn read(path: PathBuf, report: WriteReport) -> Self {
        let records = fs::read(&path).ok().and_then(|bytes| unpack(&bytes)).unwrap_or_default();
        let records = records.into_iter().map(|record| (record.key, record.bytes)).collect();
        Self { path, records, wrote: Timestamp(0), is_new: false, report }
    }

    fn kept(&self) -> Kept {
        let key = Note::Alerts.key();
        let records = self.records.iter().filter(|(other, _)| *other != key);
        let record =
            |(key, bytes): (&String, &Vec<u8>)| Record { key: key.clone(), bytes: bytes.clone() };
        let alerts = self.records.get(key).map(|bytes| (Note::Alerts, bytes.clone()));
        Kept { records: records.map(record).collect(), notes: alerts.into_iter().collect() }
    }

    fn put(&mut self, save: Save) {
        if save.replaces {
            self.records.clear();
        }
        for key in &save.batch.delete {
            self.records.remove(key);
        }
        self.records.extend(save.batch.put.into_iter().map(|record| (record.key, record.bytes)));
        // Limits are a person's, in the browser in which they were changed.
        let alerts = save.notes.into_iter().filter(|(note, _)| *note == Note::Alerts);
        self.records.extend(alerts.map(|(note, bytes)| (note.key().to_owned(), bytes)));
        self.is_new = true;
    }

    /// Lays it out, if that is due.
    fn write(&mut self, now: Timestamp, pause: Duration) {
        let age = now.since(self.wrote);
        if !self.is_new || (age >= Duration::ZERO && age < pause) {
            return;
        }
        self.wrote = now;
        let records = self.records.iter().map(|(key, bytes)| (key.as_str(), bytes.as_slice()));
        let content = pack(records);
        let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = folder.map_err(Into::into).and_then(|()| replace(&self.path, &content));
        self.is_new = written.is_err();
        self.report.note("series", written);
    }
}
