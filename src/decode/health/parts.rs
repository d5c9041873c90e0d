//! The subsystems that an answer names, and what they mean for the whole.
//!
//! A part that an answer does not name is unknown to us and is not made up. A part that is named with a word that nobody
//! knows stays in the list, without a state.

use super::{MAX_WORD, Mapping, Part, PartSource, State, capped, word_of};
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
    /// What stood in place of a state that could be read, by the names of the parts; also of those that are not listed.
    unread: Vec<(String, String)>,
    /// The worst state among those that are not listed.
    unlisted: State,
}

/// Finds the parts of `document` at all the places that `mapping` names.
pub(super) fn find(mapping: &Mapping, document: &Json) -> Found {
    let mut found = Found { parts: Vec::new(), unread: Vec::new(), unlisted: State::Operational };
    for source in &mapping.parts {
        match source {
            PartSource::Map { at, state, message } => {
                let places = Places { state, message: message.as_deref() };
                let members = document.pointer(at).and_then(Json::as_object).unwrap_or_default();
                // `/components` within a value of `/components`; of the document itself there is no such name.
                let inner = at.rfind('/').and_then(|slash| at.get(slash..));
                for (name, value) in members {
                    let nested =
                        inner.and_then(|inner| value.pointer(inner)).and_then(Json::as_object);
                    // A composite may leave its state to its members.
                    found.add_value(mapping, name, value, places, nested.is_none());
                    for (child, value) in nested.unwrap_or_default() {
                        let name = format!("{name} / {child}");
                        found.add_value(mapping, &name, value, places, true);
                    }
                }
            }
            PartSource::List { at, name, state, message } => {
                let places = Places { state, message: message.as_deref() };
                let items = document.pointer(at).and_then(Json::as_array).unwrap_or_default();
                for (place, item) in items.iter().enumerate() {
                    let name = item.pointer(name).and_then(word_of);
                    let name = name.unwrap_or_else(|| format!("#{}", place + 1).into());
                    found.add_value(mapping, &name, item, places, true);
                }
            }
            PartSource::Field { name, at } => {
                let is_there = document.pointer(at).is_some();
                let places = Places { state: at, message: None };
                found.add_value(mapping, name, document, places, is_there);
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
    /// What stands at the state's place; `None` for nothing.
    found: Option<&'a Json>,
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
    let found = value.pointer(places.state).filter(|value| **value != Json::Null)?;
    let message = places.message.and_then(|message| value.pointer(message)).and_then(Json::as_str);
    Some(Claim {
        state: mapping.words.meaning(found),
        found: Some(found),
        message: message.map(str::trim).filter(|message| !message.is_empty()),
    })
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

    /// A part without a readable state on which the whole depends, and what stood there.
    pub(super) fn unreadable(&self, mapping: &Mapping) -> Option<(String, String)> {
        let is_unread = |name: &str| {
            self.parts.iter().find(|part| part.name == name).is_none_or(|part| part.state.is_none())
        };
        let depends = |name: &str| mapping.state.is_empty() || is_critical(mapping, name);
        self.unread.iter().find(|(name, _)| depends(name) && is_unread(name)).cloned()
    }

    /// Whether the parts tell why the whole calls itself down, and that it is less than that.
    pub(super) fn explain_less_than_down(&self, mapping: &Mapping) -> bool {
        let critical_are_up = self
            .parts
            .iter()
            .all(|part| !part.critical || part.state.is_some_and(|state| state != State::Down));
        !mapping.critical.is_empty() && critical_are_up && self.state() == State::Degraded
    }

    /// Adds what `value` says of the part `name`. Where it says nothing at all, that is no part, unless the whole depends on it and
    /// it `should` say something.
    fn add_value(
        &mut self,
        mapping: &Mapping,
        name: &str,
        value: &Json,
        places: Places,
        should: bool,
    ) {
        let critical = is_critical(mapping, name);
        let is_due = should && (critical || mapping.state.is_empty());
        let nothing = || Claim { state: None, found: None, message: None };
        let claim = claim(mapping, value, places);
        let Some(claim) = claim.or_else(|| is_due.then(nothing)) else { return };
        let Claim { state, found, message } = claim;
        let name = capped(name.trim(), MAX_NAME);
        if state.is_none() && self.unread.len() < MAX_PARTS {
            let word = found.map_or("nothing".into(), |found| {
                word_of(found).unwrap_or_else(|| found.kind().into())
            });
            self.unread.push((name.clone(), capped(&word, MAX_WORD)));
        }
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

fn is_critical(mapping: &Mapping, name: &str) -> bool {
    mapping.critical.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}
