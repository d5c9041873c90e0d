//! Words for values.

use crate::rules::Severity;
use serde::{Deserialize, Serialize};

/// The word for a value, or for a range of values, as `Operational` for 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueMapping {
    /// The value, in the unit of the panel; the first of a range.
    pub value: f64,
    /// The last value of a range; absent where one value is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// The word that is shown in its place.
    pub text: String,
    /// The severity of the value; absent for a good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

impl ValueMapping {
    /// Returns whether this is the word for `value`.
    #[expect(clippy::float_cmp, reason = "a state is exactly the number that stands for it")]
    pub fn is_for(&self, value: f64) -> bool {
        match self.to {
            None => self.value == value,
            Some(to) => (self.value..=to).contains(&value),
        }
    }
}
