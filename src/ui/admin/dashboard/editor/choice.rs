//! Words of enumerations, as the configuration writes them.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Returns the word of a variant.
pub(super) fn name_of<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

/// Returns the variant of a word.
pub(super) fn value_of<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}

/// Returns all variants as choices.
pub(super) fn options<T: Serialize>(all: &[T]) -> Vec<(String, String)> {
    let option = |value: &T| {
        let name = name_of(value);
        (name.clone(), name.replace('-', " "))
    };
    all.iter().map(option).collect()
}
