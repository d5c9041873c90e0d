//! A mapping: how a health answer is read, where no preset fits.

use super::text::{HeaderName, Pointer};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The places in an answer that hold its state, parts and numbers. Places that are absent are skipped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The places of the overall state, tried in order: the first that is present decides.
    #[serde(default)]
    pub state: Vec<StateSource>,
    /// Which words mean what, without regard to case. Those that services commonly use unless given. A word that is in no list
    /// makes the state unknown, never operational.
    #[serde(default)]
    pub words: Words,
    /// The places of the states of subsystems; all that are found count.
    #[serde(default)]
    pub parts: Vec<PartSource>,
    /// Names of parts without which the system is down.
    #[serde(default)]
    pub critical: Vec<String>,
    /// Numbers to keep as series: the series' name, and a JSON pointer to the number.
    #[serde(default)]
    pub numbers: BTreeMap<String, Pointer>,
}

/// A place for the overall state.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StateSource {
    /// A place without settings of its own.
    Plain(PlainState),
    /// A word, a boolean or a number in a JSON body.
    Json(JsonState),
    /// A word in a header.
    Header(HeaderState),
}

/// A place for the state that needs no settings.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlainState {
    /// The plain-text body, as one word.
    Text,
    /// The status code alone: 2xx is operational, anything else is down.
    Code,
}

/// A word, a boolean or a number in a JSON body.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonState {
    /// A JSON pointer to it, as in `/status`.
    pub json: Pointer,
}

/// A word in a header.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderState {
    /// The header's name.
    pub header: HeaderName,
}

/// Which words mean what.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that mean operational.
    #[serde(default)]
    pub operational: Vec<Word>,
    /// Words that mean degraded.
    #[serde(default)]
    pub degraded: Vec<Word>,
    /// Words that mean down.
    #[serde(default)]
    pub down: Vec<Word>,
}

/// A word, a boolean or a number, as a health answer uses it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Word {
    /// A word.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
}

/// A place for the states of subsystems.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PartSource {
    /// A JSON object: each key is a subsystem.
    Map(MapPart),
    /// A JSON array: each item is a subsystem.
    List(ListPart),
    /// One word or boolean of its own.
    Field(FieldPart),
}

/// A JSON object in which each key is a subsystem.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapPart {
    /// A JSON pointer to the object.
    pub map: Pointer,
    /// A pointer from each value to its state. The value itself unless given.
    pub state: Option<Pointer>,
    /// A pointer from each value to a text that explains. Operators see it, the public page does not.
    pub message: Option<Pointer>,
}

/// A JSON array in which each item is a subsystem.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPart {
    /// A JSON pointer to the array.
    pub list: Pointer,
    /// A pointer from each item to its name.
    pub name: Pointer,
    /// A pointer from each item to its state.
    pub state: Pointer,
    /// A pointer from each item to a text that explains. Operators see it, the public page does not.
    pub message: Option<Pointer>,
}

/// A subsystem that has one word or boolean.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldPart {
    /// A JSON pointer to its state.
    pub field: Pointer,
    /// The subsystem's name.
    pub name: String,
}
