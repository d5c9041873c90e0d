//! The subsystems that an answer names, and what they mean for the whole.
//!
//! A part that an answer does not name is unknown to us and is not made up. A part that is named with a word that nobody
//! knows stays in the list, without a state.

use super::{Mapping, Part, PartSource, State, capped, word_of};
use crate::decode::json::Json;

/// More parts than this are not listed, only counted: a page of them helps nobody. Critical parts are always listed.
const MAX_PARTS: usize = 200;

/// Characters of a name that are kept.
const MAX_NAME: usize = 64;

/// Characters of a message that are kept.
const MAX_MESSAGE: usize = 512;

/// All parts of an answer.
pub(super) struct Found {
    /// Those that are listed, in the order of the answer.
    pub(super) parts: Vec<Part>,
    /// The worst state among those that are not.
    unlisted: State,
}

/// Finds the parts of `document` at all the places that `mapping` names.
pub(super) fn find(mapping: &Mapping, document: &Json) -> Found {
    let mut found = Found { parts: Vec::new(), unlisted: State::Operational };
    for source in &mapping.parts {
        match source {
            PartSource::Map { at, state, message } => {
                let places = Places { state, message: message.as_deref() };
                let members = document.pointer(at).and_then(Json::as_object).unwrap_or_default();
                // `/components` within a value of `/components`; of the document itself there is no such name.
                let inner = at.rfind('/').and_then(|slash| at.get(slash..));
                for (name, value) in members {
                    found.add_value(mapping, name, value, places);
                    let nested =
                        inner.and_then(|inner| value.pointer(inner)).and_then(Json::as_object);
                    for (child, value) in nested.unwrap_or_default() {
                        found.add_value(
                            mapping,
                            &[name.as_str(), " / ", child.as_str()].concat(),
                            value,
                            places,
                        );
                    }
                }
            }
            PartSource::List { at, name, state, message } => {
                let places = Places { state, message: message.as_deref() };
                for item in document.pointer(at).and_then(Json::as_array).unwrap_or_default() {
                    if let Some(name) = item.pointer(name).and_then(Json::as_str) {
                        found.add_value(mapping, name, item, places);
                    }
                }
            }
            PartSource::Field { name, at } => {
                found.add_value(mapping, name, document, Places { state: at, message: None });
            }
        }
    }
    found
}

/// Where in a value its state and its message are.
#[derive(Clone, Copy)]
struct Places<'a> {
    state: &'a str,
    message: Option<&'a str>,
}

/// What one value says of its part.
struct Claim<'a> {
    state: Option<State>,
    message: Option<&'a str>,
}

/// What `value` claims, of an array its worst item; `None` where nothing is at the state's place.
fn claim<'a>(mapping: &Mapping, value: &'a Json, places: Places) -> Option<Claim<'a>> {
    if let Json::Array(items) = value {
        let mut worst: Option<Claim> = None;
        for claim in items.iter().filter_map(|item| claim(mapping, item, places)) {
            if worst.as_ref().is_none_or(|worst| severity(claim.state) > severity(worst.state)) {
                worst = Some(claim);
            }
        }
        return worst;
    }
    let at_state = value.pointer(places.state).filter(|value| **value != Json::Null)?;
    let state = word_of(at_state).and_then(|word| mapping.words.state(word));
    let message = places.message.and_then(|message| value.pointer(message)).and_then(Json::as_str);
    Some(Claim { state, message: message.map(str::trim).filter(|message| !message.is_empty()) })
}

/// What is unknown is worse than operational, and better than any bad news.
fn severity(state: Option<State>) -> u8 {
    match state {
        Some(State::Operational) => 0,
        None => 1,
        Some(State::Degraded) => 2,
        Some(State::Down) => 3,
    }
}

impl Found {
    /// What the parts mean for the whole.
    pub(super) fn state(&self) -> State {
        let mut worst = self.unlisted.min(State::Degraded);
        for part in &self.parts {
            worst = worst.max(match part.state {
                Some(State::Down) if part.critical => State::Down,
                Some(State::Down | State::Degraded) => State::Degraded,
                Some(State::Operational) | None => State::Operational,
            });
        }
        worst
    }

    /// Whether the parts tell why the whole calls itself down, and that it is less than that.
    pub(super) fn explain_less_than_down(&self, mapping: &Mapping) -> bool {
        let critical_are_up = self
            .parts
            .iter()
            .all(|part| !part.critical || part.state.is_some_and(|state| state != State::Down));
        !mapping.critical.is_empty() && critical_are_up && self.state() == State::Degraded
    }

    fn add_value(&mut self, mapping: &Mapping, name: &str, value: &Json, places: Places) {
        let Some(Claim { state, message }) = claim(mapping, value, places) else {
            return;
        };
        let critical = mapping.critical.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        let name = capped(name.trim(), MAX_NAME);
        let message = message.map(|message| capped(message, MAX_MESSAGE));
        if let Some(part) = self.parts.iter_mut().find(|part| part.name == name) {
            part.critical |= critical;
            if severity(state) > severity(part.state) {
                part.state = state;
                part.message = message;
            }
        } else if critical || self.parts.len() < MAX_PARTS {
            self.parts.push(Part { name, state, critical, message });
        } else {
            self.unlisted = self.unlisted.max(state.unwrap_or(State::Operational));
        }
    }
}
