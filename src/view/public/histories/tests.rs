use super::*;
use crate::config::{Site, Source, System};
use crate::history::document::Past as Document;
use crate::history::{Cause, Outage, State, Timeline};
use crate::view::format::Zone;
use crate::view::language::Words;

const MINUTE: Duration = Duration::from_secs(60);

fn zone() -> Zone<'static> {
    Zone { name: "UTC", offset: &|_| Duration::ZERO }
}

fn system(id: &str) -> System {
    System {
        id: id.to_owned(),
        name: id.to_uppercase(),
        group: String::new(),
        description: String::new(),
        source: Source::Recorder,
        failures: 2,
        successes: 2,
        part_names: Vec::new(),
    }
}

fn config() -> Config {
    Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Config::CACHE,
        recorder: true,
        mappings: Vec::new(),
        systems: vec![system("chat"), system("rat")],
    }
}

fn histories() -> Histories {
    Histories::new(&config())
}

/// Noon of a Friday, and forty days of `chat` until then with an outage of ten minutes two days ago.
fn quarter() -> (Timestamp, History) {
    let now = Timestamp::from_http_date("Fri, 20 Nov 2026 12:00:00 GMT").unwrap();
    let from = now - MINUTE * (40 * 1440);
    let since = now - MINUTE * (2 * 1440);
    let until = since + MINUTE * 10;
    let mut timeline = Timeline::new(from);
    timeline.extend(State::Operational, since);
    timeline.extend(State::MajorOutage, until);
    timeline.extend(State::Operational, now);
    let outage =
        Outage { since, until: Some(until), worst: State::MajorOutage, cause: Cause::Refused };
    let past = Document { id: "chat".to_owned(), timeline, outages: vec![outage] };
    (now, History { from, until: now, systems: vec![past], ..History::default() })
}

#[test]
fn nothing_is_made_before_anything_is_heard() {
    let (now, _) = quarter();
    let mut histories = histories();
    histories.refresh(&zone(), &Words::ENGLISH, now);
    assert_eq!(*histories.all()[0], SystemHistory::default());
    histories.set_history(None);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let past = &histories.all()[0];
    assert_eq!(past.bars[State::Operational as usize], "");
    assert_eq!(past.bars[State::Unobserved as usize].matches('z').count(), DAYS);
    assert_eq!(past.uptimes[4].coverage, "not observed");
    assert_eq!(past.line, "Nov\u{a0}20: not observed");
    assert_eq!(histories.note(), "No history has been recorded for this page yet.");
}

#[test]
fn what_was_written_is_shown_and_the_rest_was_not_observed() {
    let (now, history) = quarter();
    let mut histories = histories();
    histories.set_history(Some((history, Duration::ZERO)));
    histories.note_recorder(now, Duration::from_secs(15), now);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let pasts = histories.all();
    assert_eq!(pasts[0].bars[State::Operational as usize].matches('z').count(), 41);
    assert_eq!(pasts[0].bars[State::MajorOutage as usize].matches('z').count(), 1);
    assert_eq!(pasts[0].line, "Nov\u{a0}20: no outage so far, observed 100\u{a0}%");
    assert_eq!(pasts[0].uptimes[2].share, "99.97\u{a0}%");
    assert_eq!(pasts[0].picker, (1, 90));
    assert_eq!(pasts[1].uptimes[4].coverage, "not observed");
    assert_eq!(histories.note(), "");
}

