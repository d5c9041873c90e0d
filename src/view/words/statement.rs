//! Statements about a system: what a check of it found.

use crate::decode::health::{HealthState, NotHealth};
use crate::status::check::{Distrust, Failure, Finding, ProxyFault};
use crate::view::language::{Message, Words, message};

/// A statement about a system: with its name in it, or as a predicate that stands beside the name.
pub struct Statement {
    with_name: Message,
    alone: Message,
    value: Option<(&'static str, String)>,
}

impl Statement {
    /// Returns a statement with one placeholder beside `{name}`.
    pub fn with(messages: (Message, Message), placeholder: &'static str, value: String) -> Self {
        Self { value: Some((placeholder, value)), ..Self::from(messages) }
    }

    /// Returns the statement with the name in it, without a full stop: "Sockudo refuses connections".
    pub fn of(&self, words: &Words, name: &str) -> String {
        let mut values = vec![("name", name)];
        values.extend(self.value.iter().map(|(placeholder, value)| (*placeholder, &**value)));
        words.say(self.with_name, &values)
    }

    /// Returns the predicate alone, without a full stop: "Refuses connections".
    pub fn alone(&self, words: &Words) -> String {
        let value = self.value.as_ref().map(|(placeholder, value)| (*placeholder, &**value));
        words.say(self.alone, value.as_slice())
    }
}

impl From<(Message, Message)> for Statement {
    fn from((with_name, alone): (Message, Message)) -> Self {
        Self { with_name, alone, value: None }
    }
}

/// Returns the statement about what a check found.
pub fn does(finding: &Finding) -> Statement {
    let messages = match finding {
        Finding::Failed(failure) => return fails(*failure),
        Finding::NotHealth(reason) => return instead(reason),
        Finding::NotProxied(fault) => not_proxied(*fault),
        Finding::Health(reading) => {
            let mut states = reading.parts.iter().filter_map(|part| part.state);
            let is_part_affected = states.any(|state| state != HealthState::Operational);
            match (reading.state, is_part_affected) {
                (HealthState::Operational, _) => (
                    message("{name} reports that it is healthy"),
                    message("Reports that it is healthy"),
                ),
                (HealthState::Degraded, false) => (
                    message("{name} reports degraded performance"),
                    message("Reports degraded performance"),
                ),
                (HealthState::Down, false) => {
                    (message("{name} reports that it is down"), message("Reports that it is down"))
                }
                (_, true) => (
                    message("{name} reports an unhealthy component"),
                    message("Reports an unhealthy component"),
                ),
            }
        }
    };
    messages.into()
}

/// Describes how a system fails.
pub fn fails(failure: Failure) -> Statement {
    let messages = match failure {
        Failure::Refused => (message("{name} refuses connections"), message("Refuses connections")),
        Failure::Unreachable => (message("{name} cannot be reached"), message("Cannot be reached")),
        Failure::TimedOut => {
            (message("{name} does not respond in time"), message("Does not respond in time"))
        }
        Failure::Broken => {
            (message("{name} closes the connection early"), message("Closes the connection early"))
        }
        Failure::Certificate(Distrust::Unspecified) => (
            message("{name} presents an untrusted certificate"),
            message("Presents an untrusted certificate"),
        ),
        Failure::Certificate(Distrust::Expired) => (
            message("{name} presents an expired certificate"),
            message("Presents an expired certificate"),
        ),
        Failure::Certificate(Distrust::Authority) => (
            message("{name} presents a certificate from an unknown authority"),
            message("Presents a certificate from an unknown authority"),
        ),
        Failure::Certificate(Distrust::Name) => (
            message("{name} presents a certificate for another name"),
            message("Presents a certificate for another name"),
        ),
        Failure::NotHttp => (
            message("{name} returned a response that is not HTTP"),
            message("Returned a response that is not HTTP"),
        ),
        Failure::Http(code) => {
            let messages = (
                message("{name} returned an error (HTTP~{code})"),
                message("Returned an error (HTTP~{code})"),
            );
            return Statement::with(messages, "code", code.to_string());
        }
    };
    messages.into()
}

/// Describes why the proxy sent no request.
fn not_proxied(fault: ProxyFault) -> (Message, Message) {
    match fault {
        ProxyFault::NoAnswer => (
            message("{name} cannot be checked: the status proxy returns no response for it"),
            message("Cannot be checked: the status proxy returns no response for it"),
        ),
        ProxyFault::Unlisted => (
            message("{name} is no longer listed by the status proxy"),
            message("Is no longer listed by the status proxy"),
        ),
        ProxyFault::Unresolved => (
            message("{name} cannot be checked: the status proxy cannot resolve its name"),
            message("Cannot be checked: the status proxy cannot resolve its name"),
        ),
        ProxyFault::IpCertificate => (
            message(
                "{name} cannot be checked: the status proxy cannot verify a certificate for an IP address",
            ),
            message(
                "Cannot be checked: the status proxy cannot verify a certificate for an IP address",
            ),
        ),
        ProxyFault::Other => (
            message("{name} cannot be checked: the status proxy reports an internal error"),
            message("Cannot be checked: the status proxy reports an internal error"),
        ),
    }
}

/// Describes the answer in place of health.
fn instead(reason: &NotHealth) -> Statement {
    let messages = match reason {
        NotHealth::Redirect(code) => {
            let messages = (
                message("{name} redirects to another address (HTTP~{code})"),
                message("Redirects to another address (HTTP~{code})"),
            );
            return Statement::with(messages, "code", code.to_string());
        }
        NotHealth::RateLimited => (
            message("{name} rate-limits the checks (HTTP~429)"),
            message("Rate-limits the checks (HTTP~429)"),
        ),
        NotHealth::TooManyHeaders => (
            message("{name} returned too many response headers"),
            message("Returned too many response headers"),
        ),
        NotHealth::Encoding => (
            message("{name} returned a response that cannot be decompressed"),
            message("Returned a response that cannot be decompressed"),
        ),
        NotHealth::Html => (
            message("{name} returned an HTML page instead of a health response"),
            message("Returned an HTML page instead of a health response"),
        ),
        NotHealth::Empty => {
            (message("{name} returned an empty response"), message("Returned an empty response"))
        }
        NotHealth::TooLarge(_) => (
            message("{name} returned a response that is too large"),
            message("Returned a response that is too large"),
        ),
        NotHealth::InvalidJson { .. } => {
            (message("{name} returned invalid JSON"), message("Returned invalid JSON"))
        }
        NotHealth::Missing { .. } => (
            message("{name} returned a response without a status value"),
            message("Returned a response without a status value"),
        ),
        NotHealth::WrongType { .. } => (
            message("{name} returned a status value of the wrong type"),
            message("Returned a status value of the wrong type"),
        ),
        NotHealth::UnknownWord { .. } => (
            message("{name} returned an unrecognised status value"),
            message("Returned an unrecognised status value"),
        ),
        NotHealth::UnknownPart { .. } => (
            message("{name} reports a component with an unrecognised status"),
            message("Reports a component with an unrecognised status"),
        ),
    };
    messages.into()
}

/// Returns the place in an answer that could not be read as health, for the operator. The content of the answer is never shown.
pub fn place(words: &Words, reason: &NotHealth) -> String {
    match reason {
        NotHealth::InvalidJson { line, column, .. } => words.say(
            message("The JSON is invalid at line {line}, column {column}."),
            &[("line", &line.to_string()), ("column", &column.to_string())],
        ),
        NotHealth::TooLarge(cap) => {
            let number = words.number(*cap);
            words.say(message("Only the first {n}~bytes are read."), &[("n", &number)])
        }
        NotHealth::Missing { place } => {
            words.say(message("There is no value at {place}."), &[("place", place)])
        }
        NotHealth::WrongType { place, found } => words.say(
            message("The value at {place} is of type {type}."),
            &[("place", place), ("type", found)],
        ),
        NotHealth::UnknownWord { place, .. } | NotHealth::UnknownPart { part: place, .. } => words
            .say(
                message("The value at {place} is not listed in the configuration."),
                &[("place", place)],
            ),
        NotHealth::Html
        | NotHealth::Empty
        | NotHealth::Redirect(_)
        | NotHealth::RateLimited
        | NotHealth::TooManyHeaders
        | NotHealth::Encoding => String::new(),
    }
}
