//! Refusals and their exit codes, messages, and that a second import changes nothing.

use crate::kuma::{VERSION_1, monitor};
use crate::service::{MINUTE, Sample};
use crate::world::{World, now};
use allclear::history::{Entry, Note, State, journal};
use metrics_engine::time::Timestamp;
use std::fs::{self, File};

/// Two hours of good samples, until ten minutes ago.
fn fine() -> Vec<Sample> {
    let begin = now().0 - 130 * MINUTE;
    (0..120).map(|minute| (begin + minute * MINUTE, true)).collect()
}

fn with_kuma(names: &[&str], samples: &[Sample]) -> World {
    let world = World::shop();
    let mut connection = world.database("kuma.db", VERSION_1);
    for name in names {
        monitor(&mut connection, name, samples);
    }
    world
}

fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for item in fs::read_dir(world.past()).unwrap().map(|item| item.unwrap()) {
        all.push((item.file_name().into_string().unwrap(), fs::read(item.path()).unwrap()));
    }
    all.sort();
    all
}

#[test]
fn twice_is_once() {
    let samples = fine();
    let world = with_kuma(&["Shop"], &samples);
    let (first, out) = world.take("kuma", "kuma.db", &[]);
    assert!(out.contains("0.0 of 0.0 days, 0.0 of them new"), "{out}");
    let (second, out) = world.take("kuma", "kuma.db", &[]);
    assert_eq!(first, second, "{out}");
    // Another program saw another thing at the same time: what is known stays.
    let mut connection = world.database("other.db", VERSION_1);
    let down: Vec<Sample> = samples.into_iter().map(|(at, _)| (at, false)).collect();
    monitor(&mut connection, "Shop", &down);
    assert_eq!(world.take("kuma", "other.db", &[]).0, first);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let world = with_kuma(&["Shop", "Shoop"], &fine());
    let dry = world.backfill("kuma", "kuma.db", &["--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert!(!world.path("record").exists());
    let (_, out) = world.take("kuma", "kuma.db", &[]);
    let body = |text: &str| text.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&dry.out), body(&out));
    assert!(dry.out.ends_with("Nothing was written (--dry-run).\n"));
    let before = files(&world);
    assert_eq!(world.backfill("kuma", "kuma.db", &["--dry-run"]).code, Some(0));
    assert_eq!(files(&world), before);
    // And nothing beside the export.
    let names = fs::read_dir(world.path(".")).unwrap().map(|it| it.unwrap().file_name());
    let beside: Vec<_> = names.filter(|name| name.to_string_lossy().contains("kuma")).collect();
    assert_eq!(beside, ["kuma.db"]);
}

#[test]
fn what_the_recorder_saw_is_kept_whatever_others_say() {
    let samples = fine();
    let world = with_kuma(&["Shop"], &samples);
    let begin = samples[0].0;
    let range = Timestamp(begin + 30 * MINUTE)..Timestamp(begin + 40 * MINUTE);
    let note = Note::Observed { range: range.clone(), state: State::MajorOutage, cause: None };
    let entry = Entry { system: "shop".to_owned(), note };
    fs::create_dir_all(world.past()).unwrap();
    fs::write(world.past().join("journal-1"), journal::head() + &journal::line(&entry)).unwrap();
    let (archive, _) = world.take("kuma", "kuma.db", &[]);
    let record = archive.of("shop").unwrap();
    let runs: Vec<_> = record.timeline.runs().map(|run| (run.since, run.state)).collect();
    let expected = [
        (Timestamp(begin), State::Operational),
        (range.start, State::MajorOutage),
        (range.end, State::Operational),
    ];
    assert_eq!(runs, expected);
    assert_eq!(record.outages[0].until, Some(range.end));
}

#[test]
fn a_folder_that_is_in_use_is_left_alone() {
    let world = with_kuma(&["Shop"], &fine());
    fs::create_dir_all(world.past()).unwrap();
    let lock = File::create(world.past().join("lock")).unwrap();
    lock.lock().unwrap();
    let before = files(&world);
    let finished = world.backfill("kuma", "kuma.db", &[]);
    assert_eq!(finished.code, Some(2));
    assert!(finished.err.contains("another recorder writes to"), "{}", finished.err);
    assert!(finished.err.contains("stop it first"), "{}", finished.err);
    assert_eq!(files(&world), before);
    lock.unlock().unwrap();
    assert_eq!(world.backfill("kuma", "kuma.db", &[]).code, Some(0));
}

