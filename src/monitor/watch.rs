//! One check under watch: its schedule, its last result, and its confirmed condition.

use super::evidence::Evidence;
use crate::config::Check;
use crate::decode::Answer;
use crate::schedule::{Pace, Schedule, stale_after};
use crate::status::check::{CheckResult, Condition};
use crate::status::confirmation::{Confirmation, Confirmed};
use metrics_engine::time::{Duration, Timestamp};

/// A check and all that is known of it.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Index of its system in the configuration.
    pub system: usize,
    /// Its configuration.
    pub check: Check,
    /// Its path under the proxy, which also identifies it between tabs.
    pub path: String,
    /// When it is due.
    pub schedule: Schedule,
    /// Its confirmed condition.
    pub confirmation: Confirmation,
    /// The last result.
    pub last: Option<CheckResult>,
    /// The last result that agrees with the confirmed condition: its cause is the one to show.
    pub believed: Option<CheckResult>,
    /// How long a shared cache may serve the same copy. Results that lie closer together are the same answer.
    pub memory: Duration,
    /// When the newest answer arrived, at this tab or at another.
    pub newest_answer_at: Option<Timestamp>,
    /// The end of the pause that the system's `Retry-After` set.
    pub paused_until: Option<Timestamp>,
    /// The answers behind the confirmed condition and the streak.
    pub evidence: Evidence,
    /// The value of the last answer's `Date`, and when it was first seen.
    date: Option<(String, Timestamp)>,
    /// Number of failed answers in a row.
    failing: u32,
    /// Whether the confirmed condition was stale already when another tab sent it. It describes the past, and no answer has to
    /// contradict it.
    pub(super) is_past: bool,
}

impl Watch {
    /// Creates a check without results that is due at once.
    pub fn new(system: usize, check: Check, path: String, cache: Duration, now: Timestamp) -> Self {
        Self {
            system,
            schedule: Schedule::new(&path, check.interval, now),
            check,
            path,
            confirmation: Confirmation::default(),
            last: None,
            believed: None,
            memory: memory(cache),
            newest_answer_at: None,
            paused_until: None,
            evidence: Evidence::default(),
            date: None,
            failing: 0,
            is_past: false,
        }
    }

    /// Returns the same check with other settings. Its results stay; it is due no later than the new interval demands.
    pub(super) fn reconfigured(
        self,
        system: usize,
        check: Check,
        cache: Duration,
        now: Timestamp,
    ) -> Self {
        let schedule = self.schedule.clone().at_interval(check.interval, now);
        Self { system, check, schedule, memory: memory(cache), ..self }
    }

    /// Returns the age beyond which a result is stale.
    pub fn stale_after(&self) -> Duration {
        stale_after(self.check.interval)
    }

    /// Returns whether the check is due and not under way.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.schedule.began.is_none() && self.schedule.due <= now
    }

    /// Returns whether the newest answer is worse than the confirmed condition.
    pub fn is_in_doubt(&self) -> bool {
        self.confirmation.streak.is_some_and(|streak| streak.is_worse)
    }

    /// Returns when the last result becomes stale, if there is one.
    pub fn stale_at(&self) -> Option<Timestamp> {
        self.last.as_ref().map(|result| result.measured + self.stale_after())
    }

    /// Returns whether there is a result that is not stale.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.stale_at().is_some_and(|end| now <= end)
    }

    /// Returns the newest answer, with its arrival and its duration.
    pub fn newest_answer(&self) -> Option<(Timestamp, Duration, &Answer)> {
        let newest = self.evidence.doubt.last().or(self.evidence.belief.as_ref())?;
        Some((newest.0, newest.1, &newest.2))
    }

    /// Returns the number of failed answers in a row.
    pub fn failing(&self) -> u32 {
        self.failing
    }

    /// Returns when an answer that arrived at `at` was measured.
    ///
    /// Clocks of browser and server are never compared. A shared cache reports the age of its copy (`Age`, RFC 9111, 5.1), and
    /// an answer whose `Date` was seen before is the same answer, however often it arrives.
    pub fn measured(&mut self, answer: &Answer, at: Timestamp) -> Timestamp {
        let age = answer.header("age").and_then(|age| age.trim().parse().ok()).unwrap_or(0_i64);
        let first_seen = match (&self.date, answer.header("date")) {
            (Some((known, first)), Some(date)) if known == date => (*first).min(at),
            (_, Some(date)) => {
                self.date = Some((date.to_owned(), at));
                at
            }
            (_, None) => at,
        };
        first_seen.min(at - Duration::from_secs(age.clamp(0, 1_000_000)))
    }

    /// Takes a result. Returns the pace of the next check, and whether the result was news.
    pub fn take(
        &mut self,
        result: CheckResult,
        at: Timestamp,
        answer: Answer,
        failures: u32,
        successes: u32,
    ) -> (Pace, bool) {
        self.paused_until = None;
        self.newest_answer_at = self.newest_answer_at.max(Some(at));
        let condition = result.finding.condition();
        // Within the memory of a shared cache, an equal answer may be the same copy: it must not confirm itself. An answer that
        // differs cannot be, and is never skipped.
        let is_repeated = |last: &CheckResult| {
            result.measured.since(last.measured) < self.memory
                && last.finding.condition() == condition
        };
        if self.last.as_ref().is_some_and(is_repeated) {
            return (self.pace(), false);
        }
        // Results that lie too far apart are not "in a row": what was between is unknown.
        let stale_after = self.stale_after();
        if self.last.as_ref().is_some_and(|last| result.measured.since(last.measured) > stale_after)
        {
            self.confirmation.streak = None;
        }
        if core::mem::take(&mut self.is_past) {
            self.confirmation = Confirmation::default();
        }
        self.confirmation = self.confirmation.step(condition, result.measured, failures, successes);
        self.failing =
            if condition == Condition::Down { self.failing.saturating_add(1) } else { 0 };

        self.evidence.file((at, result.took, answer), &self.confirmation);
        if self.confirmation.streak.is_none() {
            self.believed = Some(result.clone());
        }
        self.last = Some(result);
        (self.pace(), true)
    }

    /// Returns the pace of the next check.
    fn pace(&self) -> Pace {
        match self.confirmation.streak {
            Some(_) => Pace::Doubt,
            None if self.failing > 0 => Pace::Failing(self.failing),
            None => Pace::Steady,
        }
    }

    /// Takes over what another tab has confirmed, with the result behind it.
    pub(super) fn adopt(
        &mut self,
        confirmed: Confirmed,
        result: CheckResult,
        at: Timestamp,
        answer: Answer,
    ) {
        self.confirmation = Confirmation { confirmed: Some(confirmed), streak: None };
        self.evidence = Evidence { belief: Some((at, result.took, answer)), doubt: Vec::new() };
        self.believed = Some(result.clone());
        self.last = Some(result);
        self.newest_answer_at = self.newest_answer_at.max(Some(at));
    }
}

/// Returns how long a cache may hold a copy of an answer. nginx counts in whole seconds, so it may be almost one longer than
/// configured.
fn memory(cache: Duration) -> Duration {
    if cache == Duration::ZERO { cache } else { cache + Duration::from_secs(1) }
}
