//! Erasing this browser's data, and the messages of tabs about limits.

use crate::alerts::{limit, rule};
use crate::world::{PASSWORD, World, load};
use allclear::console::{Event, StorageError};
use allclear::monitor::PeerMessage;
use allclear::rules::alert::AlertState;
use allclear::view::admin::notice::{forgetting, holdings, leftover};
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A page that has seen much: samples, an alert that fires, a changed limit.
fn seen_much() -> World {
    let mut world = World::after(MINUTE * 20);
    let changed = limit(4.0, Duration::ZERO);
    world.event(Event::LimitChanged { rule: "chat/Busy".to_owned(), limit: Some(changed) });
    world.pages[0] = load(4.5);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    world
}

/// Plain spaces for those that do not break.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Hands every message of `one` to the other.
fn relay(one: &mut World, other: &mut World) {
    other.now = one.now;
    for message in std::mem::take(&mut one.broadcast) {
        other.event(Event::PeerMessage(message));
    }
}

/// A second tab of the same browser, which sends no requests.
fn second(one: &mut World) -> World {
    let mut other = World::new();
    other.now = one.now;
    other.database = one.database.clone();
    other.config.clone_from(&one.config);
    other.event(Event::LeadChanged { leads: false });
    other.log_in(PASSWORD);
    relay(one, &mut other);
    other
}

#[test]
fn what_is_kept_is_said_with_its_size_and_its_span() {
    let world = seen_much();
    let stored: usize = world.database.records.values().map(Vec::len).sum();
    let notes: usize = world.database.notes.values().map(Vec::len).sum();
    assert_eq!(world.work().persistence().bytes(), stored + notes);
    let words = plain(&world.see(holdings));
    assert!(words.contains("KiB stored in this browser "), "{words}");
    let words = plain(&world.see(forgetting));
    assert!(words.contains(" samples of ") && words.contains("from the last 20 min"), "{words}");
    assert!(words.contains("KiB stored in this browser."), "{words}");
    assert!(words.contains("The threshold changed here is reset as well."), "{words}");
    assert!(words.ends_with("New data is stored while you are signed in."), "{words}");
}

#[test]
fn forgetting_empties_the_database_and_the_page_and_both_go_on() {
    let mut world = seen_much();
    let known = world.entries("load", &[]).len();
    assert!(known > 200);
    let at = world.now;
    world.saves.clear();
    world.event(Event::ForgetRequested);
    assert!(world.database.records.is_empty() && world.database.notes.is_empty());
    assert!(world.entries("load", &[]).is_empty());
    assert!(world.entries("ALERTS", &[]).is_empty());
    let busy = rule(&world, "chat/Busy");
    assert_eq!((busy.limit, busy.text(), busy.alerts.len()), (None, "load > 5".to_owned(), 0));
    assert!(world.console.session().is_in());
    assert!(world.saves.is_empty(), "nothing is kept before it is empty");

    world.run(MINUTE * 2);
    assert!(world.saves[0].replaces);
    let fresh = world.entries("load", &[]);
    assert!(fresh.len() >= 20 && fresh.iter().all(|entry| entry.at >= at), "it is requested again");
    world.reload();
    let after = world.entries("load", &[]);
    assert!(!after.is_empty() && after.iter().all(|entry| entry.at >= at));
    assert!(world.work().persistence().damaged.is_empty());
}

#[test]
fn nothing_is_saved_while_the_database_is_being_emptied() {
    let mut world = seen_much();
    world.run_until(|world| world.work().persistence().saved == Some(world.now));
    world.saves.clear();
    for effect in world.console.update(Event::ForgetRequested, world.now) {
        // The database takes its time.
        drop(effect);
    }
    world.run(MINUTE);
    assert!(world.saves.is_empty());
    world.event(Event::Forgotten(Ok(())));
    world.run(MINUTE);
    assert!(world.saves[0].replaces);
}

#[test]
fn a_database_that_cannot_be_emptied_is_said_and_left_alone() {
    let mut world = seen_much();
    world.database.error = Some(StorageError::Unavailable);
    world.event(Event::ForgetRequested);
    world.run(MINUTE);
    world.database.error = None;
    world.saves.clear();
    let before = world.database.records.clone();
    world.run(MINUTE * 5);
    assert_eq!(world.work().persistence().error, Some(StorageError::Unavailable));
    assert!(world.saves.is_empty());
    assert_eq!(world.database.records, before);
    assert!(world.entries("load", &[]).len() < 100, "this page forgot");

    // A second try succeeds, and keeping goes on.
    world.event(Event::ForgetRequested);
    world.run(MINUTE);
    assert_eq!(world.work().persistence().error, None);
    assert!(!world.saves.is_empty());
}

