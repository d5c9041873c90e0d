//! The words for states and causes. Short and factual: no exclamation, no apology, no jargon.
//!
//! Nothing that an answer wrote gets in here but the names of parts: a body's own sentences can name internal hosts.

use crate::decode::health::{NotHealth, State};
use crate::status::Status;
use crate::status::look::{Failure, Finding};

/// The word for a system's, or a part's, status.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Operational => "Operational",
        Status::Degraded => "Degraded performance",
        Status::PartialOutage => "Partial outage",
        Status::MajorOutage => "Major outage",
        Status::Unknown => "Unknown",
        Status::Checking => "Checking",
    }
}

/// What a system does, to follow its name: "Sockudo *refuses connections*".
pub fn does(finding: &Finding) -> String {
    let fixed = match finding {
        Finding::Failed(Failure::Refused) => "refuses connections",
        Finding::Failed(Failure::Unreachable) => "cannot be reached",
        Finding::Failed(Failure::TimedOut) => "does not answer in time",
        Finding::Failed(Failure::Broken) => "breaks off its answers",
        Finding::Failed(Failure::Http(code)) => {
            return format!("answers with an error (HTTP\u{a0}{code})");
        }
        Finding::NotHealth(reason) => {
            return format!("answers with {} where its health should be", instead(reason));
        }
        Finding::Health(reading) => {
            let affected: Vec<&str> = reading
                .parts
                .iter()
                .filter(|part| part.state.is_some_and(|state| state != State::Operational))
                .map(|part| part.name.as_str())
                .collect();
            match (reading.state, affected.is_empty()) {
                (State::Operational, _) => "says that it is well",
                (State::Degraded, true) => "says that it does not work well",
                (State::Down, true) => "says that it is down",
                (_, false) => "says that a part of it is unhealthy",
            }
        }
    };
    fixed.to_owned()
}

/// What stands where health should be.
fn instead(reason: &NotHealth) -> &'static str {
    match reason {
        NotHealth::Html => "a web page",
        NotHealth::Empty => "nothing",
        NotHealth::TooLarge(_) => "more than can be read",
        NotHealth::InvalidJson { .. } => "broken JSON",
        NotHealth::Missing { .. } => "something else",
        NotHealth::WrongType { .. } => "a value of the wrong kind",
        NotHealth::UnknownWord { .. } => "a word that is not known",
    }
}

/// The place and detail of an answer that is no health, for whoever can mend it. Never what the answer contained.
pub fn place(reason: &NotHealth) -> String {
    match reason {
        NotHealth::InvalidJson { line, column, reason } => {
            format!("Line {line}, column {column}: {reason}.")
        }
        NotHealth::TooLarge(cap) => format!("Only the first {cap}\u{a0}bytes are read."),
        NotHealth::Missing { place } => format!("There is nothing at {place}."),
        NotHealth::WrongType { place, found } => format!("At {place} stands: {found}."),
        NotHealth::UnknownWord { place, .. } => {
            format!("The word at {place} is in no list of the configuration.")
        }
        NotHealth::Html | NotHealth::Empty => String::new(),
    }
}

/// A failure in two words at the most, in place of a response time.
pub fn instead_of_response(finding: &Finding) -> Option<&'static str> {
    match finding {
        Finding::Failed(Failure::Refused) => Some("refused"),
        Finding::Failed(Failure::Unreachable) => Some("unreachable"),
        Finding::Failed(Failure::TimedOut) => Some("timed out"),
        Finding::Failed(Failure::Broken) => Some("broken off"),
        Finding::NotHealth(_) => Some("no health"),
        _ => None,
    }
}

/// A system in one short sentence of the banner.
pub fn sentence(name: &str, status: Status) -> String {
    let predicate = match status {
        Status::Operational => "is operational",
        Status::Degraded => "does not work well",
        Status::PartialOutage => "is partly down",
        Status::MajorOutage => "is down",
        Status::Unknown => "is unknown",
        Status::Checking => "missed an answer and is being checked",
    };
    format!("{name} {predicate}.")
}
