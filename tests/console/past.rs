//! What a recorder laid out: taken by a page that knows nothing recent, and by no other.

use crate::alerts::rule;
use crate::world::{PASSWORD, World, load};
use allclear::console::{Note, Question};
use allclear::decode::Answer;
use allclear::rules::alert::State;
use allclear::store::snapshot::pack;
use allclear::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// What the recorder lays out that has seen what this page has seen.
pub(crate) fn laid_out(world: &World) -> Answer {
    let database = &world.database;
    let records = database.records.iter().map(|(key, bytes)| (key.as_str(), bytes.as_slice()));
    let alerts = database.notes.iter().filter(|(key, _)| **key == Note::Alerts.key());
    let notes = alerts.map(|(key, bytes)| (*key, bytes.as_slice()));
    Answer { code: 200, headers: Vec::new(), body: pack(records.chain(notes)) }
}

#[test]
fn a_browser_that_kept_nothing_opens_with_what_the_recorder_saw() {
    let mut recorder = World::after(MINUTE * 20);
    recorder.pages[0] = load(7.0);
    recorder.run_until(|world| rule(world, "chat/Busy").state() == Some(State::Firing));
    recorder.run(MINUTE);
    let fired = rule(&recorder, "chat/Busy").alerts[0].standing.fired_at;
    let samples = recorder.entries("load", &[]);

    let mut world = World::new();
    world.now = recorder.now;
    world.past = laid_out(&recorder);
    world.pages[0] = load(7.0);
    world.log_in(PASSWORD);
    let after = world.entries("load", &[]);
    let known = samples.iter().filter(|entry| after.contains(entry)).count();
    assert!(known + 3 >= samples.len(), "{known} of {}", samples.len());
    assert_eq!(rule(&world, "chat/Busy").alerts[0].standing.fired_at, fired);
    // It is this browser's own from then on.
    world.run(MINUTE);
    assert!(world.saves[0].replaces && world.saves[1..].iter().all(|save| !save.replaces));
    let began = world.now;
    world.reload();
    assert_eq!(world.times_asked(Question::Past, began), 0, "it knows something recent");
    assert!(world.entries("load", &[]).len() >= after.len());
}

#[test]
fn a_past_that_goes_less_far_or_is_none_changes_nothing() {
    let mut recorder = World::after(MINUTE * 5);
    let old = laid_out(&recorder);
    recorder.run(MINUTE * 10);
    let samples = recorder.entries("load", &[]);
    recorder.run(MINUTE * 15);
    let nothing = Answer { code: 404, headers: Vec::new(), body: Vec::new() };
    let page = Answer { code: 200, headers: Vec::new(), body: b"<!doctype html>".to_vec() };
    for past in [old, nothing, page] {
        let mut world = World::new();
        world.database = recorder.database.clone();
        world.now = recorder.now + MINUTE * 30;
        let began = world.now;
        world.past = past;
        world.log_in(PASSWORD);
        assert_eq!(world.times_asked(Question::Past, began), 1, "what it has is not recent");
        let after = world.entries("load", &[]);
        assert!(samples.iter().all(|entry| after.contains(entry)));
        assert!(world.saves.iter().all(|save| !save.replaces));
    }
}
