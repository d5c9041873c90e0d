//! The rules of reading an answer, one at a time, with mappings made for the purpose.

use super::*;
use HealthState::{Degraded, Down, Operational};

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A state at `/status`, parts in a map at `/checks`, `db` critical.
fn mapping() -> Mapping {
    Mapping {
        state: vec![StateSource::Json("/status".to_owned())],
        words: Words {
            operational: list(&["ok"]),
            degraded: list(&["slow"]),
            down: list(&["bad"]),
        },
        parts: vec![map("/checks", "/status", Some("/error"))],
        critical: list(&["db"]),
        numbers: vec![],
    }
}

fn map(at: &str, state: &str, message: Option<&str>) -> PartSource {
    PartSource::Map {
        at: at.to_owned(),
        state: state.to_owned(),
        message: message.map(str::to_owned),
    }
}

fn only(source: StateSource) -> Mapping {
    Mapping { state: vec![source], parts: vec![], ..mapping() }
}

fn answer(code: u16, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Answer { code, headers, body: body.as_ref().to_vec() }
}

fn json(code: u16, body: &str) -> Answer {
    answer(code, "application/json", body)
}

fn state(mapping: &Mapping, code: u16, body: &str) -> Result<HealthState, NotHealth> {
    read(mapping, &json(code, body), 10_000).map(|reading| reading.state)
}

fn missing(place: &str) -> NotHealth {
    NotHealth::Missing { place: place.to_owned() }
}

fn unknown(place: &str, word: &str) -> NotHealth {
    NotHealth::UnknownWord { place: place.to_owned(), word: word.to_owned() }
}

