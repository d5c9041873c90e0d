//! Vocabularies: which words in an answer mean which state.

use super::reading::HealthState;
use crate::decode::json::Json;
use metrics_engine::number;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
    pub(super) fn is_empty(&self) -> bool {
        self.operational.is_empty() && self.degraded.is_empty() && self.down.is_empty()
    }
}

/// Maximum length of a word in characters. A longer text is no word, and its beginning is enough for a person to recognise it.
pub(super) const MAX_WORD: usize = 64;

impl Words {
    /// Returns the meaning of a JSON value.
    pub(super) fn meaning(&self, value: &Json) -> Option<HealthState> {
        if let Json::Number(number) = value {
            return self.find(|known| number::read(known) == Some(*number));
        }
        self.state(&word_of(value)?)
    }

    /// Returns the meaning of a word.
    pub(super) fn state(&self, word: &str) -> Option<HealthState> {
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        self.find(is).or_else(|| match word {
            _ if is("true") => Some(HealthState::Operational),
            _ if is("false") => Some(HealthState::Down),
            _ => None,
        })
    }

    /// Returns the worst meaning of the words that `is_meant` accepts.
    fn find(&self, is_meant: impl Fn(&str) -> bool) -> Option<HealthState> {
        let has = |list: &[String]| list.iter().any(|known| is_meant(known));
        if has(&self.down) {
            Some(HealthState::Down)
        } else if has(&self.degraded) {
            Some(HealthState::Degraded)
        } else if has(&self.operational) {
            Some(HealthState::Operational)
        } else {
            None
        }
    }
}

/// Returns the word that a JSON value is.
pub(super) fn word_of(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::Text(text) => Some(text.trim().into()),
        Json::Bool(truth) => Some(if *truth { "true" } else { "false" }.into()),
        Json::Number(number) => Some(number.to_string().into()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Returns at most this many characters of a text from outside.
pub(super) fn capped(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
