//! Work in pieces: a large page is read and stored in several tasks, and never shown in half.

use crate::world::{Page, World, answer};
use allclear::console::{Effect, Event};
use allclear::monitor::PeerMessage;
use metrics_engine::time::{Duration, Timestamp};

const MINUTE: Duration = Duration::from_secs(60);
const SERIES: usize = 8_000;

/// A page of so many series, all of this value.
fn large(value: u32) -> String {
    let line = |n| format!("request_duration_seconds_bucket{{path=\"/{n}\"}} {value}\n");
    (0..SERIES).map(line).collect()
}

/// Another tab sends an answer of the first target.
fn heard(world: &mut World, at: Timestamp, body: &str) -> Vec<Effect> {
    let path = "/metrics/chat/app".to_owned();
    let message = PeerMessage::Checked { path, at, took: Duration(5), answer: answer(200, body) };
    world.console.update(Event::PeerMessage(message), world.now)
}

fn goes_on(effects: &[Effect]) -> bool {
    effects.contains(&Effect::Continue)
}

/// How many samples of the large page the store has.
fn samples(world: &World) -> usize {
    world.entries("request_duration_seconds_bucket", &[]).len()
}

#[test]
fn a_large_page_is_read_in_pieces_and_seen_as_a_whole() {
    let mut world = World::after(MINUTE);
    let now = world.now;
    let mut effects = heard(&mut world, now, &large(1));
    let mut pieces = 0;
    while goes_on(&effects) && samples(&world) == 0 {
        let last = world.work().targets()[0].last.as_ref().unwrap();
        assert_ne!(last.at, now, "a half-read page is reported");
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Save(_))), "half is kept");
        effects = world.console.update(Event::Continue, now);
        pieces += 1;
    }
    assert!(pieces >= 3, "{pieces} pieces");
    assert_eq!(samples(&world), SERIES);
    assert_eq!(world.work().targets()[0].last.as_ref().unwrap().report.kept, SERIES);
}

#[test]
fn a_large_page_is_kept_in_pieces_and_a_reload_has_all_of_it() {
    let mut world = World::after(MINUTE);
    world.pages[0] = Page::Text(large(1));
    world.run(MINUTE);
    let before = world.entries("request_duration_seconds_bucket", &[]);
    assert!(before.len() >= 2 * SERIES, "{}", before.len());
    world.swallow = true;
    world.run(MINUTE);
    world.swallow = false;
    let then = world.now;
    world.reload();
    assert_eq!(world.work().persistence().damaged, []);
    let mut after = world.entries("request_duration_seconds_bucket", &[]);
    after.retain(|entry| entry.at < then);
    assert!(after == before, "{} entries, {} before", after.len(), before.len());
}

#[test]
fn a_logout_leaves_nothing_half_done() {
    let mut world = World::after(MINUTE);
    let now = world.now;
    assert!(goes_on(&heard(&mut world, now, &large(1))));
    world.event(Event::LoggedOut);
    assert!(!goes_on(&world.console.update(Event::Continue, now)));
    world.log_in(crate::world::PASSWORD);
    world.run(MINUTE);
    assert_eq!(samples(&world), 0);
}

#[test]
fn answers_follow_each_other_as_they_came() {
    let mut world = World::after(MINUTE);
    let now = world.now;
    assert!(goes_on(&heard(&mut world, now, &large(1))));
    world.now = now + Duration(1000);
    let now = world.now;
    assert!(goes_on(&heard(&mut world, now, &large(2))));
    assert_eq!(samples(&world), SERIES);
    while goes_on(&world.console.update(Event::Continue, now)) {}
    assert_eq!(samples(&world), 2 * SERIES);
}
