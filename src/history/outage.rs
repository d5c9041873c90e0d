//! Outages: when, how bad, and by what class of cause. Never in the words of an answer, which can name internal hosts.

use super::state::State;
use crate::decode::health::NotHealth;
use crate::status::by_name::serde_by_name;
use crate::status::check::{Distrust, Failure, Finding};
use core::ops::Range;
use metrics_engine::time::Timestamp;

/// A time in which a system had a problem, confirmed, and dated back to its first failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// The first failure.
    pub since: Timestamp,
    /// The first good answer after it; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The worst state.
    pub worst: State,
    /// The cause of the worst state.
    pub cause: Cause,
}

/// A class of causes: all that is published of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Nothing listened on its port.
    Refused,
    /// It could not be reached.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// Its answers broke off.
    Broken,
    /// Its certificate could not be trusted.
    Certificate(Distrust),
    /// It did not speak HTTP.
    NotHttp,
    /// It answered with an HTTP error.
    Error,
    /// It reported a problem itself.
    Unhealthy,
    /// It answered with something other than health.
    NotHealth,
    /// It redirected to another address.
    Redirect,
    /// It limited the rate of requests, and answered with that alone.
    RateLimited,
    /// Its answer had more headers than are read.
    TooManyHeaders,
    /// The proxy did not get as far as the service.
    NotProxied,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 16] = [
        Self::Refused,
        Self::Unreachable,
        Self::TimedOut,
        Self::Broken,
        Self::Certificate(Distrust::Unspecified),
        Self::Certificate(Distrust::Expired),
        Self::Certificate(Distrust::Authority),
        Self::Certificate(Distrust::Name),
        Self::NotHttp,
        Self::Error,
        Self::Unhealthy,
        Self::NotHealth,
        Self::Redirect,
        Self::RateLimited,
        Self::TooManyHeaders,
        Self::NotProxied,
    ];

    /// Returns the name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timeout",
            Self::Broken => "broken",
            Self::Certificate(reason) => reason.name(),
            Self::NotHttp => "not-http",
            Self::Error => "error",
            Self::Unhealthy => "unhealthy",
            Self::NotHealth => "not-health",
            Self::Redirect => "redirect",
            Self::RateLimited => "rate-limited",
            Self::TooManyHeaders => "headers",
            Self::NotProxied => "not-proxied",
        }
    }

    /// Returns the cause with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}

impl Cause {
    /// Returns whether the system answered, but with something other than its health.
    pub fn is_unreadable(self) -> bool {
        use Cause::{NotHealth, RateLimited, Redirect, TooManyHeaders};
        matches!(self, NotHealth | Redirect | RateLimited | TooManyHeaders)
    }
}

serde_by_name!(Cause);

impl From<&Finding> for Cause {
    fn from(finding: &Finding) -> Self {
        match finding {
            Finding::Failed(failure) => (*failure).into(),
            Finding::Health(_) => Self::Unhealthy,
            Finding::NotHealth(reason) => reason.into(),
            Finding::NotProxied(_) => Self::NotProxied,
        }
    }
}

impl From<Failure> for Cause {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused => Self::Refused,
            Failure::Unreachable => Self::Unreachable,
            Failure::TimedOut => Self::TimedOut,
            Failure::Broken => Self::Broken,
            Failure::Certificate(reason) => Self::Certificate(reason),
            Failure::NotHttp => Self::NotHttp,
            Failure::Http(_) => Self::Error,
        }
    }
}

impl From<&NotHealth> for Cause {
    fn from(reason: &NotHealth) -> Self {
        match reason {
            NotHealth::Redirect(_) => Self::Redirect,
            NotHealth::RateLimited => Self::RateLimited,
            NotHealth::TooManyHeaders => Self::TooManyHeaders,
            _ => Self::NotHealth,
        }
    }
}

impl Outage {
    /// Returns its time, as of `now`.
    pub fn range(&self, now: Timestamp) -> Range<Timestamp> {
        self.since..self.until.unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_found_by_its_name() {
        for cause in Cause::ALL {
            assert_eq!(Cause::named(cause.name()), Some(cause));
        }
    }

    #[test]
    fn each_reason_of_the_proxy_is_a_cause_of_the_same_name() {
        let names = ["refused", "unreachable", "timeout", "broken", "not-http"];
        let certificates =
            ["certificate", "certificate-expired", "certificate-authority", "certificate-name"];
        for name in names.into_iter().chain(certificates) {
            let failure = Failure::named(name);
            assert_eq!(failure.map(|failure| Cause::from(failure).name()), Some(name));
        }
    }
}
