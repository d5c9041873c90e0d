use super::State::{
    Degraded, Maintenance, MajorOutage as Major, Operational as Up, PartialOutage as Partial,
    Unobserved as Unseen,
};
use super::*;
use crate::history::Cause;
use proptest::prelude::*;

const MINUTE: Duration = Duration::from_secs(60);

fn utc(at: &str) -> Timestamp {
    Timestamp::from_http_date(at).unwrap()
}

fn zone() -> Zone<'static> {
    Zone { name: "UTC", offset: &|_| Duration::ZERO }
}

/// Thursday, 12 November 2026, with these runs from its midnight on, in minutes.
fn day(runs: &[(State, i64)]) -> (Timeline, Range<Timestamp>) {
    let midnight = utc("Thu, 12 Nov 2026 00:00:00 GMT");
    let mut timeline = Timeline::new(midnight);
    for (state, minutes) in runs {
        timeline.extend(*state, timeline.until() + MINUTE * *minutes);
    }
    (timeline, midnight..midnight + MINUTE * 1440)
}

fn known<'a>(timeline: &'a Timeline, outages: &'a [Outage]) -> Known<'a> {
    Known { timeline, outages, incidents: &[], end: timeline.until() }
}

#[test]
fn a_day_is_described_in_a_line() {
    for (runs, expected) in [
        (vec![(Up, 1440)], "no outage, observed 100\u{a0}%"),
        (vec![(Up, 700)], "no outage so far, observed 100\u{a0}%"),
        (vec![(Unseen, 1440)], "not observed"),
        (vec![], "no data yet"),
        (
            vec![(Up, 180), (Unseen, 29), (Up, 345), (Major, 10), (Up, 876)],
            "99.29\u{a0}%, down 10\u{a0}min, 1\u{a0}incident, observed 97\u{a0}%",
        ),
        (
            vec![(Up, 1000), (Partial, 20), (Degraded, 420)],
            "99.30\u{a0}%, partly down 20\u{a0}min, degraded 7\u{a0}h, observed 100\u{a0}%",
        ),
        (
            vec![(Maintenance, 120), (Up, 1320)],
            "maintenance 2\u{a0}h, no outage, observed 100\u{a0}%",
        ),
        (vec![(Degraded, 1440)], "100\u{a0}%, degraded 1\u{a0}day, observed 100\u{a0}%"),
    ] {
        let (timeline, day) = day(&runs);
        let major = timeline.runs().find(|run| run.state == Major);
        let outages: Vec<Outage> = major
            .map(|run| Outage {
                since: run.since,
                until: Some(run.until),
                worst: Major,
                cause: Cause::TimedOut,
            })
            .into_iter()
            .collect();
        let found = known(&timeline, &outages);
        assert_eq!(found.facts(&day, &Words::ENGLISH), expected, "{runs:?}");
        assert_eq!(found.line(&day, &zone(), &Words::ENGLISH), format!("Nov\u{a0}12: {expected}"));
    }
}

#[test]
fn a_day_opens_to_its_minutes() {
    let (timeline, day) = day(&[(Up, 180), (Unseen, 29), (Up, 345), (Major, 10), (Up, 876)]);
    let since = day.start + MINUTE * 554;
    let outage =
        Outage { since, until: Some(since + MINUTE * 10), worst: Major, cause: Cause::TimedOut };
    let opened = known(&timeline, &[outage]).open(&day, &zone(), &Words::ENGLISH);
    assert_eq!(opened.title, "Thu, Nov\u{a0}12: 99.29\u{a0}% of the 97\u{a0}% we observed");
    assert_eq!(opened.hours, ["00:00", "06:00", "12:00", "18:00", "24:00"]);
    let events: Vec<_> =
        opened.events.iter().map(|event| (event.word.as_str(), event.text.as_str())).collect();
    assert_eq!(
        events,
        [
            ("Major outage", "09:14 to 09:24, 10\u{a0}min. It did not respond in time."),
            ("Not observed", "03:00 to 03:29, 29\u{a0}min."),
        ]
    );
    assert_eq!(opened.note, "");
    assert_eq!(
        opened.clock[Up as usize],
        "M0 2h90v16h-90zM104.5 2h172.5v16h-172.5zM282 2h438v16h-438z"
    );
    assert_eq!(opened.clock[Major as usize], "M277 2h5v22h-5z");
    assert_eq!(opened.clock[Unseen as usize], "M90 2h14.5v16h-14.5z");
}

