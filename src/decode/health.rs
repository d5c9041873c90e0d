//! What a health answer says, in whatever shape it says it.
//!
//! A [`Mapping`] declares where in an answer the state is, which words mean what, where the subsystems ("parts") are,
//! and which numbers are worth keeping. [`read`] applies it. The code alone never decides where the body says more: a 200
//! can be degraded, a 503 carries its reasons. And what is not health is said to be so, with the place.

use super::Answer;

/// Where and how an answer tells about health. Everything that is not found is skipped, so that one mapping can serve
/// several shapes of the same system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Where the overall state is, tried in order: the first that is there decides.
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
    /// A JSON pointer (RFC 6901) to a word or a boolean.
    Json(String),
    /// The trimmed plain-text body, compared as one word.
    Text,
    /// The header of this lower-case name.
    Header(String),
    /// The status code alone: 2xx is operational, anything else is down. The body is not looked at.
    Code,
}

/// The words of a vocabulary, compared without regard to case. `true` and `false` are the words of JSON booleans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Words that mean operational.
    pub operational: Vec<String>,
    /// Words that mean degraded.
    pub degraded: Vec<String>,
    /// Words that mean down.
    pub down: Vec<String>,
}

/// A place for the states of subsystems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartSource {
    /// A JSON object: key is the name. A value that is an array counts with its worst item.
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
    /// One word or boolean of its own.
    Field {
        /// The part's name.
        name: String,
        /// Pointer to its state word or boolean.
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
    /// Its state; `None` where its word is not in the vocabulary.
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
    /// Something of another type than a word or a boolean.
    WrongType {
        /// The pointer.
        place: String,
        /// What was there: "number", "object", "array", "null".
        found: &'static str,
    },
    /// A word outside the vocabulary.
    UnknownWord {
        /// Where it stood.
        place: String,
        /// The word, at most 64 characters.
        word: String,
    },
}

/// Reads `answer` as `mapping` says. `cap` is the largest body accepted, in bytes.
///
/// # Errors
///
/// [`NotHealth`] where the answer is not the health that the mapping describes. A code of 400 or more without a readable
/// body is no such error: it is a reading, [`State::Down`], with no word.
pub fn read(mapping: &Mapping, answer: &Answer, cap: usize) -> Result<Reading, NotHealth> {
    let _ = (mapping, answer, cap);
    Err(NotHealth::Empty)
}
