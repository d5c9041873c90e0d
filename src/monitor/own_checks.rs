//! The status of a system by this browser's own checks: their confirmed conditions, their age, and how far requests get.
//!
//! The order of reasons matters: a page that cannot send requests cannot know, and a stale result is unknown, whatever it was.

use super::system_status::{Basis, SystemStatus, UnknownReason};
use super::{Monitor, Watch};
use crate::config::Source;
use crate::decode::health::{HealthState, Part};
use crate::status::Status;
use crate::status::check::{Condition, Finding};
use crate::status::confirmation::Streak;
use metrics_engine::store::SampleSink;
use metrics_engine::time::Timestamp;

impl<S: SampleSink> Monitor<S> {
    /// Returns the status of the system with this index at `now`.
    pub fn system_status(&self, system: usize, now: Timestamp) -> SystemStatus<'_> {
        if self.config.systems.get(system).is_none_or(|system| system.source == Source::Recorder) {
            return self.recorded_status(system, now);
        }
        let record = self.recorded.get(system).copied().flatten();
        self.weigh(self.own_status(system, now), record, now)
    }

    /// Returns the status of the system with this index by this browser's own checks.
    fn own_status(&self, system: usize, now: Timestamp) -> SystemStatus<'_> {
        let mut system_status = SystemStatus {
            status: Status::Unknown,
            unknown_reason: None,
            basis: Basis::Browser,
            dispute: None,
            since: None,
            measured: None,
            last_known: None,
            streak: None,
            checks: Vec::new(),
            failure: None,
        };
        let mut believed = Vec::new();
        for watch in self.watches.iter().filter(|watch| watch.system == system) {
            let (status, unknown_reason) = self.check_status(watch, now);
            system_status.unknown_reason = system_status.unknown_reason.or(unknown_reason);
            if let Some(result) = &watch.last {
                let oldest = system_status
                    .measured
                    .map_or(result.measured, |other| other.min(result.measured));
                system_status.measured = Some(oldest);
            }
            if let Some(confirmed) = watch.confirmation.confirmed {
                believed.push(Status::from(confirmed.condition));
                if status.is_problem() {
                    let first = system_status
                        .since
                        .map_or(confirmed.since, |since| since.min(confirmed.since));
                    system_status.since = Some(first);
                }
            }
            let is_further = |streak: &Streak| {
                system_status.streak.is_none_or(|other| streak.count > other.count)
            };
            if let Some(streak) = watch.confirmation.streak.filter(is_further) {
                system_status.streak = Some(streak);
            }
            system_status.checks.push((watch, status));
        }
        let all: Vec<Status> = system_status.checks.iter().map(|(_, status)| *status).collect();
        system_status.status = Status::over(&all);
        if believed.len() == all.len() {
            system_status.last_known =
                system_status.measured.map(|measured| (Status::over(&believed), measured));
        }
        system_status
    }

    /// Returns the status of one check, and why it is unknown if it is.
    pub fn check_status(&self, watch: &Watch, now: Timestamp) -> (Status, Option<UnknownReason>) {
        let unknown_reason = if !self.reachability.online {
            UnknownReason::Offline
        } else if self.reachability.proxy.answers == Some(false) {
            UnknownReason::ProxySilent
        } else if watch.is_fresh(now) {
            let status = Status::of(&watch.confirmation);
            let reason = match watch.believed.as_ref().map(|result| &result.finding) {
                Some(Finding::NotHealth(reason)) if status == Status::Unknown => {
                    Some(UnknownReason::NotHealth(reason.clone()))
                }
                Some(Finding::NotProxied(fault)) if status == Status::Unknown => {
                    Some(UnknownReason::NotProxied(*fault))
                }
                _ => None,
            };
            return (status, reason);
        } else if let Some(until) = watch.paused_until {
            UnknownReason::RetryAfter(until)
        } else if watch.last.is_none() {
            return (Status::Checking, None);
        } else {
            UnknownReason::Stale
        };
        (Status::Unknown, Some(unknown_reason))
    }
}

/// Returns the status of a part that the answer behind `watch` named, where the check itself has the status `check`.
///
/// A part is as old and as unreachable as the answer that named it, and an operational part is in doubt while the check is.
pub fn part_status(watch: &Watch, check: Status, part: &Part) -> Status {
    match part.state {
        _ if check == Status::Unknown => Status::Unknown,
        Some(HealthState::Operational) if watch.is_in_doubt() => Status::Checking,
        Some(state) => Condition::from(state).into(),
        None => Status::Unknown,
    }
}
