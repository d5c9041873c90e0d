//! How many looks it takes to believe a change.
//!
//! One failure is not an outage: so many looks in a row confirm a worse condition, so many end it, and a confirmed change
//! is dated back to the first look that told it. One pure step per look; the table below is its specification.

use super::check::Condition;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What is believed of one check, and what contradicts it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// What is believed; `None` before anything is.
    pub confirmed: Option<Confirmed>,
    /// The looks in a row that tell otherwise.
    pub streak: Option<Streak>,
}

/// A condition that is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The condition.
    pub condition: Condition,
    /// The first look that told it. For the first condition of all, the true beginning may lie before.
    pub since: Timestamp,
}

/// Looks in a row that contradict what is believed, all of them worse or all of them better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streak {
    /// Whether they are worse than what is believed. Before anything is believed, bad news is worse.
    pub is_worse: bool,
    /// When the first of them was measured.
    pub first: Timestamp,
    /// How many there are, at least 1.
    pub count: u32,
    /// How many confirm the change.
    pub needed: u32,
}

impl Confirmation {
    /// Takes one look. `failures` in a row confirm a worse condition, `successes` a better one; both at least 1.
    ///
    /// When a streak of different conditions is long enough, its last one is believed, since the first of the streak.
    /// The very first good answer is believed at once: there is no outage that it would end.
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

    /// Feeds `looks` (o operational, d degraded, u unclear, x down), one second apart, with 2 failures and 3 successes needed;
    /// prints after each what is believed, since when, and the streak.
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
            // Two are, since the first.
            ("oxx", "o0 o0-1/2 x1"),
            // Three good looks end it, since the first of them; a relapse starts over.
            ("xxooo", "--1/2 x0 x0+1/3 x0+2/3 o2"),
            ("xxooxooo", "--1/2 x0 x0+1/3 x0+2/3 x0 x0+1/3 x0+2/3 o5"),
            // Flapping never confirms anything.
            ("oxoxox", "o0 o0-1/2 o0 o0-1/2 o0 o0-1/2"),
            // A first failure is not believed at once; a first success is, also after one.
            ("x", "--1/2"),
            ("xo", "--1/2 o1"),
            // Different kinds of bad make one streak; the last one is believed.
            ("oxd", "o0 o0-1/2 d1"),
            ("odx", "o0 o0-1/2 x1"),
            // From degraded to down is worse, from down to degraded better.
            ("ddxx", "--1/2 d0 d0-1/2 x2"),
            ("xxddd", "--1/2 x0 x0+1/3 x0+2/3 d2"),
            // Not knowing lies between.
            ("oduux", "o0 o0-1/2 u1 u1 u1-1/2"),
        ] {
            assert_eq!(run(results), expected, "{results}");
        }
    }
}
