//! Groups of rules: when they are evaluated, and what they write into the store.
//!
//! A group is evaluated at multiples of its interval, shifted by a hash of its name, as in Prometheus (`rules/group.go`). A late
//! evaluation uses the instant at which it was due. Missed ones are skipped.
//!
//! A tab in the background sleeps. After a gap longer than the age of any current sample, a series without a value may only be one
//! that was not scraped again yet. For the length of a lookback it counts as unknown rather than resolved.

use super::alert::{self, AlertState};
use super::limit::Limit;
use super::record;
use super::rule::{Health, Rule};
use super::{AlertingRule, RuleGroup};
use core::hash::Hasher as _;
use fnv::FnvHasher;
use metrics_engine::promql::eval::LOOKBACK;
use metrics_engine::series::SeriesId;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// All groups of a page.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    groups: Vec<Group>,
}

/// A group of rules that are evaluated together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name.
    pub name: String,
    /// The time from one evaluation to the next.
    pub interval: Duration,
    /// The rules, in the order of their evaluation.
    pub rules: Vec<Rule>,
    /// The instant of the last evaluation, by this page or by the one before a reload.
    pub last: Option<Timestamp>,
    /// The next instant at which the group is due.
    next: Timestamp,
    /// The instant of the first evaluation after a gap.
    woke: Option<Timestamp>,
    /// Whether the alerts come from the page before a reload and are not evaluated by this one yet.
    is_restored: bool,
    /// The series that each rule wrote last.
    written: Vec<Vec<SeriesId>>,
}

impl Groups {
    /// Creates the configured groups. Each is due at its next instant after `now`, when the first samples are likely to be there.
    pub fn new(groups: &[RuleGroup], now: Timestamp) -> Self {
        let mut keys: Vec<String> = Vec::new();
        Self { groups: groups.iter().map(|group| Group::new(group, now, &mut keys)).collect() }
    }

    /// Returns the groups, in the order of the configuration.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }

    pub(super) fn all_mut(&mut self) -> &mut [Group] {
        &mut self.groups
    }

    /// Returns all rules, in the order of the configuration.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.groups.iter().flat_map(|group| &group.rules)
    }

    /// Returns the rule with this key.
    pub(super) fn rule_mut(&mut self, key: &str) -> Option<&mut Rule> {
        self.groups.iter_mut().find_map(|group| group.rules.iter_mut().find(|rule| rule.key == key))
    }

    /// Changes the limit of the rule with this [key](Rule::key) from its next evaluation on. Returns whether there is such a rule
    /// and it has a limit. Setting the configured limit is a reset.
    pub fn set_limit(&mut self, key: &str, limit: Limit) -> bool {
        self.rule_mut(key).is_some_and(|rule| rule.set_limit(limit))
    }

    /// Takes the limit of the rule with this [key](Rule::key) back to the configured one.
    pub fn reset_limit(&mut self, key: &str) {
        if let Some(rule) = self.rule_mut(key) {
            rule.reset_limit();
        }
    }

    /// Returns the number of alerts in a state.
    pub fn count(&self, state: AlertState) -> usize {
        let of = |rule: &Rule| rule.alerts.iter().filter(|one| one.status.state == state).count();
        self.rules().map(of).sum()
    }

    /// Returns the instant at which the next group is due.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.groups.iter().map(|group| group.next).min()
    }

    /// Evaluates all groups at `now`, whether they are due or not: what is known already shall be judged already.
    pub fn evaluate_at_once(&mut self, store: &mut Store, now: Timestamp) {
        for group in &mut self.groups {
            group.next = group.tick(now) + group.interval;
            group.evaluate_at(store, now);
        }
    }

    /// Returns whether any group was evaluated, by this page or by the one before a reload.
    pub fn are_evaluated(&self) -> bool {
        self.groups.iter().any(|group| group.last.is_some())
    }

    /// Evaluates the groups that are due at `now`, and writes their alerts into the store.
    pub fn evaluate(&mut self, store: &mut Store, now: Timestamp) {
        for group in &mut self.groups {
            group.evaluate(store, now);
        }
    }
}

