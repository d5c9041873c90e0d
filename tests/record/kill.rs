//! `kill -9` at any moment: no past state is lost, and none changes afterwards.

use crate::world::{Place, Services, now, until};
use allclear::history::document::History;
use allclear::history::{Archive, State};
use std::thread;
use std::time::Duration;

/// Services of each recorder. The first half never fails.
const SERVICES: usize = 8;

#[test]
fn a_recorder_that_is_killed_hundreds_of_times_keeps_what_it_knew() {
    // Each in a folder of its own, so that hundreds of kills fit into a minute.
    let workers: Vec<_> = (0..8).map(|seed| thread::spawn(move || lives(seed, 40))).collect();
    let recorded: i64 = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
    assert!(recorded > 1000, "only {recorded} ms were ever recorded: these were no lives");
}

/// Starts and kills a recorder this many times. Returns how many milliseconds of a service were observed.
fn lives(seed: u64, deaths: u64) -> i64 {
    let services = Services::start();
    let place = Place::new(&services.document(SERVICES));
    let mut before = Archive::default();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for death in 0..deaths {
        let born = now();
        let recorder = place.start();
        // Some are killed before their first check, some after a second; each at another byte of what they write.
        for _ in 0..=next(&mut random) % 4 {
            let flapping = SERVICES / 2 + next(&mut random) as usize % (SERVICES / 2);
            services.set_down(flapping, next(&mut random).is_multiple_of(3));
            thread::sleep(Duration::from_micros(next(&mut random) % 700_000));
        }
        recorder.kill();
        if !place.past().exists() {
            continue;
        }
        let after = place.archive();
        nothing_is_lost(&before, &after, death);
        for service in 0..SERVICES / 2 {
            let id = format!("s{service}");
            let Some(record) = after.of(&id) else { continue };
            assert!(
                record.timeline.runs().all(|run| !run.state.is_problem()),
                "{id} never failed, and is said to: {:?}",
                record.timeline
            );
            // A recorder that checks a second time has written the first.
            let checks = services.checks(service, born);
            if let [.., noted, _] = checks[..]
                && checks.len() > 2
            {
                let until = record.timeline.until().0;
                assert!(
                    until >= noted,
                    "{id} was checked at {noted}, and recorded until {until} only"
                );
            }
        }
        published_agrees(&place, &after);
        before = after;
    }
    let born = now();
    let recorder = place.start();
    until("the last one checks", || !services.checks(0, born).is_empty());
    assert!(recorder.stop());
    nothing_is_lost(&before, &place.archive(), deaths);
    assert!(!place.words().contains("damaged"), "a death is no damage: {}", place.words());
    let record = before.of("s0").unwrap();
    let tally = record.timeline.tally(record.timeline.from()..record.timeline.until());
    tally.observed().0
}

/// Observations before a kill are the same after it, and an ended outage stays ended.
fn nothing_is_lost(before: &Archive, after: &Archive, death: u64) {
    for old in before.systems() {
        let new = after
            .of(&old.id)
            .unwrap_or_else(|| panic!("{} is forgotten after death {death}", old.id));
        for run in old.timeline.runs().filter(|run| run.state != State::Unobserved) {
            let recorded: Vec<_> = new.timeline.within(run.since..run.until).collect();
            assert_eq!(recorded, [run], "{} after death {death}", old.id);
        }
        for outage in &old.outages {
            let same = new.outages.iter().any(|other| {
                other.since == outage.since
                    && (outage.until.is_none() || other.until == outage.until)
            });
            assert!(same, "{}: {outage:?} became {:?} after death {death}", old.id, new.outages);
        }
    }
}

/// The files that were published before a kill are on the disk after it.
fn published_agrees(place: &Place, archive: &Archive) {
    let Ok(bytes) = std::fs::read(place.path("record/history.json")) else { return };
    let history = History::read(&bytes).unwrap();
    for past in &history.systems {
        for run in past.timeline.runs().filter(|run| run.state != State::Unobserved) {
            let Some(record) = archive.of(&past.id) else { panic!("{} was published", past.id) };
            // Whole seconds lie within the milliseconds that they are made of, and what is shorter than a second is not
            // published.
            let second = metrics_engine::time::Duration::from_secs(1);
            let within = record.timeline.within(run.since + second..run.until - second);
            let others: Vec<_> = within
                .filter(|it| it.state != run.state && it.until.since(it.since) > second)
                .collect();
            assert!(others.is_empty(), "{run:?} was published, {others:?} is kept");
        }
    }
}

/// Marsaglia's xorshift: the same kills each time, as far as a machine allows it.
fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random
}
