//! The request budget of a visitor's page beside a recorder.
//!
//! The recorder checks every system in every interval and publishes the results, so a visitor's browser need not repeat that: a
//! page of 200 systems would drain a phone's battery, and a thousand visitors would send the site 13,000 requests a second.
//! Within one interval the browser begins at most [`Budget::REGULAR`] checks: of systems with a problem, of systems on the
//! screen, and of a few others in turn. [`Budget::MOST`] includes checks that settle a doubt and canaries. The shell requests
//! the recorder's own files, at most four, which makes twelve requests.
//!
//! Without a current recorder this browser is the only source, and no budget applies.

use super::{Monitor, Watch};
use crate::status::Status;
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// The checks and canaries that began within the last interval.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    interval: Duration,
    /// When each began and what it was for, oldest first.
    begun: VecDeque<(Timestamp, Purpose)>,
}

/// The purpose of a request, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// To settle a doubt: the last answer contradicts the confirmed condition, or reachability is in question.
    Doubt,
    /// The system has a problem and is on the screen.
    ProblemInSight,
    /// The system has a problem, or its status is unknown.
    Problem,
    /// The system is on the screen.
    InSight,
    /// None of these: it is the system's turn.
    Turn,
}

impl Budget {
    /// Maximum number of regular checks that begin within an interval.
    pub(super) const REGULAR: usize = 6;

    /// Maximum number of all requests, including those that settle doubts.
    pub(super) const MOST: usize = 8;

    /// Number of regular checks that are reserved for systems in turn.
    const TURNS: usize = 2;

    /// Creates a budget for intervals of this length.
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, begun: VecDeque::new() }
    }

    /// Notes that a request begins.
    pub(super) fn begin(&mut self, now: Timestamp, purpose: Purpose) {
        self.begun.push_back((now, purpose));
        self.forget(now);
    }

    /// Drops requests that are older than an interval, and those that a clock that was set back left in the future.
    pub(super) fn forget(&mut self, now: Timestamp) {
        self.begun.retain(|(at, _)| *at <= now && now.since(*at) < self.interval);
    }

    /// Returns when a request for this purpose may begin: `now` or later.
    pub(super) fn free_at(&self, now: Timestamp, purpose: Purpose) -> Timestamp {
        let all = self.begun.iter().map(|(at, _)| *at);
        let free = self.room(all, Self::MOST);
        if purpose == Purpose::Doubt {
            return free.max(Some(now)).unwrap_or(now);
        }
        let regular = self.begun.iter().filter(|(_, purpose)| *purpose != Purpose::Doubt);
        let regular = self.room(regular.map(|(at, _)| *at), Self::REGULAR);
        free.max(regular).max(Some(now)).unwrap_or(now)
    }

    /// Returns when the oldest of `begun` make room for another request, if there are `limit` or more.
    fn room(&self, begun: impl Iterator<Item = Timestamp>, limit: usize) -> Option<Timestamp> {
        let begun: Vec<Timestamp> = begun.collect();
        let over = (begun.len() + 1).checked_sub(limit)?;
        over.checked_sub(1).and_then(|last| begun.get(last)).map(|at| *at + self.interval)
    }

    /// Returns whether the rest of the regular checks is reserved for systems in turn.
    fn is_left_to_turns(&self) -> bool {
        let focused = |(_, purpose): &&(Timestamp, Purpose)| {
            !matches!(purpose, Purpose::Doubt | Purpose::Turn)
        };
        self.begun.iter().filter(focused).count() >= Self::REGULAR - Self::TURNS
    }
}

impl<S: SampleSink> Monitor<S> {
    /// Returns whether the budget applies now: a recorder is current, or its files have not been requested yet.
    pub(super) fn is_on_budget(&self, now: Timestamp) -> bool {
        let is_heard = || self.recorded.iter().flatten().any(|record| self.is_current(record, now));
        self.budget.is_some() && self.config.recorder && (!self.has_read_recorder || is_heard())
    }

