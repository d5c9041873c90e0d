use crate::history::{Block, Cause, Incident, IncidentLog, Inline, Stage, State, Update, Window};
use metrics_engine::time::{Duration, Timestamp};
use proptest::prelude::*;

fn plain(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn incident_log() -> IncidentLog {
    let body = vec![
        Block::Paragraph(vec![
            plain("It is "),
            Inline::Strong(vec![
                Inline::Emphasis(vec![plain("back")]),
                Inline::Code("<b>".to_owned()),
            ]),
            Inline::Link("https://example.org/a?b=c".to_owned(), vec![plain("more")]),
        ]),
        Block::List(true, vec![vec![plain("one")], Vec::new()]),
        Block::Code("a\n\tb".to_owned()),
    ];
    IncidentLog {
        recorded: Some(Timestamp(1_787_443_200_000)..Timestamp(1_795_175_348_000)),
        gaps: vec![Timestamp(1_790_000_000_000)..Timestamp(1_790_003_600_000)],
        incidents: vec![Incident {
            id: "2026-11-12-rat".to_owned(),
            title: "\"RAT\" \u{2028} <script>".to_owned(),
            worst: State::MajorOutage,
            impact: Some(State::Degraded),
            systems: vec!["rat".to_owned()],
            also_affected: vec!["chat".to_owned()],
            cause: Some(Cause::Refused),
            since: Timestamp(1_795_175_340_000),
            until: None,
            down: Duration::from_secs(240),
            updates: vec![Update {
                at: Timestamp(1_795_175_345_000),
                stage: Stage::Monitoring,
                body: body.clone(),
            }],
            afterwards: body.clone(),
            also: vec!["disk".to_owned()],
        }],
        maintenance: vec![Window {
            id: "move-1".to_owned(),
            title: "Move".to_owned(),
            body,
            systems: vec!["rat".to_owned(), "chat".to_owned()],
            since: Timestamp(1_795_175_340_000),
            until: Timestamp(1_795_178_940_000),
        }],
    }
}

#[test]
fn reads_what_it_writes() {
    for written in [incident_log(), IncidentLog::default()] {
        assert_eq!(IncidentLog::read(written.print().as_bytes()).unwrap(), written);
    }
    let example = br#"{"v":1,"incidents":[],"unheard":[{}],"maintenance":[]}"#;
    assert_eq!(IncidentLog::read(example).unwrap(), IncidentLog::default());
}

#[test]
fn reads_what_earlier_recorders_wrote() {
    // The order of fields is none of the format's business.
    let text = r#"{"v":1,"from":1787443200,"until":1795175348,"gaps":[[1790000000,1790003600]],
        "incidents":[{"id":"2026-11-12-rat","title":"","worst":"major","systems":["rat"],"since":1795175340,"until":null,
        "impact":"degraded","cause":"refused","down":240,"also_affected":["chat"],"updates":[{"at":1795175345,"stage":"monitoring",
        "body":[["p",["It is ",["b",["back"]],"."]]]}],"afterwards":[["code","x"]],"also":["disk"]},
        {"id":"a","worst":"unknown","systems":[],"since":0,"impact":"haunted","cause":"flood"}],
        "maintenance":[{"id":"move-1","title":"Move","systems":["rat"],"since":1795175340,"until":1795178940}]}"#;
    let read = IncidentLog::read(text.as_bytes()).unwrap();
    let [first, second] = read.incidents.as_slice() else { panic!("{read:?}") };
    assert_eq!(read.recorded, Some(Timestamp(1_787_443_200_000)..Timestamp(1_795_175_348_000)));
    assert_eq!((first.impact, first.cause), (Some(State::Degraded), Some(Cause::Refused)));
    assert_eq!((first.down, first.until), (Duration::from_secs(240), None));
    let words = vec![plain("It is "), Inline::Strong(vec![plain("back")]), plain(".")];
    assert_eq!(first.updates[0].body, [Block::Paragraph(words)]);
    assert_eq!((second.impact, second.cause, second.title.as_str()), (None, None, ""));
    assert_eq!(read.maintenance[0].until, Timestamp(1_795_178_940_000));
}

#[test]
fn malformed_documents_are_errors() {
    let good = incident_log().print();
    for (from, to) in [
        ("\"v\":1", "\"v\":2"),
        ("2026-11-12-rat", "../rat"),
        ("\"major\"", "\"bad\""),
        ("\"monitoring\"", "\"hoping\""),
        ("1795175345", "-5"),
        ("1795175345", "1e300"),
        ("\"disk\"", "7"),
        ("\"ol\"", "\"script\""),
        ("[\"code\",\"<b>\"]", "[\"img\",\"x\"]"),
        ("[\"code\",\"<b>\"]", "[]"),
        ("[\"rat\",\"chat\"]", "\"rat\""),
        ("[1790000000,1790003600]", "[1790000000]"),
    ] {
        assert!(good.contains(from), "{from}");
        let read = IncidentLog::read(good.replace(from, to).as_bytes());
        assert!(read.is_err(), "{from} -> {to}");
    }
    assert!(IncidentLog::read(b"<!doctype html>").is_err());
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(cut in 0..3000_usize, byte in any::<u8>()) {
        let mut bytes = incident_log().print().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = byte;
        let _ = IncidentLog::read(&bytes);
        bytes.truncate(at);
        prop_assert!(IncidentLog::read(&bytes).is_err());
    }
}
