use super::*;
use crate::history::{Entry, Outage};
use State::{Degraded, MajorOutage as Down, Operational as Up, Unobserved as Unseen};
use proptest::prelude::*;

fn stretches(rows: &[(i64, i64, State)]) -> Vec<Stretch> {
    let stretch = |(since, until, state): &(i64, i64, State)| Stretch {
        range: Timestamp(*since)..Timestamp(*until),
        state: *state,
        cause: state.is_problem().then_some(Cause::TimedOut),
    };
    rows.iter().map(stretch).collect()
}

/// The archive of a recorder.
fn recorded(rows: &[(i64, i64, State)]) -> Archive {
    let mut archive = Archive::default();
    for (since, until, state) in rows {
        let range = Timestamp(*since)..Timestamp(*until);
        let cause = state.is_problem().then_some(Cause::Refused);
        let note = Note::Observed { range, state: *state, cause };
        archive.apply(&Entry { system: "a".to_owned(), note });
    }
    archive
}

fn fill(archive: &mut Archive, rows: &[(i64, i64, State)]) -> i64 {
    archive.fill("a", &stretches(rows), &Latency::default()).0
}

fn runs(archive: &Archive) -> Vec<(i64, i64, State)> {
    let runs = archive.of("a").unwrap().timeline.runs();
    runs.map(|run| (run.since.0, run.until.0, run.state)).collect()
}

fn outages(archive: &Archive) -> Vec<(i64, Option<i64>, Cause)> {
    let outages = archive.of("a").unwrap().outages.iter();
    outages.map(|it| (it.since.0, it.until.map(|until| until.0), it.cause)).collect()
}

#[test]
fn what_the_recorder_saw_stays() {
    let mut all = recorded(&[(100, 200, Up), (200, 220, Down), (220, 300, Up)]);
    assert_eq!(fill(&mut all, &[(0, 50, Up), (50, 250, Down), (250, 400, Up)]), 200);
    assert_eq!(
        runs(&all),
        [(0, 50, Up), (50, 100, Down), (100, 200, Up), (200, 220, Down), (220, 400, Up)]
    );
    let expected = [(50, Some(100), Cause::TimedOut), (200, Some(220), Cause::Refused)];
    assert_eq!(outages(&all), expected);
}

#[test]
fn one_outage_that_two_saw_is_one() {
    // The other one saw it begin, the recorder saw it last and end.
    let mut all = recorded(&[(100, 150, Down), (150, 200, Up)]);
    fill(&mut all, &[(0, 80, Up), (80, 95, Down)]);
    assert_eq!(outages(&all), [(80, Some(150), Cause::TimedOut)]);
    // The recorder saw it begin and was stopped; the other one saw it end.
    let mut all = recorded(&[(0, 50, Up), (50, 60, Down)]);
    all.apply(&Entry {
        system: "a".to_owned(),
        note: Note::Observed { range: Timestamp(200)..Timestamp(210), state: Up, cause: None },
    });
    assert_eq!(outages(&all), [(50, Some(200), Cause::Refused)]);
    assert_eq!(fill(&mut all, &[(40, 90, Down), (90, 205, Up)]), 140);
    assert_eq!(outages(&all), [(50, Some(90), Cause::Refused)]);
}

#[test]
fn nothing_makes_nothing() {
    let mut all = Archive::default();
    assert_eq!(fill(&mut all, &[]), 0);
    assert_eq!(fill(&mut all, &[(0, 10, Unseen)]), 0);
    assert_eq!(all, Archive::default());
    let mut all = recorded(&[(0, 10, Up), (10, 30, Unseen)]);
    let before = all.clone();
    assert_eq!(fill(&mut all, &[(2, 8, Down)]), 0);
    assert_eq!(all, before);
    fill(&mut all, &[(20, 25, Up)]);
    assert_eq!(runs(&all), [(0, 10, Up), (10, 20, Unseen), (20, 25, Up), (25, 30, Unseen)]);
}

fn any_rows() -> impl Strategy<Value = Vec<(i64, i64, State)>> {
    let state = prop_oneof![Just(Up), Just(Down), Just(Degraded), Just(Unseen)];
    proptest::collection::vec((state, 1_i64..30), 1..20).prop_map(|stretches| {
        let mut since = 0;
        let rows = stretches.into_iter().map(|(state, length)| {
            let stretch = (since, since + length, state);
            since += length;
            stretch
        });
        rows.collect()
    })
}

proptest! {
    #[test]
    fn twice_is_once_and_what_was_known_stays(own in any_rows(), other in any_rows(), later in 0_i64..300) {
        let own: Vec<_> = own.iter().map(|(a, b, state)| (a + later, b + later, *state)).collect();
        let before = recorded(&own);
        let mut all = before.clone();
        fill(&mut all, &other);
        for at in 0..900 {
            let known = before.of("a").unwrap().timeline.at(Timestamp(at));
            let rows = other.iter().find(|(since, until, _)| (*since..*until).contains(&at));
            let expected = if known == Unseen { rows.map_or(Unseen, |rows| rows.2) } else { known };
            prop_assert_eq!(all.of("a").unwrap().timeline.at(Timestamp(at)), expected);
        }
        let once = all.clone();
        prop_assert_eq!(fill(&mut all, &other), 0);
        prop_assert_eq!(all, once);
    }

    /// In a filled archive, outages are what a recorder would have written that had seen everything.
    #[test]
    fn outages_are_those_of_one_recorder(all in any_rows(), cut in 0_usize..20) {
        let times = |outages: &[Outage]| -> Vec<_> {
            outages.iter().map(|it| (it.since, it.until, it.worst)).collect()
        };
        let cut = cut.min(all.len());
        let whole = recorded(&all);
        let mut joined = recorded(&all[cut..]);
        fill(&mut joined, &all[..cut]);
        let of = |archive: &Archive| times(&archive.of("a").map(|it| it.outages.clone()).unwrap_or_default());
        prop_assert_eq!(of(&joined), of(&whole));
    }
}
