//! The result of one health check.
//!
//! "Is it me?" is answered here as far as one answer can: connection refused, timeout, connection broken off, untrusted
//! certificate, HTTP error, an answer that reports a problem, and an answer without health are distinguished. A failed attempt
//! that shows nothing about the service (no proxy, no network) never becomes a [`CheckResult`].
//!
//! The proxy and the recorder name the reason for a missing answer in one vocabulary, the values of `X-Allclear`.
//! [`Finding::of_proxy`] reads all of them, and takes an unknown value for a fault of the proxy.

use crate::decode::Answer;
use crate::decode::health::{self, HealthState, Mapping, NotHealth, Part, Reading};
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// The result of one finished check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckResult {
    /// When the answer was measured, on this page's clock: its arrival minus its age.
    pub measured: Timestamp,
    /// Time from the request to the last byte.
    pub took: Duration,
    /// The finding of the check.
    pub finding: Finding,
}

/// The finding of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The service answered with its health.
    Health(Reading),
    /// The service could not be reached, or failed.
    Failed(Failure),
    /// The service answered, but not with its health.
    NotHealth(NotHealth),
    /// The proxy did not get as far as the service, so nothing is known of the service.
    NotProxied(ProxyFault),
}

/// Why the proxy did not forward a request. None of these reasons is the service's fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// The proxy closed the connection, or sent no response head in time, although it answers other requests. nginx does so
    /// when its disk is full, when it may not open another file, or when its cache belongs to another user. For a failure of
    /// the service nginx does send a head (502 or 504 with a reason).
    NoAnswer,
    /// The proxy does not serve this address: the configuration has changed since the page read it.
    Unlisted,
    /// nginx cannot verify a certificate for a bare IP address.
    IpCertificate,
    /// The proxy cannot resolve the service's name: the name is gone, or the proxy's name server is.
    Unresolved,
    /// The proxy failed for another reason of its own, or for one that this version does not know.
    Other,
}

/// How a service behind a working proxy failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing listens on its port.
    Refused,
    /// It could not be reached, and the proxy does not know why.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// The connection broke off before or within the answer.
    Broken,
    /// Its certificate cannot be trusted.
    Certificate(Distrust),
    /// It does not speak HTTP.
    NotHttp,
    /// An HTTP error without a readable body.
    Http(u16),
}

/// Why a certificate cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distrust {
    /// Unknown: nginx does not report the reason.
    Unspecified,
    /// It has expired.
    Expired,
    /// It is signed by itself, or by an unknown authority.
    Authority,
    /// It was issued for another name.
    Name,
}

impl Distrust {
    /// Returns the value of `X-Allclear`, which is also the name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "certificate",
            Self::Expired => "certificate-expired",
            Self::Authority => "certificate-authority",
            Self::Name => "certificate-name",
        }
    }
}

/// The condition of a service, from good to bad. Not knowing is worse than degraded and better than down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Condition {
    /// The answer reports that all is well.
    Operational,
    /// The answer reports degraded service.
    Degraded,
    /// It answers, but the answer is not health.
    Unclear,
    /// The answer reports that it is down, or the check failed.
    Down,
}

impl Finding {
    /// Reads an answer that came through the proxy.
    ///
    /// The proxy marks its own errors with `X-Allclear`, which distinguishes a service that itself answers 502 from one that
    /// refuses connections.
    pub fn from_answer(mapping: &Mapping, answer: &Answer, cap: usize) -> Self {
        if answer.header("x-allclear") == Some("too-large") {
            return Self::NotHealth(NotHealth::TooLarge(cap));
        }
        if let Some(finding) = Self::of_proxy(answer) {
            return finding;
        }
        // The proxy drops the body of a redirect, and a redirect is not health.
        if let 300..=399 = answer.code {
            return Self::of_redirect(answer.code);
        }
        let has_no_words = |reading: &Reading| reading.word.is_none() && reading.parts.is_empty();
        let reading = health::read(mapping, answer, cap);
        // A body that reports health counts more than the status code.
        if answer.code == 429 && reading.as_ref().map_or(true, has_no_words) {
            return Self::NotHealth(NotHealth::RateLimited);
        }
        match reading {
            Ok(reading) if answer.code >= 400 && has_no_words(&reading) => {
                Self::Failed(Failure::Http(answer.code))
            }
            Ok(reading) => Self::Health(reading),
            Err(reason) => Self::NotHealth(reason),
        }
    }