    /// Returns what the next request of this check is for.
    pub(super) fn purpose(&self, watch: &Watch, now: Timestamp) -> Purpose {
        if watch.confirmation.streak.is_some() {
            return Purpose::Doubt;
        }
        let id = self.config.systems.get(watch.system).map_or("", |system| &system.id);
        let record = self.recorded.get(watch.system).copied().flatten();
        let record = record.filter(|record| self.is_current(record, now));
        let is_well = record.is_some_and(|record| record.status == Status::Operational)
            && !self.check_status(watch, now).0.is_problem();
        match (is_well, self.in_sight.contains(id)) {
            (false, true) => Purpose::ProblemInSight,
            (false, false) => Purpose::Problem,
            (true, true) => Purpose::InSight,
            (true, false) => Purpose::Turn,
        }
    }

    /// Returns the check to begin next within the budget, and its purpose.
    pub(super) fn next_on_budget(
        &self,
        budget: &Budget,
        now: Timestamp,
    ) -> Option<(usize, Purpose)> {
        let due = self.watches.iter().enumerate().filter(|(_, watch)| watch.is_due(now));
        let due = due.map(|(check, watch)| (self.purpose(watch, now), watch.schedule.due, check));
        let mut due: Vec<(Purpose, Timestamp, usize)> =
            due.filter(|(purpose, ..)| budget.free_at(now, *purpose) <= now).collect();
        let is_turn = |purpose: Purpose| purpose == Purpose::Turn;
        if budget.is_left_to_turns() && due.iter().any(|(purpose, ..)| is_turn(*purpose)) {
            due.retain(|(purpose, ..)| is_turn(*purpose) || *purpose == Purpose::Doubt);
        }
        due.into_iter().min().map(|(purpose, _, check)| (check, purpose))
    }

    /// Returns when the next check may begin within the budget.
    pub(super) fn next_check_at_on_budget(
        &self,
        budget: &Budget,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let idle = self.watches.iter().filter(|watch| watch.schedule.began.is_none());
        idle.map(|watch| watch.schedule.due.max(budget.free_at(now, self.purpose(watch, now))))
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: Duration = Duration::from_secs(30);

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    #[test]
    fn the_seventh_waits_for_the_first_and_a_doubt_does_not() {
        let mut budget = Budget::new(INTERVAL);
        for second in 0..6 {
            assert_eq!(budget.free_at(at(second), Purpose::Turn), at(second));
            budget.begin(at(second), Purpose::Turn);
        }
        assert_eq!(budget.free_at(at(6), Purpose::ProblemInSight), at(30));
        for second in [6, 7] {
            assert_eq!(budget.free_at(at(second), Purpose::Doubt), at(second));
            budget.begin(at(second), Purpose::Doubt);
        }
        assert_eq!(budget.free_at(at(8), Purpose::Doubt), at(30));
        assert_eq!(budget.free_at(at(8), Purpose::Turn), at(30));
        budget.forget(at(30));
        assert_eq!(budget.free_at(at(30), Purpose::Turn), at(30));
        // Two doubts and six regular requests: the second oldest regular one has to go.
        budget.begin(at(30), Purpose::Turn);
        assert_eq!(budget.free_at(at(30), Purpose::Turn), at(31));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_block_it() {
        let mut budget = Budget::new(INTERVAL);
        for _ in 0..8 {
            budget.begin(at(1000), Purpose::Problem);
        }
        budget.forget(at(10));
        assert_eq!(budget.free_at(at(10), Purpose::Turn), at(10));
    }

    #[test]
    fn two_of_six_are_left_to_those_whose_turn_has_come() {
        let mut budget = Budget::new(INTERVAL);
        for _ in 0..3 {
            budget.begin(at(0), Purpose::Problem);
        }
        assert!(!budget.is_left_to_turns());
        budget.begin(at(0), Purpose::InSight);
        assert!(budget.is_left_to_turns());
    }
}
