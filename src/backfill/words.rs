//! Instants and causes, in the words in which other programs keep them.

use crate::status::check::Failure;
use metrics_engine::time::Timestamp;

/// Reads an instant: RFC 3339; `2026-11-20 11:49:08.123`, which is in UTC; or as Go prints one, `2026-11-20 11:49:08.123 +0000 UTC`.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let mut words = text.split_ascii_whitespace();
    let first = words.next()?;
    let (date, clock) = match first.split_once('T') {
        Some(both) => both,
        None => (first, words.next().unwrap_or_default()),
    };
    // Go's form repeats the zone by its name, and may add the reading of another clock.
    let zone = words.next().unwrap_or_default();
    let is_told = clock.ends_with('Z') || clock.contains(['+', '-']);
    let zone = if is_told || !zone.is_empty() { zone } else { "Z" };
    let at: jiff::Timestamp = format!("{date}T{clock}{zone}").parse().ok()?;
    Some(Timestamp(at.as_millisecond()))
}

/// Returns how a check failed, by the messages of Node's and Go's libraries; `None` if they say nothing about the connection.
///
/// Only the class is taken: the words themselves may name internal hosts.
pub fn failure(text: &str) -> Option<Failure> {
    let text = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["econnrefused", "connection refused"]) {
        Some(Failure::Refused)
    } else if says(&["timeout", "etimedout", "timed out", "deadline exceeded", "aborted"]) {
        Some(Failure::TimedOut)
    } else if says(&["econnreset", "connection reset", "socket hang up", "epipe"]) {
        Some(Failure::Broken)
    } else if says(&["enotfound", "eai_again", "no such host", "unreach", "no route to host"]) {
        Some(Failure::Unreachable)
    } else {
        let (_, after) = text.split_once("status code ")?;
        let code: String = after.chars().take_while(char::is_ascii_digit).collect();
        code.parse().ok().filter(|code| (100..600).contains(code)).map(Failure::Http)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_instants_of_others() {
        for (text, expected) in [
            ("2026-11-20 11:49:08.123", 1_795_175_348_123),
            ("2026-11-20 11:49:08", 1_795_175_348_000),
            ("2026-11-20T11:49:08.123Z", 1_795_175_348_123),
            ("2026-11-20T12:49:08+01:00", 1_795_175_348_000),
            ("2026-11-20 11:49:08.123456789 +0000 UTC", 1_795_175_348_123),
            ("2026-11-20 12:49:08 +0100 CET", 1_795_175_348_000),
            ("2026-11-20 11:49:08.5 +0000 UTC m=+0.123", 1_795_175_348_500),
            ("2026-11-20 11:49:08-05:00", 1_795_193_348_000),
        ] {
            assert_eq!(instant(text), Some(Timestamp(expected)), "{text}");
        }
        let long = "2".repeat(100_000);
        for text in ["", "now", "2026-11-20", "2026-13-01 00:00:00", "1795175348", "T", " ", &long]
        {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn reads_the_class_of_a_cause() {
        for (text, expected) in [
            ("connect ECONNREFUSED 127.0.0.1:80", Some(Failure::Refused)),
            ("timeout of 48000ms exceeded", Some(Failure::TimedOut)),
            ("Get \"http://x\": context deadline exceeded", Some(Failure::TimedOut)),
            ("getaddrinfo ENOTFOUND db.internal", Some(Failure::Unreachable)),
            ("read ECONNRESET", Some(Failure::Broken)),
            ("Request failed with status code 503", Some(Failure::Http(503))),
            ("Request failed with status code 99999", None),
            ("200 - OK, but keyword is not in [..]", None),
            ("", None),
        ] {
            assert_eq!(failure(text), expected, "{text}");
        }
    }
}
