//! Old, doubtful or missing answers are not shown as current ones.

use crate::world::{CONFIG, PASSWORD, Page, World, load};
use allclear::console::{Event, Note, StorageError};
use allclear::monitor::FetchError;
use allclear::route::Endpoint;
use allclear::status::Status;
use allclear::view::admin::inspect::inspection;
use allclear::view::admin::overview::overview;
use allclear::view::admin::subject::{Subject, Tile};
use allclear::view::admin::targets::rows;
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

fn subject(world: &World, id: &str) -> Subject {
    let mut all = world.see(overview).subjects.into_iter();
    all.find(|subject| subject.id == id).unwrap_or_else(|| panic!("no system {id}"))
}

fn tile(world: &World, system: &str, name: &str) -> Tile {
    let mut tiles = subject(world, system).tiles.into_iter();
    tiles.find(|tile| tile.name == name).unwrap_or_else(|| panic!("no tile {name}"))
}

/// State and words of a target on both screens.
fn target_states(world: &World) -> [(Status, String); 2] {
    let row = world.see(|scene| rows(scene, "chat /metrics")).into_iter().next();
    let row = row.or_else(|| {
        let rows = world.see(|scene| rows(scene, "chat"));
        rows.into_iter().find(|row| row.path.contains("metrics"))
    });
    let row = row.unwrap_or_else(|| panic!("no such target"));
    let tile = tile(world, "chat", "Metrics app");
    [(row.status, row.word), (tile.status, tile.why)]
}

#[test]
fn one_failed_scrape_is_checked_and_the_second_is_an_outage() {
    let mut world = World::after(MINUTE);
    assert_eq!(target_states(&world).map(|(status, _)| status), [Status::Operational; 2]);
    world.pages[0] = Page::Code(500);
    world.run_until(|world| world.work().targets()[0].failures == 1);
    let [row, tile] = target_states(&world);
    assert_eq!((row.0, tile.0), (Status::Checking, Status::Checking));
    assert!(row.1.ends_with(" (1 of 2 failures)"), "{}", row.1);
    assert_eq!(tile.1, "1 of 2 failures");

    world.run_until(|world| world.work().targets()[0].failures == 2);
    let [row, tile] = target_states(&world);
    assert_eq!((row.0, tile.0), (Status::MajorOutage, Status::MajorOutage));
    assert!(!row.1.contains(" of 2"), "{}", row.1);
    assert_eq!(tile.1, "2\u{a0}consecutive failures");

    world.pages[0] = load(1.0);
    world.run_until(|world| world.work().targets()[0].failures == 0);
    assert_eq!(target_states(&world).map(|(status, _)| status), [Status::Operational; 2]);
}

#[test]
fn as_many_failures_as_the_system_has_confirm() {
    let mut world = World::new();
    world.config = CONFIG
        .replace(r#""id":"chat","name":"Chat","#, r#""id":"chat","name":"Chat","failures":3,"#);
    world.log_in(PASSWORD);
    world.run(MINUTE);
    world.pages[0] = Page::Hangs;
    world.run_until(|world| world.work().targets()[0].failures == 2);
    assert_eq!(target_states(&world)[1], (Status::Checking, "2 of 3 failures".to_owned()));
    world.run_until(|world| world.work().targets()[0].failures == 3);
    assert_eq!(target_states(&world)[1].0, Status::MajorOutage);
}

#[test]
fn where_the_proxy_keeps_silent_nothing_is_known_of_targets_and_systems() {
    let mut world = World::after(MINUTE);
    world.proxy_works = false;
    world.run_until(|world| world.work().monitor().reachability().is_blocked());
    // At once, though the last answers are young.
    assert_eq!(target_states(&world).map(|(status, _)| status), [Status::Unknown; 2]);
    let rows = world.see(|scene| rows(scene, ""));
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.status == Status::Unknown), "{rows:?}");
    for subject in world.see(overview).subjects {
        assert_eq!(subject.status, Status::Unknown);
        assert!(subject.tiles.iter().all(|tile| tile.status == Status::Unknown), "{subject:?}");
    }
    world.run(MINUTE);
    assert_eq!(target_states(&world)[0].1, "Could not be scraped");

    world.proxy_works = true;
    world.run(MINUTE * 2);
    assert_eq!(target_states(&world).map(|(status, _)| status), [Status::Operational; 2]);
}

#[test]
fn how_long_a_system_is_up_is_claimed_only_while_it_is() {
    let pair = |world: &World, name: &str| {
        let pairs = subject(world, "chat").pairs;
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    };
    let mut world = World::new();
    let started = (world.now.0 / 1000 - 7200) as f64;
    let page = format!("process_start_time_seconds {started}\nload 1\n");
    world.pages[0] = Page::Text(page);
    world.log_in(PASSWORD);
    world.run(MINUTE);
    let up = pair(&world, "Uptime").unwrap().replace('\u{a0}', " ");
    assert!(up.starts_with("2 h"), "{up}");
    let restarted = pair(&world, "Started");
    assert!(restarted.is_some());

    // Its process runs, as its metrics show, but its health says that it is down.
    world.health[0] = 503;
    world.run_until(|world| subject(world, "chat").status == Status::MajorOutage);
    assert_eq!(pair(&world, "Uptime").unwrap(), "unknown");
    assert_eq!(pair(&world, "Started"), restarted, "a fact of the past stays one");

    // The metrics are too old to show anything.
    world.pages[0] = Page::Hangs;
    world.run(MINUTE * 5);
    assert_eq!(pair(&world, "Uptime"), None);
}

