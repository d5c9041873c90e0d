use super::*;
use crate::history::State::{
    MajorOutage as Down, Operational as Up, PartialOutage as Partly, Unobserved as Unseen,
};
use crate::history::{Cause, State};

fn observe(archive: &mut Archive, since: i64, until: i64, state: State, cause: Option<Cause>) {
    let note = Note::Observed { range: Timestamp(since)..Timestamp(until), state, cause };
    archive.apply(&Entry { system: "a".into(), note });
}

fn archive(stretches: &[(i64, i64, State)]) -> Archive {
    let mut archive = Archive::default();
    for (since, until, state) in stretches {
        let cause = state.is_problem().then_some(Cause::Refused);
        observe(&mut archive, *since, *until, *state, cause);
    }
    archive
}

fn runs(archive: &Archive) -> Vec<(State, i64)> {
    let runs = archive.of("a").unwrap().timeline.runs();
    runs.map(|run| (run.state, run.until.0)).collect()
}

fn outages(archive: &Archive) -> Vec<(i64, Option<i64>, State)> {
    let outages = archive.of("a").unwrap().outages.iter();
    outages.map(|it| (it.since.0, it.until.map(|until| until.0), it.worst)).collect()
}

#[test]
fn an_outage_is_one_from_its_first_failure_to_the_first_good_answer() {
    let mut all =
        archive(&[(0, 10, Up), (10, 20, Down), (20, 25, Partly), (25, 40, Up), (50, 60, Down)]);
    assert_eq!(
        runs(&all),
        [(Up, 10), (Down, 20), (Partly, 25), (Up, 40), (Unseen, 50), (Down, 60)]
    );
    assert_eq!(outages(&all), [(10, Some(25), Down), (50, None, Down)]);
    // It continues through an unobserved time, if it continues after it.
    observe(&mut all, 60, 80, Unseen, None);
    observe(&mut all, 80, 90, Down, Some(Cause::TimedOut));
    assert_eq!(outages(&all).last(), Some(&(50, None, Down)));
    observe(&mut all, 90, 95, Up, None);
    assert_eq!(outages(&all).last(), Some(&(50, Some(90), Down)));
}

#[test]
fn a_clock_that_goes_back_rewrites_nothing() {
    let mut all = archive(&[(0, 100, Up), (100, 120, Down), (120, 200, Up)]);
    let before = all.clone();
    observe(&mut all, 50, 110, Down, Some(Cause::Refused));
    observe(&mut all, 110, 180, Up, None);
    assert_eq!(runs(&all), runs(&before));
    // A clock that was ahead for a while leaves nothing that could not be written later.
    observe(&mut all, 10_000, 10_010, Up, None);
    observe(&mut all, 205, 300, Down, Some(Cause::Refused));
    observe(&mut all, 300, 400, Up, None);
    assert_eq!(
        runs(&all),
        [
            (Up, 100),
            (Down, 120),
            (Up, 200),
            (Unseen, 205),
            (Down, 300),
            (Up, 400),
            (Unseen, 10_000),
            (Up, 10_010)
        ]
    );
    let published = all.history(&["a"], Timestamp(350));
    assert_eq!(published.systems[0].timeline.until(), Timestamp(350), "nothing from the future");
    assert!(outages(&all).contains(&(205, Some(300), Down)), "{:?}", outages(&all));
    // The first entries of all came from a clock that was ahead.
    let mut all = archive(&[(10_000, 10_010, Up)]);
    observe(&mut all, 100, 110, Down, Some(Cause::Refused));
    assert_eq!(runs(&all), [(Down, 110), (Unseen, 10_000), (Up, 10_010)]);
}

#[test]
fn a_process_that_ran_vouches_for_a_short_gap_between_two_good_times() {
    let hour = 3_600_000;
    for (stretches, since, filled) in [
        (vec![(0, 10, Up), (20, 30, Up)], 10, true),
        (vec![(0, 10, Up), (20, 30, Up)], 9, true),
        // It was started within the gap.
        (vec![(0, 10, Up), (20, 30, Up)], 11, false),
        (vec![(0, 10, Down), (20, 30, Up)], 0, false),
        (vec![(0, 10, Up), (20, 25, Down), (25, 30, Up)], 0, false),
        (vec![(20, 30, Up)], 0, false),
        (vec![(0, 10, Up), (11 + hour, 12 + hour, Up)], 0, false),
    ] {
        let mut all = archive(&stretches);
        let at = stretches.last().unwrap().1;
        let before = runs(&all);
        let note = Note::Running { since: Timestamp(since), at: Timestamp(at) };
        all.apply(&Entry { system: "a".into(), note });
        let expected = if filled { vec![(Up, at)] } else { before };
        assert_eq!(runs(&all), expected, "{stretches:?} since {since}");
    }
}

#[test]
fn forgets_by_what_was_observed() {
    let day = 86_400_000;
    let mut all =
        archive(&[(0, 300 * day, Up), (300 * day, 301 * day, Down), (301 * day, 350 * day, Up)]);
    // Two years without a recorder, or a clock two years ahead: nothing is lost.
    observe(&mut all, 1000 * day, 1050 * day, Up, None);
    let before = all.clone();
    all.forget();
    assert_eq!(all, before);
    observe(&mut all, 1050 * day, 1365 * day, Up, None);
    all.forget();
    let record = all.of("a").unwrap();
    assert_eq!(record.timeline.from(), Timestamp(315 * day));
    assert_eq!(record.outages, []);

    let mut all = Archive::default();
    for index in 0..70_000 {
        let state = if index % 2 == 0 { Up } else { Down };
        let cause = state.is_problem().then_some(Cause::Error);
        // Appended as a recorder does it: anything else would be quadratic.
        observe(&mut all, index * 1000, (index + 1) * 1000, state, cause);
    }
    all.forget();
    let record = all.of("a").unwrap();
    assert_eq!(record.timeline.runs().count(), record::MAX_RUNS);
    assert!(record.outages.len() <= record::MAX_RUNS / 2);
}

#[test]
fn publishes_ninety_days_and_every_system_by_name() {
    let day = 86_400_000;
    let all = archive(&[(0, 50 * day, Down), (50 * day, 100 * day, Up)]);
    let history = all.history(&["b", "a"], Timestamp(100 * day));
    assert_eq!(history.systems.iter().map(|past| past.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(history.systems[0].timeline.runs().count(), 0);
    assert_eq!(history.from, Timestamp(10 * day));
    assert_eq!(history.systems[1].timeline.from(), Timestamp(10 * day));
    assert_eq!(history.systems[1].outages.len(), 1);
    assert_eq!(history.until, Timestamp(100 * day));
}
