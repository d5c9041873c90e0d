//! The decoder of health answers, in whatever shape they come.
//!
//! A [`Mapping`] declares where in an answer the state is, what its words mean, where the subsystems ("parts") are, and which
//! numbers to keep. [`read`] applies it. The status code never decides alone where the body tells more: a 200 can be degraded, and
//! a 503 carries its reasons. An answer that is not health is an error with its place.
//!
//! Answers come from strangers: texts, names and the number of parts are limited, and no name is trusted to be unique. This module
//! knows no system by name. The mappings of known systems are presets of the configuration.

mod body;
mod parts;

use self::body::Body;
use super::Answer;
use super::json::Json;
use crate::number;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The places and words of health in an answer. Places that are absent are skipped, so that one mapping can serve several shapes of
/// the same system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The places of the overall state, tried in order: the first that is present decides. If there are none, the parts alone make
    /// up the state.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<StateSource>,
    /// The meaning of words.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub words: Words,
    /// The places of the parts; all that are found count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartSource>,
    /// The names of parts without which the system is down. Any other part that is down degrades it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub critical: Vec<String>,
    /// The numbers to keep as series.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberSource>,
}

/// A place of the overall state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StateSource {
    /// A JSON pointer (RFC 6901) to a word, a boolean or a number.
    Json(String),
    /// The trimmed body as one word, unless it is a web page, or JSON where the mapping expects JSON.
    Text,
    /// The header with this lower-case name.
    Header(String),
    /// The status code alone: 2xx is operational, anything else is down.
    ///
    /// As the first source it decides at once, and the body is not read. After others it decides where none of them is present, so
    /// that `[Text, Code]` accepts an empty body. A web page or broken JSON is still no health.
    Code,
}

/// The words of a vocabulary, compared without regard to ASCII case. A word in several lists has its worst meaning.
///
/// `true` and `false` are the words of JSON booleans. They mean operational and down unless a list contains them, which it must for
/// a field that reports a fault. A JSON number equals the words of the same value: `1` equals `1.0`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// Words that mean operational.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operational: Vec<String>,
    /// Words that mean degraded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub degraded: Vec<String>,
    /// Words that mean down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<String>,
}

impl Words {
    /// Returns whether no word has a meaning of its own.
    fn is_empty(&self) -> bool {
        self.operational.is_empty() && self.degraded.is_empty() && self.down.is_empty()
    }
}

/// A place of the states of subsystems. Parts of the same name are one part in the worst of their states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartSource {
    /// A JSON object whose keys are the names. An array counts with its worst item, as the checks of `application/health+json` do.
    /// A value that holds such an object itself, under the last name of `at`, is followed by its members as `db / primary`: Spring
    /// Boot's composites, one level deep.
    Map {
        /// The pointer to the object.
        at: String,
        /// The pointer from a value to its word; empty where the value is the word itself.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        state: String,
        /// The pointer from a value to an explanation, which the public page leaves out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// A JSON array of objects.
    List {
        /// The pointer to the array.
        at: String,
        /// The pointer from an item to its name.
        name: String,
        /// The pointer from an item to its word.
        state: String,
        /// The pointer from an item to an explanation, which the public page leaves out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// A single word, boolean or number.
    Field {
        /// The part's name.
        name: String,
        /// The pointer to its state.
        at: String,
    },
}

/// A number in the answer to keep as a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSource {
    /// The metric name of the series.
    pub name: String,
    /// The pointer to the number.
    pub at: String,
}

/// The state that an answer claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All is well.
    Operational,
    /// It works, but not well.
    Degraded,
    /// It does not work.
    Down,
}

/// The content of a health answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The overall state: the worst of the word, the parts as far as they are critical, and the code.
    pub state: State,
    /// The word at the state's place, as written, at most 64 characters.
    pub word: Option<String>,
    /// The parts, in the order of the answer.
    pub parts: Vec<Part>,
    /// The numbers that were found, by series name.
    pub numbers: Vec<(String, f64)>,
}

/// A subsystem of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name, as written in the answer, at most 64 characters.
    pub name: String,
    /// The state, or `None` where its word is not in the vocabulary or is no word.
    pub state: Option<State>,
    /// Whether the whole is down when this part is.
    pub critical: bool,
    /// The explanation in the answer, at most 512 characters.
    pub message: Option<String>,
}

