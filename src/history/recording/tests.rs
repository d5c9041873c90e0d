use super::*;
use crate::config::{Check, Site, Source, System};
use crate::decode::Answer;
use crate::decode::health::{Mapping, StateSource};
use crate::history::document::Verdict;
use crate::history::{Archive, Cause, State};
use crate::monitor::{Effect, Event, FetchError};

/// A recorder's monitor with its recording and archive, on a clock of its own, run every 15 seconds.
struct World {
    monitor: Monitor,
    recording: Recording,
    archive: Archive,
    entries: Vec<Entry>,
    now: Timestamp,
    wake: Timestamp,
}

/// The answer of a service: `o` well, `x` refuses, `h` HTTP 500, `n` cannot be probed.
fn answer(word: char) -> Result<Answer, FetchError> {
    let coded = |code, headers: &[(&str, &str)]| Answer {
        code,
        headers: headers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        body: Vec::new(),
    };
    match word {
        'x' => Ok(coded(502, &[("x-allclear", "refused")])),
        'h' => Ok(coded(500, &[])),
        'n' => Err(FetchError::NotSent),
        _ => Ok(coded(200, &[])),
    }
}

fn config(checks: usize) -> Config {
    let check = |index: usize| Check {
        id: format!("c{index}"),
        name: "Check".into(),
        mapping: 0,
        interval: Duration::from_secs(15),
        timeout: Duration::from_secs(5),
        max_bytes: 1000,
    };
    Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Duration::ZERO,
        recorder: true,
        mappings: vec![Mapping { state: vec![StateSource::Code], ..Mapping::default() }],
        systems: vec![System {
            id: "rat".into(),
            name: "Rat".into(),
            group: String::new(),
            description: String::new(),
            source: Source::Checks((0..checks).map(check).collect()),
            failures: 2,
            successes: 2,
            part_names: Vec::new(),
        }],
    }
}

const START: Timestamp = Timestamp(1_795_000_000_000);

fn at(seconds: i64) -> Timestamp {
    START + Duration::from_secs(seconds)
}

impl World {
    fn begin(checks: usize, now: Timestamp, archive: Archive) -> Self {
        let config = config(checks);
        let recording = Recording::new(&config, checks, now);
        let mut monitor = Monitor::new(config, now);
        let _ = monitor.update(Event::LeadChanged { leads: true }, now);
        // The first checks begin with that event and come to nothing, so that `run` checks from the start.
        let mut world = Self { monitor, recording, archive, entries: Vec::new(), now, wake: now };
        for check in 0..checks {
            world.step(
                Event::Fetched { check, took: Duration::ZERO, result: answer('n') },
                &|_, _| 'n',
            );
        }
        world
    }

    fn step(&mut self, event: Event, says: &dyn Fn(usize, Timestamp) -> char) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in self.monitor.update(event, self.now) {
                match effect {
                    Effect::Fetch { check, .. } => {
                        let result = answer(says(check, self.now));
                        events.push(Event::Fetched { check, took: Duration(20), result });
                    }
                    Effect::FetchCanary { canary, .. } => {
                        events.push(Event::CanaryFetched {
                            canary,
                            took: Duration::ZERO,
                            answered: true,
                        });
                    }
                    Effect::WakeAt(at) => self.wake = at,
                    Effect::Broadcast(_) => {}
                }
            }
            for entry in self.recording.observe(&self.monitor, self.now) {
                self.archive.apply(&entry);
                self.entries.push(entry);
            }
        }
    }

    /// Runs until `until`, with services that behave as `says` says at each instant.
    fn run(&mut self, until: Timestamp, says: &dyn Fn(usize, Timestamp) -> char) {
        while self.wake <= until {
            self.now = self.now.max(self.wake);
            self.step(Event::Tick, says);
        }
        self.now = until;
    }

    /// Returns runs in whole seconds from `START`, ends cut, from the first check on.
    fn runs(&self) -> Vec<(State, i64, i64)> {
        let record = self.archive.of("rat").unwrap();
        let seconds = |at: Timestamp| at.since(START).0 / 1000;
        let runs = record.timeline.runs().skip_while(|run| run.state == State::Unobserved);
        runs.map(|run| (run.state, seconds(run.since), seconds(run.until))).collect()
    }

    fn outages(&self) -> Vec<Outaged> {
        let seconds = |at: Timestamp| at.since(START).0 / 1000;
        let outages = self.archive.of("rat").unwrap().outages.iter();
        outages.map(|it| (seconds(it.since), it.until.map(seconds), it.worst, it.cause)).collect()
    }
}

type Outaged = (i64, Option<i64>, State, Cause);

