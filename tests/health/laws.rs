//! Laws that hold for every answer.

use allclear::config::preset;
use allclear::decode::Answer;
use allclear::decode::health::{HealthState, Reading, read};
use allclear::decode::json::{Json, parse};
use proptest::prelude::*;

/// Any JSON value, with the names and words of health answers among its texts.
fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Json::Number),
        text().prop_map(Json::Text),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Json::Array),
            prop::collection::vec((text(), inner), 0..8).prop_map(Json::Object),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    let known = "status|checks|services|components|details|entries|name|error|output|postgres|s3|size|uptime|ok|UP|fail|degraded";
    prop_oneof![known, any::<String>(), "\\PC{0,90}"]
}

/// Any bytes, and texts that come close to JSON and to web pages.
fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        "[\\[\\]{}\",:\\\\u0-9dDeE+.\\- \n\ttrufalsn]{0,60}".prop_map(String::into_bytes),
        "\u{feff}?[ \n]?(<!doctype|<html|ok|OK|DRAINING|degraded)?.{0,20}"
            .prop_map(String::into_bytes),
        json().prop_map(|value| value.to_string().into_bytes()),
        // Cut off anywhere, also within a character.
        (json(), any::<prop::sample::Index>()).prop_map(|(value, cut)| {
            let mut bytes = value.to_string().into_bytes();
            bytes.truncate(cut.index(bytes.len() + 1));
            bytes
        }),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let content_type =
        prop_oneof![Just(""), Just("application/json"), Just("text/html"), Just("text/plain")];
    let code = prop_oneof![Just(200), Just(429), Just(503), any::<u16>()];
    (code, content_type, prop::option::of(text()), body()).prop_map(
        |(code, content_type, word, body)| {
            let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
            headers.extend(word.map(|word| ("x-health-check".to_owned(), word)));
            Answer { code, headers, body }
        },
    )
}

fn is_within_caps(reading: &Reading) -> bool {
    reading.word.iter().all(|word| word.chars().count() <= 64)
        && reading.parts.len() <= 210
        && reading.parts.iter().all(|part| part.name.chars().count() <= 64)
        && reading
            .parts
            .iter()
            .filter_map(|part| part.message.as_ref())
            .all(|message| message.chars().count() <= 512)
        && reading.numbers.iter().all(|(_, number)| number.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn printing_round_trips(value in json()) {
        prop_assert_eq!(parse(value.to_string().as_bytes()), Ok(value));
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in body()) {
        if let Err(invalid) = parse(&bytes) {
            let n_lines = bytes.split(|byte| *byte == b'\n').count();
            prop_assert!((1..=n_lines).contains(&invalid.line));
            prop_assert!((1..=bytes.len() + 1).contains(&invalid.column));
        }
    }

    #[test]
    fn json_is_what_serde_json_takes_for_it(bytes in body()) {
        let ours = parse(&bytes);
        let without_mark = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let theirs = serde_json::from_slice::<serde_json::Value>(without_mark);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours, theirs);
    }

    #[test]
    fn no_answer_makes_a_preset_panic_or_break_a_promise(answer in answer()) {
        for preset in preset::all() {
            let name = preset.name;
            let outcome = read(&preset.mapping(), &answer, 4096);
            if answer.code >= 400 && answer.code != 429 {
                prop_assert!(outcome.is_ok(), "{}: a refusal is a reading", name);
            }
            if let Ok(reading) = outcome {
                prop_assert!(is_within_caps(&reading), "{}: {:?}", name, reading);
                if answer.code >= 500 {
                    prop_assert!(reading.state > HealthState::Operational, "{}: {:?}", name, reading);
                }
            }
        }
    }
}
