//! Who is logged in, and why somebody is not.
//!
//! nginx decides; this only remembers what it said. The token is what the browser sends with each question: it lives here, in
//! memory, and the shell keeps it for the tab only when a person asks for that. Nothing prints it.

use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::time::{Duration, Timestamp};
use core::fmt;

/// What proves who asks: the value of an `Authorization` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    name: String,
    header: String,
}

impl Token {
    /// The token for a name and a password (RFC 7617).
    pub fn basic(name: &str, password: &str) -> Self {
        let header = ["Basic ", &base64(format!("{name}:{password}").as_bytes())].concat();
        Self { name: name.to_owned(), header }
    }

    /// For a site whose sign-in proxy knows who asks: nothing is sent but what the browser itself sends.
    pub fn of_proxy() -> Self {
        Self { name: String::new(), header: String::new() }
    }

    /// Takes a token as it was kept by [`Token::keep`].
    pub fn kept(text: &str) -> Option<Self> {
        let (header, name) = text.split_once('\n')?;
        header
            .starts_with("Basic ")
            .then(|| Self { name: name.to_owned(), header: header.to_owned() })
    }

    /// As it is kept in the tab, encrypted.
    pub fn keep(&self) -> String {
        [&self.header, "\n", &self.name].concat()
    }

    /// Whose it is; empty where a sign-in proxy knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of the header; empty for none.
    pub fn header(&self) -> &str {
        &self.header
    }
}

impl fmt::Debug for Token {
    /// Never the token itself: what is printed ends in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token of {:?}", self.name)
    }
}

/// Where a person stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nobody is logged in.
    Out {
        /// Why the last try failed.
        refusal: Option<Refusal>,
    },
    /// A try is under way.
    Asking {
        /// With this.
        token: Token,
        /// Whether to keep it in the tab.
        remember: bool,
    },
    /// Somebody is logged in.
    In {
        /// With this.
        token: Token,
    },
}

impl Session {
    /// What is sent with each question.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Out { .. } => None,
            Self::Asking { token, .. } | Self::In { token } => Some(token),
        }
    }

    /// Whether somebody is logged in.
    pub fn is_in(&self) -> bool {
        matches!(self, Self::In { .. })
    }
}

/// Why nobody is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Wrong name or password.
    Wrong,
    /// It was good, and is no more.
    Expired,
    /// Too many tries; the next one makes sense from here on.
    Limited(Timestamp),
    /// The server has no password file, or may not read it.
    Closed,
    /// This site serves no admin data.
    NotServed,
    /// The answer had this code, which says nothing about the password.
    Code(u16),
    /// No answer within the time.
    TimedOut,
    /// No connection.
    Unreachable,
    /// The configuration came, and cannot be used.
    Config(String),
}

impl Refusal {
    /// Pause after too many tries where the server does not name one.
    const PAUSE: Duration = Duration::from_secs(60);

    /// Why `answer`, which is no success, lets nobody in.
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
            FetchError::Unreachable | FetchError::BrokenOff | FetchError::NotAsked => {
                Self::Unreachable
            }
        }
    }
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place) & 63) as usize).copied();
            text.push(if place > chunk.len() { '=' } else { digit.map_or('=', char::from) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_base64() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
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
    fn tells_refusals_apart() {
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
