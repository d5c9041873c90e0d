//! How an alert comes and goes: [`step`], the one function that decides it.
//!
//! It is `AlertingRule.Eval` of Prometheus (`rules/alerting.go`) for one alert: pending while the condition has not held long
//! enough, firing after that, then inactive and remembered for a while. One thing is added. Nobody may know whether the
//! condition holds (the evaluation failed; or this page slept, and its samples are old): then an alert stays what it was.

use crate::time::{Duration, Timestamp};

/// How long a resolved alert is remembered.
pub const RETENTION: Duration = Duration::from_secs(15 * 60);

/// The longest time without evaluation after which an alert is still the same.
pub const OUTAGE_TOLERANCE: Duration = Duration::from_secs(3600);

/// How long a pending alert that was continued holds at least before it fires.
///
/// Prometheus waits ten minutes, because its targets may have been restarted with it. A page that is loaded again restarts
/// nothing, and its first scrape comes within seconds.
pub const GRACE: Duration = Duration::from_secs(60);

/// What an alert is, from harmless to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The condition holds no more, after it was firing.
    Inactive,
    /// The condition holds, not yet for long enough.
    Pending,
    /// It held for long enough.
    Firing,
}

/// An alert's state with its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub state: State,
    /// Since when the condition holds; for one that is inactive, since when it held.
    pub active_at: Timestamp,
    /// Since when it is firing.
    pub fired_at: Option<Timestamp>,
    /// Since when the condition holds no more, while it is kept firing.
    pub keep_firing_since: Option<Timestamp>,
    /// When it became inactive.
    pub resolved_at: Option<Timestamp>,
}

/// The terms of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// How long the condition has to hold before the alert fires.
    pub hold_for: Duration,
    /// How long a firing alert goes on when it holds no more.
    pub keep_firing_for: Duration,
}

/// What an evaluation tells of the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// It holds.
    Holds,
    /// It does not hold.
    HoldsNot,
    /// Nobody knows.
    Unknown,
}

/// The standing after an evaluation at `at`; `None` where there is no alert, or none to be remembered.
pub fn step(
    before: Option<Standing>,
    observed: Observation,
    terms: Terms,
    at: Timestamp,
) -> Option<Standing> {
    match observed {
        Observation::Unknown => before,
        Observation::Holds => {
            let known = before.filter(|before| before.state != State::Inactive);
            let fresh = Standing {
                state: State::Pending,
                active_at: at,
                fired_at: None,
                keep_firing_since: None,
                resolved_at: None,
            };
            let known = known.map(|known| Standing { keep_firing_since: None, ..known });
            Some(matured(known.unwrap_or(fresh), terms, at))
        }
        Observation::HoldsNot => healed(before?, terms, at),
    }
}

/// A condition that holds, or is taken to: pending or firing by how long it does. A longer `for` takes a firing one back.
fn matured(standing: Standing, terms: Terms, at: Timestamp) -> Standing {
    let is_due = at.since(standing.active_at) >= terms.hold_for;
    match standing.state {
        State::Pending if is_due => {
            Standing { state: State::Firing, fired_at: Some(at), ..standing }
        }
        State::Firing if !is_due => Standing { state: State::Pending, fired_at: None, ..standing },
        _ => standing,
    }
}

/// A condition that holds no more.
fn healed(standing: Standing, terms: Terms, at: Timestamp) -> Option<Standing> {
    match standing.state {
        State::Pending => None,
        State::Inactive => {
            let resolved = standing.resolved_at.unwrap_or(standing.active_at);
            (at.since(resolved) <= RETENTION).then_some(standing)
        }
        State::Firing => {
            let since = standing.keep_firing_since.unwrap_or(at);
            if at.since(since) < terms.keep_firing_for {
                let kept = Standing { keep_firing_since: Some(since), ..standing };
                return Some(matured(kept, terms, at));
            }
            Some(Standing { state: State::Inactive, resolved_at: Some(at), ..standing })
        }
    }
}

/// The standing at `at` of an alert that was last evaluated at `before`, with nobody watching between: the page was closed,
/// or its tab slept. `None` where that is too long ago.
///
/// `RestoreForState` of Prometheus (`rules/group.go`), with [`GRACE`] in place of its ten minutes: the time away does not count
/// towards `for`. What was firing goes on. Where the clock was set back, so are all times.
pub fn resume(
    standing: Standing,
    before: Timestamp,
    hold_for: Duration,
    at: Timestamp,
) -> Option<Standing> {
    let away = at.since(before);
    if away < Duration::ZERO {
        return Some(standing.moved(away));
    }
    if standing.state == State::Inactive {
        return Some(standing);
    }
    if away > OUTAGE_TOLERANCE {
        return None;
    }
    let held = before.since(standing.active_at);
    if standing.state == State::Firing || held >= hold_for {
        return Some(standing);
    }
    let remaining = hold_for.0 - held.0;
    let active_at = if hold_for < GRACE {
        at
    } else if remaining < GRACE.0 {
        at - Duration(hold_for.0 - GRACE.0)
    } else {
        standing.active_at + away
    };
    Some(Standing { active_at, ..standing })
}

impl Standing {
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
