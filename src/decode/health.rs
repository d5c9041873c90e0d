//! The decoder of health answers, in whatever shape they come.
//!
//! A [`Mapping`] declares where in an answer the state is, what its words mean, where the subsystems ("parts") are, and which
//! numbers to keep. [`read`] applies it. The status code never decides alone where the body says more: a 200 can be degraded, and
//! a 503 carries its reasons. An answer that is not health is an error with its place.
//!
//! Answers are untrusted: texts, names and the number of parts are limited, and no name is trusted to be unique. This module
//! knows no system by name. The mappings of known systems are presets of the configuration.

mod body;
mod mapping;
mod parts;
mod reading;
mod words;

use super::Answer;
use super::json::Json;
use body::Body;
use mapping::BODY;
use words::{MAX_WORD, capped, word_of};

pub use mapping::{Mapping, NumberSource, PartSource, StateSource};
pub use reading::{HealthState, NotHealth, Part, Reading};
pub use words::Words;

/// Reads `answer` by `mapping`. `cap` is the maximum size of a body in bytes.
///
/// The state is the worst of three: the word; the parts, where a critical one that is down takes the whole down and any other that
/// is not well degrades it; and the code, where 500 and more overrules an operational word.
///
/// There is one exception, where a mapping names critical parts. Some systems (RAT's readiness) call themselves down whenever any
/// part fails, for the sake of a load balancer, although by their own documentation only a few parts matter. A word that means down
/// counts as degraded where the parts explain it: at least one is not well, and every critical one that is named is known not to be
/// down.
///
/// A state is never derived from parts that cannot be read. If a critical part has no readable state, or any part where the parts
/// alone make up the state, the whole is unknown, unless it is down for another reason. Any other part without a state is listed
/// without one, beside the word of the whole.
///
/// A code of 429 is no information about health: the body decides alone.
///
/// # Errors
///
/// [`NotHealth`] where the answer is not the health that the mapping describes. A code of 400 or more without a readable state is no
/// error, but a reading with [`HealthState::Down`] and no word.
pub fn read(mapping: &Mapping, answer: &Answer, cap: usize) -> Result<Reading, NotHealth> {
    let code = Some(answer.code).filter(|code| *code != 429);
    if let (Some(StateSource::Code), Some(code)) = (mapping.state.first(), code) {
        return Ok(Reading {
            state: state_of_code(code),
            word: None,
            parts: Vec::new(),
            numbers: Vec::new(),
        });
    }
    let body = Body::of(answer, cap, mapping.expects_json());
    let document = if let Body::Json(document) = &body { document } else { &Json::Null };
    let found = parts::find(mapping, document);
    let claim = if mapping.state.is_empty() && !found.parts.is_empty() {
        Ok((HealthState::Operational, None))
    } else {
        overall_word(mapping, answer, &body)
    };
    let (mut state, word) = match claim {
        Ok(claim) => claim,
        Err(_) if code.is_some_and(|code| code >= 400) => (HealthState::Down, None),
        Err(not_health) => return Err(not_health),
    };
    if code.is_some_and(|code| code >= 500) && state == HealthState::Operational {
        state = HealthState::Down;
    } else if word.is_some() && state == HealthState::Down && found.explain_less_than_down(mapping)
    {
        state = HealthState::Degraded;
    }
    state = state.max(found.state());
    if state != HealthState::Down
        && let Some((part, word)) = found.unreadable(mapping)
    {
        return Err(NotHealth::UnknownPart { part, word, parts: found.parts });
    }
    Ok(Reading { state, word, parts: found.parts, numbers: numbers(mapping, document) })
}

/// Returns the state at the first place that is present, with its word.
fn overall_word(
    mapping: &Mapping,
    answer: &Answer,
    body: &Body,
) -> Result<(HealthState, Option<String>), NotHealth> {
    if let Body::TooLarge(bytes) = body {
        return Err(NotHealth::TooLarge(*bytes));
    }
    for source in &mapping.state {
        let (place, word, state) = match (source, body) {
            (StateSource::Json(pointer), Body::Json(document)) => match document.pointer(pointer) {
                // The whole answer is a word, or there is no place for one.
                Some(value) if pointer.is_empty() && word_of(value).is_none() => continue,
                Some(value) => {
                    let word = word_of(value).ok_or_else(|| wrong_type(pointer, value))?;
                    (pointer.as_str(), word, mapping.words.meaning(value))
                }
                None => continue,
            },
            (StateSource::Text, Body::Text(text)) => (BODY, text.into(), mapping.words.state(text)),
            (StateSource::Header(name), _) => match answer.header(name) {
                Some(value) => {
                    let value = value.trim();
                    (name.as_str(), value.into(), mapping.words.state(value))
                }
                None => continue,
            },
            (StateSource::Code, Body::Empty | Body::Json(_) | Body::Text(_))
                if answer.code != 429 =>
            {
                return Ok((state_of_code(answer.code), None));
            }
            _ => continue,
        };
        let shown = capped(&word, MAX_WORD);
        return match state {
            Some(state) => Ok((state, Some(shown))),
            None => Err(NotHealth::UnknownWord { place: place.to_owned(), word: shown }),
        };
    }
    Err(match body {
        Body::Html => NotHealth::Html,
        Body::Empty => NotHealth::Empty,
        Body::Broken(invalid) => NotHealth::InvalidJson {
            line: invalid.line,
            column: invalid.column,
            reason: invalid.reason,
        },
        _ => NotHealth::Missing {
            place: mapping.state.first().map_or(BODY, StateSource::place).to_owned(),
        },
    })
}

fn state_of_code(code: u16) -> HealthState {
    if (200..300).contains(&code) { HealthState::Operational } else { HealthState::Down }
}

fn wrong_type(pointer: &str, value: &Json) -> NotHealth {
    NotHealth::WrongType { place: pointer.to_owned(), found: value.kind() }
}

/// Returns the numbers that are present. Of several places with one name the first counts.
fn numbers(mapping: &Mapping, document: &Json) -> Vec<(String, f64)> {
    let mut numbers: Vec<(String, f64)> = Vec::new();
    for source in &mapping.numbers {
        if let Some(number) = document.pointer(&source.at).and_then(Json::as_f64)
            && !numbers.iter().any(|(name, _)| *name == source.name)
        {
            numbers.push((source.name.clone(), number));
        }
    }
    numbers
}

#[cfg(test)]
mod tests;
