//! How many check results it takes to confirm a change.
//!
//! One failure is not an outage: a number of results in a row confirms a worse condition, another number ends it, and a
//! confirmed change is dated back to the first of those results. One pure step per result; the table in the tests is the
//! specification.

use super::check::Condition;
use metrics_engine::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The confirmed condition of one check, and the results that contradict it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// The confirmed condition; `None` before the first one.
    pub confirmed: Option<Confirmed>,
    /// The results in a row that contradict it.
    pub streak: Option<Streak>,
}

/// A confirmed condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The condition.
    pub condition: Condition,
    /// The first result that showed it. For the very first condition, the true beginning may lie before.
    pub since: Timestamp,
}

/// Results in a row that contradict the confirmed condition: all of them worse, or all of them better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streak {
    /// Whether they are worse than the confirmed condition. Before anything is confirmed, every bad result is worse.
    pub is_worse: bool,
    /// When the first of them was measured.
    pub first: Timestamp,
    /// Number of results, at least 1.
    pub count: u32,
    /// Number of results that confirm the change.
    pub needed: u32,
}

impl Confirmation {
    /// Returns the confirmation after one more result. `failures` results in a row confirm a worse condition, `successes` a
    /// better one; both are at least 1.
    ///
    /// If the results of a streak differ, the last one is confirmed, since the first one of the streak. The very first good
    /// answer is confirmed at once: there is no outage that it would end.
    #[must_use]
    pub fn step(&self, condition: Condition, at: Timestamp, failures: u32, successes: u32) -> Self {
        let is_worse = match self.confirmed {
            Some(confirmed) if confirmed.condition == condition => {
                return Self { confirmed: self.confirmed, streak: None };
            }
            Some(confirmed) => condition > confirmed.condition,
            None => condition != Condition::Operational,
        };
        let needed = match (self.confirmed, is_worse) {
            (_, true) => failures.max(1),
            (Some(_), false) => successes.max(1),
            (None, false) => 1,
        };
        let streak = match self.streak {
            Some(streak) if streak.is_worse == is_worse => {
                Streak { count: streak.count.saturating_add(1), needed, ..streak }
            }
            _ => Streak { is_worse, first: at, count: 1, needed },
        };
        if streak.count >= needed {
            Self { confirmed: Some(Confirmed { condition, since: streak.first }), streak: None }
        } else {
            Self { confirmed: self.confirmed, streak: Some(streak) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `results` (o operational, d degraded, u unclear, x down), one second apart, with 2 failures and 3 successes
    /// needed. Prints after each one the confirmed condition, since when, and the streak.
    fn run(results: &str) -> String {
        let mut confirmation = Confirmation::default();
        let mut out = Vec::new();
        for (at, result) in (0..).zip(results.chars()) {
            let condition = match result {
                'o' => Condition::Operational,
                'd' => Condition::Degraded,
                'u' => Condition::Unclear,
                _ => Condition::Down,
            };
            confirmation = confirmation.step(condition, Timestamp(at), 2, 3);
            let believed = confirmation.confirmed.map_or("-".to_owned(), |confirmed| {
                let word = ["o", "d", "u", "x"][confirmed.condition as usize];
                format!("{word}{}", confirmed.since.0)
            });
            let streak = confirmation.streak.map_or(String::new(), |streak| {
                format!(
                    "{}{}/{}",
                    if streak.is_worse { '-' } else { '+' },
                    streak.count,
                    streak.needed
                )
            });
            out.push(believed + &streak);
        }
        out.join(" ")
    }

    #[test]
    fn is_the_specification() {
        for (results, expected) in [
            ("ooo", "o0 o0 o0"),
            // One failure is not an outage.
            ("oxo", "o0 o0-1/2 o0"),
            // Two are one, since the first of them.
            ("oxx", "o0 o0-1/2 x1"),
            // Three good results end it, since the first of them; a relapse starts over.
            ("xxooo", "--1/2 x0 x0+1/3 x0+2/3 o2"),
            ("xxooxooo", "--1/2 x0 x0+1/3 x0+2/3 x0 x0+1/3 x0+2/3 o5"),
            // Flapping never confirms anything.
            ("oxoxox", "o0 o0-1/2 o0 o0-1/2 o0 o0-1/2"),
            // A first failure is not confirmed at once; a first success is, even after a failure.
            ("x", "--1/2"),
            ("xo", "--1/2 o1"),
            // Different bad results make one streak; the last one is confirmed.
            ("oxd", "o0 o0-1/2 d1"),
            ("odx", "o0 o0-1/2 x1"),
            // From degraded to down is worse, from down to degraded better.
            ("ddxx", "--1/2 d0 d0-1/2 x2"),
            ("xxddd", "--1/2 x0 x0+1/3 x0+2/3 d2"),
            // Unclear lies between degraded and down.
            ("oduux", "o0 o0-1/2 u1 u1 u1-1/2"),
        ] {
            assert_eq!(run(results), expected, "{results}");
        }
    }
}
