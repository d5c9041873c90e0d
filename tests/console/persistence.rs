//! Data that outlives a reload, and pages without storage.

use crate::alerts::{limit, rule};
use crate::world::{PASSWORD, World, load};
use allclear::console::{Event, StorageError};
use allclear::rules::alert::AlertState;
use metrics_engine::store::snapshot::{self, LostRecordKind};
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_reload_keeps_samples_alerts_and_limits() {
    let mut world = World::after(MINUTE * 10);
    let changed = limit(4.0, MINUTE * 2);
    world.event(Event::LimitChanged { rule: "chat/Busy".to_owned(), limit: Some(changed) });
    world.pages[0] = load(4.5);
    world.run_until(|world| !rule(world, "chat/Busy").alerts.is_empty());
    world.run(Duration::from_secs(31));
    let samples = world.entries("load", &[]);
    let alerts = rule(&world, "chat/Busy").alerts.clone();
    assert_eq!(alerts[0].status.state, AlertState::Pending);

    world.reload();
    let after = world.entries("load", &[]);
    let kept = samples.iter().filter(|entry| after.contains(entry)).count();
    // At most one scrape of each of the three targets is lost.
    assert!(kept + 3 >= samples.len(), "{kept} of {}", samples.len());
    let rule_after = rule(&world, "chat/Busy");
    assert_eq!(rule_after.limit, Some(changed));
    assert_eq!(rule_after.alerts[0].labels, alerts[0].labels);
    assert_eq!(rule_after.alerts[0].status.active_at, alerts[0].status.active_at);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    let fired = rule(&world, "chat/Busy").alerts[0].status.fired_at.unwrap();
    assert!(fired.since(alerts[0].status.active_at) >= MINUTE * 2);
}

#[test]
fn one_save_is_under_way_at_a_time_and_an_idle_page_saves_nothing() {
    let mut world = World::after(MINUTE * 5);
    let n = world.saves.len();
    assert!(n > 20);
    assert!(world.saves.iter().all(|save| !save.replaces), "the database is this tab's own");
    world.event(Event::Tick);
    world.event(Event::Tick);
    assert!(world.saves.len() <= n + 1);
}

#[test]
fn a_page_without_storage_works_on_and_says_so() {
    for error in [
        StorageError::Unavailable,
        StorageError::Newer,
        StorageError::Other("SecurityError".to_owned()),
    ] {
        let mut world = World::new();
        world.database.error = Some(error.clone());
        world.log_in(PASSWORD);
        world.run(MINUTE * 3);
        assert_eq!(world.work().persistence().error, Some(error.clone()));
        assert!(world.entries("load", &[]).len() > 20, "{error:?}");
        assert!(!error.to_string().is_empty());
        if error == StorageError::Newer {
            assert!(world.saves.is_empty(), "what a newer page wrote is not touched");
        }
    }
}

#[test]
fn a_full_disk_is_tried_again_with_everything() {
    let mut world = World::after(MINUTE);
    world.database.error = Some(StorageError::Full);
    world.run(MINUTE * 3);
    assert_eq!(world.work().persistence().error, Some(StorageError::Full));
    let failed = world.saves.len();
    world.run(MINUTE * 3);
    assert!(world.saves.len() - failed <= 4, "not more often than once a minute");
    world.database.error = None;
    world.run(MINUTE * 2);
    assert_eq!(world.work().persistence().error, None);
    let samples = world.entries("load", &[]);
    world.reload();
    assert!(world.entries("load", &[]).len() + 3 >= samples.len());
}

#[test]
fn records_of_a_newer_version_are_not_touched() {
    let mut world = World::after(MINUTE);
    for bytes in world.database.records.values_mut() {
        bytes[0] = snapshot::VERSION + 1;
        let end = bytes.len() - 4;
        let sum = crc32(&bytes[..end]).to_le_bytes();
        bytes[end..].copy_from_slice(&sum);
    }
    let before = world.database.records.clone();
    world.reload();
    world.run(MINUTE * 2);
    assert_eq!(world.work().persistence().error, Some(StorageError::Newer));
    assert_eq!(world.database.records, before);
    assert!(!world.entries("load", &[]).is_empty());
}

/// ISO 3309, as it ends every record.
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
}

#[test]
fn a_damaged_record_is_said_and_the_rest_is_there() {
    let mut world = World::after(MINUTE * 5);
    let (key, bytes) =
        world.database.records.iter_mut().rfind(|(key, _)| key.starts_with("row/")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 0xff;
    let key = key.clone();
    world.reload();
    let damaged = &world.work().persistence().damaged;
    assert_eq!(damaged.len(), 1);
    assert_eq!((damaged[0].key.clone(), damaged[0].kind), (key, LostRecordKind::Damaged));
    assert!(world.entries("load", &[]).len() > 30);
}

#[test]
fn a_tab_that_takes_over_replaces_what_is_kept() {
    let mut one = World::after(MINUTE * 3);
    let mut other = World::new();
    other.database = one.database.clone();
    other.event(Event::LeadChanged { leads: false });
    other.log_in(PASSWORD);
    for _ in 0..90 {
        one.run(Duration::from_secs(1));
        other.now = one.now;
        for message in std::mem::take(&mut one.broadcast) {
            other.event(Event::PeerMessage(message));
        }
    }
    assert!(other.saves.is_empty(), "only the leading tab stores anything");

    // The first tab is closed; the other one finds what that one left.
    other.database = one.database.clone();
    other.event(Event::LeadChanged { leads: true });
    other.run(MINUTE * 2);
    assert!(other.saves[0].replaces);
    assert!(other.saves[1..].iter().all(|save| !save.replaces));
    let before = other.entries("load", &[("job", "chat")]);
    other.reload();
    let after = other.entries("load", &[("job", "chat")]);
    assert!(other.work().persistence().damaged.is_empty());
    let kept = before.iter().filter(|entry| after.contains(entry)).count();
    assert!(kept + 1 >= before.len(), "{kept} of {}", before.len());
}
