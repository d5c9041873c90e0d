//! When to look next.
//!
//! Looks at one target follow each other at its interval, give or take a jitter that is a hash of the target's name, so that
//! pages and targets drift apart and a test can predict each instant. A doubt is settled sooner, a confirmed failure is asked
//! less often, and a target that says when to come again is obeyed. No two looks at one target are under way at once.

use crate::time::{Duration, Timestamp};

/// The looks at one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    interval: Duration,
    /// Between 0 and 1023, from the target's name.
    salt: i64,
    /// When the next look is due; while one is under way, when it will be given up for lost.
    pub due: Timestamp,
    /// When the look that is under way began.
    pub began: Option<Timestamp>,
}

/// How the last look went, as far as the next one is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As expected: at the interval.
    Steady,
    /// It contradicts what is believed: settle it soon.
    Doubt,
    /// So many failures in a row, all believed: back off.
    Failing(u32),
    /// The target asked to be left alone for this long.
    Asked(Duration),
}

/// Age beyond which what was learned every `interval` does not hold any more: three intervals, at least a minute.
pub fn stale_after(interval: Duration) -> Duration {
    Duration((interval.0 * 3).max(60_000))
}

impl Schedule {
    /// Settling a doubt takes no longer than this, however long the interval.
    const DOUBT: Duration = Duration::from_secs(10);

    /// No target is left alone for longer than this, whatever it asks.
    const CEILING: Duration = Duration::from_secs(3600);

    /// The looks at the target called `name`, the first of them due at `first`.
    pub fn new(name: &str, interval: Duration, first: Timestamp) -> Self {
        Self { interval, salt: i64::from(hash(name) & 1023), due: first, began: None }
    }

    /// The same looks at another interval: the next one is due no later than that demands.
    #[must_use]
    pub fn at_interval(self, interval: Duration, now: Timestamp) -> Self {
        let is_earlier = interval != self.interval && self.began.is_none();
        let due = if is_earlier { self.due.min(now + interval) } else { self.due };
        Self { interval, due, ..self }
    }

    /// Takes note that a look begins, which is over after `timeout` at the latest.
    pub fn begin(&mut self, now: Timestamp, timeout: Duration) {
        self.began = Some(now);
        self.due = now + timeout;
    }

    /// Takes note that the look is over, and sets when the next is due. At least `gap` lies between.
    pub fn finish(&mut self, now: Timestamp, pace: Pace, gap: Duration) {
        let began = self.began.take().unwrap_or(now);
        let wait = match pace {
            Pace::Steady => self.jittered(self.interval),
            Pace::Doubt => Duration((self.interval.0 / 2).min(Self::DOUBT.0)),
            Pace::Failing(failures) => self.backed_off(failures),
            Pace::Asked(wait) => Duration(wait.0.clamp(self.interval.0, Self::CEILING.0)),
        };
        // Counted from the beginning of the look, so that a slow target is not asked less often than a quick one.
        self.due = (began + wait).max(now + gap);
    }

    /// From the third failure on, the pause doubles, up to two intervals or 20 s. No further: a verdict is too old to be shown
    /// after three intervals (60 s at least), and an outage that goes on must not turn into "unknown" because nobody looked.
    fn backed_off(&self, failures: u32) -> Duration {
        let ceiling = Duration((self.interval.0 * 2).max(20_000));
        self.jittered(back_off(self.interval, failures.saturating_sub(2), ceiling))
    }

    /// A tenth more or less, always the same for one target.
    fn jittered(&self, wait: Duration) -> Duration {
        Duration(wait.0 + wait.0 * (self.salt - 512) / 5120)
    }
}

/// The pause before try number `tries` (from 1) at something that keeps silent: `base`, doubled with each, at most `ceiling`.
pub fn back_off(base: Duration, tries: u32, ceiling: Duration) -> Duration {
    let factor = 1_i64 << tries.saturating_sub(1).min(20);
    Duration((base * factor).0.min(ceiling.0.max(base.0)))
}

/// FNV-1a, 32 bit (Fowler, Noll, Vo): small, and the same on every machine.
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
            "a verdict must not grow stale between two looks"
        );
    }

    #[test]
    fn obeys_within_reason() {
        assert_eq!(next(Pace::Asked(Duration::from_secs(120))), 120_000);
        assert_eq!(next(Pace::Asked(Duration::from_secs(0))), 30_000);
        assert_eq!(next(Pace::Asked(Duration::from_secs(1_000_000))), 3_600_000);
    }

    #[test]
    fn a_slow_target_is_not_asked_less_often_but_never_at_once() {
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
