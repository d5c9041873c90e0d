//! Mappings: where in an answer the health is, and what its words mean.

use super::words::Words;
use serde::{Deserialize, Serialize};

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

/// The place of a state that is, or should be, the whole body.
pub(super) const BODY: &str = "body";

impl Mapping {
    /// Returns whether any place is within a JSON body.
    pub(super) fn expects_json(&self) -> bool {
        let state_in_json = self.state.iter().any(|source| matches!(source, StateSource::Json(_)));
        state_in_json || !self.parts.is_empty() || !self.numbers.is_empty()
    }
}

impl StateSource {
    /// Returns the place in words: a pointer, `body`, a header's name, or `code`.
    pub(super) fn place(&self) -> &str {
        match self {
            Self::Json(pointer) => pointer,
            Self::Text => BODY,
            Self::Header(name) => name,
            Self::Code => "code",
        }
    }
}