    /// Returns what the proxy itself reports in place of an answer; `None` if the service answered.
    pub fn of_proxy(answer: &Answer) -> Option<Self> {
        let reason = answer.header("x-allclear")?;
        if let Some(failure) = Failure::named(reason) {
            return Some(Self::Failed(failure));
        }
        let redirect = reason.strip_prefix("redirect-").and_then(|code| code.parse().ok());
        match (reason, redirect) {
            ("headers", _) => Some(Self::NotHealth(NotHealth::TooManyHeaders)),
            ("encoding", _) => Some(Self::NotHealth(NotHealth::Encoding)),
            (_, Some(code)) => Some(Self::of_redirect(code)),
            _ => ProxyFault::named(reason).map(Self::NotProxied),
        }
    }

    /// Reads an answer with a code of 300 to 399. 304 points nowhere: it means "not modified", although the request had no
    /// condition.
    fn of_redirect(code: u16) -> Self {
        Self::NotHealth(if code == 304 { NotHealth::Empty } else { NotHealth::Redirect(code) })
    }

    /// Returns the condition that this finding shows.
    pub fn condition(&self) -> Condition {
        match self {
            Self::Health(reading) => reading.state.into(),
            Self::Failed(_) => Condition::Down,
            Self::NotHealth(_) | Self::NotProxied(_) => Condition::Unclear,
        }
    }

    /// Returns whether the service itself answered, so that the duration is its response time.
    pub fn is_answer(&self) -> bool {
        match self {
            Self::Health(_) | Self::NotHealth(_) | Self::Failed(Failure::Http(_)) => true,
            Self::Failed(_) | Self::NotProxied(_) => false,
        }
    }

    /// Returns the subsystems that the answer named.
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Health(reading) => &reading.parts,
            Self::NotHealth(NotHealth::UnknownPart { parts, .. }) => parts,
            _ => &[],
        }
    }
}

impl Condition {
    /// Returns the value of `health_status`: 1, 0.5 or 0. `None` for an unclear condition, for which the series has no sample.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Operational => Some(1.0),
            Self::Degraded => Some(0.5),
            Self::Unclear => None,
            Self::Down => Some(0.0),
        }
    }
}

impl Failure {
    /// Returns the failure with this value of `X-Allclear`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "refused" => Self::Refused,
            "unreachable" => Self::Unreachable,
            "timeout" => Self::TimedOut,
            "broken" => Self::Broken,
            "not-http" => Self::NotHttp,
            "certificate" => Self::Certificate(Distrust::Unspecified),
            "certificate-expired" => Self::Certificate(Distrust::Expired),
            "certificate-authority" => Self::Certificate(Distrust::Authority),
            "certificate-name" => Self::Certificate(Distrust::Name),
            _ => return None,
        })
    }
}

impl ProxyFault {
    /// The value of `X-Allclear` for a connection that ended without a response head. Only the page writes it.
    pub const NO_ANSWER: &str = "no-answer";

    /// Returns the fault with this value of `X-Allclear`. An unknown value is a fault of the proxy's own.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "" => None,
            Self::NO_ANSWER => Some(Self::NoAnswer),
            "unlisted" => Some(Self::Unlisted),
            "certificate-ip" => Some(Self::IpCertificate),
            "unresolved" => Some(Self::Unresolved),
            _ => Some(Self::Other),
        }
    }
}

impl From<HealthState> for Condition {
    fn from(state: HealthState) -> Self {
        match state {
            HealthState::Operational => Self::Operational,
            HealthState::Degraded => Self::Degraded,
            HealthState::Down => Self::Down,
        }
    }
}

#[cfg(test)]
mod tests;
