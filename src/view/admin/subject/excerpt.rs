//! The last health answer of a system, cut short, with the words that matter emphasised.

use super::super::shorten;
use super::finding::in_words;
use crate::decode::Answer;
use crate::monitor::SystemStatus;
use crate::status::check::{Condition, Finding};

/// Returns the last answer of the worst check, in pieces; those that matter are strong.
pub(super) fn excerpt(system_status: &SystemStatus<'_>) -> Vec<(String, bool)> {
    let worst = system_status
        .checks
        .iter()
        .max_by_key(|(watch, _)| watch.last.as_ref().map(|last| last.finding.condition()));
    let Some((watch, _)) = worst else { return Vec::new() };
    let Some(last) = &watch.last else { return Vec::new() };
    let Some((.., answer)) = watch.newest_answer() else { return Vec::new() };
    if answer.header("x-allclear").is_some() {
        return vec![
            ("no response".to_owned(), true),
            (format!(": {}", in_words(&last.finding)), false),
        ];
    }
    let is_bad = last.finding.condition() != Condition::Operational;
    let mut pieces =
        vec![(answer.code.to_string(), is_bad && answer.code >= 400), (" ".to_owned(), false)];
    let text = shorten(&readable(answer), 240);
    let Finding::Health(reading) = &last.finding else {
        pieces.push((text, false));
        return pieces;
    };
    let word = reading.word.clone().filter(|_| is_bad).unwrap_or_default();
    emphasise(&text, &word, is_bad, &mut pieces);
    pieces
}

/// Returns a body on one line, with room to break after each comma; a header where the body is empty.
fn readable(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let text = text.replace(',', ", ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match answer.header("x-health-check") {
        Some(header) if text != header => format!("{text} X-Health-Check: {header}"),
        _ => text,
    }
}

/// Cuts `text` so that the state's word and each `false` and `"error"` stand alone.
fn emphasise(text: &str, word: &str, is_bad: bool, pieces: &mut Vec<(String, bool)>) {
    let mut rest = text;
    while is_bad && !rest.is_empty() {
        let wanted = [word, "false", "\"error\""].into_iter().filter(|one| !one.is_empty());
        let found = wanted.filter_map(|one| Some((rest.find(one)?, one))).min_by_key(|(at, _)| *at);
        let Some((at, one)) = found else { break };
        let (before, after) = rest.split_at(at);
        let (strong, after) = after.split_at(one.len());
        pieces.extend([(before.to_owned(), false), (strong.to_owned(), true)]);
        rest = after;
    }
    pieces.push((rest.to_owned(), false));
}
