//! Statements about a system: what a check of it found.

use crate::decode::health::{NotHealth, State};
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
            let is_part_affected = states.any(|state| state != State::Operational);
            match (reading.state, is_part_affected) {
                (State::Operational, _) => {
                    (message("{name} says that it is well"), message("Says that it is well"))
                }
                (State::Degraded, false) => (
                    message("{name} says that it does not work well"),
                    message("Says that it does not work well"),
                ),
                (State::Down, false) => {
                    (message("{name} says that it is down"), message("Says that it is down"))
                }
                (_, true) => (
                    message("{name} says that a part of it is unhealthy"),
                    message("Says that a part of it is unhealthy"),
                ),
            }
        }
    };
    messages.into()
}

/// What a system does that failed.
pub fn fails(failure: Failure) -> Statement {
    let messages = match failure {
        Failure::Refused => (message("{name} refuses connections"), message("Refuses connections")),
        Failure::Unreachable => (message("{name} cannot be reached"), message("Cannot be reached")),
        Failure::TimedOut => {
            (message("{name} does not answer in time"), message("Does not answer in time"))
        }
        Failure::Broken => {
            (message("{name} breaks off its answers"), message("Breaks off its answers"))
        }
        Failure::Certificate(Distrust::Unspecified) => (
            message("{name} shows a certificate that cannot be trusted"),
            message("Shows a certificate that cannot be trusted"),
        ),
        Failure::Certificate(Distrust::Expired) => (
            message("{name} shows a certificate that has expired"),
            message("Shows a certificate that has expired"),
        ),
        Failure::Certificate(Distrust::Authority) => (
            message("{name} shows a certificate from an unknown authority"),
            message("Shows a certificate from an unknown authority"),
        ),
        Failure::Certificate(Distrust::Name) => (
            message("{name} shows a certificate for another name"),
            message("Shows a certificate for another name"),
        ),
        Failure::NotHttp => (
            message("{name} sends something that is not HTTP"),
            message("Sends something that is not HTTP"),
        ),
        Failure::Http(code) => {
            let messages = (
                message("{name} answers with an error (HTTP~{code})"),
                message("Answers with an error (HTTP~{code})"),
            );
            return Statement::with(messages, "code", code.to_string());
        }
    };
    messages.into()
}

/// Why the proxy did not ask.
fn not_proxied(fault: ProxyFault) -> (Message, Message) {
    match fault {
        ProxyFault::NoAnswer => (
            message("{name} cannot be checked: the status proxy gives no answer for it"),
            message("Cannot be checked: the status proxy gives no answer for it"),
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
            message("{name} cannot be checked: the status proxy reports an error of its own"),
            message("Cannot be checked: the status proxy reports an error of its own"),
        ),
    }
}

/// What stands where health should be.
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
            message("{name} answers that it is asked too often (HTTP~429)"),
            message("Answers that it is asked too often (HTTP~429)"),
        ),
        NotHealth::TooManyHeaders => (
            message("{name} answers with more headers than can be read"),
            message("Answers with more headers than can be read"),
        ),
        NotHealth::Encoding => (
            message("{name} answers with a compressed body that cannot be decompressed"),
            message("Answers with a compressed body that cannot be decompressed"),
        ),
        NotHealth::Html => (
            message("{name} answers with a web page where its health should be"),
            message("Answers with a web page where its health should be"),
        ),
        NotHealth::Empty => (
            message("{name} answers with nothing where its health should be"),
            message("Answers with nothing where its health should be"),
        ),
        NotHealth::TooLarge(_) => (
            message("{name} answers with more than can be read where its health should be"),
            message("Answers with more than can be read where its health should be"),
        ),
        NotHealth::InvalidJson { .. } => (
            message("{name} answers with broken JSON where its health should be"),
            message("Answers with broken JSON where its health should be"),
        ),
        NotHealth::Missing { .. } => (
            message("{name} answers with something else where its health should be"),
            message("Answers with something else where its health should be"),
        ),
        NotHealth::WrongType { .. } => (
            message("{name} answers with a value of the wrong kind where its health should be"),
            message("Answers with a value of the wrong kind where its health should be"),
        ),
        NotHealth::UnknownWord { .. } => (
            message("{name} answers with a word that is not known where its health should be"),
            message("Answers with a word that is not known where its health should be"),
        ),
        NotHealth::UnknownPart { .. } => (
            message("{name} has a part whose state cannot be read"),
            message("Has a part whose state cannot be read"),
        ),
    };
    messages.into()
}

/// Returns the place in an answer that could not be read as health, for the operator. The content of the answer is never shown.
pub fn place(words: &Words, reason: &NotHealth) -> String {
    match reason {
        NotHealth::InvalidJson { line, column, .. } => words.say(
            message("It stops being JSON at line {line}, column {column}."),
            &[("line", &line.to_string()), ("column", &column.to_string())],
        ),
        NotHealth::TooLarge(cap) => {
            let number = words.number(*cap);
            words.say(message("Only the first {n}~bytes are read."), &[("n", &number)])
        }
        NotHealth::Missing { place } => {
            words.say(message("There is nothing at {place}."), &[("place", place)])
        }
        NotHealth::WrongType { place, found } => words.say(
            message("What stands at {place} is of the type {type}."),
            &[("place", place), ("type", found)],
        ),
        NotHealth::UnknownWord { place, .. } | NotHealth::UnknownPart { part: place, .. } => words
            .say(
                message("The word at {place} is in no list of the configuration."),
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
