//! What one look at one check told.
//!
//! "Is it me?" is answered here as far as one answer can: refused, timed out, broken off, an HTTP error, answered but unhealthy,
//! and answered but not with health are told apart. A look that tells nothing about the service (no proxy, no network, 429)
//! never becomes a [`Look`].

use crate::decode::Answer;
use crate::decode::health::{self, Mapping, NotHealth, Part, Reading, State};
use crate::time::{Duration, Timestamp};

/// One finished look.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
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
    /// An HTTP error without a readable body.
    Http(u16),
}

/// A finding in one word. The order is from good to bad; not knowing is worse than degraded, better than down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        if let Some(failure) = Failure::of_proxy(answer) {
            return Self::Failed(failure);
        }
        if let Some(fault) = ProxyFault::of_proxy(answer) {
            return Self::NotProxied(fault);
        }
        match health::read(mapping, answer, cap) {
            Ok(reading)
                if answer.code >= 400 && reading.word.is_none() && reading.parts.is_empty() =>
            {
                Self::Failed(Failure::Http(answer.code))
            }
            Ok(reading) => Self::Health(reading),
            Err(reason) => Self::NotHealth(reason),
        }
    }

    /// The finding in one word.
    pub fn condition(&self) -> Condition {
        match self {
            Self::Health(reading) => reading.state.into(),
            Self::Failed(_) => Condition::Down,
            Self::NotHealth(_) | Self::NotProxied(_) => Condition::Unclear,
        }
    }

    /// The subsystems that the answer named.
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Health(reading) => &reading.parts,
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
    /// The failure of a service that the proxy reports in `X-Allclear`.
    pub fn of_proxy(answer: &Answer) -> Option<Self> {
        match answer.header("x-allclear")? {
            "refused" => Some(Self::Refused),
            "unreachable" => Some(Self::Unreachable),
            "timeout" => Some(Self::TimedOut),
            "broken" => Some(Self::Broken),
            _ => None,
        }
    }
}

impl ProxyFault {
    /// The value of `X-Allclear` that stands for a connection that ended without the head of an answer. Only the page writes it.
    pub const NO_ANSWER: &str = "no-answer";

    /// The fault of its own that the proxy reports in `X-Allclear`: every reason that is no failure of a service.
    pub fn of_proxy(answer: &Answer) -> Option<Self> {
        match answer.header("x-allclear")? {
            Self::NO_ANSWER => Some(Self::NoAnswer),
            "unlisted" => Some(Self::Unlisted),
            "" => None,
            _ if Failure::of_proxy(answer).is_some() => None,
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
