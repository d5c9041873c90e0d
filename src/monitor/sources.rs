//! Two sources, one verdict: what the recorder wrote and what this browser's own checks found, weighed against each other.
//!
//! The recorder's verdict is the base of every system from the first event on. The browser's checks confirm or contradict it. The
//! status is never better than the worse of two sources that know, and if they differ, [`Dispute`] holds what each of them saw and
//! when. Which of the two measured later changes the ages that are shown, never the status: a recorder that is a few seconds behind
//! an outage must not hide it, and a browser that got through once must not end it.
//!
//! | this browser | no recorder, or an old verdict | recorder: operational | recorder: in doubt | recorder: degraded or down (R) | recorder: unreadable | recorder: knows nothing |
//! |---|---|---|---|---|---|---|
//! | has not checked | checking | operational | checking | R | unknown | checking |
//! | cannot know (stale, rate-limited, proxy at fault) | unknown | operational | checking | R | unknown | unknown |
//! | operational | operational | operational | checking | R, disputed | unknown, disputed | operational |
//! | failing, not confirmed | checking 1 of 2 | checking 1 of 2 | checking 1 of 2 | R | unknown | checking 1 of 2 |
//! | degraded or down (B) | B | B, disputed | B | the worse of B and R | the worse | B |
//! | unreadable | unknown | unknown, disputed | unknown | the worse | unknown | unknown |
//!
//! "Unreadable" is an answer that is not health (a web page, an unknown word). It is worse than degraded and better than down, as
//! [`Condition`](crate::status::check::Condition) orders them. If both sources report a problem, it began when the first of them saw
//! it: a visitor who comes in the third hour of an outage reads the third hour.
//!
//! A recorder's verdict counts only while this browser could have read a newer one: not offline, and not since the proxy fell
//! silent, unless a verdict arrived after that.

use super::recorded::RecordedVerdict;
use super::system_status::{Basis, Dispute, SystemStatus, UnknownReason};
use super::{Monitor, Watch};
use crate::decode::health::NotHealth;
use crate::status::Status;
use metrics_engine::store::SampleSink;
use metrics_engine::time::Timestamp;

/// The claim of one source about a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// Nothing: it cannot know.
    Nothing,
    /// The newest answer contradicts the confirmed condition, and does not suffice to change it.
    Doubt,
    /// A status. [`Status::Unknown`] stands for an answer that is not health.
    Known(Status),
}

