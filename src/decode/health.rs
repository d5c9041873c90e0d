//! What a health answer says, in whatever shape it says it.
//!
//! A [`Mapping`] declares where in an answer the state is, which words mean what, where the subsystems ("parts") are,
//! and which numbers are worth keeping. [`read`] applies it. The code alone never decides where the body says more: a 200
//! can be degraded, a 503 carries its reasons. And what is not health is said to be so, with the place.
//!
//! Answers come from strangers: texts, names and the count of parts are capped, and nothing is trusted to be unique.
//! It knows no system by name; the mappings of those that are known are presets of the configuration.

mod body;
mod parts;

use self::body::Body;
use super::Answer;
use super::json::Json;
use crate::number;
use std::borrow::Cow;

/// Where and how an answer tells about health. Everything that is not found is skipped, so that one mapping can serve
/// several shapes of the same system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Where the overall state is, tried in order: the first that is there decides. Where the list is empty, the parts
    /// alone make up the state.
    pub state: Vec<StateSource>,
    /// Which words mean what.
    pub words: Words,
    /// Where the parts are; all that are found count.
    pub parts: Vec<PartSource>,
    /// Names of parts without which the system is down. Any other part that is down makes it degraded.
    pub critical: Vec<String>,
    /// Numbers to keep as series.
    pub numbers: Vec<NumberSource>,
}

/// A place for the overall state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateSource {
    /// A JSON pointer (RFC 6901) to a word, a boolean or a number.
    Json(String),
    /// The trimmed body, compared as one word, unless it is a web page or, where the mapping looks for JSON, JSON.
    Text,
    /// The header of this lower-case name.
    Header(String),
    /// The status code alone: 2xx is operational, anything else is down.
    ///
    /// As the first source it decides at once, and the body is not looked at. After others it decides where none of them
    /// is there, so that `[Text, Code]` says "an empty body is fine"; a web page or broken JSON is still no health.
    Code,
}

/// The words of a vocabulary, compared without regard to ASCII case. A word that is in several lists has its worst
/// meaning.
///
/// `true` and `false` are the words of JSON booleans. They mean operational and down unless a list says otherwise, as it
/// must where a field says that something is wrong. A JSON number is a word that equals those of the same value: `1` is `1.0`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Words that mean operational.
    pub operational: Vec<String>,
    /// Words that mean degraded.
    pub degraded: Vec<String>,
    /// Words that mean down.
    pub down: Vec<String>,
}

/// A place for the states of subsystems. Parts of the same name are one, in the worst of their states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartSource {
    /// A JSON object: key is the name. A value that is an array counts with its worst item, as the checks of
    /// `application/health+json` do. A value that holds such an object of its own, under the last name of `at`, is followed
    /// by its members as `db / primary`: Spring Boot's composites, one level deep.
    Map {
        /// Pointer to the object.
        at: String,
        /// Pointer from a value to its state word; empty where the value is the word itself.
        state: String,
        /// Pointer from a value to a text that explains. Left out on the public page.
        message: Option<String>,
    },
    /// A JSON array of objects.
    List {
        /// Pointer to the array.
        at: String,
        /// Pointer from an item to its name.
        name: String,
        /// Pointer from an item to its state word.
        state: String,
        /// Pointer from an item to a text that explains. Left out on the public page.
        message: Option<String>,
    },
    /// One word, boolean or number of its own.
    Field {
        /// The part's name.
        name: String,
        /// Pointer to its state.
        at: String,
    },
}

/// A number in the answer that is worth a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberSource {
    /// The series' metric name.
    pub name: String,
    /// Pointer to the number.
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

/// What an answer says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The state of the whole: the worst of the word, the parts (as far as they are critical) and the code.
    pub state: State,
    /// The word that stood at the state's place, as written, at most 64 characters.
    pub word: Option<String>,
    /// The parts, in the order of the answer.
    pub parts: Vec<Part>,
    /// The numbers that were found, by series name.
    pub numbers: Vec<(String, f64)>,
}

