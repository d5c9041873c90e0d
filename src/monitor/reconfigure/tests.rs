use super::*;
use crate::config::{Check, Site, System};
use crate::decode::Answer;
use crate::decode::health::{Mapping, StateSource};
use crate::monitor::{Canary, Effect, Event, FetchError, RecordedVerdict, UnknownReason};
use crate::status::Status;
use metrics_engine::time::Duration;

const NOON: Timestamp = Timestamp(1_795_176_000_000);

fn later(seconds: i64) -> Timestamp {
    NOON + Duration::from_secs(seconds)
}

fn check() -> Check {
    Check {
        id: "health".to_owned(),
        name: String::new(),
        mapping: 0,
        interval: Duration::from_secs(30),
        timeout: Check::TIMEOUT,
        max_bytes: Check::MAX_BYTES,
    }
}

fn system(id: &str, source: Source) -> System {
    System {
        id: id.to_owned(),
        name: id.to_uppercase(),
        group: String::new(),
        description: String::new(),
        source,
        failures: 2,
        successes: 2,
        part_names: Vec::new(),
    }
}

fn checked(id: &str) -> System {
    system(id, Source::Checks(vec![check()]))
}

fn config(systems: Vec<System>) -> Config {
    let mapping = Mapping { state: vec![StateSource::Code], ..Mapping::default() };
    Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Config::CACHE,
        recorder: true,
        mappings: vec![mapping],
        systems,
    }
}

/// A page that leads, with its unanswered requests by address.
struct World {
    monitor: Monitor,
    requested: Vec<String>,
    canaries: Vec<Canary>,
}

impl World {
    fn new(systems: Vec<System>) -> Self {
        let monitor = Monitor::new(config(systems), NOON);
        let mut world = Self { monitor, requested: Vec::new(), canaries: Vec::new() };
        world.happens(Event::LeadChanged { leads: true }, NOON);
        world
    }

    fn happens(&mut self, event: Event, now: Timestamp) {
        for effect in self.monitor.update(event, now) {
            match effect {
                Effect::Fetch { url, .. } => self.requested.push(url),
                Effect::FetchCanary { canary, .. } => self.canaries.push(canary),
                Effect::WakeAt(_) | Effect::Broadcast(_) => {}
            }
        }
    }

    /// The answer to the request for `url` arrives, as a shell delivers it.
    fn arrives(&mut self, url: &str, result: Result<Answer, FetchError>, now: Timestamp) {
        self.requested.retain(|requested| requested != url);
        if let Some(check) = self.monitor.check_at(url) {
            self.happens(Event::Fetched { check, took: Duration(20), result }, now);
        }
    }

    fn changes(&mut self, config: Config, now: Timestamp) {
        self.happens(Event::ConfigChanged(Arc::new(config)), now);
    }

    fn statuses(&self, now: Timestamp) -> Vec<(&str, Status)> {
        let systems = self.monitor.config().systems.iter().enumerate();
        systems
            .map(|(index, system)| (&*system.id, self.monitor.system_status(index, now).status))
            .collect()
    }
}

fn code(code: u16) -> Answer {
    Answer { code, ..Answer::default() }
}

/// `a` is well, `b` has been down since the first second.
fn settled() -> World {
    let mut world = World::new(vec![checked("a"), checked("b")]);
    for seconds in [1, 20] {
        world.arrives("/status/a/health", Ok(code(200)), later(seconds));
        world.arrives("/status/b/health", Ok(code(500)), later(seconds));
    }
    let known = [("a", Status::Operational), ("b", Status::MajorOutage)];
    assert_eq!(world.statuses(later(20)), known);
    world.requested.clear();
    world
}

#[test]
fn checks_that_are_still_there_keep_what_is_known_of_them() {
    let mut world = settled();
    let due = world.monitor.watches()[1].schedule.due;
    world.changes(config(vec![checked("new"), checked("b"), checked("a")]), later(21));
    let known = [("new", Status::Checking), ("b", Status::MajorOutage), ("a", Status::Operational)];
    assert_eq!(world.statuses(later(21)), known);
    assert_eq!(world.monitor.system_status(1, later(21)).since, Some(later(1)));
    assert_eq!(world.monitor.watches()[1].schedule.due, due);
    assert_eq!(
        world.requested,
        ["/status/new/health"],
        "what is new is requested at once, and nothing else"
    );
    world.arrives("/status/new/health", Ok(code(200)), later(22));
    assert_eq!(world.statuses(later(22))[0], ("new", Status::Operational));
}

#[test]
fn a_new_name_and_new_limits_change_no_belief() {
    let mut world = settled();
    let changed = Check { interval: Duration::from_secs(10), name: "Ready".to_owned(), ..check() };
    let renamed = System {
        name: "Renamed".to_owned(),
        group: "Elsewhere".to_owned(),
        failures: 5,
        ..system("b", Source::Checks(vec![changed]))
    };
    world.changes(config(vec![checked("a"), renamed]), later(21));
    assert_eq!(world.statuses(later(21))[1], ("b", Status::MajorOutage));
    let watch = &world.monitor.watches()[1];
    assert_eq!(watch.stale_after(), Duration::from_secs(60));
    assert!(watch.schedule.due <= later(31), "requested in the new interval: {:?}", watch.schedule);
    assert!(world.requested.is_empty(), "{:?}", world.requested);
}

