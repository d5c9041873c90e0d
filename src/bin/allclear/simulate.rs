//! `allclear simulate`: writes a history that never happened, so that a demonstration does not start with an empty page.
//!
//! A plan says which system failed when and how. Each system's checks over ninety days follow from it, on a simulated clock, and go
//! through the code that confirms, records and sums up real checks. The same plan and seed give the same history. The series of the
//! last hours come from the systems themselves ([`metrics`]).

mod metrics;
mod plan;

use super::{output, record};
use allclear::backfill::order::OrderedSamples;
use allclear::backfill::replay::replay;
use allclear::backfill::samples::{ImportedCheck, ImportedResult};
use allclear::config::deployment::{Deployed, Deployment};
use allclear::config::raw::Visibility;
use anyhow::{Context as _, Result};
use metrics_engine::time::{Duration, Timestamp};
use plan::{Event, Kind};
use record::clock::now;
use record::storage::RecordStorage;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document, usually allclear.yaml.
    file: PathBuf,
    /// The plan: lines of system, days ago, time of day (UTC), length, and result.
    plan: PathBuf,
    /// The folder that `record` writes to.
    #[arg(long)]
    out: PathBuf,
    /// Also scrapes the systems as of this length of time until now, as in 6h. They must understand a query parameter `at`, in
    /// seconds since 1970, as the systems of the demo do.
    #[arg(long, value_parser = duration)]
    metrics: Option<Duration>,
    /// Another seed gives other response times.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Length of the simulated history.
const DAYS: i64 = 90;

/// Time from one simulated check to the next.
const INTERVAL: Duration = Duration::from_secs(60);

/// The same for one of many systems while nothing happens to it: a history of millions of checks would take minutes.
const LONG_INTERVAL: Duration = Duration::from_secs(1800);

/// More systems than this are many.
const FEW: usize = 20;

const DAY: Duration = Duration::from_secs(86_400);

