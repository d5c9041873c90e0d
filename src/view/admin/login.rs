//! The login form, with the reason why a login failed.

use super::super::format::span;
use crate::console::{Refusal, Session};
use metrics_engine::time::Timestamp;

/// The login form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Login {
    /// Why the last try failed: a few words, and what to do.
    pub alert: Option<Alert>,
    /// Whether a try is under way.
    pub is_signing_in: bool,
}

/// The reason why a login failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The state that gives it icon and colour.
    pub status: &'static str,
    /// The reason in a sentence.
    pub word: String,
    /// Its meaning, or the remedy.
    pub rest: String,
    /// Whether the password is what is wrong.
    pub is_password: bool,
}

/// Returns the words of the form.
pub fn login(session: &Session, now: Timestamp) -> Login {
    match session {
        Session::Out { refusal } => Login {
            alert: refusal.as_ref().map(|refusal| alert(refusal, now)),
            is_signing_in: false,
        },
        Session::SigningIn { .. } => Login { alert: None, is_signing_in: true },
        Session::In { .. } => Login::default(),
    }
}

fn alert(refusal: &Refusal, now: Timestamp) -> Alert {
    let (status, word, rest) = match refusal {
        Refusal::Wrong => ("major", "Wrong username or password.".to_owned(), String::new()),
        Refusal::Expired => (
            "degraded",
            "Your session has ended.".to_owned(),
            "The data on this page is kept; checks resume when you sign in again.".to_owned(),
        ),
        Refusal::Limited(until) => {
            let wait = until.since(now);
            let rest = if wait.0 > 0 {
                format!("Try again in {}.", span(wait))
            } else {
                "Try again now.".to_owned()
            };
            ("degraded", "Too many attempts.".to_owned(), rest)
        }
        Refusal::Closed => (
            "unknown",
            "Access is blocked (HTTP\u{a0}403).".to_owned(),
            "The server’s password file is missing or unreadable. Create one with allclear user."
                .to_owned(),
        ),
        Refusal::NotServed => (
            "unknown",
            "This site has no admin data (HTTP\u{a0}404).".to_owned(),
            "Add an admin section to allclear.yaml and run allclear render.".to_owned(),
        ),
        Refusal::Code(code) => (
            "unknown",
            format!("The server returned HTTP\u{a0}{code}."),
            "The password was not checked. Try again in a moment.".to_owned(),
        ),
        Refusal::TimedOut => (
            "unknown",
            "The request timed out.".to_owned(),
            "The server or your connection is slow. Try again.".to_owned(),
        ),
        Refusal::Unreachable => (
            "unknown",
            "The server cannot be reached.".to_owned(),
            "Your connection or the proxy is down. The password was not checked.".to_owned(),
        ),
        Refusal::Config(problem) => (
            "degraded",
            "Signed in, but the configuration is invalid.".to_owned(),
            format!("{problem}. Run allclear render with the version that built this page."),
        ),
    };
    Alert { status, word, rest, is_password: *refusal == Refusal::Wrong }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_words_of_its_own() {
        let refusals = [
            Refusal::Wrong,
            Refusal::Expired,
            Refusal::Limited(Timestamp(9000)),
            Refusal::Closed,
            Refusal::NotServed,
            Refusal::Code(502),
            Refusal::TimedOut,
            Refusal::Unreachable,
            Refusal::Config("admin/config.json: x".to_owned()),
        ];
        let mut words = Vec::new();
        for refusal in refusals {
            let session = Session::Out { refusal: Some(refusal) };
            let alert = login(&session, Timestamp(0)).alert.unwrap();
            assert!(!words.contains(&alert.word), "{}", alert.word);
            words.push(alert.word);
        }
        let limited = Session::Out { refusal: Some(Refusal::Limited(Timestamp(9000))) };
        let rest = |now| login(&limited, Timestamp(now)).alert.unwrap().rest;
        assert_eq!(rest(0), "Try again in 9\u{a0}s.");
        assert_eq!(rest(9000), "Try again now.");
    }
}
