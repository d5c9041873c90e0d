//! The result of reading a health answer.

/// The state that an answer claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HealthState {
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
    pub state: HealthState,
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
    pub state: Option<HealthState>,
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
