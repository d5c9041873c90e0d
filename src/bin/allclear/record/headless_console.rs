//! The operators' [`Console`] without a page: it scrapes and evaluates day and night, so that an operator who logs in finds the
//! charts and alerts of the time before.
//!
//! The records that a browser would store in its database are appended to files behind the login ([`Series`]). It
//! scrapes by itself, and checks the systems that the recorder does not watch. The recorder sends it the results of all others,
//! as one tab of a browser sends them to another, so that no system is checked twice. In turn it reports since when processes
//! have run. Without operators there is none.

use super::clock::{instant, now};
use super::disk::WriteReport;
use super::prober::Prober;
use super::series::Series;
use crate::http::Kind;
use allclear::config::address::Upstream;
use allclear::config::deployment::Deployment;
use allclear::config::raw::Visibility;
use allclear::console::{Console, Effect, Event, Request, StoredData, Token};
use allclear::decode::Answer;
use allclear::monitor::{FetchError, PeerMessage};
use anyhow::Result;
use metrics_engine::time::{Duration, Timestamp};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// A running console. It ends when this is dropped.
pub(super) struct HeadlessConsole {
    task: Option<JoinHandle<()>>,
    close: Option<oneshot::Sender<()>>,
    messages: UnboundedSender<PeerMessage>,
    running: watch::Receiver<Vec<(String, Timestamp)>>,
}

impl HeadlessConsole {
    /// Sends it what the recorder learned of a system.
    pub(super) fn send(&self, message: PeerMessage) {
        // Fails only if the console has ended.
        let _ = self.messages.send(message);
    }

    /// Returns since when the processes behind systems have run, if that is news.
    pub(super) fn running(&mut self) -> Option<Vec<(String, Timestamp)>> {
        let is_news = self.running.has_changed().unwrap_or(false);
        is_news.then(|| self.running.borrow_and_update().clone())
    }
}

impl HeadlessConsole {
    /// Stops the console after writing everything to the disk, so that the next one continues from there.
    pub(super) async fn close(mut self) {
        drop(self.close.take());
        if let Some(task) = self.task.take() {
            // Fails only if it has ended by itself.
            let _ = task.await;
        }
    }
}

impl Drop for HeadlessConsole {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// The console's side of its channels to the recorder.
struct Link {
    messages: UnboundedReceiver<PeerMessage>,
    running: watch::Sender<Vec<(String, Timestamp)>>,
    /// Closed when the console is to end.
    closing: oneshot::Receiver<()>,
}

/// The configuration, and the addresses of what the console requests.
struct Sources {
    prober: Prober,
    config: String,
    /// `None` for checks of the recorder.
    checks: Vec<Option<Upstream>>,
    targets: Vec<Upstream>,
}

/// Starts the console, if there are operators.
pub(super) fn open(
    deployment: &Deployment,
    out: &Path,
    authorities: Option<&Path>,
    pause: Duration,
    report: WriteReport,
) -> Result<Option<HeadlessConsole>> {
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
    let prober = Prober::new(&places, authorities, deployment.max_header_bytes)?;
    let config = deployment.private().to_json();
    let sources = Arc::new(Sources { prober, config, checks, targets });
    let (series, kept) = Series::open(&out.join("record").join("admin"), pause, report);
    let (messages, received) = unbounded_channel();
    let (sent, running) = watch::channel(Vec::new());
    let (close, closing) = oneshot::channel();
    let link = Link { messages: received, running: sent, closing };
    let task = tokio::spawn(work(sources, series, kept, link));
    Ok(Some(HeadlessConsole { task: Some(task), close: Some(close), messages, running }))
}

async fn work(sources: Arc<Sources>, mut series: Series, kept: StoredData, mut link: Link) {
    let mut kept = Some(kept);
    let (sender, mut events) = unbounded_channel();
    let mut console = Console::new(String::new());
    // The process needs no login.
    let _ = sender.send(Event::Started { token: Some(Token::of_proxy()) });
    let mut event = Event::LeadChanged { leads: true };
    let mut n_read = 0;
    loop {
        let at = now();
        let mut wake = at + Duration(1000);
        for effect in console.update(event, at) {
            match effect {
                Effect::Fetch { request, timeout, cap, .. } => {
                    send(request, timeout, cap, &sources, &sender);
                }
                Effect::WakeAt(due) => wake = wake.min(due),
                Effect::Continue => drop(sender.send(Event::Continue)),
                Effect::Load => {
                    let kept = kept.take().unwrap_or_default();
                    drop(sender.send(Event::Loaded(Ok(kept))));
                }
                Effect::Save(save) => series.save(save, at),
                // There are no other tabs, no person who erases anything, and no tab to remember.
                Effect::Broadcast(_) | Effect::Forget | Effect::Remember(_) => {}
            }
        }
        if let Some(work) = console.work().filter(|work| work.read_targets() != n_read) {
            n_read = work.read_targets();
            link.running.send_replace(work.running());
        }
        if series.is_saved(at) {
            let _ = sender.send(Event::Saved(Ok(())));
        }
        let nap = wake.since(now()).0.max(0).unsigned_abs();
        // Messages wait until the console can take them.
        let listens = console.work().is_some();
        event = tokio::select! {
            Some(event) = events.recv() => event,
            Some(message) = link.messages.recv(), if listens => Event::PeerMessage(message),
            () = tokio::time::sleep(core::time::Duration::from_millis(nap)) => Event::Tick,
            _ = &mut link.closing => break,
        };
    }
    series.save_all(&mut console, now());
}

fn send(
    request: Request,
    timeout: Duration,
    cap: usize,
    sources: &Arc<Sources>,
    sender: &UnboundedSender<Event>,
) {
    let (sources, sender) = (sources.clone(), sender.clone());
    tokio::spawn(async move {
        let began = instant();
        let limit = core::time::Duration::from_millis(timeout.0.unsigned_abs());
        let answer = |code, body| Ok(Answer { code, headers: Vec::new(), body });
        let result = match request {
            Request::Config => answer(200, sources.config.clone().into_bytes()),
            // Its past is what it stored itself.
            Request::Past | Request::Segment(_) => answer(404, Vec::new()),
            // There is no proxy in between, so it can always be reached.
            Request::Canary(_) | Request::Proxy => answer(204, Vec::new()),
            Request::Check(check) => match sources.checks.get(check).and_then(Option::as_ref) {
                Some(place) => sources.prober.probe(Kind::Health, place, limit, cap).await,
                // The recorder checks it, and sends the result.
                None => Err(FetchError::NotSent),
            },
            Request::Target(target) => match sources.targets.get(target) {
                Some(place) => sources.prober.probe(Kind::Metrics, place, limit, cap).await,
                None => Err(FetchError::NotSent),
            },
        };
        let took = Duration(i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX));
        let _ = sender.send(Event::Answered { request, took, result });
    });
}
