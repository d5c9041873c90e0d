//! Uptime: weighted by time, with its coverage, never rounded up.

use super::state::State;
use metrics_engine::time::Duration;

/// How long each state lasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Milliseconds, in the order of [`State::ALL`].
    spans: [i64; 6],
}

/// A share in hundredths of a percent, rounded down: a second of outage in a year leaves 9,999 of 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(pub u16);

impl Tally {
    /// Adds a span.
    pub fn add(&mut self, state: State, span: Duration) {
        if let Some(sum) = self.spans.get_mut(state as usize) {
            *sum = sum.saturating_add(span.0.max(0));
        }
    }

    /// Returns how long this state lasted.
    pub fn of(&self, state: State) -> Duration {
        Duration(self.spans.get(state as usize).copied().unwrap_or_default())
    }

    /// Returns the sum of all states.
    pub fn total(&self) -> Duration {
        Duration(self.spans.iter().sum())
    }

    /// Returns how long the status was known, without maintenance. Uptime is a share of this.
    pub fn observed(&self) -> Duration {
        let apart = self.of(State::Maintenance) + self.of(State::Unobserved);
        Duration(self.total().0 - apart.0)
    }

    /// Returns the share of the observed time in which the system worked; `None` if nothing was observed.
    ///
    /// Degraded counts as working, a partial outage half, maintenance not at all.
    pub fn uptime(&self) -> Option<Share> {
        let down = self.of(State::MajorOutage).0 + (self.of(State::PartialOutage).0 + 1) / 2;
        Share::of(self.observed().0 - down, self.observed().0)
    }

    /// Returns the uptime if enough was observed for a figure: an hour, and a hundredth of the time.
    pub fn figure(&self) -> Option<Share> {
        let is_enough = self.observed() >= Duration::from_secs(3600)
            && self.coverage().is_some_and(|coverage| coverage >= Share(100));
        self.uptime().filter(|_| is_enough)
    }

    /// Returns the share of the time that is accounted for, including maintenance; `None` for no time at all.
    pub fn coverage(&self) -> Option<Share> {
        let total = self.total().0;
        Share::of(total - self.of(State::Unobserved).0, total)
    }

    /// Returns the worst state that affected visitors.
    pub fn worst(&self) -> Option<State> {
        let bad = [State::MajorOutage, State::PartialOutage, State::Degraded];
        bad.into_iter().find(|state| self.of(*state).0 > 0)
    }
}

impl Share {
    /// The whole.
    pub const ALL: Self = Self(10_000);

    /// Returns `part` of `whole`, rounded down; `None` if there is no whole.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        if whole <= 0 {
            return None;
        }
        // 128 bits, because a century in milliseconds times ten thousand is close to what 64 bits hold.
        let share = i128::from(part.clamp(0, whole)) * 10_000 / i128::from(whole);
        u16::try_from(share).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::State::{
        Degraded, Maintenance, MajorOutage, Operational, PartialOutage, Unobserved,
    };
    use super::*;

    fn tally(spans: &[(State, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (state, span) in spans {
            tally.add(*state, Duration(*span));
        }
        tally
    }

    #[test]
    fn is_a_share_of_what_was_observed_and_never_rounded_up() {
        for (spans, uptime, coverage) in [
            (vec![], None, None),
            // Not checked: no number at all, neither 0 nor 100.
            (vec![(Unobserved, 100)], None, Some(0)),
            (vec![(Maintenance, 100)], None, Some(10_000)),
            (vec![(Operational, 50), (Unobserved, 50)], Some(10_000), Some(5_000)),
            (vec![(Operational, 99_999), (MajorOutage, 1)], Some(9_999), Some(10_000)),
            (vec![(Operational, 1), (MajorOutage, 99_999)], Some(0), Some(10_000)),
            (vec![(Degraded, 100)], Some(10_000), Some(10_000)),
            (vec![(PartialOutage, 100)], Some(5_000), Some(10_000)),
            (vec![(Operational, 9_999_999_999), (PartialOutage, 1)], Some(9_999), Some(10_000)),
            (
                vec![(Operational, 90), (MajorOutage, 10), (Maintenance, 100)],
                Some(9_000),
                Some(10_000),
            ),
        ] {
            let found = tally(&spans);
            assert_eq!(found.uptime(), uptime.map(Share), "{spans:?}");
            assert_eq!(found.coverage(), coverage.map(Share), "{spans:?}");
        }
    }
}