#[test]
fn a_database_of_a_newer_version_can_be_forgotten_and_is_kept_again() {
    let mut world = World::new();
    world.database.error = Some(StorageError::Newer);
    world.log_in(PASSWORD);
    world.run(MINUTE);
    assert_eq!(world.work().persistence().error, Some(StorageError::Newer));
    world.event(Event::ForgetRequested);
    world.run(MINUTE);
    assert_eq!(world.work().persistence().error, None);
    assert!(!world.database.records.is_empty());
}

#[test]
fn the_other_tabs_erase_too_from_any_tab() {
    let mut one = seen_much();
    let mut other = second(&mut one);
    assert!(other.entries("load", &[]).len() > 200);
    // The tab that does not lead erases; the leading one would otherwise go on where it was.
    other.broadcast.clear();
    other.database = one.database.clone();
    other.event(Event::ForgetRequested);
    one.database = other.database.clone();
    assert!(other.broadcast.contains(&PeerMessage::Forgotten));
    one.broadcast.clear();
    one.saves.clear();
    let at = one.now;
    relay(&mut other, &mut one);
    one.run(MINUTE * 2);
    assert!(one.saves[0].replaces);
    assert!(one.entries("load", &[]).iter().all(|entry| entry.at >= at));
    assert_eq!(rule(&one, "chat/Busy").limit, None);
    one.reload();
    assert!(one.work().persistence().damaged.is_empty());
    assert!(one.entries("load", &[]).iter().all(|entry| entry.at >= at));
}

#[test]
fn a_logout_lists_the_stored_data_and_offers_to_erase_it() {
    let mut world = seen_much();
    world.event(Event::LoggedOut);
    let kept = world.console.leftover().cloned().unwrap();
    let words = plain(&leftover(&kept));
    assert!(
        words.starts_with("Signed out. Data of this page is stored in this browser: 20 min"),
        "{words}"
    );
    assert!(!world.database.records.is_empty(), "logging out alone forgets nothing");

    world.database.error = Some(StorageError::Unavailable);
    world.event(Event::ForgetRequested);
    world.run(MINUTE);
    let words = leftover(world.console.leftover().unwrap());
    assert!(words.starts_with("The stored data could not be cleared: "), "{words}");
    world.database.error = None;
    world.event(Event::ForgetRequested);
    world.run(MINUTE);
    assert_eq!(world.console.leftover(), None);
    assert!(world.database.records.is_empty() && world.database.notes.is_empty());

    // Who logs in again begins anew.
    world.log_in(PASSWORD);
    assert_eq!(world.console.leftover(), None);
    assert!(world.entries("load", &[]).len() <= 3);
}

#[test]
fn missing_services_are_not_announced() {
    let mut world = World::new();
    world.database.error = Some(StorageError::Unavailable);
    world.log_in(PASSWORD);
    world.event(Event::LoggedOut);
    world.run(MINUTE);
    assert_eq!(world.console.leftover(), None, "a private window keeps nothing");
    let mut world = World::new();
    world.event(Event::LoggedOut);
    assert_eq!(world.console.leftover(), None);
}

#[test]
fn a_limit_changed_in_any_tab_holds_in_all() {
    let mut one = World::after(MINUTE * 2);
    let mut other = second(&mut one);
    let changed = limit(2.5, MINUTE);
    let change = |limit| Event::LimitChanged { rule: "chat/Busy".to_owned(), limit };
    // From the tab that does not lead to the leading one, which stores it.
    other.broadcast.clear();
    other.event(change(Some(changed)));
    relay(&mut other, &mut one);
    assert_eq!(rule(&one, "chat/Busy").limit, Some(changed));
    one.run(MINUTE);
    one.reload();
    assert_eq!(rule(&one, "chat/Busy").limit, Some(changed));

    // And back: what is reset in one is reset in the other.
    one.broadcast.clear();
    one.event(change(None));
    relay(&mut one, &mut other);
    assert_eq!(rule(&other, "chat/Busy").limit, None);
    assert_eq!(rule(&other, "chat/Busy").text(), "load > 5");

    // What cannot be read changes nothing.
    one.event(change(Some(changed)));
    one.event(Event::PeerMessage(PeerMessage::Limits(vec![255, 1, 2])));
    assert_eq!(rule(&one, "chat/Busy").limit, Some(changed));
}
