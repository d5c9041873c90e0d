//! The session: the name of the operator who is logged in, or the reason why there is none.
//!
//! nginx decides; this records its answer. The token, which goes with each request, lives in memory. The shell stores it for the tab
//! only if a person wants that. It is never printed.

use crate::decode::Answer;
use crate::monitor::FetchError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::fmt;
use metrics_engine::time::{Duration, Timestamp};

/// The credentials of a session: the value of an `Authorization` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    name: String,
    header: String,
}

impl Token {
    /// Creates the token for a name and a password (RFC 7617).
    pub fn basic(name: &str, password: &str) -> Self {
        let header = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
        Self { name: name.to_owned(), header }
    }

    /// Creates the token for a site behind a sign-in proxy, which knows the person by a cookie. No header is sent.
    pub fn of_proxy() -> Self {
        Self { name: String::new(), header: String::new() }
    }

    /// Parses a token that [`Token::keep`] wrote.
    pub fn kept(text: &str) -> Option<Self> {
        let (header, name) = text.split_once('\n')?;
        header
            .starts_with("Basic ")
            .then(|| Self { name: name.to_owned(), header: header.to_owned() })
    }

    /// Returns the text that is stored for the tab, encrypted.
    pub fn keep(&self) -> String {
        format!("{}\n{}", self.header, self.name)
    }

    /// Returns the name of its owner; empty behind a sign-in proxy.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value of the header; empty for none.
    pub fn header(&self) -> &str {
        &self.header
    }
}

impl fmt::Debug for Token {
    /// Leaves out the token itself, which must not end in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token of {:?}", self.name)
    }
}

/// The state of the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// No operator is logged in.
    Out {
        /// Why the last attempt failed.
        refusal: Option<Refusal>,
    },
    /// A login is being checked.
    SigningIn {
        /// Its token.
        token: Token,
        /// Whether to store it for the tab.
        remember: bool,
    },
    /// An operator is logged in.
    In {
        /// The token of the session.
        token: Token,
    },
}

impl Session {
    /// Returns the token that is sent with each request.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Out { .. } => None,
            Self::SigningIn { token, .. } | Self::In { token } => Some(token),
        }
    }

    /// Returns whether an operator is logged in.
    pub fn is_in(&self) -> bool {
        matches!(self, Self::In { .. })
    }
}

/// Why a login failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Wrong name or password.
    Wrong,
    /// The server no longer accepts the credentials.
    Expired,
    /// Too many attempts; the next one is allowed at this time.
    Limited(Timestamp),
    /// The server has no password file, or may not read it.
    Closed,
    /// This site serves no admin data.
    NotServed,
    /// The answer had this code. The password was not checked.
    Code(u16),
    /// No answer in time.
    TimedOut,
    /// No connection.
    Unreachable,
    /// The configuration cannot be used.
    Config(String),
}

impl Refusal {
    /// Pause after too many attempts if the server names none.
    const PAUSE: Duration = Duration::from_secs(60);

    /// Returns the refusal that `answer`, which is no success, stands for.
    pub fn from_answer(answer: &Answer, now: Timestamp) -> Self {
        match answer.code {
            401 => Self::Wrong,
            403 => Self::Closed,
            404 => Self::NotServed,
            429 => {
                let wait = answer.header("retry-after").and_then(|text| text.trim().parse().ok());
                Self::Limited(now + wait.map_or(Self::PAUSE, Duration::from_secs))
            }
            code => Self::Code(code),
        }
    }
}

impl From<FetchError> for Refusal {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::TimedOut | FetchError::NoHead => Self::TimedOut,
            FetchError::Unreachable | FetchError::BrokenOff | FetchError::NotSent => {
                Self::Unreachable
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_basic_authentication() {
        assert_eq!(
            Token::basic("Aladdin", "open sesame").header(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }

    #[test]
    fn is_kept_and_never_printed() {
        let token = Token::basic("ops", "secret");
        assert_eq!(Token::kept(&token.keep()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token of \"ops\"");
        for other in ["", "Basic", "Bearer x\nops"] {
            assert_eq!(Token::kept(other), None);
        }
    }

    #[test]
    fn distinguishes_refusals() {
        let answer = |code, headers: &[(&str, &str)]| Answer {
            code,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: Vec::new(),
        };
        let now = Timestamp(1000);
        let refusal = |code, headers| Refusal::from_answer(&answer(code, headers), now);
        assert_eq!(refusal(401, &[]), Refusal::Wrong);
        assert_eq!(refusal(403, &[]), Refusal::Closed);
        assert_eq!(refusal(404, &[]), Refusal::NotServed);
        assert_eq!(refusal(429, &[("retry-after", "7")]), Refusal::Limited(Timestamp(8000)));
        assert_eq!(refusal(429, &[]), Refusal::Limited(Timestamp(61_000)));
        assert_eq!(refusal(502, &[]), Refusal::Code(502));
    }
}
