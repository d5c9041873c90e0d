//! The recorder's series: read by a page that knows nothing recent, and by no other.

use crate::alerts::rule;
use crate::world::{PASSWORD, World, load};
use allclear::console::{Note, Request};
use allclear::rules::alert::AlertState;
use metrics_engine::promql::{self, eval};
use metrics_engine::store::snapshot::Frame;
use metrics_engine::time::Duration;
use std::collections::BTreeMap;

const MINUTE: Duration = Duration::from_secs(60);

/// The files of a recorder with this page's data: its records, in as many segments as there are kinds.
pub(crate) fn laid_out(world: &World) -> BTreeMap<u64, Vec<u8>> {
    let database = &world.database;
    let mut segments = BTreeMap::new();
    for (number, kind) in (3..).zip(["groups/", "labels/", "chunk/", "row/"]) {
        let mut frame = Frame::new(0);
        for (key, bytes) in database.records.iter().filter(|(key, _)| key.starts_with(kind)) {
            frame.put(key, bytes);
        }
        segments.insert(number, frame.finish());
    }
    let mut frame = Frame::new(0);
    for (key, bytes) in database.notes.iter().filter(|(key, _)| **key == Note::Alerts.key()) {
        frame.put(key, bytes);
    }
    segments.insert(9, frame.finish());
    segments
}

/// Logs in, and waits until the segments are read.
pub(crate) fn log_in(world: &mut World) {
    world.log_in(PASSWORD);
    world.run(Duration(1000));
}

#[test]
fn a_browser_that_kept_nothing_opens_with_what_the_recorder_saw() {
    let mut recorder = World::after(MINUTE * 20);
    recorder.pages[0] = load(7.0);
    recorder.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    recorder.run(MINUTE);
    let fired = rule(&recorder, "chat/Busy").alerts[0].status.fired_at;
    let samples = recorder.entries("load", &[]);

    let mut world = World::new();
    world.now = recorder.now;
    world.past = laid_out(&recorder);
    world.pages[0] = load(7.0);
    log_in(&mut world);
    let after = world.entries("load", &[]);
    let known = samples.iter().filter(|entry| after.contains(entry)).count();
    assert!(known + 3 >= samples.len(), "{known} of {}", samples.len());
    assert_eq!(rule(&world, "chat/Busy").alerts[0].status.fired_at, fired);
    // It is this browser's own from then on.
    world.run(MINUTE);
    assert!(world.saves[0].replaces && world.saves[1..].iter().all(|save| !save.replaces));
    let began = world.now;
    world.reload();
    assert_eq!(world.requests_of(Request::Past, began), 0, "it knows something recent");
    assert!(world.entries("load", &[]).len() >= after.len());
}

#[test]
fn a_past_that_goes_less_far_or_is_none_changes_nothing() {
    let mut recorder = World::after(MINUTE * 5);
    let old = laid_out(&recorder);
    recorder.run(MINUTE * 10);
    let samples = recorder.entries("load", &[]);
    recorder.run(MINUTE * 15);
    let page = BTreeMap::from([(1, b"<!doctype html>".to_vec())]);
    for past in [old, BTreeMap::new(), page] {
        let mut world = World::new();
        world.database = recorder.database.clone();
        world.now = recorder.now + MINUTE * 30;
        let began = world.now;
        world.past = past;
        log_in(&mut world);
        assert_eq!(world.requests_of(Request::Past, began), 1, "what it has is not recent");
        let after = world.entries("load", &[]);
        assert!(samples.iter().all(|entry| after.contains(entry)));
        assert!(world.saves.iter().all(|save| !save.replaces));
    }
}

#[test]
fn segments_that_are_gone_before_they_are_read_are_requested_again() {
    let recorder = World::after(MINUTE * 20);
    let samples = recorder.entries("load", &[]);
    let whole = laid_out(&recorder);
    // The recorder writes all of them anew while the third is requested.
    let mut cleaned: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for (number, bytes) in &whole {
        cleaned.insert(number + 100, bytes.clone());
    }
    let mut world = World::new();
    world.now = recorder.now;
    world.past = whole.clone();
    world.cleaned = Some((5, cleaned));
    log_in(&mut world);
    let after = world.entries("load", &[]);
    let known = samples.iter().filter(|entry| after.contains(entry)).count();
    assert!(known + 3 >= samples.len(), "{known} of {}", samples.len());
    assert_eq!(world.requests_of(Request::Past, recorder.now), 2);

    // One that is listed and never there ends in a page that begins with nothing.
    let mut world = World::new();
    world.now = recorder.now;
    world.past = whole;
    world.missing = Some(5);
    log_in(&mut world);
    assert!(world.entries("load", &[]).len() < 10);
    assert_eq!(world.requests_of(Request::Past, recorder.now), 4);
}

#[test]
fn no_scrape_and_no_rate_is_missing_where_the_browser_follows_the_recorder() {
    let recorder = World::after(MINUTE * 20);
    let mut world = World::new();
    // The recorder saves each five seconds.
    world.now = recorder.now + Duration(5000);
    world.past = laid_out(&recorder);
    log_in(&mut world);
    let login = world.now;
    // What a panel shows at once: a rate over a minute has no need of two scrapes by this browser.
    let rate = promql::compile("rate(load[1m])").unwrap();
    let jobs = eval::instant(&rate, world.work().store(), login).unwrap();
    assert_eq!(jobs.len(), 3, "{jobs:?}");

    world.run(MINUTE * 2);
    for (name, labels) in [
        ("load", [("job", "chat"), ("zone", "north")].as_slice()),
        ("up", [("job", "pay")].as_slice()),
        ("health_status", [("system", "chat")].as_slice()),
    ] {
        let entries = world.entries(name, labels);
        assert!(entries.first().unwrap().at < login - MINUTE * 19, "{name}: {:?}", entries.first());
        let longest = entries.windows(2).map(|pair| pair[1].at.since(pair[0].at)).max();
        // An interval with its jitter, and the seconds between the recorder's last save and the login.
        let most = Duration(if name == "health_status" { 40_000 } else { 22_500 });
        assert!(longest.unwrap() <= most, "{name}: {longest:?}");
    }
}
