//! What one look at one check told.
//!
//! "Is it me?" is answered here as far as one answer can: refused, timed out, broken off, an untrusted certificate, an HTTP error,
//! answered but unhealthy, and answered but not with health are told apart. A failed attempt that says nothing about the service (no
//! proxy, no network) never becomes a [`CheckResult`].
//!
//! The proxy and the recorder name the reason for which there is no answer in one vocabulary, the values of `X-Allclear`:
//! [`Finding::of_proxy`] reads all of them, and treats a value that it does not know as the proxy's fault.

use crate::decode::Answer;
use crate::decode::health::{self, Mapping, NotHealth, Part, Reading, State};
use crate::time::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// One finished look.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckResult {
    /// When the answer was measured, on this page's clock: its arrival less its age.
    pub measured: Timestamp,
    /// From request to the last byte.
    pub took: Duration,
    /// What it told.
    pub finding: Finding,
}

/// What a look told.
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

/// Why the proxy did not pass a question on. None of these is the service's fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// The proxy ended the connection, or kept silent, without the head of an answer, although it answers other requests. nginx does
    /// so when its disk is full, when it may not open another file, and when its cache belongs to another user. A service's own
    /// failure gets a head from nginx (502 or 504 with a reason).
    NoAnswer,
    /// The proxy does not serve this address: the configuration has changed since the page read it.
    Unlisted,
    /// nginx cannot verify a certificate for a bare IP address.
    IpCertificate,
    /// The proxy cannot resolve the service's name: the name is gone, or the proxy's name server is.
    Unresolved,
    /// The proxy failed for a reason of its own, or for one that this page has no word for.
    Other,
}

/// How a service behind a working proxy failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing listens there.
    Refused,
    /// It could not be reached, and the proxy does not know why.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The connection broke off before or within the answer.
    Broken,
    /// Its certificate cannot be trusted.
    Certificate(Distrust),
    /// What it sends is not HTTP.
    NotHttp,
    /// An HTTP error without a readable body.
    Http(u16),
}

/// Why a certificate cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distrust {
    /// The reason is not known: nginx does not tell it.
    Unspecified,
    /// Its time is over.
    Expired,
    /// It is signed by itself, or by an authority that is not known.
    Authority,
    /// It was issued for another name.
    Name,
}

impl Distrust {
    /// The value of `X-Allclear`, and the name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "certificate",
            Self::Expired => "certificate-expired",
            Self::Authority => "certificate-authority",
            Self::Name => "certificate-name",
        }
    }
}

/// A finding in one word. The order is from good to bad; not knowing is worse than degraded, better than down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Condition {
    /// It says that all is well.
    Operational,
    /// It says that it does not work well.
    Degraded,
    /// It answers, but what it says is no health.
    Unclear,
    /// It says that it is down, or fails.
    Down,
}

impl Finding {
    /// Reads an answer that came through the proxy. The proxy marks its own errors with `X-Allclear`, so that a service that
    /// answers 502 itself is told from one that refuses connections.
    pub fn from_answer(mapping: &Mapping, answer: &Answer, cap: usize) -> Self {
        if answer.header("x-allclear") == Some("too-large") {
            return Self::NotHealth(NotHealth::TooLarge(cap));
        }
        if let Some(finding) = Self::of_proxy(answer) {
            return finding;
        }
        // The proxy does not pass on what a redirect contains, and it is no health.
        if let 300..=399 = answer.code {
            return Self::of_redirect(answer.code);
        }
        let has_no_words = |reading: &Reading| reading.word.is_none() && reading.parts.is_empty();
        let reading = health::read(mapping, answer, cap);
        // A body that says how the service is counts more than the code.
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

    /// What the proxy itself says in place of an answer; `None` where the service answered.
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

    /// What an answer with a code of 300 to 399 says. 304 points nowhere: it means "as before", and nobody asked for that.
    fn of_redirect(code: u16) -> Self {
        Self::NotHealth(if code == 304 { NotHealth::Empty } else { NotHealth::Redirect(code) })
    }

    /// The finding in one word.
    pub fn condition(&self) -> Condition {
        match self {
            Self::Health(reading) => reading.state.into(),
            Self::Failed(_) => Condition::Down,
            Self::NotHealth(_) | Self::NotProxied(_) => Condition::Unclear,
        }
    }

    /// Whether the service itself answered, so that the time that it took is its response time.
    pub fn is_answer(&self) -> bool {
        match self {
            Self::Health(_) | Self::NotHealth(_) | Self::Failed(Failure::Http(_)) => true,
            Self::Failed(_) | Self::NotProxied(_) => false,
        }
    }

    /// The subsystems that the answer named.
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Health(reading) => &reading.parts,
            Self::NotHealth(NotHealth::UnknownPart { parts, .. }) => parts,
            _ => &[],
        }
    }
}

impl Condition {
    /// The value of `health_status`: 1, 0.5 or 0; `None` where nothing is known, so that the series has no sample.
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
    /// The failure with this name, as the proxy's `X-Allclear` says it.
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
    /// The value of `X-Allclear` that stands for a connection that ended without the head of an answer. Only the page writes it.
    pub const NO_ANSWER: &str = "no-answer";

    /// The fault with this name, as the proxy's `X-Allclear` says it. Every name that is not known is a fault of the proxy's own.
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

impl From<State> for Condition {
    fn from(state: State) -> Self {
        match state {
            State::Operational => Self::Operational,
            State::Degraded => Self::Degraded,
            State::Down => Self::Down,
        }
    }
}

#[cfg(test)]
mod tests;