/// One subsystem of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, as the answer writes it, at most 64 characters.
    pub name: String,
    /// Its state; `None` where its word is not in the vocabulary, or is no word.
    pub state: Option<State>,
    /// Whether the whole is down when this part is.
    pub critical: bool,
    /// What the answer says about it, at most 512 characters.
    pub message: Option<String>,
}

/// Why an answer is no health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotHealth {
    /// A web page, by content type or by its first bytes.
    Html,
    /// Nothing, where a body is due.
    Empty,
    /// Larger than the cap, in bytes.
    TooLarge(usize),
    /// Broken JSON.
    InvalidJson {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was due or wrong there: lower case, no final stop.
        reason: &'static str,
    },
    /// Nothing at any of the places where the state should be.
    Missing {
        /// The first place that was tried: a pointer, `body`, or a header's name.
        place: String,
    },
    /// Something that is no word, boolean or number.
    WrongType {
        /// The pointer.
        place: String,
        /// What was there: "object", "array", "null".
        found: &'static str,
    },
    /// A redirect with this code, which says nothing about health.
    Redirect(u16),
    /// 429 without a readable body: the service limits how often it is asked.
    RateLimited,
    /// More bytes of headers than are read.
    TooManyHeaders,
    /// A compressed body that cannot be decompressed.
    Encoding,
    /// A word outside the vocabulary.
    UnknownWord {
        /// Where it stood.
        place: String,
        /// The word, at most 64 characters.
        word: String,
    },
    /// A part without a readable state, where the whole depends on it: it is critical, or the parts alone make up the state.
    UnknownPart {
        /// The part's name.
        part: String,
        /// The word outside the vocabulary, at most 64 characters, or the type of what is no word.
        word: String,
        /// All parts that were found.
        parts: Vec<Part>,
    },
}

/// Reads `answer` as `mapping` says. `cap` is the largest body accepted, in bytes.
///
/// The state is the worst of three: of the word; of the parts, where a critical one that is down takes the whole down and
/// any other that is not well makes it degraded; and of the code, where 500 and more belies an operational word.
///
/// There is one exception, where a mapping names critical parts. Some systems (RAT's readiness) call themselves down
/// whenever any part fails, for the sake of a load balancer, while by their own guide only a few parts matter. So a word
/// that means down counts as degraded where the parts explain it: at least one is not well, and every critical one
/// that is named is known not to be down.
///
/// A state is never made of parts that cannot be read. Where a critical part has no readable state, or any part where the parts
/// alone make up the state, the whole is not known, unless it is down for another reason. Any other part without a state is listed
/// so, beside the word of the whole.
///
/// A code of 429 says nothing about health: the body decides alone.
///
/// # Errors
///
/// [`NotHealth`] where the answer is not the health that the mapping describes. A code of 400 or more without a readable
/// state is no such error: it is a reading, [`State::Down`], with no word.
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

/// The state at the first place that is there, with its word.
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
                // The answer as a whole is a word, or is not the place of one.
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

/// The place of a state that is, or should be, the body as a whole.
const BODY: &str = "body";

/// Words are short; whatever is longer is no word, and needs no more to be recognised by a person.
const MAX_WORD: usize = 64;

fn state_of_code(code: u16) -> State {
    if (200..300).contains(&code) { State::Operational } else { State::Down }
}

/// The word that a JSON value is, if it is one.
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

/// The numbers that are there. Of several places for one name the first counts.
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

/// At most so many characters of a stranger's text.
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
    /// What a JSON value means.
    fn meaning(&self, value: &Json) -> Option<State> {
        if let Json::Number(number) = value {
            return self.find(|known| number::read(known) == Some(*number));
        }
        self.state(&word_of(value)?)
    }

    /// What a word means.
    fn state(&self, word: &str) -> Option<State> {
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        self.find(is).or_else(|| match word {
            _ if is("true") => Some(State::Operational),
            _ if is("false") => Some(State::Down),
            _ => None,
        })
    }

    /// The worst meaning among the words that are meant.
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
