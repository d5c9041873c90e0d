//! `allclear record`: watches the systems day and night, and writes their history into the folder that nginx serves.
//!
//! It runs the same [`Monitor`] as the page, in a shell of its own: it sleeps where the page sets a timer, and probes the
//! systems at their own addresses where the page goes through the proxy. What the monitor confirms becomes entries
//! ([`Recording`]), the entries become the past ([`RecordStorage`]), and the past becomes files ([`Publisher`]).

pub(crate) mod clock;
mod connectivity;
pub(crate) mod disk;
mod first_state;
mod headless_console;
mod pace;
pub(crate) mod prober;
mod publish;
pub(crate) mod series;
pub(crate) mod storage;

use super::{check, log, render};
use crate::http::Kind;
use allclear::config::address::Upstream;
use allclear::config::deployment::Deployment;
use allclear::history::Recording;
use allclear::monitor::{Effect, Event, Monitor};
use anyhow::{Context as _, Result, bail};
use clock::{instant, now};
use first_state::FirstStateWriter;
use headless_console::HeadlessConsole;
use metrics_engine::time::Duration;
use prober::Prober;
use publish::Publisher;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use storage::RecordStorage;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document, usually allclear.yaml.
    file: PathBuf,
    /// The folder that `render` wrote to. The recorder writes into `record` in it.
    #[arg(long)]
    out: PathBuf,
    /// The folder of the pages for visitors, as `render` was given it, best one in memory [default: OUT/page].
    #[arg(long)]
    pages: Option<PathBuf>,
    /// Certificates of the authorities to verify systems behind https with. Found in the usual places unless given.
    #[arg(long)]
    authorities: Option<PathBuf>,
    /// Milliseconds from one writing of the history to the next.
    #[arg(long, hide = true, default_value_t = 60_000)]
    pause: i64,
    #[command(flatten)]
    pub(crate) log: log::Options,
}

/// Longest pause between two saves of the series if little is written. An operators' page that opens takes them over and scrapes at
/// once: the two meet without a hole if this is well below the interval of a scrape.
const SERIES_PAUSE: Duration = Duration::from_secs(5);

/// Maximum number of checks under way at once. A recorder must not wait for slow systems, and must not use up its open files.
const AT_ONCE: usize = 256;

/// Longest sleep: a clock that is set is noticed within it.
const NAP: Duration = Duration(1000);

/// Why watching ended.
enum End {
    /// The document is to be read again.
    Reload,
    /// The process is to stop.
    Stop,
}

/// Records until a signal ends the process.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(mut deployment) = read(&arguments.file)? else { return Ok(ExitCode::FAILURE) };
    let mut storage = RecordStorage::open(&arguments.out)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        loop {
            match watch(arguments, &deployment, &mut storage).await? {
                End::Stop => break,
                End::Reload => match read(&arguments.file) {
                    Ok(Some(read)) => deployment = read,
                    Ok(None) => {
                        tracing::error!("the document has errors; the previous one stays in use");
                    }
                    Err(error) => tracing::error!("{error:#}; the previous document stays in use"),
                },
            }
        }
        storage.sync();
        Ok(ExitCode::SUCCESS)
    })
}

/// Reads the document; `None` if it has errors, which were reported.
pub(crate) fn read(file: &Path) -> Result<Option<Deployment>> {
    let reading = check::read(file)?;
    if reading.deployment.is_none() {
        for problem in &reading.problems {
            tracing::error!("{}", problem.in_file(&file.to_string_lossy()));
        }
        tracing::error!("{}; nothing is recorded", reading.summary());
    }
    if reading.deployment.as_ref().is_some_and(|deployment| !deployment.recorder) {
        let file = file.display();
        bail!("{file} has `recorder: false`, so the page does not read recorded data");
    }
    Ok(reading.deployment)
}