#[test]
fn what_lasts_and_what_is_to_come() {
    let (timeline, day) = day(&[(Up, 843), (Major, 4)]);
    let outage = Outage {
        since: day.start + MINUTE * 843,
        until: None,
        worst: Major,
        cause: Cause::Refused,
    };
    let outages = [outage];
    let found = known(&timeline, &outages);
    let opened = found.open(&day, &zone(), &Words::ENGLISH);
    assert_eq!(opened.events[0].text, "since 14:03, 4\u{a0}min so far. Connections were refused.");
    assert_eq!(opened.clock[Unseen as usize], "", "what is to come is not unobserved");
    // The same, known to have stopped: the rest of the day until then was not observed.
    let later = Known { end: day.start + MINUTE * 1000, ..found };
    let opened = later.open(&day, &zone(), &Words::ENGLISH);
    assert_eq!(opened.events[1].text, "14:07 to 16:40, 2\u{a0}h 33\u{a0}min.");
    assert_eq!(opened.events[1].state, Unseen);
}

#[test]
fn a_flapping_day_lists_a_limited_number_of_events() {
    let runs: Vec<(State, i64)> =
        (0..1440).map(|minute| (if minute % 2 == 0 { Up } else { Major }, 1)).collect();
    let (timeline, day) = day(&runs);
    let opened = known(&timeline, &[]).open(&day, &zone(), &Words::ENGLISH);
    assert_eq!(opened.events.len(), MAX_EVENTS);
    assert_eq!(opened.note, "708 more not shown.");
    assert_eq!(opened.events[0].text, "00:01 to 00:02, 1\u{a0}min.");
}

#[test]
fn a_day_of_25_hours_has_its_own_clock() {
    let change = utc("Sun, 25 Oct 2026 01:00:00 GMT");
    let offset = move |at| Duration::from_secs(if at < change { 7200 } else { 3600 });
    let zone = Zone { name: "Europe/Berlin", offset: &offset };
    let days = zone.days(1, utc("Sun, 25 Oct 2026 12:00:00 GMT"));
    let mut timeline = Timeline::new(days[0].start);
    timeline.extend(Up, days[0].end);
    let opened = known(&timeline, &[]).open(&days[0], &zone, &Words::ENGLISH);
    assert_eq!(opened.hours, ["00:00", "05:15", "11:30", "17:45", "24:00"]);
    assert_eq!(opened.clock[Up as usize], "M0 2h720v16h-720z");
    assert_eq!(opened.title, "Sun, Oct\u{a0}25: 100\u{a0}%");
    assert_eq!(opened.note, "No incidents reported.");
}

proptest! {
    #[test]
    fn the_states_of_a_day_add_up_to_its_length(
        runs in prop::collection::vec((0_usize..6, 1_i64..900), 0..20),
        shift in -1500_i64..1500,
        ahead in 0_i64..3000,
    ) {
        let (_, day) = day(&[]);
        let mut timeline = Timeline::new(day.start + MINUTE * shift);
        for (state, minutes) in runs {
            timeline.extend(State::ALL[state], timeline.until() + MINUTE * minutes);
        }
        let end = timeline.until().max(day.start) + MINUTE * ahead;
        let known = Known { timeline: &timeline, outages: &[], incidents: &[], end };
        let mut at = day.start;
        let mut tally = Tally::default();
        for run in known.runs(&day) {
            prop_assert_eq!(run.since, at, "without gaps and overlaps");
            prop_assert!(run.until > run.since);
            tally.add(run.state, run.until.since(run.since));
            at = run.until;
        }
        prop_assert_eq!(at, known.past(&day).end);
        prop_assert_eq!(tally, timeline.tally(known.past(&day)));
    }
}
