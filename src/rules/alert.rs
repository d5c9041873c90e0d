//! The life of an alert, decided by one function: [`step`].
//!
//! It is `AlertingRule.Eval` of Prometheus (`rules/alerting.go`) for one alert: pending until the condition has held long enough,
//! then firing, then inactive and kept for a while. One observation is added. If it is unknown whether the condition holds, because
//! the evaluation failed or the page slept and its samples are old, the alert stays as it was.

use metrics_engine::time::{Duration, Timestamp};

/// The time for which a resolved alert is kept.
pub const RETENTION: Duration = Duration::from_secs(15 * 60);

/// The longest time without evaluation after which an alert is continued.
pub const OUTAGE_TOLERANCE: Duration = Duration::from_secs(3600);

/// The shortest time for which a pending alert, once continued, has to hold before it fires.
///
/// Prometheus waits ten minutes, because its targets may have been restarted with it. Loading a page again restarts nothing, and the
/// first scrape comes within seconds.
pub const GRACE: Duration = Duration::from_secs(60);

/// The state of an alert, from harmless to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertState {
    /// The condition no longer holds, after the alert was firing.
    Inactive,
    /// The condition holds, but not yet for long enough.
    Pending,
    /// The condition has held for long enough.
    Firing,
}

/// The state of an alert with its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertStatus {
    /// The state.
    pub state: AlertState,
    /// The instant since which the condition holds. For an inactive alert, the instant since which it held.
    pub active_at: Timestamp,
    /// The instant since which the alert is firing.
    pub fired_at: Option<Timestamp>,
    /// The instant since which the condition no longer holds, while the alert is kept firing.
    pub keep_firing_since: Option<Timestamp>,
    /// The instant at which the alert became inactive.
    pub resolved_at: Option<Timestamp>,
}

/// The durations of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// How long the condition has to hold before the alert fires.
    pub hold_for: Duration,
    /// How long a firing alert keeps firing when the condition no longer holds.
    pub keep_firing_for: Duration,
}

/// The result of an evaluation for one alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// The condition holds.
    Holds,
    /// The condition does not hold.
    HoldsNot,
    /// It is unknown whether the condition holds.
    Unknown,
}

/// Returns the status after an evaluation at `at`, `None` where there is no alert, or a resolved one is forgotten.
pub fn step(
    before: Option<AlertStatus>,
    observed: Observation,
    terms: Terms,
    at: Timestamp,
) -> Option<AlertStatus> {
    match observed {
        Observation::Unknown => before,
        Observation::Holds => {
            let known = before.filter(|before| before.state != AlertState::Inactive);
            let fresh = AlertStatus {
                state: AlertState::Pending,
                active_at: at,
                fired_at: None,
                keep_firing_since: None,
                resolved_at: None,
            };
            let known = known.map(|known| AlertStatus { keep_firing_since: None, ..known });
            Some(matured(known.unwrap_or(fresh), terms, at))
        }
        Observation::HoldsNot => healed(before?, terms, at),
    }
}

/// Returns the status while the condition holds: pending or firing by its age. A longer `for` turns a firing alert back to pending.
fn matured(status: AlertStatus, terms: Terms, at: Timestamp) -> AlertStatus {
    let is_due = at.since(status.active_at) >= terms.hold_for;
    match status.state {
        AlertState::Pending if is_due => {
            AlertStatus { state: AlertState::Firing, fired_at: Some(at), ..status }
        }
        AlertState::Firing if !is_due => {
            AlertStatus { state: AlertState::Pending, fired_at: None, ..status }
        }
        _ => status,
    }
}

/// Returns the status when the condition no longer holds.
fn healed(status: AlertStatus, terms: Terms, at: Timestamp) -> Option<AlertStatus> {
    match status.state {
        AlertState::Pending => None,
        AlertState::Inactive => {
            let resolved = status.resolved_at.unwrap_or(status.active_at);
            (at.since(resolved) <= RETENTION).then_some(status)
        }
        AlertState::Firing => {
            let since = status.keep_firing_since.unwrap_or(at);
            if at.since(since) < terms.keep_firing_for {
                let kept = AlertStatus { keep_firing_since: Some(since), ..status };
                return Some(matured(kept, terms, at));
            }
            Some(AlertStatus { state: AlertState::Inactive, resolved_at: Some(at), ..status })
        }
    }
}

/// Returns the status at `at` of an alert that was last evaluated at `before`, because the page was closed or its tab slept in
/// between. `None` where that is too long ago.
///
/// This is `RestoreForState` of Prometheus (`rules/group.go`), with [`GRACE`] in place of its ten minutes: the time away does not
/// count towards `for`, and a firing alert keeps firing. If the clock was set back, so are all times.
pub fn resume(
    status: AlertStatus,
    before: Timestamp,
    hold_for: Duration,
    at: Timestamp,
) -> Option<AlertStatus> {
    let away = at.since(before);
    if away < Duration::ZERO {
        return Some(status.moved(away));
    }
    if status.state == AlertState::Inactive {
        return Some(status);
    }
    if away > OUTAGE_TOLERANCE {
        return None;
    }
    let held = before.since(status.active_at);
    if status.state == AlertState::Firing || held >= hold_for {
        return Some(status);
    }
    let remaining = hold_for.0 - held.0;
    let active_at = if hold_for < GRACE {
        at
    } else if remaining < GRACE.0 {
        at - Duration(hold_for.0 - GRACE.0)
    } else {
        status.active_at + away
    };
    Some(AlertStatus { active_at, ..status })
}

impl AlertStatus {
    fn moved(self, by: Duration) -> Self {
        Self {
            state: self.state,
            active_at: self.active_at + by,
            fired_at: self.fired_at.map(|at| at + by),
            keep_firing_since: self.keep_firing_since.map(|at| at + by),
            resolved_at: self.resolved_at.map(|at| at + by),
        }
    }
}

#[cfg(test)]
mod tests;
