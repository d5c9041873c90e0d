use super::*;
use crate::history::{Cause, Outage, State, Timeline};
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};
use proptest::prelude::*;

const START: i64 = 1_795_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp((START + seconds) * 1000)
}

fn past(id: &str, runs: &[(State, i64)]) -> Past {
    let mut timeline = Timeline::new(at(0));
    let mut until = 0;
    for (state, length) in runs {
        until += length;
        timeline.extend(*state, at(until));
    }
    Past { id: id.to_owned(), timeline, outages: Vec::new() }
}

#[test]
fn prints_what_the_contract_says() {
    let verdict = Verdict {
        status: Status::MajorOutage,
        since: Timestamp(5000),
        measured: Timestamp(7000),
        cause: Some(Cause::Refused),
    };
    let fine = Verdict { status: Status::Operational, cause: None, ..verdict };
    let verdicts = Verdicts {
        at: Timestamp(9000),
        interval: Duration(15_000),
        page: Some(PageVerdict { status: Status::PartialOutage, reports: 1 }),
        systems: vec![("rat".into(), verdict), ("chatalot".into(), fine)],
    };
    assert_eq!(
        verdicts.print(),
        r#"{"v":1,"at":9000,"interval":15000,"page":{"status":"partial","reports":1},"systems":{"rat":{"status":"major","since":5000,"measured":7000,"cause":"refused"},"chatalot":{"status":"operational","since":5000,"measured":7000}}}"#
    );
    assert_eq!(Verdicts::read(verdicts.print().as_bytes()).unwrap(), verdicts);
    // An older recorder writes nothing about the page, a newer one may use an unknown word.
    for (page, read) in [
        ("", None),
        (
            r#""page":{"status":"haunted"},"#,
            Some(PageVerdict { status: Status::Unknown, reports: 0 }),
        ),
        (r#""page":7,"#, Some(PageVerdict { status: Status::Unknown, reports: 0 })),
    ] {
        let text = format!(r#"{{"v":1,"at":9000,"interval":15000,{page}"systems":{{}}}}"#);
        assert_eq!(Verdicts::read(text.as_bytes()).unwrap().page, read, "{text}");
    }

    let mut rat = past("rat", &[(State::Operational, 1732), (State::MajorOutage, 5)]);
    rat.outages.push(Outage {
        since: at(1732),
        until: None,
        worst: State::MajorOutage,
        cause: Cause::TimedOut,
    });
    let history =
        History { from: at(0), until: at(1737), systems: vec![rat], ..History::default() };
    assert_eq!(
        history.print(),
        r#"{"v":1,"from":1795000000,"until":1795001737,"systems":[{"id":"rat","from":1795000000,"runs":"O1c4M5","outages":[[1795001732,null,"major","timeout"]]}]}"#
    );

    let times = Times {
        day: Grid {
            from: Timestamp(300_000),
            step: Duration::from_secs(300),
            values: vec![Some(38), None],
        },
        quarter: Grid { from: Timestamp(0), step: Duration::from_secs(86_400), values: vec![] },
    };
    assert_eq!(
        times.print(),
        r#"{"v":1,"day":{"from":300,"step":300,"ms":[38,null]},"quarter":{"from":0,"step":86400,"ms":[]}}"#
    );
    assert_eq!(times.day.points().last(), Some((Timestamp(600_000), None)));
}

#[test]
fn what_lasts_less_than_a_second_leaves_no_letter_and_moves_nothing() {
    let mut timeline = Timeline::new(Timestamp(999));
    for (state, until) in
        [(State::Operational, 5_100), (State::MajorOutage, 5_900), (State::Operational, 9_999)]
    {
        timeline.extend(state, Timestamp(until));
    }
    let past = Past { id: "a".into(), timeline, outages: Vec::new() };
    let text = History { systems: vec![past], ..History::default() }.print();
    assert!(text.contains(r#""from":0,"runs":"O9""#), "{text}");
}

#[test]
fn refuses_what_does_not_fit() {
    let history = |system: &str| format!(r#"{{"v":1,"from":0,"until":9,"systems":[{system}]}}"#);
    let system = |runs: &str, outages: &str| {
        history(&format!(r#"{{"id":"a","from":0,"runs":"{runs}","outages":{outages}}}"#))
    };
    assert!(History::read(system("O1zU0", "[[1,null,\"degraded\",\"error\"]]").as_bytes()).is_ok());
    for text in [
        "null".into(),
        "{}".into(),
        r#"{"v":2,"from":0,"until":9,"systems":[]}"#.into(),
        r#"{"v":1,"from":-1,"until":9,"systems":[]}"#.into(),
        r#"{"v":1,"from":0.5,"until":9,"systems":[]}"#.into(),
        r#"{"v":1,"from":0,"until":1e300,"systems":[]}"#.into(),
        r#"{"v":1,"from":0,"until":9,"systems":{}}"#.into(),
        history("7"),
        history(r#"{"id":"A/..","from":0,"runs":"","outages":[]}"#),
        system("X1", "[]"),
        system("O", "[]"),
        system("1O", "[]"),
        system("O-1", "[]"),
        system("O+1", "[]"),
        system("Oé", "[]"),
        system("O1zzzzzzzzzzzzzzzzzzzzzzzz", "[]"),
        system(&"Ozzzzzzzz".repeat(3), "[]"),
        system(&"O1D1".repeat(70_000), "[]"),
        system("O1", "[[1,2,\"major\"]]"),
        system("O1", "[[1,2,\"operational\",\"error\"]]"),
        system("O1", "[[1,2,\"major\",\"db.internal refused\"]]"),
        system("O1", "[[null,2,\"major\",\"error\"]]"),
    ] {
        let short: String = text.chars().take(100).collect();
        assert!(History::read(text.as_bytes()).is_err(), "{short}");
    }
    for text in [
        r#"{"v":1,"at":1,"interval":0,"systems":{}}"#,
        r#"{"v":1,"at":1,"interval":5,"systems":[]}"#,
        r#"{"v":1,"at":1,"interval":5,"systems":{"a":{"status":"fine","since":1,"measured":1}}}"#,
        r#"{"v":1,"at":1,"interval":5,"systems":{"a b":{"status":"major","since":1,"measured":1}}}"#,
    ] {
        assert!(Verdicts::read(text.as_bytes()).is_err(), "{text}");
    }
    // A newer recorder may know more classes of causes.
    let newer = r#"{"v":1,"at":1,"interval":5,"systems":{"a":{"status":"major","since":1,"measured":1,"cause":"flood"}}}"#;
    assert_eq!(Verdicts::read(newer.as_bytes()).unwrap().of("a").unwrap().cause, None);
    for text in [
        r#"{"v":1,"day":{"from":0,"step":0,"ms":[]},"quarter":{"from":0,"step":1,"ms":[]}}"#,
        r#"{"v":1,"day":{"from":0,"step":1,"ms":[-1]},"quarter":{"from":0,"step":1,"ms":[]}}"#,
        r#"{"v":1,"day":{"from":0,"step":1,"ms":[1]}}"#,
    ] {
        assert!(Times::read(text.as_bytes()).is_err(), "{text}");
    }
}

fn states() -> impl Strategy<Value = State> {
    (0_usize..6).prop_map(|index| State::ALL[index])
}

fn outages() -> impl Strategy<Value = Outage> {
    let until = proptest::option::of(0_i64..5_000_000);
    (0_i64..5_000_000, until, 1_usize..4, 0_usize..7).prop_map(|(since, lasted, worst, cause)| {
        Outage {
            since: at(since),
            until: lasted.map(|lasted| at(since + lasted)),
            worst: State::ALL[worst],
            cause: Cause::ALL[cause],
        }
    })
}

fn pasts() -> impl Strategy<Value = Past> {
    let runs = proptest::collection::vec((states(), 1_i64..1_000_000), 0..40);
    ("[a-z0-9-]{1,9}", runs, proptest::collection::vec(outages(), 0..9))
        .prop_map(|(id, runs, outages)| Past { outages, ..past(&id, &runs) })
}

proptest! {
    #[test]
    fn a_printed_history_reads_as_the_same(systems in proptest::collection::vec(pasts(), 0..5)) {
        let history = History { from: at(0), until: at(9), systems, ..History::default() };
        prop_assert_eq!(History::read(history.print().as_bytes()).unwrap(), history);
    }

    #[test]
    fn printed_times_read_as_the_same(
        values in proptest::collection::vec(proptest::option::of(any::<u32>()), 0..300),
        from in 0_i64..9_000_000,
        step in 1_i64..90_000,
    ) {
        let day = Grid { from: Timestamp(from * 1000), step: Duration::from_secs(step), values };
        let times = Times { quarter: Grid { step: Duration(1000), ..Grid::default() }, day };
        prop_assert_eq!(Times::read(times.print().as_bytes()).unwrap(), times);
    }

    #[test]
    fn a_broken_document_is_an_error_or_another_document(
        place in 0_usize..10_000,
        byte in any::<u8>(),
        systems in proptest::collection::vec(pasts(), 0..3),
    ) {
        let mut bytes = History { from: at(0), until: at(9), systems, ..History::default() }.print().into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = (History::read(&bytes), Verdicts::read(&bytes), Times::read(&bytes));
        bytes.truncate(place);
        prop_assert!(History::read(&bytes).is_err());
    }
}