fn fails_between(from: i64, until: i64, how: char) -> impl Fn(usize, Timestamp) -> char {
    move |_, now| if at(from) <= now && now < at(until) { how } else { 'o' }
}

#[test]
fn one_failure_is_no_outage_and_two_are_one_since_the_first() {
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(300), &fails_between(100, 105, 'x'));
    let [(State::Operational, 0..=15, 270..=300)] = world.runs()[..] else {
        panic!("{:?}", world.runs())
    };
    assert_eq!(world.outages(), []);

    let mut world = World::begin(1, START, Archive::default());
    world.run(at(600), &fails_between(100, 300, 'x'));
    let runs = world.runs();
    let [
        (State::Operational, _, down),
        (State::MajorOutage, since, up),
        (State::Operational, again, _),
    ] = runs[..]
    else {
        panic!("{runs:?}")
    };
    assert!((100..=117).contains(&down) && since == down && again == up, "{runs:?}");
    assert!((300..=340).contains(&up), "{runs:?}");
    assert_eq!(world.outages(), [(down, Some(up), State::MajorOutage, Cause::Refused)]);
}

#[test]
fn what_is_being_checked_is_not_noted_until_it_is_decided() {
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(95), &fails_between(60, 1000, 'x'));
    let before: Vec<Entry> = world.entries.clone();
    world.run(at(1000), &fails_between(60, 1000, 'x'));
    // Entries are only ever added: each begins where the one before ended.
    let ends = |entries: &[Entry]| -> Vec<(Timestamp, Timestamp)> {
        let ranges = entries.iter().filter_map(|entry| match &entry.note {
            Note::Observed { range, .. } => Some((range.start, range.end)),
            _ => None,
        });
        ranges.collect()
    };
    assert_eq!(before, world.entries[..before.len()]);
    assert!(ends(&world.entries).windows(2).all(|pair| pair[0].1 == pair[1].0));
    assert_eq!(world.outages().len(), 1);
}

#[test]
fn a_page_without_a_connection_knows_nothing() {
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(1000), &fails_between(300, 700, 'n'));
    let runs = world.runs();
    let [(State::Operational, _, gone), (State::Unobserved, _, back), (State::Operational, _, _)] =
        runs[..]
    else {
        panic!("{runs:?}")
    };
    assert!((280..300).contains(&gone) && (700..720).contains(&back), "{runs:?}");
    assert_eq!(world.outages(), []);
    // Within the life of a verdict, the checks before and after count for the time between.
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(600), &fails_between(300, 330, 'n'));
    assert_eq!(world.runs().len(), 1, "{:?}", world.runs());
}

#[test]
fn an_unconfirmed_failure_is_not_published() {
    let says = |_: usize, now: Timestamp| match now.since(START).0 / 1000 {
        200..206 => 'x',
        206..900 => 'n',
        _ => 'o',
    };
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(1200), &says);
    let states: Vec<State> = world.runs().into_iter().map(|(state, ..)| state).collect();
    assert_eq!(states, [State::Operational, State::Unobserved, State::Operational]);
    assert_eq!(world.outages(), []);
}

#[test]
fn a_restart_leaves_a_gap_and_an_outage_goes_on_through_it() {
    let down = fails_between(200, 5000, 'h');
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(400), &down);
    let kept = world.archive;
    let mut world = World::begin(1, at(1000), kept);
    world.run(at(1200), &down);
    let runs = world.runs();
    let [
        (State::Operational, ..),
        (State::MajorOutage, _, stop),
        (State::Unobserved, _, begin),
        (State::MajorOutage, ..),
    ] = runs[..]
    else {
        panic!("{runs:?}")
    };
    assert!((365..=400).contains(&stop) && (1000..1020).contains(&begin), "{runs:?}");
    let outages = world.outages();
    assert!(matches!(outages[..], [(_, None, State::MajorOutage, Cause::Error)]), "{outages:?}");
}

#[test]
fn a_process_that_has_run_all_the_while_fills_the_gap_of_a_restart() {
    let well = |_: usize, _: Timestamp| 'o';
    // When the process began, and at which second that becomes known.
    for (since, known, is_filled) in
        [(100, 700, true), (100, 900, true), (500, 700, false), (650, 700, false)]
    {
        let mut world = World::begin(1, START, Archive::default());
        world.run(at(400), &well);
        let kept = world.archive;
        let mut world = World::begin(1, at(600), kept);
        world.run(at(known), &well);
        let config = world.monitor.config().clone();
        world.recording.ran(&config, "nobody", at(0));
        world.recording.ran(&config, "rat", at(since));
        world.run(at(1000), &well);
        let gaps = world.runs().iter().filter(|run| run.0 == State::Unobserved).count();
        assert_eq!(gaps == 0, is_filled, "since {since}, known at {known}: {:?}", world.runs());
        let notes =
            world.entries.iter().filter(|it| matches!(it.note, Note::Running { .. })).count();
        assert_eq!(notes, 1, "noted once");
    }
    // What is well only afterwards was not necessarily well before.
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(400), &well);
    let mut world = World::begin(1, at(600), world.archive);
    let config = world.monitor.config().clone();
    world.recording.ran(&config, "rat", at(100));
    world.run(at(1000), &fails_between(600, 800, 'h'));
    assert!(world.runs().iter().any(|run| run.0 == State::Unobserved), "{:?}", world.runs());
}