#[test]
fn a_day_is_chosen_opened_and_left() {
    let (now, history) = quarter();
    let mut histories = histories();
    histories.set_history(Some((history, Duration::ZERO)));
    histories.note_recorder(now, Duration::from_secs(15), now);
    histories.set_days_in_sight(30);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let revision = histories.all()[1].revision;
    histories.choose(0, 88);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let past = histories.all()[0].clone();
    assert_eq!(past.picker, (61, 88));
    assert!(past.line.starts_with("Nov\u{a0}18: 99.30\u{a0}%, down 10\u{a0}min"), "{}", past.line);
    assert_eq!(past.day, None);
    histories.open_day(0);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let day = histories.all()[0].day.clone().unwrap();
    assert_eq!(day.events[0].text, "12:00 to 12:10, 10\u{a0}min. Connections were refused.");
    assert_eq!(histories.step(1), Some((0, 89)));
    assert_eq!(histories.step(1), Some((0, 90)));
    assert_eq!(histories.step(1), None, "there is no tomorrow");
    histories.choose(0, 61);
    assert_eq!(histories.step(-1), None, "what is not in sight is not gone to");
    assert_eq!(histories.close_day(), Some(0));
    histories.refresh(&zone(), &Words::ENGLISH, now);
    assert_eq!(histories.all()[0].day, None);
    assert_eq!(histories.all()[1].revision, revision, "another system was left alone");
}

#[test]
fn a_recorder_that_stopped_leaves_an_end_that_was_not_observed() {
    let (now, history) = quarter();
    let mut histories = histories();
    histories.set_history(Some((history, Duration::ZERO)));
    histories.note_recorder(now, Duration::from_secs(30), now);
    histories.refresh(&zone(), &Words::ENGLISH, now + Duration::from_secs(90));
    assert_eq!(histories.note(), "", "three intervals are allowed");
    assert_eq!(histories.all()[0].bars[State::Unobserved as usize].matches('z').count(), 50);
    histories.refresh(&zone(), &Words::ENGLISH, now + Duration::from_secs(91));
    assert_eq!(histories.note(), "", "a page that has requested nothing since then cannot know");
    histories.note_recorder(now, Duration::from_secs(30), now + Duration::from_secs(91));
    histories.refresh(&zone(), &Words::ENGLISH, now + Duration::from_secs(91));
    assert!(
        histories.note().starts_with("No data from the recorder since 12:00"),
        "{}",
        histories.note()
    );
    assert_eq!(histories.all()[0].bars[State::Unobserved as usize].matches('z').count(), 51);
    assert_eq!(histories.all()[0].line, "Nov\u{a0}20: no outage so far, observed 99\u{a0}%");
}

#[test]
fn the_recorders_clock_counts_and_not_this_pages() {
    let (now, history) = quarter();
    let mut histories = histories();
    let ahead = MINUTE * (3 * 1440);
    histories.set_history(Some((history, ahead)));
    histories.note_recorder(now + ahead, Duration::from_secs(30), now + ahead);
    histories.refresh(&zone(), &Words::ENGLISH, now + ahead + MINUTE);
    assert_eq!(histories.note(), "");
    assert_eq!(histories.all()[0].line, "Nov\u{a0}20: no outage so far, observed 100\u{a0}%");
}

#[test]
fn another_configuration_keeps_what_is_known_of_each_system() {
    let (now, history) = quarter();
    let mut histories = histories();
    histories.set_history(Some((history, Duration::ZERO)));
    histories.note_recorder(now, Duration::from_secs(15), now);
    histories.choose(0, 88);
    histories.open_day(0);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let before: Vec<SystemHistory> = histories.all().iter().map(|past| (**past).clone()).collect();
    let making = histories.revision();

    let mut config = config();
    config.systems.reverse();
    config.systems[1].name = "Renamed".to_owned();
    let new = System { id: "new".to_owned(), ..config.systems[0].clone() };
    config.systems.insert(0, new);
    histories.reconfigure(&config, &[None, Some(1), Some(0)]);
    histories.refresh(&zone(), &Words::ENGLISH, now);
    let [new, second, first] = histories.all().try_into().unwrap();
    assert_eq!(new.uptimes[4].coverage, "not observed");
    assert_eq!(first.label, "Day of Renamed");
    assert_eq!((&first.bars, first.picker, &first.day), (&before[0].bars, (1, 88), &before[0].day));
    assert!(first.day.is_some());
    assert_eq!((&second.bars, &second.day), (&before[1].bars, &None));
    assert!(first.revision != before[1].revision && histories.revision() != making);
}
