//! How far into the future of a step an expression reads.

use crate::promql::ast::{At, Expr, Node, Shift};
use crate::time::{Duration, Timestamp};

/// The newest samples that the value of a step depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// The time by which they are later than the step, negative for earlier; `None` where no samples are read at the step's own time.
    ahead: Option<Duration>,
    /// The latest instant of an `@` with a time.
    fixed: Option<Timestamp>,
    /// Whether they depend on the start or the end of the evaluation.
    uses_ends: bool,
}

impl Reach {
    /// Returns the reach of an expression.
    pub(super) fn of(expr: &Expr) -> Self {
        let now = Self { ahead: Some(Duration::ZERO), ..Self::default() };
        match &expr.node {
            Node::Selector(selector) | Node::Range { selector, .. } => now.shifted(selector.shift),
            Node::Subquery(subquery) => Self::of(&subquery.expr).shifted(subquery.shift),
            _ => {
                let parts = expr.parts();
                parts.into_iter().map(Self::of).fold(Self::default(), Self::with)
            }
        }
    }

    /// Returns whether samples later than `settled` cannot change the value at a step.
    pub(super) fn is_settled(self, step: Timestamp, settled: Timestamp) -> bool {
        !self.uses_ends
            && self.ahead.is_none_or(|ahead| step + ahead <= settled)
            && self.fixed.is_none_or(|fixed| fixed <= settled)
    }

    /// Returns the reach of something that is read at another time.
    fn shifted(self, shift: Shift) -> Self {
        let ahead = self.ahead.map(|ahead| Duration(ahead.0.saturating_sub(shift.offset.0)));
        match (shift.at, ahead) {
            (None, ahead) => Self { ahead, ..self },
            (Some(_), None) => self,
            (Some(At::Time(at)), Some(ahead)) => {
                Self { ahead: None, fixed: self.fixed.max(Some(at + ahead)), ..self }
            }
            (Some(At::Start | At::End), Some(_)) => Self { ahead: None, uses_ends: true, ..self },
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            ahead: self.ahead.max(other.ahead),
            fixed: self.fixed.max(other.fixed),
            uses_ends: self.uses_ends || other.uses_ends,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promql::parse;

    #[test]
    fn steps_are_settled_when_all_that_they_read_is() {
        for (text, first_open) in [
            ("x", Some(11)),
            ("5", None),
            ("time()", None),
            ("rate(x[5m] offset 3s) + 1", Some(14)),
            ("x offset 3s + y offset -2s", Some(9)),
            ("x @ 10", None),
            ("x @ 11", Some(0)),
            ("x @ 11 offset 1s", None),
            ("sum(x @ start())", Some(0)),
            ("max_over_time((x offset -1s)[5m:] offset 2s)", Some(12)),
            ("max_over_time((x @ 9 offset -1s)[5m:])", None),
        ] {
            let reach = Reach::of(&parse(text).unwrap());
            let settled = Timestamp(10_000);
            let found =
                (0..60).find(|seconds| !reach.is_settled(Timestamp(seconds * 1000), settled));
            assert_eq!(found, first_open, "{text}");
        }
    }
}