#[test]
fn takes_the_worst_of_word_parts_and_code() {
    for (code, body, expected) in [
        (200, r#"{"status":"ok"}"#, Operational),
        (200, r#"{"status":" OK "}"#, Operational),
        (200, r#"{"status":"slow"}"#, Degraded),
        (200, r#"{"status":"bad"}"#, Down),
        (200, r#"{"status":true}"#, Operational),
        (200, r#"{"status":false}"#, Down),
        (200, r#"{"status":"ok","checks":{"db":{"status":"bad"}}}"#, Down),
        (200, r#"{"status":"ok","checks":{"DB":{"status":"bad"}}}"#, Down),
        (200, r#"{"status":"ok","checks":{"cache":{"status":"bad"}}}"#, Degraded),
        (200, r#"{"status":"ok","checks":{"cache":{"status":"slow"}}}"#, Degraded),
        (200, r#"{"status":"ok","checks":{"cache":{"status":"purple"}}}"#, Operational),
        (503, r#"{"status":"ok"}"#, Down),
        (503, r#"{"status":"slow"}"#, Degraded),
        (404, r#"{"status":"ok"}"#, Operational),
    ] {
        assert_eq!(state(&mapping(), code, body), Ok(expected), "{code} {body}");
    }
}

#[test]
fn lets_parts_explain_a_word_that_means_down() {
    for (body, expected) in [
        // Only a part that is not critical has failed.
        (r#"{"status":"bad","checks":{"db":{"status":"ok"},"cache":{"status":"bad"}}}"#, Degraded),
        (r#"{"status":"bad","checks":{"cache":{"status":"slow"}}}"#, Degraded),
        (r#"{"status":"bad","checks":{"db":{"status":"bad"},"cache":{"status":"ok"}}}"#, Down),
        // No part explains it, or the critical part cannot be judged.
        (r#"{"status":"bad","checks":{"db":{"status":"ok"},"cache":{"status":"ok"}}}"#, Down),
        (r#"{"status":"bad","checks":{}}"#, Down),
        (r#"{"status":"bad","checks":{"db":{"status":"purple"},"cache":{"status":"bad"}}}"#, Down),
        // Without a word there is nothing to explain.
        (r#"{"checks":{"cache":{"status":"bad"}}}"#, Down),
    ] {
        assert_eq!(state(&mapping(), 503, body), Ok(expected), "{body}");
    }
    let none_critical = Mapping { critical: vec![], ..mapping() };
    assert_eq!(
        state(&none_critical, 503, r#"{"status":"bad","checks":{"cache":{"status":"bad"}}}"#),
        Ok(Down)
    );
}

#[test]
fn keeps_the_parts_of_a_refusal_without_a_word() {
    let reading =
        read(&mapping(), &json(500, r#"{"checks":{"db":{"status":"bad","error":"gone"}}}"#), 100)
            .unwrap();
    let part = Part {
        name: "db".to_owned(),
        state: Some(Down),
        critical: true,
        message: Some("gone".to_owned()),
    };
    assert_eq!(reading, Reading { state: Down, word: None, parts: vec![part], numbers: vec![] });
}

#[test]
fn reports_what_is_no_health() {
    for (content_type, body, expected) in [
        ("text/html; charset=utf-8", "<!-- page --><html>", NotHealth::Html),
        ("TEXT/HTML", "<p>", NotHealth::Html),
        ("application/json", "\u{feff} \n<!DOCTYPE HTML>", NotHealth::Html),
        ("", "<HtMl lang=en>", NotHealth::Html),
        ("application/json", "", NotHealth::Empty),
        ("application/json", " \r\n", NotHealth::Empty),
        ("application/json", &"x".repeat(101), NotHealth::TooLarge(101)),
        (
            "",
            "{\"status\":\n",
            NotHealth::InvalidJson { line: 2, column: 1, reason: "ends before it is complete" },
        ),
        (
            "text/html",
            "[",
            NotHealth::InvalidJson { line: 1, column: 2, reason: "ends before it is complete" },
        ),
        (
            "application/health+json",
            "ok",
            NotHealth::InvalidJson { line: 1, column: 1, reason: "a value was due here" },
        ),
        ("application/json", "{}", missing("/status")),
        ("text/plain", "ok", missing("/status")),
        ("", r#"{"status":1}"#, unknown("/status", "1")),
        (
            "",
            r#"{"status":{}}"#,
            NotHealth::WrongType { place: "/status".to_owned(), found: "object" },
        ),
        (
            "",
            r#"{"status":[]}"#,
            NotHealth::WrongType { place: "/status".to_owned(), found: "array" },
        ),
        (
            "",
            r#"{"status":null}"#,
            NotHealth::WrongType { place: "/status".to_owned(), found: "null" },
        ),
        ("", r#"{"status":"purple"}"#, unknown("/status", "purple")),
        (
            "",
            &format!("{{\"status\":\"{}\"}}", "é".repeat(80)),
            unknown("/status", &"é".repeat(64)),
        ),
    ] {
        // The long word is longer than the limit of the others.
        let cap = if content_type.is_empty() { 1000 } else { 100 };
        assert_eq!(
            read(&mapping(), &answer(200, content_type, body), cap),
            Err(expected.clone()),
            "{body}"
        );
        let refused = read(&mapping(), &answer(500, content_type, body), cap);
        assert_eq!(
            refused.map(|reading| (reading.state, reading.word)),
            Ok((Down, None)),
            "{body}"
        );
        // Too many requests are no outage.
        assert_eq!(
            read(&mapping(), &answer(429, content_type, body), cap),
            Err(expected),
            "{body}"
        );
    }
}

#[test]
fn reads_plain_text() {
    let text = only(StateSource::Text);
    for (content_type, body, expected) in [
        ("text/plain", "OK\n", Ok(Operational)),
        ("", "\u{feff}slow", Ok(Degraded)),
        // Frameworks that send every text as HTML.
        ("text/html; charset=utf-8", "ok", Ok(Operational)),
        ("text/plain", "ok then", Err(unknown("body", "ok then"))),
        ("application/json", "{}", Err(unknown("body", "{}"))),
        ("text/html", "<b>ok</b>", Err(NotHealth::Html)),
    ] {
        let reading = read(&text, &answer(200, content_type, body), 100);
        assert_eq!(reading.map(|reading| reading.state), expected, "{body}");
    }
    assert_eq!(read(&text, &answer(200, "", b"o\xffk"), 100), Err(unknown("body", "o\u{fffd}k")));
}

#[test]
fn tries_sources_in_order() {
    let mut mapping = mapping();
    mapping.state = vec![
        StateSource::Json("/status".to_owned()),
        StateSource::Json("/health".to_owned()),
        StateSource::Header("x-health".to_owned()),
        StateSource::Text,
        StateSource::Code,
    ];
    for (code, header, body, expected) in [
        (200, "bad", r#"{"health":"slow","status":"ok"}"#, Ok(Operational)),
        (200, "bad", r#"{"health":"slow"}"#, Ok(Degraded)),
        (200, " Bad ", "{}", Ok(Down)),
        (200, "purple", "{}", Err(unknown("x-health", "purple"))),
        (200, "", "", Err(unknown("x-health", ""))),
    ] {
        let headers = vec![("x-health".to_owned(), header.to_owned())];
        let answer = Answer { code, headers, body: body.into() };
        assert_eq!(read(&mapping, &answer, 100).map(|reading| reading.state), expected, "{body}");
    }
    for (code, body, expected) in [
        (200, "bad", Ok(Down)),
        (204, "", Ok(Operational)),
        (200, "{}", Ok(Operational)),
        (302, "", Ok(Down)),
        (404, "", Ok(Down)),
        (200, "<html>", Err(NotHealth::Html)),
        (429, "", Err(NotHealth::Empty)),
        (429, "{}", Err(missing("/status"))),
    ] {
        let reading = read(&mapping, &answer(code, "", body), 100).map(|reading| reading.state);
        assert_eq!(reading, expected, "{code} {body}");
    }
}

#[test]
fn reads_the_code_alone_where_it_is_the_first_source() {
    let code = Mapping { state: vec![StateSource::Code], ..mapping() };
    for (status, expected) in
        [(200, Operational), (299, Operational), (302, Down), (404, Down), (503, Down)]
    {
        let body = r#"<html>{"status":"bad"}"#;
        let reading = Reading { state: expected, word: None, parts: vec![], numbers: vec![] };
        assert_eq!(read(&code, &json(status, body), 1), Ok(reading));
    }
    assert_eq!(read(&code, &json(429, "{}"), 10), Err(missing("code")));
}

#[test]
fn makes_the_state_of_parts_alone_where_no_other_is_due() {
    let parts_only = Mapping { state: vec![], parts: vec![map("", "", None)], ..mapping() };
    assert_eq!(state(&parts_only, 200, r#"{"db":true,"cache":"ok"}"#), Ok(Operational));
    assert_eq!(state(&parts_only, 200, r#"{"db":true,"cache":false}"#), Ok(Degraded));
    assert_eq!(state(&parts_only, 200, r#"{"db":false}"#), Ok(Down));
    assert_eq!(state(&parts_only, 500, r#"{"db":true}"#), Ok(Down));
    assert_eq!(state(&parts_only, 200, "{}"), Err(missing("body")));
    let purple = state_without_parts(&parts_only, r#"{"db":"purple"}"#);
    assert_eq!(purple, Err(unknown_part("db", "purple")));
}

/// Returns the error for a part and a word, without the list of parts.
fn unknown_part(part: &str, word: &str) -> NotHealth {
    NotHealth::UnknownPart { part: part.to_owned(), word: word.to_owned(), parts: Vec::new() }
}

/// As [`state`], without the list of parts in an error.
fn state_without_parts(mapping: &Mapping, body: &str) -> Result<HealthState, NotHealth> {
    state(mapping, 200, body).map_err(|reason| match reason {
        NotHealth::UnknownPart { part, word, .. } => unknown_part(&part, &word),
        other => other,
    })
}

#[test]
fn unreadable_parts_never_make_a_system_operational() {
    // The parts alone make up the state.
    let alone = Mapping { state: vec![], ..mapping() };
    for (body, expected) in [
        (
            r#"{"checks":{"a":{"status":"ok"},"b":{"status":"FAULT"}}}"#,
            Err(unknown_part("b", "FAULT")),
        ),
        (r#"{"checks":{"a":{"status":"ok"},"b":{"status":7}}}"#, Err(unknown_part("b", "7"))),
        (r#"{"checks":{"a":{"status":"ok"},"b":{"status":{}}}}"#, Err(unknown_part("b", "object"))),
        (
            r#"{"checks":{"a":{"status":"ok"},"b":{"status":null}}}"#,
            Err(unknown_part("b", "nothing")),
        ),
        (
            r#"{"checks":{"a":{"status":"ok"},"b":{"state":"bad"}}}"#,
            Err(unknown_part("b", "nothing")),
        ),
        (r#"{"checks":{"a":{"status":"ok"},"b":"bad"}}"#, Err(unknown_part("b", "nothing"))),
        (
            r#"{"checks":{"a":[{"status":"ok"},{"status":"FAULT"}]}}"#,
            Err(unknown_part("a", "FAULT")),
        ),
        // A state that is worse than unknown stays, a better one does not.
        (r#"{"checks":{"db":{"status":"bad"},"b":{"status":"FAULT"}}}"#, Ok(Down)),
        (
            r#"{"checks":{"a":{"status":"bad"},"b":{"status":"FAULT"}}}"#,
            Err(unknown_part("b", "FAULT")),
        ),
        // Parts of one name are one, in the worst state.
        (r#"{"checks":{"a":{"status":"FAULT"},"a":{"status":"bad"}}}"#, Ok(Degraded)),
        // A composite may leave its state to its members, and those count.
        (r#"{"checks":{"a":{"checks":{"x":{"status":"ok"}}}}}"#, Ok(Operational)),
        (
            r#"{"checks":{"a":{"checks":{"x":{"status":"FAULT"}}}}}"#,
            Err(unknown_part("a / x", "FAULT")),
        ),
    ] {
        assert_eq!(state_without_parts(&alone, body), expected, "{body}");
    }
    // Beside a word of the whole, a critical part has to be readable. Any other is listed without a state.
    for (body, expected) in [
        (r#"{"status":"ok","checks":{"db":{"status":"FAULT"}}}"#, Err(unknown_part("db", "FAULT"))),
        (r#"{"status":"ok","checks":{"db":{"status":null}}}"#, Err(unknown_part("db", "nothing"))),
        (r#"{"status":"slow","checks":{"DB":{"health":1}}}"#, Err(unknown_part("DB", "nothing"))),
        (r#"{"status":"bad","checks":{"db":{"status":"FAULT"}}}"#, Ok(Down)),
        (
            r#"{"status":"ok","checks":{"cache":{"status":"FAULT"},"db":{"status":"ok"}}}"#,
            Ok(Operational),
        ),
    ] {
        assert_eq!(state_without_parts(&mapping(), body), expected, "{body}");
    }
    // More parts than are listed.
    let part = |n| format!(r#""{n}":{{"status":"ok"}},"#);
    let many: String = (0..300).map(part).collect();
    let body = format!(r#"{{"checks":{{{many}"last":{{"status":"FAULT"}}}}}}"#);
    assert_eq!(state_without_parts(&alone, &body), Err(unknown_part("last", "FAULT")));
    // The known parts are kept.
    let body = r#"{"checks":{"a":{"status":"bad"},"b":{"status":"FAULT"}}}"#;
    let Err(NotHealth::UnknownPart { parts, .. }) = state(&alone, 200, body) else { panic!() };
    let states: Vec<_> = parts.into_iter().map(|part| (part.name, part.state)).collect();
    assert_eq!(states, [("a".to_owned(), Some(Down)), ("b".to_owned(), None)]);
    let field = PartSource::Field { name: "db".to_owned(), at: "/db".to_owned() };
    let fields = Mapping { parts: vec![field], ..mapping() };
    assert_eq!(state_without_parts(&fields, r#"{"status":"ok"}"#), Ok(Operational), "not there");
    assert_eq!(
        state_without_parts(&fields, r#"{"status":"ok","db":null}"#),
        Err(unknown_part("db", "nothing"))
    );
}

#[test]
fn numbers_and_booleans_are_words() {
    let mut mapping = mapping();
    mapping.words.operational.extend(["1".to_owned(), "200".to_owned()]);
    mapping.words.degraded.push("0.5".to_owned());
    mapping.words.down.extend(["0".to_owned(), "-1".to_owned(), "yes".to_owned()]);
    for (word, expected) in [
        ("1", Ok(Operational)),
        ("1.0", Ok(Operational)),
        ("10e-1", Ok(Operational)),
        ("2e2", Ok(Operational)),
        ("\"1\"", Ok(Operational)),
        ("0.50", Ok(Degraded)),
        ("0", Ok(Down)),
        ("-0", Ok(Down)),
        ("-1", Ok(Down)),
        ("2", Err(unknown("/status", "2"))),
        ("1.5", Err(unknown("/status", "1.5"))),
        ("\"1.0\"", Err(unknown("/status", "1.0"))),
        ("true", Ok(Operational)),
        ("\"True\"", Ok(Operational)),
        ("\"FALSE\"", Ok(Down)),
    ] {
        let body = format!(r#"{{"status":{word}}}"#);
        assert_eq!(state(&mapping, 200, &body), expected.clone(), "{word}");
        let body = format!(r#"{{"status":"ok","checks":{{"db":{{"status":{word}}}}}}}"#);
        let of_part = state_without_parts(&mapping, &body);
        assert_eq!(of_part.is_err(), expected.is_err(), "{word}: {of_part:?}");
    }
}

fn parts_of(mapping: &Mapping, body: &str) -> Vec<(String, Option<HealthState>, Option<String>)> {
    let reading = read(mapping, &json(200, body), 100_000).unwrap();
    reading.parts.into_iter().map(|part| (part.name, part.state, part.message)).collect()
}

fn part(
    name: &str,
    state: Option<HealthState>,
    message: Option<&str>,
) -> (String, Option<HealthState>, Option<String>) {
    (name.to_owned(), state, message.map(str::to_owned))
}

#[test]
fn finds_parts_in_maps_lists_and_fields() {
    let mut mapping = mapping();
    mapping.parts.push(PartSource::List {
        at: "/list".to_owned(),
        name: "/name".to_owned(),
        state: "/up".to_owned(),
        message: Some("/why".to_owned()),
    });
    mapping.parts.push(PartSource::Field { name: "disk".to_owned(), at: "/disk/fine".to_owned() });
    let body = r#"{"status":"ok",
        "checks":{
            "a":{"status":"ok","error":" "},
            "b":[{"status":"ok"},{"status":"bad","error":"worst"},{"status":"slow"},{}],
            "c":[{"status":"ok"},{"status":"purple"}],
            "absent":{"time":1}, "null":{"status":null}, "none":[], "number":{"status":3}
        },
        "list":[{"name":"d","up":true},{"name":"e","up":false,"why":"no"},{"up":true},"f"],
        "disk":{"fine":false}}"#;
    let expected = vec![
        part("a", Some(Operational), None),
        part("b", Some(Down), Some("worst")),
        part("c", None, None),
        part("number", None, None),
        part("d", Some(Operational), None),
        part("e", Some(Down), Some("no")),
        part("#3", Some(Operational), None),
        part("disk", Some(Down), None),
    ];
    assert_eq!(parts_of(&mapping, body), expected);
}

#[test]
fn follows_composites_one_level_deep() {
    let body = r#"{"status":"ok","checks":{"db":{"status":"ok","checks":{
        "primary":{"status":"ok","checks":{"disk":{"status":"bad"}}},"replica":{"status":"slow"},"size":3}}}}"#;
    let expected = vec![
        part("db", Some(Operational), None),
        part("db / primary", Some(Operational), None),
        part("db / replica", Some(Degraded), None),
    ];
    assert_eq!(parts_of(&mapping(), body), expected);
}

#[test]
fn takes_parts_of_one_name_as_one_in_the_worst_state() {
    let body = r#"{"status":"ok","checks":{"a":{"status":"ok"},"a":{"status":"bad","error":"why"},"a":{"status":"slow"}}}"#;
    assert_eq!(parts_of(&mapping(), body), vec![part("a", Some(Down), Some("why"))]);
}

#[test]
fn lets_the_vocabulary_turn_a_boolean_around() {
    let mut mapping = mapping();
    mapping.words.operational.push("false".to_owned());
    mapping.words.down.push("true".to_owned());
    assert_eq!(state(&mapping, 200, r#"{"status":false}"#), Ok(Operational));
    assert_eq!(state(&mapping, 200, r#"{"status":true}"#), Ok(Down));
}

#[test]
fn limits_texts_from_outside() {
    let long = "é".repeat(1000);
    let body =
        format!(r#"{{"status":"ok","checks":{{"{long}":{{"status":"ok","error":"{long}"}}}}}}"#);
    let expected = vec![part(&"é".repeat(64), Some(Operational), Some(&"é".repeat(512)))];
    assert_eq!(parts_of(&mapping(), &body), expected);

    let many: Vec<String> =
        (0..300).map(|index| format!(r#""part {index}":{{"status":"ok"}},"#)).collect();
    let many = many.concat();
    let with_last = |last: &str| {
        let body = format!(r#"{{"status":"ok","checks":{{{many}{last}}}}}"#);
        read(&mapping(), &json(200, &body), 100_000).unwrap()
    };
    // Unlisted parts still count, and a critical part is always listed.
    let reading = with_last(r#""last":{"status":"bad"}"#);
    assert_eq!((reading.parts.len(), reading.state), (200, Degraded));
    let reading = with_last(r#""db":{"status":"bad"}"#);
    assert_eq!((reading.parts.len(), reading.state), (201, Down));
}

#[test]
fn keeps_the_first_number_of_each_name() {
    let mut mapping = mapping();
    for (name, at) in
        [("uptime", "/new"), ("uptime", "/old"), ("size", "/pool/size"), ("text", "/status")]
    {
        mapping.numbers.push(NumberSource { name: name.to_owned(), at: at.to_owned() });
    }
    let numbers = |body| read(&mapping, &json(200, body), 100).unwrap().numbers;
    assert_eq!(numbers(r#"{"status":"ok","old":2,"new":1}"#), [("uptime".to_owned(), 1.0)]);
    assert_eq!(
        numbers(r#"{"status":"ok","old":2,"pool":{"size":-5.5}}"#),
        [("uptime".to_owned(), 2.0), ("size".to_owned(), -5.5)]
    );
}
