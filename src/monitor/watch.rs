//! One check under watch: when it is asked, what it last told, and what is believed of it.

use super::evidence::Evidence;
use crate::config::Check;
use crate::decode::Answer;
use crate::labels::LabelSet;
use crate::schedule::{Pace, Schedule, stale_after};
use crate::series::Sample;
use crate::status::check::{CheckResult, Condition, Finding};
use crate::status::confirmation::{Confirmation, Confirmed};
use crate::store::Keep;
use crate::time::{Duration, Timestamp};

/// A check and all that is known of it.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Index of its system in the configuration.
    pub system: usize,
    /// Its configuration.
    pub check: Check,
    /// Its path under the proxy, which is also its name between tabs.
    pub path: String,
    /// When it is asked.
    pub schedule: Schedule,
    /// What is believed of it.
    pub confirmation: Confirmation,
    /// The last look that told something.
    pub last: Option<CheckResult>,
    /// The last look that told what is believed: its cause is the one to be shown.
    pub believed: Option<CheckResult>,
    /// How long a shared cache may answer with the same copy. Looks that lie closer together tell nothing new.
    pub memory: Duration,
    /// When the newest answer arrived, asked for here or heard of.
    pub newest_answer_at: Option<Timestamp>,
    /// Until when it asked to be left alone.
    pub asked_until: Option<Timestamp>,
    /// The answers that belief and doubt rest on.
    pub evidence: Evidence,
    /// The value of the last answer's `Date`, and when it was first seen.
    date: Option<(String, Timestamp)>,
    /// Answers in a row that told of a failure.
    failing: u32,
    /// Whether what is believed was too old already when it was heard of. It tells what was, and no answer has to contradict it.
    pub(super) is_past: bool,
}

impl Watch {
    /// A check of which nothing is known yet, to be asked at once.
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
            asked_until: None,
            evidence: Evidence::default(),
            date: None,
            failing: 0,
            is_past: false,
        }
    }

    /// The same check with other settings. What is known of it stays; it is asked no later than the new interval demands.
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

    /// Age beyond which a verdict is no verdict any more.
    pub fn stale_after(&self) -> Duration {
        stale_after(self.check.interval)
    }

    /// Whether it is due, and no look is under way.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.schedule.began.is_none() && self.schedule.due <= now
    }

    /// Whether the newest answer tells something worse than what is believed.
    pub fn is_in_doubt(&self) -> bool {
        self.confirmation.streak.is_some_and(|streak| streak.is_worse)
    }

    /// When the last verdict becomes too old, if there is one.
    pub fn stale_at(&self) -> Option<Timestamp> {
        self.last.as_ref().map(|result| result.measured + self.stale_after())
    }

    /// Whether there is a verdict that is young enough.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.stale_at().is_some_and(|end| now <= end)
    }

    /// The newest answer that told something: when it arrived, how long it took, and the answer itself.
    pub fn newest_answer(&self) -> Option<(Timestamp, Duration, &Answer)> {
        let newest = self.evidence.doubt.last().or(self.evidence.belief.as_ref())?;
        Some((newest.0, newest.1, &newest.2))
    }

    /// Answers in a row that told of a failure.
    pub fn failing(&self) -> u32 {
        self.failing
    }

    /// When an answer that arrived at `at` was measured.
    ///
    /// Clocks of browser and server are never compared. A shared cache says how old its copy is (`Age`, RFC 9111, 5.1), and an
    /// answer whose `Date` was seen before is the same answer, however often it comes.
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

    /// Takes a finding. Returns how to go on, and whether it told anything new.
    pub fn take(
        &mut self,
        result: CheckResult,
        at: Timestamp,
        answer: Answer,
        failures: u32,
        successes: u32,
    ) -> (Pace, bool) {
        self.asked_until = None;
        self.newest_answer_at = self.newest_answer_at.max(Some(at));
        let condition = result.finding.condition();
        // What a shared cache may still remember is the same answer, heard twice: it must not confirm itself. One that tells
        // something else is not the same, and is never passed over.
        let is_repeated = |last: &CheckResult| {
            result.measured.since(last.measured) < self.memory
                && last.finding.condition() == condition
        };
        if self.last.as_ref().is_some_and(is_repeated) {
            return (self.pace(), false);
        }
        // Looks that lie too far apart are not "in a row": nobody knows what was between.
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

    /// How to go on after what was last told.
    fn pace(&self) -> Pace {
        match self.confirmation.streak {
            Some(_) => Pace::Doubt,
            None if self.failing > 0 => Pace::Failing(self.failing),
            None => Pace::Steady,
        }
    }

    /// Takes over what another tab believes, with the look that bears it out.
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

    /// Writes the look at `at` into the store, under the names that the design gives.
    ///
    /// `several` says whether the system has more than one check; then the check's id is its subsystem.
    pub fn record(&self, store: &mut impl Keep, system: &str, several: bool, at: Timestamp) {
        let Some(result) = &self.last else { return };
        let own = if several { self.check.id.as_str() } else { "" };
        let labels = |name: &str, subsystem: &str| {
            LabelSet::new(name, &[("system", system), ("subsystem", subsystem)])
        };
        // How long it took to fail to reach a service is no response time of that service.
        if result.finding.is_answer() {
            let value = result.took.as_secs_f64();
            store.keep(labels("health_check_duration_seconds", own), Sample { at, value });
        }
        if let Finding::Health(reading) = &result.finding {
            for (name, value) in &reading.numbers {
                store.keep(labels(name, own), Sample { at, value: *value });
            }
        }
        let parts = result
            .finding
            .parts()
            .iter()
            .map(|part| (part.name.as_str(), part.state.map(Condition::from)));
        for (subsystem, condition) in
            core::iter::once((own, Some(result.finding.condition()))).chain(parts)
        {
            let Some(condition) = condition else { continue };
            if let Some(value) = condition.value() {
                store.keep(labels("health_status", subsystem), Sample { at, value });
            }
            count_failures(store, labels("health_consecutive_failures", subsystem), condition, at);
        }
    }
}

/// How long a copy of an answer may live in a cache. nginx counts in whole seconds, so it may be almost one longer than configured.
fn memory(cache: Duration) -> Duration {
    if cache == Duration::ZERO { cache } else { cache + Duration::from_secs(1) }
}

/// One more failure in a row, or none: counted on from the series itself.
fn count_failures(store: &mut impl Keep, labels: LabelSet, condition: Condition, at: Timestamp) {
    let before = store.newest(&labels).map_or(0.0, |sample| sample.value);
    let value = match condition {
        Condition::Down => before + 1.0,
        // An answer that is no health neither fails nor ends a row of failures.
        Condition::Unclear => before,
        Condition::Operational | Condition::Degraded => 0.0,
    };
    store.keep(labels, Sample { at, value });
}
