//! A quarter on a simulated clock: services that behave as planned, and the recorder's code watching them.

use allclear::config::{Check, Config, Site, Source, System};
use allclear::decode::Answer;
use allclear::decode::health::{Mapping, StateSource, Words};
use allclear::history::{Archive, Recording};
use allclear::monitor::{Effect, Event, FetchError, Monitor};
use metrics_engine::time::{Duration, Timestamp};

pub(crate) const DAYS: i64 = 91;

/// The behaviour of a service from which second on.
pub(crate) type Plan = Vec<(i64, Does)>;

/// The behaviour of a service in a second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Does {
    Well,
    Limps,
    Refuses,
    Fails,
    CannotBeSent,
}

/// Returns a generator of numbers below its argument, the same ones for the same seed (xorshift).
pub(crate) fn draws(seed: u64) -> impl FnMut(u64) -> i64 {
    let mut random = seed | 1;
    move |most| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        i64::try_from(random % most).unwrap()
    }
}

pub(crate) fn does(plan: &[(i64, Does)], second: i64) -> Does {
    plan[plan.partition_point(|(from, _)| *from <= second) - 1].1
}

fn answer(does: Does) -> Result<Answer, FetchError> {
    let answer = |code, headers| Ok(Answer { code, headers, body: Vec::new() });
    match does {
        Does::Well => answer(200, Vec::new()),
        Does::Limps => answer(200, vec![("x-state".into(), "degraded".into())]),
        Does::Fails => answer(503, Vec::new()),
        Does::Refuses => answer(502, vec![("x-allclear".into(), "refused".into())]),
        Does::CannotBeSent => Err(FetchError::NotSent),
    }
}

fn config(count: usize, interval: i64) -> Config {
    let system = |index: usize| System {
        id: format!("s{index}"),
        name: format!("S{index}"),
        group: String::new(),
        description: String::new(),
        source: Source::Checks(vec![Check {
            id: "c".into(),
            name: "C".into(),
            mapping: 0,
            interval: Duration::from_secs(interval),
            timeout: Duration::from_secs(5),
            max_bytes: 100,
        }]),
        failures: 2,
        successes: 2,
        part_names: Vec::new(),
    };
    Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Duration::ZERO,
        recorder: true,
        mappings: vec![Mapping {
            state: vec![StateSource::Header("x-state".into()), StateSource::Code],
            words: Words { degraded: vec!["degraded".into()], ..Words::default() },
            ..Mapping::default()
        }],
        systems: (0..count).map(system).collect(),
    }
}

/// Records the quarter that begins at `begin`, with a check every `interval` seconds. Returns the archive of the systems `s0`,
/// `s1` and so on, and when each was checked with what result.
pub(crate) fn record(
    plans: &[Plan],
    begin: Timestamp,
    interval: i64,
) -> (Archive, Vec<Vec<(i64, Does)>>) {
    let mut monitor: Monitor = Monitor::new(config(plans.len(), interval), begin);
    let mut recording = Recording::new(monitor.config(), plans.len(), begin);
    let mut archive = Archive::default();
    let mut results = vec![Vec::new(); plans.len()];
    let mut now = begin;
    let mut event = Event::LeadChanged { leads: true };
    let mut waiting = Vec::new();
    loop {
        let mut wake = now + Duration(1000);
        for effect in monitor.update(event, now) {
            match effect {
                Effect::Fetch { check, .. } => {
                    let word = does(&plans[check], now.since(begin).0 / 1000);
                    results[check].push((now.0, word));
                    let result = answer(word);
                    waiting.push(Event::Fetched { check, took: Duration(30), result });
                }
                Effect::WakeAt(at) => wake = at,
                Effect::FetchCanary { .. } | Effect::Broadcast(_) => {}
            }
        }
        for entry in recording.observe(&monitor, now) {
            archive.apply(&entry);
        }
        event = waiting.pop().unwrap_or_else(|| {
            now = wake;
            Event::Tick
        });
        if now.since(begin).0 / 1000 >= DAYS * 86_400 {
            return (archive, results);
        }
    }
}
