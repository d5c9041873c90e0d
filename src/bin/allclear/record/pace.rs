//! How often files are written.

use metrics_engine::time::{Duration, Timestamp};

/// When something is to be written again.
#[derive(Clone, Copy)]
pub(super) struct Due {
    pub(super) since: Timestamp,
    pub(super) pause: Duration,
}

impl Due {
    /// Returns whether the pause is over, or the clock was set back.
    pub(super) fn is_over(due: Option<Self>, now: Timestamp) -> bool {
        due.is_none_or(|due| now < due.since || now.since(due.since) >= due.pause)
    }
}

/// A budget of bytes for changes: a maximum at once, and a rate per second in the long run.
pub(super) struct Allowance {
    rate: i64,
    most: i64,
    left: i64,
    at: Option<Timestamp>,
}

impl Allowance {
    pub(super) fn new(rate: i64, most: i64) -> Self {
        Self { rate, most, left: most, at: None }
    }

    /// Returns whether some of it is left.
    pub(super) fn has_some(&mut self, now: Timestamp) -> bool {
        self.wait(now) == Duration::ZERO
    }

    /// Returns how long it takes until some of it is left.
    pub(super) fn wait(&mut self, now: Timestamp) -> Duration {
        let passed = self.at.map_or(0, |at| now.since(at).0.max(0));
        self.left = self.rate.saturating_mul(passed).div_euclid(1000).saturating_add(self.left);
        self.left = self.left.min(self.most);
        self.at = Some(now);
        Duration(if self.left > 0 { 0 } else { (1 - self.left) * 1000 / self.rate + 1 })
    }

    pub(super) fn spend(&mut self, bytes: u64) {
        self.left = self.left.saturating_sub_unsigned(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_comes_back_and_no_clock_stops_it() {
        let at = |seconds| Timestamp(1_795_000_000_000) + Duration::from_secs(seconds);
        let mut allowance = Allowance::new(10, 100);
        assert!(allowance.has_some(at(0)));
        allowance.spend(250);
        assert!(!allowance.has_some(at(14)));
        assert!(allowance.has_some(at(16)));
        allowance.spend(10);
        // Set back by a day: time is counted from there.
        assert!(!allowance.has_some(at(-86_400)));
        assert!(allowance.has_some(at(-86_399)));
        let due = Due { since: at(0), pause: Duration::from_secs(60) };
        let is_over = |now| Due::is_over(Some(due), at(now));
        assert_eq!([-1, 0, 59, 60].map(is_over), [true, false, false, true]);
    }
}
