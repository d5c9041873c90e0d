//! When targets are scraped, and what a scrape without an answer means.

use crate::world::{Page, World, load};
use allclear::console::{Event, NoAnswer, Request};
use allclear::monitor::PeerMessage;
use metrics_engine::time::{Duration, Timestamp};

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn every_target_at_its_interval_and_two_at_once_at_the_most() {
    let mut world = World::after(Duration::ZERO);
    world.latency = Duration(1500);
    world.run(MINUTE * 10);
    assert_eq!(world.most_at_once, 2);
    for target in 0..3 {
        let times: Vec<Timestamp> = world
            .requests
            .iter()
            .filter(|(_, request, _)| *request == Request::Target(target))
            .map(|(at, ..)| *at)
            .collect();
        for pair in times.windows(2).skip(1) {
            let gap = pair[1].since(pair[0]).0;
            // A tenth of jitter, and the wait for one of two places.
            assert!((13_500..=18_000).contains(&gap), "target {target}: {gap}");
        }
    }
}

#[test]
fn a_target_that_hangs_holds_up_no_other() {
    let mut world = World::after(Duration::ZERO);
    world.pages[1] = Page::Hangs;
    let since = world.now;
    world.run(MINUTE * 10);
    for target in [0, 2] {
        assert!(world.requests_of(Request::Target(target), since) >= 36);
    }
    let hanging = &world.work().targets()[1];
    assert_eq!(hanging.last.as_ref().unwrap().result, Err(NoAnswer::TimedOut));
    assert_eq!(world.entries("up", &[("job", "db")]).last().unwrap().value, Some(0.0));
}

#[test]
fn answers_that_are_lost_are_given_up() {
    let mut world = World::after(MINUTE);
    world.swallow = true;
    let lost = world.now;
    world.run(MINUTE);
    world.swallow = false;
    world.run(MINUTE);
    for target in 0..3 {
        assert!(world.requests_of(Request::Target(target), lost + MINUTE) >= 2, "{target}");
    }
    assert_eq!(world.entries("up", &[("job", "chat")]).last().unwrap().value, Some(1.0));
}

#[test]
fn one_person_wants_one_target_now() {
    let mut world = World::after(MINUTE);
    world.run_until(|world| world.work().targets().iter().all(|one| one.schedule.began.is_none()));
    let at = world.now;
    world.event(Event::ScrapeRequested(Some(1)));
    assert_eq!(world.requests_of(Request::Target(1), at), 1);
    assert_eq!(world.requests_of(Request::Target(0), at), 0);
}

#[test]
fn a_target_that_is_down_is_zero_and_its_series_end() {
    let mut world = World::after(MINUTE);
    world.pages[0] = Page::Unreachable;
    world.run(MINUTE);
    let up = world.entries("up", &[("job", "chat")]);
    assert_eq!(up.first().unwrap().value, Some(1.0));
    assert_eq!(up.last().unwrap().value, Some(0.0));
    let load_of_chat = world.entries("load", &[("job", "chat")]);
    assert_eq!(load_of_chat.last().unwrap().value, None, "a stale mark");
    assert!(load_of_chat.iter().rev().skip(1).all(|entry| entry.value.is_some()), "one of them");
    assert!(world.entries("load", &[("job", "db")]).last().unwrap().value.is_some());

    world.pages[0] = load(4.0);
    world.run(MINUTE);
    assert_eq!(world.entries("up", &[("job", "chat")]).last().unwrap().value, Some(1.0));
    assert_eq!(world.entries("load", &[("job", "chat")]).last().unwrap().value, Some(4.0));
}

#[test]
fn a_scrape_without_the_head_of_an_answer_says_nothing_of_the_target() {
    let mut world = World::after(MINUTE);
    world.pages[0] = Page::NoHead;
    world.run(MINUTE * 2);
    let up = world.entries("up", &[("job", "chat")]);
    assert!(up.iter().all(|entry| entry.value == Some(1.0)), "{up:?}");
    assert_eq!(world.work().targets()[0].last.as_ref().unwrap().result, Err(NoAnswer::Unknown));
}

#[test]
fn a_silent_proxy_says_nothing_of_the_targets() {
    let mut world = World::after(MINUTE);
    world.run_until(|world| world.work().targets().iter().all(|one| one.schedule.began.is_none()));
    let before = world.entries("up", &[]);
    world.proxy_works = false;
    world.run(MINUTE * 5);
    assert_eq!(world.entries("up", &[]), before);
    assert!(world.entries("load", &[]).iter().all(|entry| entry.value.is_some()));
    for watch in world.work().targets() {
        assert_eq!(watch.last.as_ref().unwrap().result, Err(NoAnswer::Unknown));
    }
    world.proxy_works = true;
    world.run(MINUTE * 2);
    assert!(world.entries("up", &[]).len() > before.len());
}

#[test]
fn an_offline_browser_sends_nothing_and_catches_up() {
    let mut world = World::after(MINUTE);
    world.event(Event::ConnectionChanged { online: false });
    let off = world.now;
    world.run(MINUTE * 5);
    assert!(world.requests.iter().all(|(at, ..)| *at < off));
    world.event(Event::ConnectionChanged { online: true });
    world.run(Duration::from_secs(2));
    for target in 0..3 {
        assert_eq!(world.requests_of(Request::Target(target), off), 1);
    }
    assert!(world.entries("up", &[]).iter().all(|entry| entry.value == Some(1.0)));
}

#[test]
fn health_becomes_series() {
    let mut world = World::after(MINUTE);
    world.health[1] = 503;
    world.run(MINUTE * 3);
    let of = |name: &str, system: &str| {
        world.entries(name, &[("system", system)]).last().and_then(|entry| entry.value)
    };
    assert_eq!(of("health_status", "chat"), Some(1.0));
    assert_eq!(of("health_status", "pay"), Some(0.0));
    assert_eq!(of("health_consecutive_failures", "chat"), Some(0.0));
    assert!(of("health_consecutive_failures", "pay") >= Some(3.0));
    assert_eq!(of("health_check_duration_seconds", "chat"), Some(0.04));
}

#[test]
fn a_tab_that_does_not_lead_learns_from_the_leading_one() {
    let mut one = World::after(Duration::ZERO);
    let mut other = World::new();
    other.event(Event::LeadChanged { leads: false });
    other.log_in(crate::world::PASSWORD);
    for _ in 0..60 {
        one.run(Duration::from_secs(1));
        other.run(Duration::from_secs(1));
        for message in std::mem::take(&mut one.broadcast) {
            other.event(Event::PeerMessage(message));
        }
    }
    assert_eq!(other.entries("load", &[]), one.entries("load", &[]));
    let files = [Request::Config, Request::Past];
    assert!(other.requests.iter().all(|(_, request, _)| files.contains(request)));
    assert!(!other.broadcast.iter().any(|message| matches!(message, PeerMessage::Checked { .. })));
}