async fn watch(
    arguments: &Arguments,
    deployment: &Deployment,
    storage: &mut RecordStorage,
) -> Result<End> {
    let begin = now();
    let places: Arc<[Upstream]> = deployment.recorded_places().cloned().collect();
    let mut monitor: Monitor = Monitor::new(deployment.recorded(), begin);
    if monitor.watches().len() != places.len() {
        bail!("{} checks have {} addresses", monitor.watches().len(), places.len());
    }
    monitor.check_directly(AT_ONCE);
    let authorities = render::authorities(arguments.authorities.as_deref(), deployment)?;
    let prober =
        Arc::new(Prober::new(&places, authorities.as_deref(), deployment.max_header_bytes)?);
    let mut recording = Recording::new(monitor.config(), places.len(), begin);
    let pause = Duration(arguments.pause.max(1));
    let report = storage.write_report().clone();
    let folder = arguments.out.join("record");
    let pages = render::pages(&arguments.out, arguments.pages.as_deref());
    let first_state =
        FirstStateWriter::new(&arguments.out, pages, deployment, report.clone(), begin);
    let mut publisher = Publisher::new(folder, pause, &arguments.file, deployment, report.clone())
        .with_first_state(first_state);

    // Evaluates the operators' rules, if there are operators. It ends with this function.
    let mut console = headless_console::open(
        deployment,
        &arguments.out,
        authorities.as_deref(),
        pause.min(SERIES_PAUSE),
        report,
    )?;

    let mut terminated = signal(SignalKind::terminate()).context("no signals")?;
    let mut interrupted = signal(SignalKind::interrupt()).context("no signals")?;
    let mut hung_up = signal(SignalKind::hangup()).context("no signals")?;
    let (sender, mut events) = mpsc::unbounded_channel();
    let mut event = Event::LeadChanged { leads: true };
    let end = loop {
        let at = now();
        let mut wake = at + NAP;
        for effect in monitor.update(event, at) {
            match effect {
                Effect::Fetch { check, timeout, cap, .. } => {
                    let (prober, places, sender) = (prober.clone(), places.clone(), sender.clone());
                    tokio::spawn(async move {
                        let Some(place) = places.get(check) else { return };
                        let start = instant();
                        let limit = core::time::Duration::from_millis(timeout.0.unsigned_abs());
                        let result = prober.probe(Kind::Health, place, limit, cap).await;
                        let took = Duration(start.elapsed().as_millis() as i64);
                        // Fails only if watching has ended because the document is read again.
                        let _ = sender.send(Event::Fetched { check, took, result });
                    });
                }
                // There is no proxy in between, so it can always be reached.
                Effect::FetchCanary { canary, .. } => {
                    let _ = sender.send(Event::CanaryFetched {
                        canary,
                        took: Duration::ZERO,
                        answered: true,
                    });
                }
                Effect::WakeAt(due) => wake = wake.min(due),
                Effect::Broadcast(message) => {
                    if let Some(console) = &console {
                        console.send(message);
                    }
                }
            }
        }
        for (system, since) in
            console.as_mut().and_then(HeadlessConsole::running).into_iter().flatten()
        {
            recording.ran(monitor.config(), &system, since);
        }
        storage.persist(&recording.observe(&monitor, at));
        if let Ok(next) = events.try_recv() {
            // Files are written once for all events that came meanwhile.
            event = next;
            continue;
        }
        storage.tend();
        publisher.publish(&monitor, storage.archive(), at);
        let nap = core::time::Duration::from_millis(wake.since(now()).0.max(0).unsigned_abs());
        event = tokio::select! {
            Some(event) = events.recv() => event,
            () = tokio::time::sleep(nap) => Event::Tick,
            _ = terminated.recv() => break End::Stop,
            _ = interrupted.recv() => break End::Stop,
            _ = hung_up.recv() => break End::Reload,
        };
    };
    if let End::Stop = end {
        publisher.leave(&monitor, storage.archive(), now());
    }
    if let Some(console) = console {
        console.close().await;
    }
    Ok(end)
}

#[cfg(test)]
mod tests;
