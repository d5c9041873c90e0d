//! The verdict on a system: belief, age, how far a question gets, and what a recorder says ([`sources`](super::sources)).
//!
//! The order of reasons matters: who cannot ask cannot know, and what is old is not known any more, whatever it was.

use super::{Basis, Dispute, Monitor, Watch};
use crate::config::Source;
use crate::decode::health::{NotHealth, Part, State};
use crate::status::Status;
use crate::status::check::{Condition, Failure, Finding, ProxyFault};
use crate::status::confirmation::Streak;
use crate::store::Keep;
use crate::time::Timestamp;

/// Why a status is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// The browser is not connected.
    Offline,
    /// The status proxy keeps silent.
    ProxySilent,
    /// The last verdict is too old.
    Stale,
    /// The system asked not to be asked until this instant, and the last verdict has become too old.
    AskedToWait(Timestamp),
    /// It answers, but not with its health.
    NotHealth(NotHealth),
    /// The status proxy answers, but did not get as far as the system.
    NotProxied(ProxyFault),
    /// It answers the recorder, but not with its health.
    Unreadable,
    /// Its verdict is told by the recorder, and there is none.
    NoRecorder,
    /// Its verdict is told by the recorder, and the last one is too old.
    RecorderSilent,
}

/// What is to be said of one system.
#[derive(Clone, Debug)]
pub struct SystemStatus<'a> {
    /// In one word.
    pub status: Status,
    /// Why it is unknown, if it is.
    pub unknown_reason: Option<UnknownReason>,
    /// Whose verdict that is.
    pub basis: Basis,
    /// What recorder and browser saw, where they differ.
    pub dispute: Option<Dispute>,
    /// Since when it has been so, as far as either source saw; of problems only.
    pub since: Option<Timestamp>,
    /// When its oldest check was last measured.
    pub measured: Option<Timestamp>,
    /// What was last believed, apart from age and reach, and when it was last measured.
    pub last_known: Option<(Status, Timestamp)>,
    /// The doubt that is furthest.
    pub streak: Option<Streak>,
    /// Its checks, with the status of each as this browser sees it; none where only the recorder checks it.
    pub checks: Vec<(&'a Watch, Status)>,
    /// How it fails, where the status is the recorder's.
    pub failure: Option<Failure>,
}

impl<K: Keep> Monitor<K> {
    /// What is to be said of the system with this index, now.
    pub fn system_status(&self, system: usize, now: Timestamp) -> SystemStatus<'_> {
        if self.config.systems.get(system).is_none_or(|system| system.source == Source::Recorder) {
            return self.recorded_status(system, now);
        }
        let record = self.recorded.get(system).copied().flatten();
        self.weigh(self.own_status(system, now), record, now)
    }

    /// What this browser's own checks say of the system with this index.
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

    /// The status of one check, and why it is unknown if it is.
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
        } else if let Some(until) = watch.asked_until {
            UnknownReason::AskedToWait(until)
        } else if watch.last.is_none() {
            return (Status::Checking, None);
        } else {
            UnknownReason::Stale
        };
        (Status::Unknown, Some(unknown_reason))
    }
}

/// The status of a part that the believed answer of `watch` told of, where the check itself has this status.
///
/// What an answer told is as old and as unreachable as the answer, and what it told to be well is in doubt while the check is.
pub fn part_status(watch: &Watch, check: Status, part: &Part) -> Status {
    match part.state {
        _ if check == Status::Unknown => Status::Unknown,
        Some(State::Operational) if watch.is_in_doubt() => Status::Checking,
        Some(state) => Condition::from(state).into(),
        None => Status::Unknown,
    }
}
