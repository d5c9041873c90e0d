//! A value that matters on a panel.

use crate::rules::Severity;
use serde::{Deserialize, Serialize};

/// A value that matters on a panel: drawn as a line, with what lies beyond it tinted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The value, in the unit of the panel.
    pub value: f64,
    /// The side of the limit that is bad.
    pub bad: Side,
    /// The severity of values on that side.
    #[serde(default)]
    pub severity: Severity,
}

/// A side of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Values above it are bad.
    Above,
    /// Values below it are bad.
    Below,
}
