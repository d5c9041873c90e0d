//! The limit of a rule, which an operator may change in their browser until it is reset.

use metrics_engine::promql::threshold::Threshold;
use metrics_engine::time::Duration;

/// The limit of a rule: a comparison with a number, and how long it has to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The comparison and the number.
    pub threshold: Threshold,
    /// How long the comparison has to hold.
    pub hold_for: Duration,
}