#[test]
fn what_cannot_be_used_ends_with_code_2_and_says_why() {
    let world = with_kuma(&["Shop"], &fine());
    fs::write(world.path("backup.json"), "{\"version\":\"1.23.0\",\"monitorList\":[]}").unwrap();
    fs::write(world.path("half.db"), &fs::read(world.path("kuma.db")).unwrap()[..5000]).unwrap();
    let mut broken = fs::read(world.path("kuma.db")).unwrap();
    broken[4096..].fill(0xa5);
    fs::write(world.path("broken.db"), broken).unwrap();
    world.database("empty.db", "create table other (id integer)");
    world.database(
        "view.db",
        "create view monitor as select 1 as id, 'Shop' as name, 1 as interval, '' as url",
    );
    world.database("old.db", "create table endpoints (endpoint_id, endpoint_key, endpoint_name)");
    for (format, file, more, words) in [
        ("upptime", "kuma.db", &[][..], "Upptime keeps when a state changed"),
        ("kuma", "backup.json", &[], "its JSON backup holds settings and no heartbeats"),
        ("kuma", "nowhere.db", &[], "nowhere.db cannot be read"),
        ("kuma", ".", &[], "cannot be read"),
        ("kuma", "half.db", &[], "half.db"),
        ("kuma", "broken.db", &[], "cannot be read"),
        ("kuma", "empty.db", &[], "it has no table `monitor`"),
        ("kuma", "view.db", &[], "it has no table `monitor`"),
        ("gatus", "kuma.db", &[], "it has no table `endpoints`"),
        ("gatus", "old.db", &[], "its table `endpoints` has no column `endpoint_group`"),
        ("gatus", "backup.json", &[], "an endpoint with `name` and `results` is due"),
        ("kuma", "kuma.db", &["--map", "Shop"], "as in --map"),
        ("kuma", "kuma.db", &["--map", "Shpo=shop"], "did you mean \"Shop\"?"),
        ("kuma", "kuma.db", &["--map", "Shop=shpo"], "did you mean shop?"),
        ("nagios", "kuma.db", &[], "possible values: kuma, gatus, upptime"),
    ] {
        let finished = world.backfill(format, file, more);
        assert_eq!(finished.code, Some(2), "{format} {file}: {}{}", finished.out, finished.err);
        assert!(finished.err.contains(words), "{format} {file}: {}", finished.err);
        assert!(!world.path("record").exists(), "{format} {file}");
    }
}

#[test]
fn names_of_strangers_do_no_harm() {
    let hostile = "\u{1b}]0;owned\u{7}\u{202e}'; rm -rf / #<script>";
    let world = with_kuma(&[hostile, "Shop\n", "shp"], &fine());
    let finished = world.backfill("kuma", "kuma.db", &[]);
    assert_eq!(finished.code, Some(0), "{}", finished.err);
    assert!(!finished.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", finished.out);
    assert!(finished.out.contains("\"Shop\\n\", one check every 1m"), "{}", finished.out);
    assert!(finished.out.contains("to import it, use --map '3=shop'"), "{}", finished.out);
    // None at all: nothing is taken, and that is no success.
    let world = with_kuma(&[hostile], &fine());
    let finished = world.backfill("kuma", "kuma.db", &[]);
    assert_eq!(finished.code, Some(1));
    assert!(finished.out.contains("Nothing was imported"), "{}", finished.out);
    assert!(!world.path("record").exists());
    // A file whose name means something in an address of SQLite's.
    let name = "a?mode=rwc#% b.db";
    fs::rename(world.path("kuma.db"), world.path(name)).unwrap();
    let (archive, _) = world.take("kuma", name, &["--map", "1=shop"]);
    assert_eq!(archive.systems().len(), 1);
}

#[test]
fn a_database_in_use_is_read_with_what_was_written_last() {
    let samples = fine();
    let world = World::shop();
    let mut connection = world.database("kuma.db", VERSION_1);
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    monitor(&mut connection, "Shop", &samples);
    assert!(world.path("kuma.db-wal").metadata().unwrap().len() > 0);
    let (archive, out) = world.take("kuma", "kuma.db", &[]);
    assert!(out.contains("checks    120, "), "{out}");
    assert_eq!(archive.of("shop").unwrap().timeline.until().0, samples[119].0);
    // What the other program goes on writing is still its own affair.
    monitor(&mut connection, "Search", &samples);
    drop(connection);
    // Copied without it, a database is as old as its last checkpoint, and nothing is made beside it.
    assert_eq!(world.backfill("kuma", "kuma.db", &["--map", "2=shop"]).code, Some(0));
    assert!(!world.path("kuma.db-shm").exists());
}
