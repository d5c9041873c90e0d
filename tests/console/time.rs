//! Clocks that were wrong: of a target, of this browser, of the recorder. Once they are right, nothing of it is in the way.

use crate::past::{laid_out, log_in};
use crate::world::{PASSWORD, Page, World, load};
use allclear::console::{Event, Request};
use allclear::status::Status;
use allclear::view::admin::targets::rows;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::{Duration, Timestamp};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A page whose sample is stamped by a clock of its own.
fn stamped(load: f64, at: Timestamp) -> Page {
    Page::Text(format!("load{{zone=\"north\"}} {load} {}\n", at.0))
}

/// Everything that the store has, of any series.
fn all(world: &World) -> Vec<Entry> {
    let store = world.work().store();
    let ids = store.select(&[]).into_iter();
    ids.flat_map(|id| store.entries(id, TimeRange::ALL)).collect()
}

fn newest(world: &World, name: &str, labels: &[(&str, &str)]) -> Option<Entry> {
    world.entries(name, labels).last().copied()
}

/// Series of every kind go on, and nothing lies in the future.
fn is_well(world: &mut World) {
    world.run(MINUTE);
    for (name, labels) in [
        ("up", ("job", "chat")),
        ("load", ("job", "chat")),
        ("scrape_samples_scraped", ("job", "db")),
        ("health_status", ("system", "pay")),
        ("health_check_duration_seconds", ("system", "chat")),
    ] {
        let newest = newest(world, name, &[labels]).unwrap_or_else(|| panic!("{name} is gone"));
        assert!(
            newest.value.is_some() && world.now.since(newest.at) <= MINUTE,
            "{name}: {newest:?}"
        );
    }
    assert!(all(world).iter().all(|entry| entry.at <= world.now));
    let rows = world.see(|scene| rows(scene, ""));
    assert!(rows.iter().all(|row| row.status == Status::Operational), "{rows:#?}");
}

#[test]
fn a_target_that_was_an_hour_ahead_is_read_again_when_it_is_right() {
    let mut world = World::new();
    world.pages[0] = stamped(1.0, world.now + HOUR);
    world.log_in(PASSWORD);
    world.run(SECOND * 15);
    let row = world.see(|scene| rows(scene, "")).into_iter().nth(1).unwrap();
    assert_eq!((row.status, row.word.as_str()), (Status::Degraded, "UP, with errors"));
    assert_eq!(
        row.more,
        "1 of 1 samples was dropped: the timestamp is more than 10 minutes in the future"
    );
    assert_eq!(newest(&world, "load", &[("job", "chat")]), None);
    world.pages[0] = stamped(2.0, world.now);
    world.run(SECOND * 20);
    let entry = newest(&world, "load", &[("job", "chat")]).unwrap();
    assert_eq!(entry.value, Some(2.0));
    // Also in a page that is loaded anew, and in one that knows nothing but what a recorder saw.
    let mut fresh = World::new();
    fresh.now = world.now;
    fresh.past = laid_out(&world);
    for other in [&mut world, &mut fresh] {
        other.pages[0] = stamped(3.0, other.now);
        other.reload();
        other.run(SECOND * 20);
        assert_eq!(newest(other, "load", &[("job", "chat")]).unwrap().value, Some(3.0));
    }
}

#[test]
fn a_browser_whose_clock_was_ahead_goes_on_when_it_is_set_back() {
    for ahead in [SECOND * 2, MINUTE * 5, HOUR, HOUR * 24 * 400] {
        let mut world = World::after(MINUTE * 10);
        world.set_clock(world.now + ahead);
        world.run(MINUTE * 3);
        world.set_clock(world.now - ahead);
        is_well(&mut world);
        // Beyond a day, the clock that was ahead has made everything too old to be kept.
        let seen = world.entries("up", &[("job", "chat")]).len();
        assert!(seen > 35 || ahead > HOUR * 24, "what was seen before is there: {seen}");
    }
}

#[test]
fn a_small_step_back_makes_nothing_due_at_once() {
    let mut world = World::after(MINUTE * 2);
    world.run_until(|world| world.work().targets().iter().all(|one| one.schedule.began.is_none()));
    let requests = world.requests.len();
    world.set_clock(world.now - Duration(5));
    world.event(Event::Tick);
    let scrapes = world.requests[requests..].iter();
    let scrapes = scrapes.filter(|(_, request, _)| matches!(request, Request::Target(_)));
    assert!(scrapes.count() < 3);
    is_well(&mut world);
}