/// Writes the history, unless the folder has one already.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(deployment) = record::read(&arguments.file)? else { return Ok(ExitCode::FAILURE) };
    let path = arguments.plan.display();
    let text =
        fs::read_to_string(&arguments.plan).with_context(|| format!("{path} cannot be read"))?;
    let end = now();
    let plan = plan::read(&text, end).with_context(|| path.to_string())?;
    if let Some(length) = arguments.metrics {
        let range = end - length..end;
        output::line(if metrics::write(&deployment, &arguments.out, range)? {
            "The simulated series were written."
        } else {
            "There are series already; none were written."
        })?;
    }
    let mut storage = RecordStorage::open(&arguments.out)?;
    let is_old = |system: &&Deployed| {
        let record = storage.archive().of(&system.id);
        record.is_some_and(|record| end.since(record.timeline.from()) > DAY)
    };
    if recorded(&deployment).any(|system| is_old(&system)) {
        output::line("There is a history already; nothing was written.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut archive = storage.archive().clone();
    let interval = if recorded(&deployment).count() > FEW { LONG_INTERVAL } else { INTERVAL };
    for (place, system) in recorded(&deployment).enumerate() {
        let mut draws = Draws(arguments.seed.wrapping_mul(31).wrapping_add(place as u64) | 1);
        let events: Vec<&Event> = plan.iter().filter(|event| event.is_about(&system.id)).collect();
        let checks: Vec<OrderedSamples> =
            system.checks.iter().map(|_| samples(&events, interval, end, &mut draws)).collect();
        let (stretches, latency) = replay(&checks, system.failures, system.successes);
        archive.fill(&system.id, &stretches, &latency);
    }
    storage.replace(archive)?;
    output::line(format_args!(
        "{DAYS} simulated days were written to {}.",
        arguments.out.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = Duration::parse(text).filter(|length| (Duration::ZERO..=DAY).contains(length));
    parsed.ok_or_else(|| format!("{text:?} is no duration of at most a day, as in 6h"))
}

/// Returns the systems that a recorder checks.
fn recorded(deployment: &Deployment) -> impl Iterator<Item = &Deployed> {
    deployment.systems.iter().filter(|system| system.visibility != Visibility::Private)
}

/// Returns the checks of a system up to `end`, as its events have them: one at each `interval`, and each minute around events and
/// towards the end.
fn samples(
    events: &[&Event],
    interval: Duration,
    end: Timestamp,
    draws: &mut Draws,
) -> OrderedSamples {
    let mut checks = Vec::new();
    let mut at = end - DAY * DAYS;
    // How quickly this service responds when it is idle.
    let idle = 2 + draws.below(4);
    while at < end {
        let event = events.iter().find(|event| event.range.contains(&at));
        let result = match event.map(|event| event.kind) {
            Some(Kind::NotObserved) => None,
            Some(Kind::ImportedResult(result)) => Some(result),
            None => Some(ImportedResult::Well),
        };
        if let Some(result) = result {
            let is_failure = matches!(result, ImportedResult::Failed(_));
            let took = (!is_failure).then(|| Duration(idle + load(at) + draws.below(3)));
            checks.push(ImportedCheck { at, result, took });
        }
        let is_near = |event: &&Event| {
            (event.range.start - LONG_INTERVAL..event.range.end + LONG_INTERVAL).contains(&at)
        };
        let is_dense = end.since(at) < LONG_INTERVAL * 4 || events.iter().any(is_near);
        at += if is_dense { INTERVAL } else { interval };
    }
    OrderedSamples { interval, checks, ..OrderedSamples::default() }
}

/// Returns what the load of the time of day adds to a response time, in milliseconds: most at 13:00 UTC.
fn load(at: Timestamp) -> i64 {
    let minute = at.0.rem_euclid(DAY.0) / 60_000;
    6 - (minute - 780).abs() / 130
}

/// Random numbers that are the same for the same seed (xorshift).
struct Draws(u64);

impl Draws {
    /// Returns a number from 0 to `most`, exclusive.
    fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 1).cast_signed().rem_euclid(most.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use allclear::history::{Archive, State};

    const NOW: Timestamp = Timestamp(1_795_176_000_000);

    fn history(plan: &str, seed: u64) -> Archive {
        history_at(INTERVAL, plan, seed)
    }

    fn history_at(interval: Duration, plan: &str, seed: u64) -> Archive {
        let plan = plan::read(plan, NOW).unwrap();
        let events: Vec<&Event> = plan.iter().filter(|event| event.is_about("shop")).collect();
        let (stretches, latency) =
            replay(&[samples(&events, interval, NOW, &mut Draws(seed))], 2, 2);
        let mut archive = Archive::default();
        archive.fill("shop", &stretches, &latency);
        archive
    }

    #[test]
    fn what_is_planned_is_confirmed_and_recorded_and_all_else_is_operational() {
        let plan = "shop 3 09:42 14m refused\nshop 10 00:00 24h degraded\n* 20 18:00 9h gap\nother 5 09:00 1h error\n";
        let archive = history(plan, 1);
        let record = archive.of("shop").unwrap();
        let of = |state| -> i64 {
            let runs = record.timeline.runs().filter(|run| run.state == state);
            runs.map(|run| run.until.since(run.since).0 / 60_000).sum()
        };
        assert_eq!(of(State::MajorOutage), 14);
        assert_eq!(of(State::Degraded), 24 * 60);
        assert!((535..=545).contains(&of(State::Unobserved)), "{}", of(State::Unobserved));
        assert!(of(State::Operational) > 88 * 24 * 60 - 600);
    }

    #[test]
    fn fewer_checks_give_the_same_outages() {
        let plan = "shop 3 09:42 14m refused\n* 20 18:00 9h gap\n";
        let outages = |interval| history_at(interval, plan, 1).of("shop").unwrap().outages.clone();
        assert_eq!(outages(LONG_INTERVAL).len(), 1);
        assert_eq!(outages(LONG_INTERVAL), outages(INTERVAL));
    }

    #[test]
    fn the_same_seed_gives_the_same_history() {
        let plan = "shop 3 09:42 14m refused\n";
        let times = |seed| history(plan, seed).times("shop", NOW).print();
        assert_eq!(times(1), times(1));
        assert_ne!(times(1), times(2));
    }
}
