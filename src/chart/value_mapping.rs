//! Words for values.

use crate::rules::Severity;
use serde::{Deserialize, Serialize};

/// The word for a value, as `Operational` for 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueMapping {
    /// The value, in the unit of the panel.
    pub value: f64,
    /// The word that is shown in its place.
    pub text: String,
    /// The severity of the value; absent for a good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}