#[test]
fn a_system_is_recorded_as_far_as_all_of_its_checks_are_decided() {
    let says = |check: usize, now: Timestamp| {
        if check == 1 && (at(300)..at(500)).contains(&now) { 'x' } else { 'o' }
    };
    let mut world = World::begin(3, START, Archive::default());
    world.run(at(900), &says);
    let runs = world.runs();
    let states: Vec<State> = runs.iter().map(|(state, ..)| *state).collect();
    assert_eq!(
        &states[states.len() - 3..],
        [State::Operational, State::PartialOutage, State::Operational],
        "{runs:?}"
    );
    assert_eq!(world.outages().len(), 1);
    assert_eq!(world.outages()[0].3, Cause::Refused);
}

#[test]
fn clocks_that_jump_cost_observation_and_no_past() {
    // An hour ahead, and back again after ten minutes.
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(600), &|_, _| 'o');
    let before = world.archive.of("rat").unwrap().timeline.clone();
    world.now = at(4200);
    world.wake = world.now;
    world.run(at(4800), &|_, _| 'o');
    world.now = at(1200);
    world.wake = world.now;
    world.run(at(9000), &fails_between(1500, 1700, 'x'));
    let after = &world.archive.of("rat").unwrap().timeline;
    let until = before.until();
    assert_eq!(
        after.within(START..until).collect::<Vec<_>>(),
        before.within(START..until).collect::<Vec<_>>()
    );
    let tally = after.tally(at(0)..at(8900));
    let unseen = tally.of(State::Unobserved).0 / 1000;
    assert!((590..=690).contains(&unseen), "{unseen} s: from 600 to 1200; {:?}", world.runs());
    assert!((190..=240).contains(&(tally.of(State::MajorOutage).0 / 1000)));
    // A small step back is waited out.
    let mut world = World::begin(1, START, Archive::default());
    world.run(at(600), &|_, _| 'o');
    world.now = at(570);
    world.wake = world.now;
    world.run(at(900), &|_, _| 'o');
    assert_eq!(world.runs().len(), 1, "{:?}", world.runs());
}

#[test]
fn no_instant_of_a_verdict_lies_ahead_of_a_clock_that_was_set_back() {
    for how in ['o', 'x', 'h'] {
        for back in [2, 30, 600, 7200, 200_000] {
            let mut world = World::begin(1, START, Archive::default());
            world.run(at(600), &|_, _| 'o');
            // The clock is ahead from here on, and something happens before it is set right.
            world.now = at(600 + back);
            world.wake = world.now;
            world.run(at(900 + back), &|_, _| how);
            for second in [900, 901, 905, 920, 960, 1200] {
                world.now = at(second);
                if second == 900 {
                    world.wake = world.now;
                }
                world.run(at(second), &|_, _| how);
                let system_status = world.monitor.system_status(0, world.now);
                let timeline = world.archive.of("rat").map(|record| &record.timeline);
                let verdict = Verdict::of(&system_status, timeline, world.now).unwrap();
                let latest = verdict.since.max(verdict.measured);
                assert!(latest <= world.now, "{how}, {back} s back, at {second}: {verdict:?}");
                let history = world.archive.history(&["rat"], world.now);
                let ends = history.systems[0].outages.iter().filter_map(|outage| outage.until);
                assert!(ends.max() <= Some(world.now), "{how}, {back} s back, at {second}");
            }
        }
    }
}

#[test]
fn is_small_however_long_it_runs() {
    let mut world = World::begin(4, START, Archive::default());
    // Flaps all the time, each check in its own way.
    let says = |check: usize, now: Timestamp| {
        let pace = 40 + 7 * i64::try_from(check).unwrap();
        if (now.0 / 1000 / pace) % 2 == 0 { 'o' } else { 'x' }
    };
    for hour in 1..48 {
        world.run(at(hour * 3600), &says);
        let pending: usize =
            world.recording.checks.iter().map(|course| course.stretches.len()).sum();
        assert!(pending < 40, "{pending} stretches wait in hour {hour}");
    }
}
