//! The answers behind a confirmed condition and the streak that contradicts it, for a tab that opens later.
//!
//! The condition is sent with the newest answer that agrees with it; the answers that contradict it are sent one by one, and go
//! through the same [`Confirmation`] in the other tab.

use crate::decode::Answer;
use crate::status::confirmation::Confirmation;
use metrics_engine::time::{Duration, Timestamp};

/// An answer, with its arrival and its duration.
pub(super) type ReceivedAnswer = (Timestamp, Duration, Answer);

/// The answers behind the confirmation of one check.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The newest answer that agrees with the confirmed condition.
    pub(super) belief: Option<ReceivedAnswer>,
    /// The answers that contradict it, in order of arrival.
    pub(super) doubt: Vec<ReceivedAnswer>,
}

impl Evidence {
    /// Files an answer, given the confirmation after it.
    pub(super) fn file(&mut self, answer: ReceivedAnswer, after: &Confirmation) {
        if after.streak.is_none_or(|streak| streak.count == 1) {
            self.doubt.clear();
        }
        if after.streak.is_some() {
            self.doubt.push(answer);
        } else {
            self.belief = Some(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::check::Condition::{self, Degraded, Down, Operational};

    fn condition(answer: &Answer) -> Condition {
        [Operational, Degraded, Down][usize::from(answer.code)]
    }

    #[test]
    fn messages_give_the_same_belief_and_the_same_doubt() {
        // Every row of seven answers of three kinds.
        for row in 0..3_u32.pow(7) {
            let results = (0..7).map(|place| (row / 3_u32.pow(place) % 3) as u16);
            let (mut evidence, mut confirmation) = (Evidence::default(), Confirmation::default());
            for (at, code) in (0..).zip(results) {
                let answer = Answer { code, ..Answer::default() };
                let at = Timestamp(at);
                confirmation = confirmation.step(condition(&answer), at, 2, 3);
                evidence.file((at, Duration::ZERO, answer), &confirmation);
            }
            let sent = Confirmation { confirmed: confirmation.confirmed, streak: None };
            let sent = evidence
                .doubt
                .iter()
                .fold(sent, |sent, (at, _, answer)| sent.step(condition(answer), *at, 2, 3));
            assert_eq!(sent, confirmation, "row {row}");
            assert_eq!(evidence.belief.is_some(), confirmation.confirmed.is_some(), "row {row}");
            if let (Some((_, _, answer)), Some(confirmed)) =
                (&evidence.belief, confirmation.confirmed)
            {
                assert_eq!(condition(answer), confirmed.condition, "row {row}");
            }
        }
    }
}
