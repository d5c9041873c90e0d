//! Which requests a visitor's page sends beside a recorder, and how many.

use crate::seconds;
use crate::sources::verdict;
use crate::world::{Reply, World};
use allclear::monitor::Event;
use allclear::status::Status;
use metrics_engine::time::Timestamp;
use std::collections::BTreeSet;

const SYSTEMS: usize = 200;

/// Seconds between two verdicts of the recorder, and between two checks of a system.
const INTERVAL: i64 = 30;

/// Returns a visitor's page over this number of systems.
fn visitor(systems: usize) -> World {
    let mut world = World::new(systems);
    world.monitor.check_on_budget();
    world
}

/// Runs this number of intervals, in which the recorder reports `status` for all systems but the last one, and `last` for that.
fn run(world: &mut World, intervals: i64, systems: usize, last: Status) {
    for _ in 0..intervals {
        record(world, systems, last);
        world.run(seconds(INTERVAL));
    }
}

fn record(world: &mut World, systems: usize, last: Status) {
    let status = |system| if system == systems - 1 { last } else { Status::Operational };
    let verdicts = (0..systems).map(|system| verdict(system, status(system), None, world.now));
    world.event(Event::VerdictsRead(verdicts.collect()));
}

/// Returns the maximum number of requests that began within any one interval.
fn most_in_an_interval(began: &[(Timestamp, Option<usize>)]) -> usize {
    let within = |first: &(Timestamp, _)| {
        began
            .iter()
            .filter(|(at, _)| *at >= first.0 && at.since(first.0) < seconds(INTERVAL))
            .count()
    };
    began.iter().map(within).max().unwrap_or_default()
}

fn checked(world: &World) -> BTreeSet<usize> {
    world.began.iter().filter_map(|(_, check)| *check).collect()
}

#[test]
fn two_hundred_systems_cost_no_more_than_five_and_each_has_its_turn() {
    let mut world = visitor(SYSTEMS);
    run(&mut world, 50, SYSTEMS, Status::Operational);
    let most = most_in_an_interval(&world.began);
    assert!((4..=8).contains(&most), "{most} requests in an interval");
    assert_eq!(checked(&world).len(), SYSTEMS, "each was checked by this browser, too");
    assert_eq!(world.overall(), Status::Operational);
}

#[test]
fn at_the_start_nothing_waits_for_a_recorder_and_few_are_checked() {
    let mut world = visitor(SYSTEMS);
    world.run(seconds(1));
    assert_eq!(world.requests, 6, "those at the top of the page");
    assert_eq!(checked(&world), (0..6).collect());
}

#[test]
fn what_is_in_trouble_or_on_the_screen_comes_first_and_others_keep_their_turn() {
    let mut world = visitor(SYSTEMS);
    run(&mut world, 2, SYSTEMS, Status::Operational);
    let seen = ["system-100", "system-101"].map(str::to_owned);
    world.event(Event::SightChanged(seen.into()));
    world.reply(SYSTEMS - 1, Reply::Proxy("refused"));
    let from = world.began.len();
    run(&mut world, 10, SYSTEMS, Status::MajorOutage);
    let times = |check: usize| {
        world.began[from..].iter().filter(|(_, other)| *other == Some(check)).count()
    };
    for check in [100, 101, SYSTEMS - 1] {
        assert!(times(check) >= 5, "system {check} was checked {} times", times(check));
    }
    let others: BTreeSet<_> = world.began[from..].iter().filter_map(|(_, check)| *check).collect();
    assert!(others.len() >= 20, "{} different systems in ten intervals", others.len());
    assert!(most_in_an_interval(&world.began) <= 8);
}

#[test]
fn a_doubt_is_settled_within_two_intervals() {
    let mut world = visitor(6);
    run(&mut world, 4, 6, Status::Operational);
    world.reply(0, Reply::Proxy("refused"));
    let broke = world.now;
    while world.status(0) != Status::MajorOutage {
        world.run(seconds(1));
        record(&mut world, 6, Status::Operational);
        assert!(world.now.since(broke) <= seconds(2 * INTERVAL), "{:?}", world.status(0));
    }
}

#[test]
fn without_a_recorder_that_is_heard_every_system_is_checked() {
    // Its files were requested, and there is none.
    let mut world = visitor(SYSTEMS);
    world.event(Event::VerdictsRead(Vec::new()));
    world.run(seconds(INTERVAL + 10));
    assert_eq!(checked(&world).len(), SYSTEMS);

    // It falls silent.
    let mut world = visitor(SYSTEMS);
    run(&mut world, 2, SYSTEMS, Status::Operational);
    assert!(checked(&world).len() < 20);
    world.run(seconds(4 * INTERVAL));
    assert_eq!(checked(&world).len(), SYSTEMS);
    assert_eq!(world.overall(), Status::Operational, "by this browser's own checks");
}

#[test]
fn a_proxy_that_falls_silent_is_noticed_on_the_budget_too() {
    let mut world = visitor(SYSTEMS);
    run(&mut world, 3, SYSTEMS, Status::Operational);
    world.proxy_works = false;
    let cut = world.now;
    while world.overall() != Status::Unknown {
        world.run(seconds(1));
        assert!(world.now.since(cut) < seconds(45), "{:?}", world.overall());
    }
    assert!(world.woken < 2000, "it woke {} times", world.woken);
}