/// The same world, where the health answers are JSON with parts.
fn with_parts() -> World {
    let mut world = World::new();
    let mapping = r#"{"state":[{"json":"/status"}],"words":{"operational":["ok"],"down":["down"]},"parts":[{"map":{"at":"/parts"}}]}"#;
    world.config = CONFIG.replace(r#"{"state":["code"]}"#, mapping);
    world.health_body = r#"{"status":"ok","parts":{"db":"ok","mail":"down"}}"#.into();
    world.log_in(PASSWORD);
    world.run(MINUTE);
    world
}

#[test]
fn a_part_that_a_doubted_answer_calls_well_is_being_checked() {
    let mut world = with_parts();
    assert_eq!(tile(&world, "chat", "db").status, Status::Operational);
    assert_eq!(tile(&world, "chat", "mail").status, Status::MajorOutage);
    world.health[0] = 500;
    world.health_body = String::new();
    world.run_until(|world| world.work().monitor().watches()[0].failing() == 1);
    assert_eq!(subject(&world, "chat").status, Status::Degraded, "not down after one failure");
    assert_eq!(tile(&world, "chat", "db").status, Status::Checking);
    assert_eq!(tile(&world, "chat", "mail").status, Status::MajorOutage, "bad news stands");

    // A doubt that is settled is none.
    world.health[0] = 200;
    world.health_body = r#"{"status":"ok","parts":{"db":"ok","mail":"ok"}}"#.into();
    world.run(MINUTE);
    assert_eq!(tile(&world, "chat", "db").status, Status::Operational);
}

#[test]
fn the_inspector_says_of_a_failed_scrape_that_nothing_could_be_read() {
    let inspected = |world: &World| {
        let endpoint = Endpoint::Target("chat".to_owned(), "app".to_owned());
        world.see(|scene| inspection(scene, &endpoint)).unwrap()
    };
    let mut world = World::after(MINUTE);
    assert_eq!(inspected(&world).no_problem, "Parse errors: none.");
    world.pages[0] = Page::Code(500);
    world.run_until(|world| world.work().targets()[0].failures == 1);
    let failed = inspected(&world);
    assert!(
        failed.no_problem.starts_with("The page could not be parsed: "),
        "{}",
        failed.no_problem
    );
    assert!(failed.title.contains("500"), "{}", failed.title);
    world.pages[0] = Page::Hangs;
    world.run_until(|world| world.work().targets()[0].failures == 3);
    assert!(inspected(&world).no_problem.starts_with("The page could not be parsed: "));
    world.pages[0] = load(1.0);
    world.run_until(|world| world.work().targets()[0].failures == 0);
    world.proxy_works = false;
    world.run(MINUTE * 2);
    assert_eq!(inspected(&world).no_problem, "No response.");
}

#[test]
fn what_could_not_be_read_is_never_written_over() {
    for error in [StorageError::Full, StorageError::Other("UnknownError: disk".to_owned())] {
        let mut world = World::after(MINUTE * 3);
        let before = world.database.clone();
        assert!(!before.records.is_empty());
        world.database.unreadable = Some(error.clone());
        world.saves.clear();
        world.reload();
        assert_eq!(world.work().persistence().error, Some(error));
        // Reading it would work again, and so would writing: but what is there is more than what this page knows.
        world.database.unreadable = None;
        world.run(MINUTE * 10);
        world.event(Event::LeadChanged { leads: false });
        world.event(Event::LeadChanged { leads: true });
        world.run(MINUTE * 10);
        assert!(world.saves.is_empty(), "{:?}", world.saves.len());
        assert_eq!(world.database.records, before.records);
        assert!(world.entries("load", &[]).len() > 30, "the page works on");

        world.reload();
        assert_eq!(world.work().persistence().error, None);
        assert!(world.entries("load", &[]).len() > 20, "what was kept is there again");
    }
}

#[test]
fn a_save_that_failed_makes_the_next_one_replace_all() {
    let mut world = World::after(MINUTE);
    assert!(world.saves.iter().all(|save| !save.replaces));
    world.database.error = Some(StorageError::Other("AbortError".to_owned()));
    let n = world.saves.len();
    world.run_until(|world| world.work().persistence().error.is_some());
    assert!(!world.saves[n].replaces);
    world.database.error = None;
    // Whatever half of it may lie there.
    world.database.records.insert("row/99/0".to_owned(), vec![1, 2, 3]);
    world.saves.clear();
    world.run(MINUTE * 2);
    assert!(world.saves[0].replaces);
    assert_eq!(world.saves[0].notes.len(), Note::ALL.len(), "the small states go with it");
    assert!(world.saves[1..].iter().all(|save| !save.replaces));
    assert_eq!(world.work().persistence().error, None);
    let samples = world.entries("load", &[]).len();
    world.reload();
    assert!(world.work().persistence().damaged.is_empty());
    assert!(world.entries("load", &[]).len() + 3 >= samples);
}

#[test]
fn a_connection_that_broke_off_is_no_answer_of_the_target() {
    let mut world = World::after(MINUTE);
    world.run_until(|world| world.work().targets().iter().all(|one| one.schedule.began.is_none()));
    world.event(Event::Answered {
        request: allclear::console::Request::Target(0),
        took: Duration(5),
        result: Err(FetchError::BrokenOff),
    });
    assert_eq!(target_states(&world)[0].0, Status::Operational, "not before the proxy was checked");
    world.run(Duration(100));
    assert_eq!(target_states(&world)[0].0, Status::Checking);
}