impl<S: SampleSink> Monitor<S> {
    /// Returns the verdict on a system of which this browser's checks found `own`.
    pub(super) fn weigh<'a>(
        &self,
        mut own: SystemStatus<'a>,
        record: Option<RecordedVerdict>,
        now: Timestamp,
    ) -> SystemStatus<'a> {
        let current = record.filter(|record| self.is_current(record, now));
        let Some(record) = current else {
            let last = record.map(|record| (record.status, record.measured));
            own.last_known =
                own.last_known.into_iter().chain(last).max_by_key(|(_, measured)| *measured);
            return own;
        };
        let (claim, measured) = self.own_claim(&own, now);
        match (claim, record.claim()) {
            (_, Claim::Nothing) | (Claim::Doubt, Claim::Doubt) => own,
            (Claim::Doubt, Claim::Known(Status::Operational)) => {
                own.last_known = own.last_known.or(Some((record.status, record.measured)));
                own
            }
            (Claim::Nothing, _)
            | (Claim::Doubt, Claim::Known(_))
            | (Claim::Known(Status::Operational), Claim::Doubt) => record.system_status(own),
            (Claim::Known(status), Claim::Doubt) => own.with(status, measured),
            (Claim::Known(mine), Claim::Known(its)) => {
                let since = own.since.into_iter().chain(record.since()).min();
                let dispute = measured.filter(|_| mine != its).map(|measured| Dispute {
                    recorder: (its, record.measured),
                    browser: (mine, measured),
                });
                let mut verdict =
                    if severity(its) > severity(mine) || (mine == its && record.explains(&own)) {
                        record.system_status(own)
                    } else if mine == its {
                        own.with(mine, measured.max(Some(record.measured)))
                    } else {
                        own.with(mine, measured)
                    };
                verdict.since = since.filter(|_| verdict.status.is_problem());
                verdict.dispute = dispute;
                verdict
            }
        }
    }

    /// Returns whether the recorder's verdict is fresh, and could have been replaced if it did not hold any more.
    pub(super) fn is_current(&self, record: &RecordedVerdict, now: Timestamp) -> bool {
        let silent_since = self.reachability.proxy.silent_since;
        self.reachability.online
            && now <= record.stale_at()
            && silent_since.is_none_or(|since| record.read_at > since)
    }

    /// Returns what this browser's checks claim, and when the oldest of those that know was measured.
    ///
    /// A check that cannot know is skipped, since the recorder has checked that part; but then everything being down is only a
    /// partial outage.
    fn own_claim(&self, own: &SystemStatus<'_>, now: Timestamp) -> (Claim, Option<Timestamp>) {
        let claims: Vec<(Claim, &Watch)> =
            own.checks.iter().map(|(watch, _)| (self.check_claim(watch, now), *watch)).collect();
        let known = || claims.iter().filter(|(claim, _)| *claim != Claim::Nothing);
        let results = known().filter_map(|(_, watch)| watch.last.as_ref());
        let measured = results.map(|result| result.measured).min();
        if known().next().is_none() {
            return (Claim::Nothing, None);
        }
        let statuses: Vec<Status> = claims
            .iter()
            .map(|(claim, _)| match claim {
                Claim::Nothing => Status::Operational,
                Claim::Doubt => Status::Checking,
                Claim::Known(status) => *status,
            })
            .collect();
        match Status::over(&statuses) {
            Status::Checking => (Claim::Doubt, measured),
            status => (Claim::Known(status), measured),
        }
    }

    fn check_claim(&self, watch: &Watch, now: Timestamp) -> Claim {
        match self.check_status(watch, now) {
            (Status::Checking, _) if watch.confirmation.streak.is_some() => Claim::Doubt,
            // A rate limit, or headers that are too long, show nothing about the system.
            (
                Status::Unknown,
                Some(UnknownReason::NotHealth(NotHealth::RateLimited | NotHealth::TooManyHeaders)),
            ) => Claim::Nothing,
            (Status::Unknown, Some(UnknownReason::NotHealth(_))) => Claim::Known(Status::Unknown),
            (Status::Checking | Status::Unknown, _) => Claim::Nothing,
            (status, _) => Claim::Known(status),
        }
    }
}

impl RecordedVerdict {
    fn claim(&self) -> Claim {
        match self.status {
            Status::Checking => Claim::Doubt,
            Status::Unknown if self.is_unreadable => Claim::Known(Status::Unknown),
            Status::Unknown | Status::Maintenance => Claim::Nothing,
            status => Claim::Known(status),
        }
    }

    /// Returns since when there has been a problem, if there is one.
    fn since(&self) -> Option<Timestamp> {
        Some(self.since).filter(|_| self.status.is_problem())
    }

    /// Returns the recorder's verdict, with the checks of `own` beside it.
    pub(super) fn system_status<'a>(&self, own: SystemStatus<'a>) -> SystemStatus<'a> {
        SystemStatus {
            status: self.status,
            unknown_reason: Some(UnknownReason::Unreadable)
                .filter(|_| self.status == Status::Unknown && self.is_unreadable),
            since: self.since(),
            measured: Some(self.measured),
            last_known: Some((self.status, self.measured)),
            streak: None,
            failure: self.failure.filter(|_| self.status.is_problem()),
            basis: Basis::Recorder,
            dispute: None,
            checks: own.checks,
        }
    }
}

impl SystemStatus<'_> {
    /// Returns the same with what its checks claim, where the recorder knows the rest.
    fn with(mut self, status: Status, measured: Option<Timestamp>) -> Self {
        if status != Status::Unknown {
            self.unknown_reason = None;
        }
        self.status = status;
        self.measured = measured.or(self.measured);
        self
    }
}

/// Ranks statuses from good to bad, as `Condition` does. An answer that is not health is worse than degraded and better than
/// down.
fn severity(status: Status) -> u8 {
    match status {
        Status::Operational | Status::Maintenance | Status::Checking => 0,
        Status::Degraded => 1,
        Status::Unknown => 2,
        Status::PartialOutage => 3,
        Status::MajorOutage => 4,
    }
}

#[cfg(test)]
mod tests;
