//! The answers that a belief rests on, so that a tab that comes later can be told them.
//!
//! Replaying evidence through the same [`Confirmation`] gives the same belief, the same doubt and the same dates, so there is
//! no second format for what is believed. How long ago a row of failures began is not told beyond that.

use crate::decode::Answer;
use crate::status::confirmation::Confirmation;
use crate::time::{Duration, Timestamp};

/// An answer, when it arrived, and how long it took.
pub(super) type Heard = (Timestamp, Duration, Answer);

/// The answers behind what is believed of one check.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Those that confirmed the belief.
    belief: Vec<Heard>,
    /// The newest that repeated it.
    latest: Option<Heard>,
    /// Those that contradict it.
    doubt: Vec<Heard>,
}

impl Evidence {
    /// Files an answer, given what was believed before it and what is after it.
    pub(super) fn file(&mut self, heard: Heard, before: &Confirmation, after: &Confirmation) {
        match after.streak {
            Some(streak) => {
                if streak.count == 1 {
                    self.doubt.clear();
                }
                self.doubt.push(heard);
            }
            None if before.confirmed == after.confirmed => {
                self.doubt.clear();
                self.latest = Some(heard);
            }
            None => {
                if before.streak.is_none_or(|streak| streak.count + 1 < streak.needed) {
                    self.doubt.clear();
                }
                self.belief = core::mem::take(&mut self.doubt);
                self.belief.push(heard);
                self.latest = None;
            }
        }
    }

    /// All answers, in the order in which they came.
    pub(super) fn all(&self) -> impl Iterator<Item = &Heard> {
        self.belief.iter().chain(&self.latest).chain(&self.doubt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::look::Condition::{self, Degraded, Down, Operational};

    fn condition(answer: &Answer) -> Condition {
        [Operational, Degraded, Down][usize::from(answer.code)]
    }

    #[test]
    fn replayed_it_gives_the_same_belief() {
        // Every row of seven looks of three kinds.
        for row in 0..3_u32.pow(7) {
            let looks = (0..7).map(|place| (row / 3_u32.pow(place) % 3) as u16);
            let (mut evidence, mut confirmation) = (Evidence::default(), Confirmation::default());
            for (at, code) in looks.enumerate() {
                let answer = Answer { code, ..Answer::default() };
                let at = Timestamp(at as i64);
                let after = confirmation.step(condition(&answer), at, 2, 3);
                evidence.file((at, Duration::ZERO, answer), &confirmation, &after);
                confirmation = after;
            }
            let replayed = evidence.all().fold(Confirmation::default(), |confirmation, (at, _, answer)| {
                confirmation.step(condition(answer), *at, 2, 3)
            });
            assert_eq!(replayed, confirmation, "row {row}");
            assert!(evidence.all().count() <= 7);
        }
    }
}