/// The reason for which an answer is not health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotHealth {
    /// A web page, by its content type or its first bytes.
    Html,
    /// An empty body where one is expected.
    Empty,
    /// A body larger than this limit in bytes.
    TooLarge(usize),
    /// Broken JSON.
    InvalidJson {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The reason, in lower case and without a final stop.
        reason: &'static str,
    },
    /// No place of the state is present.
    Missing {
        /// The first place that was tried: a pointer, `body`, or a header's name.
        place: String,
    },
    /// A value that is no word, boolean or number.
    WrongType {
        /// The pointer.
        place: String,
        /// The type that was found: "object", "array", "null".
        found: &'static str,
    },
    /// A redirect with this code, which is no information about health.
    Redirect(u16),
    /// A 429 without a readable body: the service limits the rate of requests.
    RateLimited,
    /// Headers larger than the limit.
    TooManyHeaders,
    /// A compressed body that cannot be decompressed.
    Encoding,
    /// A word outside the vocabulary.
    UnknownWord {
        /// The place of the word.
        place: String,
        /// The word, at most 64 characters.
        word: String,
    },
    /// A part without a readable state on which the whole depends: it is critical, or the parts alone make up the state.
    UnknownPart {
        /// The part's name.
        part: String,
        /// The word outside the vocabulary, at most 64 characters, or the type of a value that is no word.
        word: String,
        /// All parts that were found.
        parts: Vec<Part>,
    },
}

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
/// error, but a reading with [`State::Down`] and no word.
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
    let body = Body::of(answer, cap, mapping.looks_for_json());
    let document = if let Body::Json(document) = &body { document } else { &Json::Null };
    let found = parts::find(mapping, document);
    let claim = if mapping.state.is_empty() && !found.parts.is_empty() {
        Ok((State::Operational, None))
    } else {
        overall_word(mapping, answer, &body)
    };
    let (mut state, word) = match claim {
        Ok(claim) => claim,
        Err(_) if code.is_some_and(|code| code >= 400) => (State::Down, None),
        Err(not_health) => return Err(not_health),
    };
    if code.is_some_and(|code| code >= 500) && state == State::Operational {
        state = State::Down;
    } else if word.is_some() && state == State::Down && found.explain_less_than_down(mapping) {
        state = State::Degraded;
    }
    state = state.max(found.state());
    if state != State::Down
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
) -> Result<(State, Option<String>), NotHealth> {
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

/// Returns the place of a state that is, or should be, the whole body.
const BODY: &str = "body";

/// Words are short. A longer text is no word, and its beginning is enough for a person to recognise it.
const MAX_WORD: usize = 64;

fn state_of_code(code: u16) -> State {
    if (200..300).contains(&code) { State::Operational } else { State::Down }
}

/// Returns the word that a JSON value is.
fn word_of(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::Text(text) => Some(text.trim().into()),
        Json::Bool(truth) => Some(if *truth { "true" } else { "false" }.into()),
        Json::Number(number) => Some(number.to_string().into()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
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

/// Returns at most this many characters of a text from outside.
fn capped(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

impl Mapping {
    fn looks_for_json(&self) -> bool {
        let state_in_json = self.state.iter().any(|source| matches!(source, StateSource::Json(_)));
        state_in_json || !self.parts.is_empty() || !self.numbers.is_empty()
    }
}

impl StateSource {
    fn place(&self) -> &str {
        match self {
            Self::Json(pointer) => pointer,
            Self::Text => BODY,
            Self::Header(name) => name,
            Self::Code => "code",
        }
    }
}

impl Words {
    /// Returns the meaning of a JSON value.
    fn meaning(&self, value: &Json) -> Option<State> {
        if let Json::Number(number) = value {
            return self.find(|known| number::read(known) == Some(*number));
        }
        self.state(&word_of(value)?)
    }

    /// Returns the meaning of a word.
    fn state(&self, word: &str) -> Option<State> {
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        self.find(is).or_else(|| match word {
            _ if is("true") => Some(State::Operational),
            _ if is("false") => Some(State::Down),
            _ => None,
        })
    }

    /// Returns the worst meaning of the words that `is_meant` accepts.
    fn find(&self, is_meant: impl Fn(&str) -> bool) -> Option<State> {
        let has = |list: &[String]| list.iter().any(|known| is_meant(known));
        if has(&self.down) {
            Some(State::Down)
        } else if has(&self.degraded) {
            Some(State::Degraded)
        } else if has(&self.operational) {
            Some(State::Operational)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
