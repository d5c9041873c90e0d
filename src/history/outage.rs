//! Outages: when, how bad, and by what class of cause. Never in the words of an answer, which can name internal hosts.

use super::timeline::State;
use crate::status::look::{Failure, Finding};
use crate::time::Timestamp;
use core::ops::Range;

/// A time in which a system did not work well, confirmed, and dated back to its first failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Its first failure.
    pub since: Timestamp,
    /// The first good answer after it; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The worst it was.
    pub worst: State,
    /// What it was at its worst.
    pub cause: Cause,
}

/// A class of causes: all of a cause that the public is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Nothing listened.
    Refused,
    /// It could not be reached.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// Its answers broke off.
    Broken,
    /// It answered with an HTTP error.
    Error,
    /// It said itself that it was not well.
    Unhealthy,
    /// It answered with something that is no health.
    NotHealth,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Refused,
        Self::Unreachable,
        Self::TimedOut,
        Self::Broken,
        Self::Error,
        Self::Unhealthy,
        Self::NotHealth,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timeout",
            Self::Broken => "broken",
            Self::Error => "error",
            Self::Unhealthy => "unhealthy",
            Self::NotHealth => "not-health",
        }
    }

    /// The cause with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}

impl From<&Finding> for Cause {
    fn from(finding: &Finding) -> Self {
        match finding {
            Finding::Failed(Failure::Refused) => Self::Refused,
            Finding::Failed(Failure::Unreachable) => Self::Unreachable,
            Finding::Failed(Failure::TimedOut) => Self::TimedOut,
            Finding::Failed(Failure::Broken) => Self::Broken,
            Finding::Failed(Failure::Http(_)) => Self::Error,
            Finding::Health(_) => Self::Unhealthy,
            Finding::NotHealth(_) | Finding::NotProxied(_) => Self::NotHealth,
        }
    }
}

impl Outage {
    /// Its time, as of `now`.
    pub fn range(&self, now: Timestamp) -> Range<Timestamp> {
        self.since..self.until.unwrap_or(now)
    }
}
