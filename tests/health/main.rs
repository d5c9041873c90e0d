//! Reads health: every answer of the five systems, samples of the conventions, and laws that hold for any bytes.
//!
//! An expectation is the whole reading in one line, so that a table stays readable and nothing in it goes unchecked: state and
//! word, then the parts (`!` marks a critical one), then the numbers.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its own data are not what they must be"
)]

mod conventions;
mod laws;
mod systems;

use allclear::config::preset;
use allclear::decode::Answer;
use allclear::decode::health::{HealthState, NotHealth, Reading, read};

/// The maximum length of a body here, in bytes.
const CAP: usize = 64 * 1024;

/// Returns what the preset of this name reads in `answer`, in one line.
fn summary(preset: &str, answer: &Answer) -> String {
    let mapping = preset::find(preset).unwrap_or_else(|| panic!("no preset {preset:?}")).mapping();
    match read(&mapping, answer, CAP) {
        Ok(reading) => line(&reading),
        Err(not_health) => not_health_line(&not_health),
    }
}

fn line(reading: &Reading) -> String {
    let mut words = vec![
        name(Some(reading.state)).to_owned(),
        format!("{:?}", reading.word.as_deref().unwrap_or("-")),
    ];
    for part in &reading.parts {
        let mark = if part.critical { "!" } else { "" };
        words.push(format!("{}{mark}={}", part.name, name(part.state)));
    }
    for (series, number) in &reading.numbers {
        words.push(format!("{series}={number}"));
    }
    words.join(" ")
}

fn name(state: Option<HealthState>) -> &'static str {
    match state {
        Some(HealthState::Operational) => "operational",
        Some(HealthState::Degraded) => "degraded",
        Some(HealthState::Down) => "down",
        None => "?",
    }
}

fn not_health_line(not_health: &NotHealth) -> String {
    match not_health {
        NotHealth::Html => "no health: a web page".to_owned(),
        NotHealth::UnknownPart { part, word, .. } => format!("no health: {word:?} of {part}"),
        NotHealth::Empty => "no health: empty".to_owned(),
        NotHealth::TooLarge(bytes) => format!("no health: {bytes} bytes"),
        NotHealth::InvalidJson { line, column, reason } => {
            format!("no health: {line}:{column} {reason}")
        }
        NotHealth::Missing { place } => format!("no health: nothing at {place}"),
        NotHealth::WrongType { place, found } => format!("no health: {found} at {place}"),
        NotHealth::UnknownWord { place, word } => format!("no health: {word:?} at {place}"),
        reason => format!("no health: {reason:?}"),
    }
}

/// Returns an answer with a body of this type.
fn answer(code: u16, content_type: &str, body: &[u8]) -> Answer {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Answer { code, headers, body: body.to_vec() }
}

/// Checks rows of preset, code, content type, body and expected reading.
fn check(rows: &[(&str, u16, &str, &str, &str)]) {
    for (preset, code, content_type, body, expected) in rows {
        assert_eq!(
            summary(preset, &answer(*code, content_type, body.as_bytes())),
            *expected,
            "{preset}: {code} {body}"
        );
    }
}