#[test]
fn a_clock_is_set_back_while_a_large_answer_is_read() {
    let mut world = World::after(MINUTE);
    let line = |n| format!("many{{n=\"{n}\"}} 1\n");
    let lines: String = (0..20_000).map(line).collect();
    world.pages[0] = Page::Text(lines);
    world.set_clock(world.now + HOUR);
    world.run(SECOND * 2);
    world.pages[0] = load(1.0);
    world.set_clock(world.now - HOUR);
    is_well(&mut world);
}

#[test]
fn a_page_loaded_after_the_correction_forgets_what_it_kept_of_the_future() {
    let mut world = World::after(MINUTE * 10);
    world.set_clock(world.now + HOUR);
    world.run(MINUTE * 3);
    world.now = world.now - HOUR;
    world.reload();
    is_well(&mut world);
    world.reload();
    is_well(&mut world);
}

#[test]
fn a_recorder_that_was_ahead_blinds_no_browser() {
    let mut recorder = World::after(MINUTE * 10);
    recorder.set_clock(recorder.now + HOUR);
    recorder.run(MINUTE * 3);
    let mut world = World::new();
    world.now = recorder.now - HOUR;
    world.past = laid_out(&recorder);
    log_in(&mut world);
    is_well(&mut world);
    assert!(world.entries("up", &[("job", "chat")]).len() > 30, "what lies in the past is taken");
}

#[test]
fn what_this_browser_kept_of_the_future_does_not_pass_for_recent() {
    let mut recorder = World::after(MINUTE * 20);
    let mut world = World::new();
    world.config = world.config.replacen("\"version\":2,", "\"version\":2,\"written\":true,", 1);
    world.set_clock(world.now + HOUR * 5);
    world.log_in(PASSWORD);
    world.run(MINUTE);
    world.now = recorder.now;
    world.past = laid_out(&recorder);
    world.reload();
    world.run(SECOND);
    let seen = recorder.entries("up", &[("job", "chat")]).len();
    assert!(
        world.entries("up", &[("job", "chat")]).len() >= seen,
        "the recorder's series were requested"
    );
    is_well(&mut world);
    is_well(&mut recorder);
}

#[test]
fn a_target_of_several_processes_says_so() {
    let mut world = World::after(SECOND);
    for scrape in 0..30 {
        let count = 1000 * (scrape % 2) + scrape;
        world.pages[0] = Page::Text(format!("# TYPE r_total counter\nr_total {count}\n"));
        world.run(SECOND * 15);
    }
    let row = world.see(|scene| rows(scene, "")).into_iter().nth(1).unwrap();
    assert_eq!((row.status, row.word.as_str()), (Status::Degraded, "UP, counters decrease"));
    assert!(row.more.starts_with("r_total went backwards "), "{}", row.more);
    assert!(row.more.ends_with("several processes behind one address?"), "{}", row.more);
}

#[test]
fn a_page_cannot_forge_the_alerts_of_another_system() {
    let mut world = World::after(MINUTE);
    world.pages[0] = Page::Text(
        "health_consecutive_failures{system=\"pay\",subsystem=\"\"} 99\n\
         ALERTS{alertname=\"Sick\",alertstate=\"firing\",system=\"pay\"} 1\n\
         up{job=\"pay\",instance=\"h:3\"} 0\nload 1\n"
            .to_owned(),
    );
    world.run(MINUTE * 10);
    for name in ["pay/Sick", "chat/Down"] {
        let rule = world.work().groups().rules().find(|rule| rule.key == name).unwrap();
        assert!(rule.alerts.is_empty(), "{name}: {:?}", rule.alerts);
    }
    let row = world.see(|scene| rows(scene, "")).into_iter().nth(1).unwrap();
    assert_eq!(row.more, "3 of 4 samples were dropped: only Allclear itself writes this metric");
    world.reload();
    world.run(MINUTE * 3);
    assert!(world.work().groups().rules().all(|rule| rule.alerts.is_empty()));
}
