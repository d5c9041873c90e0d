//! Short forms of the parts of a mapping.

use crate::decode::health::{NumberSource, PartSource, StateSource, Words};

pub(super) fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

pub(super) fn words(operational: &[&str], degraded: &[&str], down: &[&str]) -> Words {
    Words { operational: list(operational), degraded: list(degraded), down: list(down) }
}

pub(super) fn json(pointers: &[&str]) -> Vec<StateSource> {
    pointers.iter().map(|pointer| StateSource::Json((*pointer).to_owned())).collect()
}

pub(super) fn map(at: &str, state: &str, message: Option<&str>) -> PartSource {
    PartSource::Map {
        at: at.to_owned(),
        state: state.to_owned(),
        message: message.map(str::to_owned),
    }
}

pub(super) fn field(name: &str, at: &str) -> PartSource {
    PartSource::Field { name: name.to_owned(), at: at.to_owned() }
}

pub(super) fn numbers(places: &[(&str, &str)]) -> Vec<NumberSource> {
    places
        .iter()
        .map(|(name, at)| NumberSource { name: (*name).to_owned(), at: (*at).to_owned() })
        .collect()
}
