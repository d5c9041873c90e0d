//! A recorder and a browser that check the same systems: what a visitor reads.

use crate::seconds;
use crate::world::{Reply, World};
use allclear::monitor::{Event, RecordedVerdict};
use allclear::status::Status;
use allclear::status::check::Failure;
use metrics_engine::time::Timestamp;

/// Returns what a recorder writes about `system` at this moment; a status without a beginning begins now.
pub(crate) fn verdict(
    system: usize,
    status: Status,
    since: Option<Timestamp>,
    now: Timestamp,
) -> (String, RecordedVerdict) {
    let recorded = RecordedVerdict {
        status,
        since: since.unwrap_or(now),
        measured: now,
        written: now,
        read_at: now,
        interval: seconds(30),
        failure: None,
        is_unreadable: false,
    };
    (format!("system-{system}"), recorded)
}

fn record(world: &mut World, system: usize, status: Status, since: Option<Timestamp>) {
    let verdict = verdict(system, status, since, world.now);
    world.event(Event::VerdictsRead(vec![verdict]));
}

#[test]
fn a_visitor_of_the_third_hour_reads_the_third_hour_at_once() {
    let mut world = World::new(2);
    world.reply(0, Reply::Proxy("refused"));
    let began = world.now - seconds(3 * 3600);
    record(&mut world, 0, Status::MajorOutage, Some(began));
    let problem = world.screen().problems.into_iter().next().unwrap();
    assert!(problem.since.contains("3\u{a0}h"), "{}", problem.since);
    assert_eq!(world.overall(), Status::PartialOutage);
    // The browser's own answers confirm it, and change neither the status nor its beginning.
    for _ in 0..60 {
        world.run(seconds(1));
        record(&mut world, 0, Status::MajorOutage, Some(began));
        assert_eq!(world.status(0), Status::MajorOutage);
        let problems = world.screen().problems;
        assert!(problems[0].since.contains("since 09:00"), "{}", problems[0].since);
    }
    assert!(world.screen().problems[0].heading.contains("refuses connections"));
}

#[test]
fn what_only_the_recorder_checked_lacks_no_answer_from_here() {
    let mut world = World::new(2);
    record(&mut world, 0, Status::Operational, None);
    assert_eq!(world.status(0), Status::Operational);
    assert_eq!(world.screen().rows[0].response, "");
    world.run(seconds(60));
    assert_ne!(world.screen().rows[0].response, "", "its own checks took some time");
}

#[test]
fn where_the_two_differ_the_page_says_what_each_saw_and_how_long_ago() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.reply(0, Reply::Proxy("refused"));
    while world.status(0) != Status::MajorOutage {
        world.run(seconds(1));
    }
    record(&mut world, 0, Status::Operational, None);
    world.run(seconds(8));
    let screen = world.screen();
    let sentence = "The recorder’s check succeeded 8\u{a0}s ago, your browser’s failed";
    for words in [&screen.rows[0].about, &screen.problems[0].body, &screen.banner.sentence] {
        assert!(words.contains(sentence), "{words}");
    }
    assert!(!screen.banner.age.contains("not you"), "{}", screen.banner.age);

    // The other way round it is not green either.
    let mut world = World::new(2);
    world.run(seconds(60));
    record(&mut world, 0, Status::MajorOutage, None);
    assert_eq!(world.overall(), Status::PartialOutage);
    let about = &world.screen().rows[0].about;
    assert!(about.contains("Your browser’s check succeeded"), "{about}");
}

#[test]
fn a_disk_that_is_full_at_the_proxy_is_no_outage_of_any_service() {
    let mut world = World::new(3);
    world.run(seconds(60));
    for system in 0..3 {
        world.reply(system, Reply::Unreachable);
    }
    for _ in 0..20 {
        for system in 0..3 {
            record(&mut world, system, Status::Operational, None);
        }
        world.run(seconds(10));
        let overall = world.overall();
        assert!(!overall.is_problem(), "{overall:?}");
    }
    assert_eq!(world.overall(), Status::Operational, "the recorder reaches them all");
}

#[test]
fn the_recorder_says_why_a_certificate_is_not_trusted_where_the_proxy_cannot() {
    let mut world = World::new(2);
    world.reply(0, Reply::Proxy("certificate"));
    while world.status(0) != Status::MajorOutage {
        world.run(seconds(1));
    }
    let heading = &world.screen().problems[0].heading;
    assert!(heading.contains("untrusted certificate"), "{heading}");
    let (system, recorded) = verdict(0, Status::MajorOutage, None, world.now);
    let failure = Failure::named("certificate-expired");
    world.event(Event::VerdictsRead(vec![(system, RecordedVerdict { failure, ..recorded })]));
    let screen = world.screen();
    assert_eq!(world.status(0), Status::MajorOutage);
    for words in [&screen.rows[0].about, &screen.problems[0].heading] {
        assert!(words.contains("expired certificate"), "{words}");
    }
}
