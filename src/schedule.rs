//! When to check next.
//!
//! Checks of one target follow each other at its interval, give or take a jitter that is a hash of the target's name: targets
//! drift apart, and a test can predict each instant. A doubt is settled sooner, a confirmed failure is checked less often, and
//! a target's `Retry-After` is obeyed. No two checks of one target are under way at once.

use metrics_engine::time::{Duration, Timestamp};

/// The schedule of the checks of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    interval: Duration,
    /// Between 0 and 1023, from the target's name.
    salt: i64,
    /// When the next check is due; while one is under way, when it counts as lost.
    pub due: Timestamp,
    /// When the check that is under way began.
    pub began: Option<Timestamp>,
}

/// How the last check went, as far as the next one is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As expected: check again at the interval.
    Steady,
    /// It contradicts the confirmed condition: check again soon.
    Doubt,
    /// Number of failures in a row, all of them confirmed: back off.
    Failing(u32),
    /// The target's `Retry-After`: no check for this long.
    RetryAfter(Duration),
}

/// Returns the age beyond which a result that is measured every `interval` is stale: three intervals, at least one minute.
pub fn stale_after(interval: Duration) -> Duration {
    Duration((interval.0 * 3).max(60_000))
}

impl Schedule {
    /// Longest pause before a doubt is checked again, however long the interval.
    const DOUBT: Duration = Duration::from_secs(10);

    /// Longest pause, whatever a target's `Retry-After` says.
    const CEILING: Duration = Duration::from_secs(3600);

    /// Creates the schedule of the target called `name`, whose first check is due at `first`.
    pub fn new(name: &str, interval: Duration, first: Timestamp) -> Self {
        Self { interval, salt: i64::from(hash(name) & 1023), due: first, began: None }
    }

    /// Returns the same schedule with another interval: the next check is due no later than that demands.
    #[must_use]
    pub fn at_interval(self, interval: Duration, now: Timestamp) -> Self {
        let is_earlier = interval != self.interval && self.began.is_none();
        let due = if is_earlier { self.due.min(now + interval) } else { self.due };
        Self { interval, due, ..self }
    }

    /// Notes that a check begins, which ends after `timeout` at the latest.
    pub fn begin(&mut self, now: Timestamp, timeout: Duration) {
        self.began = Some(now);
        self.due = now + timeout;
    }

    /// Notes that the check has ended, and sets when the next one is due, at least `gap` later.
    pub fn finish(&mut self, now: Timestamp, pace: Pace, gap: Duration) {
        let began = self.began.take().unwrap_or(now);
        let wait = match pace {
            Pace::Steady => self.jittered(self.interval),
            Pace::Doubt => Duration((self.interval.0 / 2).min(Self::DOUBT.0)),
            Pace::Failing(failures) => self.backed_off(failures),
            Pace::RetryAfter(wait) => Duration(wait.0.clamp(self.interval.0, Self::CEILING.0)),
        };
        // Counted from the beginning of the check, so that a slow target is checked as often as a quick one.
        self.due = (began + wait).max(now + gap);
    }

    /// Returns the pause after this number of failures.
    ///
    /// From the third failure on the pause doubles, up to two intervals or 20 s. No further: a result is stale after three
    /// intervals (60 s at least), and a lasting outage must not turn into "unknown" for want of checks.
    fn backed_off(&self, failures: u32) -> Duration {
        let ceiling = Duration((self.interval.0 * 2).max(20_000));
        self.jittered(back_off(self.interval, failures.saturating_sub(2), ceiling))
    }

    /// Adds or subtracts up to a tenth, always the same amount for one target.
    fn jittered(&self, wait: Duration) -> Duration {
        Duration(wait.0 + wait.0 * (self.salt - 512) / 5120)
    }
}

/// Returns the pause before try number `tries` (from 1) at something that does not answer: `base`, doubled each time, at most
/// `ceiling`.
pub fn back_off(base: Duration, tries: u32, ceiling: Duration) -> Duration {
    let factor = 1_i64 << tries.saturating_sub(1).min(20);
    Duration((base * factor).0.min(ceiling.0.max(base.0)))
}

/// Returns the 32-bit FNV-1a hash (Fowler, Noll, Vo), which is the same on every machine.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration(1000);

    fn next(pace: Pace) -> i64 {
        let mut schedule = Schedule::new("chatalot/api", Duration::from_secs(30), Timestamp(0));
        schedule.begin(Timestamp(0), Duration::from_secs(10));
        schedule.finish(Timestamp(200), pace, GAP);
        schedule.due.0
    }

    #[test]
    fn jitter_is_the_same_each_time_and_within_a_tenth() {
        assert_eq!(next(Pace::Steady), next(Pace::Steady));
        let mut seen = Vec::new();
        for i in 0..100 {
            let mut schedule =
                Schedule::new(&format!("system-{i}"), Duration::from_secs(30), Timestamp(0));
            schedule.finish(Timestamp(0), Pace::Steady, GAP);
            assert!((27_000..=33_000).contains(&schedule.due.0), "{}", schedule.due.0);
            seen.push(schedule.due.0);
        }
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() > 80, "targets drift apart: {} different", seen.len());
    }

    #[test]
    fn doubts_are_settled_sooner_and_failures_later() {
        assert_eq!(next(Pace::Doubt), 10_000);
        assert_eq!(next(Pace::Failing(1)), next(Pace::Steady));
        assert_eq!(next(Pace::Failing(3)), next(Pace::Steady));
        assert!((next(Pace::Failing(4)) - 2 * next(Pace::Steady)).abs() <= 1);
        assert!(
            next(Pace::Failing(u32::MAX)) < 3 * 30_000,
            "a verdict must not grow stale between two checks"
        );
    }

    #[test]
    fn obeys_within_reason() {
        assert_eq!(next(Pace::RetryAfter(Duration::from_secs(120))), 120_000);
        assert_eq!(next(Pace::RetryAfter(Duration::from_secs(0))), 30_000);
        assert_eq!(next(Pace::RetryAfter(Duration::from_secs(1_000_000))), 3_600_000);
    }

    #[test]
    fn a_slow_target_is_not_checked_less_often_but_never_at_once() {
        let mut schedule = Schedule::new("slow", Duration::from_secs(10), Timestamp(0));
        schedule.begin(Timestamp(0), Duration::from_secs(30));
        assert_eq!(schedule.due, Timestamp(30_000));
        schedule.finish(Timestamp(29_000), Pace::Steady, GAP);
        assert_eq!(schedule.due, Timestamp(30_000));
    }

    #[test]
    fn back_off_doubles_up_to_its_ceiling() {
        let wait = |tries| back_off(Duration(1000), tries, Duration(60_000)).0;
        assert_eq!(
            [1, 2, 3, 6, 7, 8, 1000].map(wait),
            [1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000]
        );
    }
}