#[test]
fn answers_with_a_new_mapping_are_requested_anew() {
    let mut world = settled();
    let mut changed = config(vec![checked("a"), checked("b")]);
    changed.mappings = vec![Mapping { state: vec![StateSource::Text], ..Mapping::default() }];
    world.changes(changed, later(21));
    assert_eq!(world.statuses(later(21)), [("a", Status::Checking), ("b", Status::Checking)]);
    assert_eq!(world.requested.len(), 2);

    // An equal mapping at another place of the list is the same.
    let mut world = settled();
    let mut moved = config(vec![checked("a"), checked("b")]);
    moved.mappings.insert(0, Mapping::default());
    for system in &mut moved.systems {
        system.source = Source::Checks(vec![Check { mapping: 1, ..check() }]);
    }
    world.changes(moved, later(21));
    let known = [("a", Status::Operational), ("b", Status::MajorOutage)];
    assert_eq!(world.statuses(later(21)), known);
    world.arrives("/status/b/health", Ok(code(500)), later(30));
    assert_eq!(world.statuses(later(30)), known);
}

#[test]
fn answers_to_earlier_requests_reach_their_own_check_or_none() {
    let mut world = settled();
    world.happens(Event::CheckAllRequested, later(25));
    assert_eq!(world.requested.len(), 2, "{:?}", world.requested);
    // The check of `b` takes the index of `a`.
    world.changes(config(vec![checked("b")]), later(26));
    world.arrives("/status/a/health", Ok(code(200)), later(27));
    assert_eq!(world.statuses(later(27)), [("b", Status::MajorOutage)]);
    assert!(world.monitor.watches()[0].schedule.began.is_some(), "the check of b is under way");
    world.arrives("/status/b/health", Ok(code(500)), later(27));
    assert_eq!(world.statuses(later(27)), [("b", Status::MajorOutage)]);
    assert!(world.monitor.watches()[0].schedule.began.is_none());
}

#[test]
fn undecided_checks_belong_to_their_own_check() {
    let mut world = settled();
    world.happens(Event::CheckAllRequested, later(25));
    world.arrives("/status/a/health", Err(FetchError::Unreachable), later(26));
    assert!(world.canaries.contains(&Canary::Proxy));
    // `c` takes the index of `a`, whose failure is not understood yet.
    world.changes(config(vec![checked("c"), checked("b")]), later(26));
    let event = Event::CanaryFetched { canary: Canary::Proxy, took: Duration(10), answered: true };
    world.happens(event, later(27));
    assert_eq!(world.monitor.watches()[0].last, None, "the failure of a is not one of c");

    // The failure of a check that still exists is understood.
    let mut world = settled();
    world.happens(Event::CheckAllRequested, later(25));
    world.arrives("/status/a/health", Err(FetchError::Unreachable), later(26));
    world.changes(config(vec![checked("c"), checked("b"), checked("a")]), later(26));
    let answered_at = world.monitor.watches()[2].newest_answer_at;
    let event = Event::CanaryFetched { canary: Canary::Proxy, took: Duration(10), answered: true };
    world.happens(event, later(27));
    assert!(world.monitor.watches()[2].newest_answer_at > answered_at);
    assert_eq!(world.monitor.watches()[0].last, None);
}

#[test]
fn a_system_whose_verdict_alone_is_public_now_blames_no_recorder() {
    let mut world = settled();
    world.happens(Event::VerdictsRead(Vec::new()), later(20));
    world.changes(config(vec![checked("a"), system("b", Source::Recorder)]), later(21));
    let system_status = world.monitor.system_status(1, later(21));
    assert_eq!((system_status.status, system_status.unknown_reason), (Status::Checking, None));
    let at = later(22);
    let recorded = RecordedVerdict {
        status: Status::MajorOutage,
        since: NOON,
        measured: at,
        written: at,
        read_at: at,
        interval: Duration::from_secs(30),
        failure: None,
        is_unreadable: false,
    };
    world.happens(Event::VerdictsRead(vec![("b".to_owned(), recorded)]), at);
    assert_eq!(world.statuses(at)[1], ("b", Status::MajorOutage));
    // A recorder's verdict stays with its system.
    world.changes(config(vec![system("b", Source::Recorder), checked("a")]), later(23));
    assert_eq!(world.statuses(at)[0], ("b", Status::MajorOutage));
    world.happens(Event::VerdictsRead(Vec::new()), later(24));
    world.changes(config(vec![system("c", Source::Recorder)]), later(25));
    world.happens(Event::VerdictsRead(Vec::new()), later(26));
    assert_eq!(
        world.monitor.system_status(0, later(26)).unknown_reason,
        Some(UnknownReason::NoRecorder)
    );
}

#[test]
fn nothing_is_known_of_the_way_to_another_proxy() {
    let mut world = settled();
    world.happens(Event::CheckAllRequested, later(25));
    world.requested.clear();
    let proxy = "https://proxy.example".to_owned();
    let systems = vec![checked("a"), checked("b")];
    world.changes(Config { proxy, ..config(systems) }, later(26));
    assert_eq!(world.monitor.check_at("/status/a/health"), None, "an answer of the former proxy");
    assert_eq!(world.monitor.check_at("https://proxy.example/status/b/health"), Some(1));
    assert_eq!(world.monitor.reachability().proxy, Stage::default());
    let requested =
        ["https://proxy.example/status/a/health", "https://proxy.example/status/b/health"];
    assert_eq!(world.requested, requested);
    let known = [("a", Status::Operational), ("b", Status::MajorOutage)];
    assert_eq!(world.statuses(later(26)), known, "what is believed of the systems stays");
}

#[test]
fn the_same_configuration_changes_nothing() {
    let mut world = settled();
    let before = format!("{:?}", world.monitor.watches());
    world.changes(config(vec![checked("a"), checked("b")]), later(21));
    assert_eq!(format!("{:?}", world.monitor.watches()), before);
}
