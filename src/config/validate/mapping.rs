//! Validates a mapping, written by name or in full, and converts it into the form that is applied.

use super::Report;
use crate::config::preset::{self, Preset};
use crate::config::problem::nearest;
use crate::config::raw::{self, PlainState, Word};
use crate::decode::health::{Mapping, NumberSource, PartSource, StateSource, Words};
use metrics_engine::series::is_reserved;

/// The mapping that `preset` and `written` name, which stand in the section at `path`. `None` where both are absent.
pub(super) fn read(
    preset: Option<&str>,
    written: Option<&raw::Mapping>,
    path: &str,
    report: &mut Report,
) -> Option<Mapping> {
    match (preset, written) {
        (None, None) => None,
        (Some(_), Some(written)) => {
            full(written, &format!("{path}.mapping"), report);
            report.error(path, "both `preset` and `mapping` are here", "leave one of them out");
            report.wrong.push(format!("{path}.preset"));
            Some(Mapping::default())
        }
        (Some(name), None) => Some(preset::find(name).map_or_else(
            || {
                let hint = match nearest(name, preset::names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        format!("known are {}; or write a `mapping`", preset::names().join(", "))
                    }
                };
                report.error(&format!("{path}.preset"), format!("{name:?} is no preset"), hint);
                report.wrong.push(format!("{path}.preset"));
                Mapping::default()
            },
            Preset::mapping,
        )),
        (None, Some(written)) => Some(full(written, &format!("{path}.mapping"), report)),
    }
}

fn full(raw: &raw::Mapping, path: &str, report: &mut Report) -> Mapping {
    if raw.state.is_empty() && raw.parts.is_empty() {
        report.error(
            path,
            "nothing here says where the state is",
            "add `state` or `parts`, as in state: [{json: /status}]",
        );
    }
    for name in raw.numbers.keys().filter(|name| is_reserved(name)) {
        report.error(
            &format!("{path}.numbers.{name}"),
            format!("{name:?} is a series that Allclear itself writes"),
            "give it another name",
        );
    }
    for name in raw.numbers.keys().filter(|name| !is_metric_name(name)) {
        let hint = "letters, digits and _, as in uptime_seconds";
        report.error(
            &format!("{path}.numbers.{name}"),
            format!("{name:?} cannot name a series"),
            hint,
        );
    }
    let words = words(&raw.words);
    twice(&words, path, report);
    Mapping {
        state: raw.state.iter().map(state).collect(),
        words,
        parts: raw.parts.iter().map(part).collect(),
        critical: raw.critical.clone(),
        numbers: raw
            .numbers
            .iter()
            .map(|(name, at)| NumberSource { name: name.clone(), at: at.0.clone() })
            .collect(),
    }
}

/// Returns the configured words, or the common ones if there are none at all.
fn words(raw: &raw::Words) -> Words {
    if raw.operational.is_empty() && raw.degraded.is_empty() && raw.down.is_empty() {
        return preset::common_words();
    }
    let list = |words: &[Word]| words.iter().map(word).collect();
    Words {
        operational: list(&raw.operational),
        degraded: list(&raw.degraded),
        down: list(&raw.down),
    }
}

fn word(word: &Word) -> String {
    match word {
        Word::Text(text) => text.trim().to_owned(),
        Word::Bool(truth) => truth.to_string(),
        Word::Number(number) => number.to_string(),
    }
}

/// Reports words that mean two things.
fn twice(words: &Words, path: &str, report: &mut Report) {
    let mut seen: Vec<&String> = Vec::new();
    for (name, list) in
        [("operational", &words.operational), ("degraded", &words.degraded), ("down", &words.down)]
    {
        for word in list {
            if seen.iter().any(|other| other.eq_ignore_ascii_case(word)) {
                let path = format!("{path}.words.{name}");
                report.error(&path, format!("{word:?} is here twice"), "a word has one meaning");
            }
            seen.push(word);
        }
    }
}

fn state(raw: &raw::StateSource) -> StateSource {
    match raw {
        raw::StateSource::Plain(PlainState::Text) => StateSource::Text,
        raw::StateSource::Plain(PlainState::Code) => StateSource::Code,
        raw::StateSource::Json(state) => StateSource::Json(state.json.0.clone()),
        raw::StateSource::Header(state) => StateSource::Header(state.header.0.to_ascii_lowercase()),
    }
}

fn part(raw: &raw::PartSource) -> PartSource {
    match raw.clone() {
        raw::PartSource::Map(part) => PartSource::Map {
            at: part.map.0,
            state: part.state.map(|state| state.0).unwrap_or_default(),
            message: part.message.map(|message| message.0),
        },
        raw::PartSource::List(part) => PartSource::List {
            at: part.list.0,
            name: part.name.0,
            state: part.state.0,
            message: part.message.map(|message| message.0),
        },
        raw::PartSource::Field(part) => PartSource::Field { name: part.name, at: part.field.0 },
    }
}

/// The names of all parts that `mapping` can find; `None` where the answer itself names them.
pub(super) fn part_names(mapping: &Mapping) -> Option<Vec<&str>> {
    mapping
        .parts
        .iter()
        .map(|part| match part {
            PartSource::Field { name, .. } => Some(name.as_str()),
            PartSource::Map { .. } | PartSource::List { .. } => None,
        })
        .collect()
}

/// Whether `mapping` reads texts that explain: they name what operators should know and visitors should not.
pub(super) fn has_messages(mapping: &Mapping) -> bool {
    mapping.parts.iter().any(|part| match part {
        PartSource::Map { message, .. } | PartSource::List { message, .. } => message.is_some(),
        PartSource::Field { .. } => false,
    })
}

/// The Prometheus data model: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
fn is_metric_name(name: &str) -> bool {
    !name.starts_with(|char: char| char.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'))
}
