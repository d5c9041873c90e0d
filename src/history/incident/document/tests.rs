use super::*;
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
        assert_eq!(read(write(&written).to_string().as_bytes()), Some(written));
    }
    let example = br#"{"v":1,"incidents":[],"unheard":[{}],"maintenance":[]}"#;
    assert_eq!(read(example), Some(IncidentLog::default()));
}

#[test]
fn addresses_that_are_not_of_the_web_become_words() {
    for address in [
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "http:/x",
        "//x",
        "JAVASCRIPT://x",
        "data:,x",
        "https://x\n",
    ] {
        let address = Json::Text(address.to_owned());
        let text = format!(r#"["p",[["b",[["a",{address},["one ",["i",["two"]]]]]]]]"#);
        let read = block(&json::parse(text.as_bytes()).unwrap()).unwrap();
        let words = vec![plain("one "), Inline::Emphasis(vec![plain("two")])];
        assert_eq!(read, Block::Paragraph(vec![Inline::Strong(words)]), "{address}");
    }
}

#[test]
fn what_is_no_chronicle_is_none() {
    let good = write(&incident_log()).to_string();
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
        assert_eq!(read(good.replace(from, to).as_bytes()), None, "{from} -> {to}");
    }
    let deep = format!("{}\"x\"{}", "[\"b\",[".repeat(DEPTH + 1), "]]".repeat(DEPTH + 1));
    assert_eq!(block(&json::parse(format!("[\"p\",[{deep}]]").as_bytes()).unwrap()), None);
    assert_eq!(read(b"<!doctype html>"), None);
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(cut in 0..3000_usize, byte in any::<u8>()) {
        let mut bytes = write(&incident_log()).to_string().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
        bytes.truncate(at);
        prop_assert_eq!(read(&bytes), None);
    }
}
