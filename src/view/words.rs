//! The words for states and causes. They are short and factual: no exclamation, no apology, no jargon.
//!
//! The only words of an answer that are shown are the names of parts: its sentences can name internal hosts.

mod several;
mod statement;

pub use several::several_fail;
pub use statement::{Statement, does, fails, place};

use super::language::{Message, message};
use crate::decode::health::NotHealth;
use crate::history::{Cause, State};
use crate::status::Status;
use crate::status::check::{Distrust, Failure, Finding};

/// Returns the label of a status.
pub fn label(status: Status) -> Message {
    match status {
        Status::Operational => message("Operational"),
        Status::Degraded => message("Degraded performance"),
        Status::PartialOutage => message("Partial outage"),
        Status::MajorOutage => message("Major outage"),
        Status::Maintenance => message("Under maintenance"),
        Status::Unknown => message("Unknown"),
        Status::Checking => message("Checking"),
    }
}

/// Returns the label of a status in English.
pub fn status(status: Status) -> &'static str {
    label(status).english()
}

/// Returns the words for a status within a sentence.
pub fn within(status: Status) -> Message {
    match status {
        Status::Operational => message("operational"),
        Status::Degraded => message("degraded performance"),
        Status::PartialOutage => message("partial outage"),
        Status::MajorOutage => message("major outage"),
        Status::Maintenance => message("under maintenance"),
        Status::Unknown => message("unknown"),
        Status::Checking => message("checking"),
    }
}

/// Returns the label of a recorded state.
pub fn state(state: State) -> Message {
    match state {
        State::Operational => message("Operational"),
        State::Degraded => message("Degraded performance"),
        State::PartialOutage => message("Partial outage"),
        State::MajorOutage => message("Major outage"),
        State::Maintenance => message("Maintenance"),
        State::Unobserved => message("Not observed"),
    }
}

/// Returns the sentence for a class of causes.
pub fn cause(cause: Cause) -> Message {
    match cause {
        Cause::Refused => message("Connections were refused."),
        Cause::Unreachable => message("It could not be reached."),
        Cause::TimedOut => message("It did not respond in time."),
        Cause::Broken => message("It closed connections early."),
        Cause::Certificate(Distrust::Unspecified) => message("Its certificate was not trusted."),
        Cause::Certificate(Distrust::Expired) => message("Its certificate had expired."),
        Cause::Certificate(Distrust::Authority) => {
            message("Its certificate was from an unknown authority.")
        }
        Cause::Certificate(Distrust::Name) => message("Its certificate was for another name."),
        Cause::NotHttp => message("Its response was not HTTP."),
        Cause::Error => message("It returned errors."),
        Cause::Unhealthy => message("It reported that it was unhealthy."),
        Cause::NotHealth => message("It returned invalid health responses."),
        Cause::Redirect => message("It redirected to another address."),
        Cause::RateLimited => message("It rate-limited the checks."),
        Cause::TooManyHeaders => message("It returned too many response headers."),
        Cause::NotProxied => message("It could not be checked."),
    }
}

/// Returns at most two words for a failure, in place of a response time.
pub fn instead_of_response(finding: &Finding) -> Option<Message> {
    Some(match finding {
        Finding::Failed(Failure::Refused) => message("refused"),
        Finding::Failed(Failure::Unreachable) => message("unreachable"),
        Finding::Failed(Failure::TimedOut) => message("timed out"),
        Finding::Failed(Failure::Broken) => message("connection lost"),
        Finding::Failed(Failure::Certificate(_)) => message("certificate"),
        Finding::Failed(Failure::NotHttp) => message("not HTTP"),
        Finding::NotHealth(NotHealth::Redirect(_)) => message("redirect"),
        Finding::NotHealth(NotHealth::RateLimited) => message("rate-limited"),
        Finding::NotHealth(NotHealth::TooManyHeaders) => message("too many headers"),
        Finding::NotHealth(_) => message("invalid response"),
        Finding::NotProxied(_) => message("not checked"),
        _ => return None,
    })
}

/// Returns the statement about a system, by its `{name}`, and its status: "Sockudo is down". It has no full stop.
pub fn is(status: Status) -> Message {
    match status {
        Status::Operational => message("{name} is operational"),
        Status::Degraded => message("{name} is degraded"),
        Status::PartialOutage => message("{name} is partially down"),
        Status::MajorOutage => message("{name} is down"),
        Status::Maintenance => message("{name} is under maintenance"),
        Status::Unknown => message("{name} is unknown"),
        Status::Checking => message("{name} failed a check and is being verified"),
    }
}
