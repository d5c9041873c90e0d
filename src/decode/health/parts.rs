//! The subsystems in an answer, and what they mean for the whole.
//!
//! Parts that an answer does not name are not invented. A named part with an unknown word stays in the list, without a state.

use super::mapping::{Mapping, PartSource};
use super::reading::{HealthState, Part};
use super::words::{MAX_WORD, capped, word_of};
use crate::decode::json::Json;

/// Maximum number of listed parts. Further ones only count, except for critical ones, which are always listed.
const MAX_PARTS: usize = 200;

/// Maximum length of a name in characters.
const MAX_NAME: usize = 64;

/// Maximum length of a message in characters.
const MAX_MESSAGE: usize = 512;

/// The parts that were found in an answer.
pub(super) struct Found {
    /// The listed parts, in the order of the answer.
    pub(super) parts: Vec<Part>,
    /// The values found in place of a readable state, by the names of the parts, including unlisted ones.
    unread: Vec<(String, String)>,
    /// The worst state among the unlisted parts.
    unlisted: HealthState,
}

/// Finds the parts of `document` at all places that `mapping` names.
pub(super) fn find(mapping: &Mapping, document: &Json) -> Found {
    let mut found =
        Found { parts: Vec::new(), unread: Vec::new(), unlisted: HealthState::Operational };
    for source in &mapping.parts {
        match source {
            PartSource::Map { at, state, message } => {
                let places = Places { state, message: message.as_deref() };
                let members = document.pointer(at).and_then(Json::as_object).unwrap_or_default();
                // `/components` within a value of `/components`. For the document itself there is no such name.
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

/// The pointers from a value to its state and its message.
#[derive(Clone, Copy)]
struct Places<'a> {
    state: &'a str,
    message: Option<&'a str>,
}

/// The content of one value for its part.
struct Claim<'a> {
    state: Option<HealthState>,
    /// The value at the state's place, `None` where it is absent.
    found: Option<&'a Json>,
    message: Option<&'a str>,
}

/// Returns what `value` claims, for an array its worst item. `None` where nothing is at the state's place.
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

/// Ranks unknown as worse than operational, and better than degraded.
fn severity(state: Option<HealthState>) -> u8 {
    match state {
        Some(HealthState::Operational) => 0,
        None => 1,
        Some(HealthState::Degraded) => 2,
        Some(HealthState::Down) => 3,
    }
}

impl Found {
    /// Returns what the parts mean for the whole.
    pub(super) fn state(&self) -> HealthState {
        let mut worst = self.unlisted.min(HealthState::Degraded);
        for part in &self.parts {
            worst = worst.max(match part.state {
                Some(HealthState::Down) if part.critical => HealthState::Down,
                Some(HealthState::Down | HealthState::Degraded) => HealthState::Degraded,
                Some(HealthState::Operational) | None => HealthState::Operational,
            });
        }
        worst
    }

    /// Returns a part without a readable state on which the whole depends, and what was found there.
    pub(super) fn unreadable(&self, mapping: &Mapping) -> Option<(String, String)> {
        let is_unread = |name: &str| {
            self.parts.iter().find(|part| part.name == name).is_none_or(|part| part.state.is_none())
        };
        let depends = |name: &str| mapping.state.is_empty() || is_critical(mapping, name);
        self.unread.iter().find(|(name, _)| depends(name) && is_unread(name)).cloned()
    }

    /// Returns whether the parts explain a word that means down, and that the system is only degraded.
    pub(super) fn explain_less_than_down(&self, mapping: &Mapping) -> bool {
        let critical_are_up = self.parts.iter().all(|part| {
            !part.critical || part.state.is_some_and(|state| state != HealthState::Down)
        });
        !mapping.critical.is_empty() && critical_are_up && self.state() == HealthState::Degraded
    }

    /// Adds what `value` contains for the part `name`. An empty one is no part, unless the whole depends on it and it `should` have
    /// a state.
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
            self.unlisted = self.unlisted.max(state.unwrap_or(HealthState::Operational));
        }
    }
}

fn is_critical(mapping: &Mapping, name: &str) -> bool {
    mapping.critical.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}
