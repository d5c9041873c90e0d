//! The status of one system, with its reasons and sources.

use super::Watch;
use crate::decode::health::NotHealth;
use crate::status::Status;
use crate::status::check::{Failure, ProxyFault};
use crate::status::confirmation::Streak;
use metrics_engine::time::Timestamp;

/// Why a status is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// The browser is offline.
    Offline,
    /// The status proxy does not answer.
    ProxySilent,
    /// The last result is stale.
    Stale,
    /// The system's `Retry-After` lasts until this instant, and the last result has become stale.
    RetryAfter(Timestamp),
    /// The system answers, but not with its health.
    NotHealth(NotHealth),
    /// The status proxy answers, but did not get as far as the system.
    NotProxied(ProxyFault),
    /// The system answers the recorder, but not with its health.
    Unreadable,
    /// Only a recorder checks the system, and there is no recorder.
    NoRecorder,
    /// Only a recorder checks the system, and its last verdict is stale.
    RecorderSilent,
}

/// The status of one system, and what it rests on.
#[derive(Clone, Debug)]
pub struct SystemStatus<'a> {
    /// The status.
    pub status: Status,
    /// Why the status is unknown, if it is.
    pub unknown_reason: Option<UnknownReason>,
    /// The source of the status.
    pub basis: Basis,
    /// The statuses of recorder and browser, if they differ.
    pub dispute: Option<Dispute>,
    /// Since when there has been a problem, as far as either source saw.
    pub since: Option<Timestamp>,
    /// When the oldest of its checks was last measured.
    pub measured: Option<Timestamp>,
    /// The last confirmed status, regardless of age and reachability, and when it was last measured.
    pub last_known: Option<(Status, Timestamp)>,
    /// The streak that is closest to a change.
    pub streak: Option<Streak>,
    /// Its checks, with the status of each as this browser sees it; empty if only the recorder checks the system.
    pub checks: Vec<(&'a Watch, Status)>,
    /// How it failed, if the status is the recorder's.
    pub failure: Option<Failure>,
}

/// The source of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// This browser's own checks.
    Browser,
    /// The recorder.
    Recorder,
}

/// The statuses of two sources that both know and differ, each with when it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The recorder's.
    pub recorder: (Status, Timestamp),
    /// This browser's.
    pub browser: (Status, Timestamp),
}