impl Group {
    fn new(group: &RuleGroup, now: Timestamp, keys: &mut Vec<String>) -> Self {
        let rules: Vec<Rule> = group
            .rules
            .iter()
            .map(|rule| Rule::new(key(group, rule, keys), rule.clone()))
            .collect();
        let mut made = Self {
            name: group.name.clone(),
            interval: group.interval.max(Duration::from_secs(1)),
            written: vec![Vec::new(); rules.len()],
            rules,
            last: None,
            next: now,
            woke: None,
            is_restored: false,
        };
        made.next = made.tick(now) + made.interval;
        made
    }

    /// Returns the last instant up to `now` at which the group is due.
    fn tick(&self, now: Timestamp) -> Timestamp {
        let offset = (hash(&self.name) % self.interval.0.unsigned_abs()).cast_signed();
        let since = now.0.saturating_sub(offset).rem_euclid(self.interval.0);
        Timestamp(now.0.saturating_sub(since))
    }

    fn evaluate(&mut self, store: &mut Store, now: Timestamp) {
        // If the clock was set back by more than an interval, start over from there.
        if self.next.since(now) > self.interval {
            self.next = self.tick(now);
        }
        if now < self.next {
            return;
        }
        let at = self.tick(now);
        self.next = at + self.interval;
        self.evaluate_at(store, at);
    }

    /// Evaluates the rules as of `at`.
    fn evaluate_at(&mut self, store: &mut Store, at: Timestamp) {
        // After a longer gap, no sample from before it is current.
        let gap = self.last.map_or(Duration::ZERO, |last| at.since(last));
        let was_away = gap > LOOKBACK.max(self.interval * 2) || gap < Duration::ZERO;
        if let Some(last) = self.last.filter(|_| was_away) {
            self.resume(last, at);
        }
        let is_restored = core::mem::take(&mut self.is_restored);
        if was_away || is_restored {
            self.woke = Some(at);
        }
        self.last = Some(at);
        let just_woke = self.woke.is_some_and(|woke| at.since(woke) < LOOKBACK);
        let into = store.group(&format!("rules/{}", self.name));
        if is_restored {
            for (rule, written) in self.rules.iter().zip(&mut self.written) {
                *written = record::written_before(store, into, &rule.alerts);
            }
        }
        for (rule, written) in self.rules.iter_mut().zip(&mut self.written) {
            rule.evaluate(store, at, just_woke);
            if rule.health == Health::Ok {
                record::write(store, into, at, &rule.alerts, written);
            }
        }
    }

    /// Marks the alerts as those of the page before a reload, which evaluated them last at `last`.
    pub(super) fn restore(&mut self, last: Timestamp) {
        self.last = Some(last);
        self.is_restored = true;
    }

    /// Continues the alerts after a gap.
    fn resume(&mut self, last: Timestamp, at: Timestamp) {
        for rule in &mut self.rules {
            let hold_for = rule.terms.hold_for;
            rule.alerts.retain_mut(|alert| {
                let resumed = alert::resume(alert.status, last, hold_for, at);
                if let Some(status) = resumed {
                    alert.status = status;
                }
                resumed.is_some()
            });
        }
    }
}

/// Returns the key of a rule, different from all in `keys`, and adds it to them.
fn key(group: &RuleGroup, rule: &AlertingRule, keys: &mut Vec<String>) -> String {
    let plain = format!("{}/{}", group.name, rule.alert);
    let mut key = plain.clone();
    let mut twin = 1;
    while keys.contains(&key) {
        twin += 1;
        key = format!("{plain}#{twin}");
    }
    keys.push(key.clone());
    key
}

/// Returns the same hash of a group's name on every machine.
fn hash(name: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests;
