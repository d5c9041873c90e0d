//! Figures in English, for the operators' page.
//!
//! Number and unit never part (a no-break space lies between), nothing is rounded up, and a time of day is always in a zone that the
//! page names. The public page writes figures as its visitor's language does: see [`Words`].

use super::language::Words;
pub use super::zone::Zone;
use metrics_engine::time::{Duration, Timestamp};

impl Zone<'_> {
    /// Formats the time of day in English, with its date if that is not the date of `now`: `Nov 19, 14:03`.
    pub fn time(&self, at: Timestamp, now: Timestamp) -> String {
        Words::ENGLISH.time(self, at, now)
    }

    /// Formats the time of day with seconds, `14:01:19`, with its date if that is not the date of `now`.
    pub fn time_with_seconds(&self, at: Timestamp, now: Timestamp) -> String {
        Words::ENGLISH.time_with_seconds(self, at, now)
    }
}

/// Formats a span of time in English, never rounded up: `12 s`, `6 min`, `2 h 5 min`, `3 days`.
pub fn span(span: Duration) -> String {
    Words::ENGLISH.span(span)
}

/// Formats a response time in English: `38 ms`, `1.2 s`, `12 s`.
pub fn response(took: Duration) -> String {
    Words::ENGLISH.response(took)
}

/// Formats a count of things: `1 system`, `5 systems`.
pub fn count(n: usize, one: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n}\u{a0}{one}{plural}")
}

/// Returns a count with its thousands apart: `1,698`.
pub fn grouped(n: usize) -> String {
    Words::ENGLISH.number(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(at: Timestamp) -> Duration {
        // Summer time of 2026 ends on October 25 at 01:00 UTC.
        Duration::from_secs(if at.0 < 1_792_890_000_000 { 7200 } else { 3600 })
    }

    #[test]
    fn shows_times_of_day_in_the_zone_of_that_moment() {
        let zone = Zone { name: "Europe/Berlin", offset: &berlin };
        let at = |text| Timestamp::from_http_date(text).unwrap();
        let now = at("Sun, 25 Oct 2026 12:00:00 GMT");
        assert_eq!(zone.time(now, now), "13:00");
        assert_eq!(zone.time(at("Sun, 25 Oct 2026 00:30:00 GMT"), now), "02:30");
        assert_eq!(zone.time(at("Sun, 25 Oct 2026 01:30:00 GMT"), now), "02:30");
        assert_eq!(zone.time(at("Sat, 24 Oct 2026 21:59:00 GMT"), now), "Oct\u{a0}24, 23:59");
        assert_eq!(zone.time(at("Mon, 29 Feb 2016 12:00:00 GMT"), now), "Feb\u{a0}29, 14:00");
        assert_eq!(zone.time_with_seconds(at("Sun, 25 Oct 2026 12:00:07 GMT"), now), "13:00:07");
        assert_eq!(zone.describe(now), "Europe/Berlin (UTC+1)");
        assert_eq!(Zone { name: "UTC", offset: &|_| Duration::ZERO }.describe(now), "UTC");
        let kathmandu = Zone { name: "Asia/Kathmandu", offset: &|_| Duration::from_secs(20_700) };
        assert_eq!(kathmandu.describe(now), "Asia/Kathmandu (UTC+5:45)");
        assert_eq!(
            (zone.utc(now), kathmandu.utc(now)),
            ("UTC+1".to_owned(), "UTC+5:45".to_owned())
        );
    }

    #[test]
    fn spans_are_never_rounded_up() {
        let table = [
            (-5, "0\u{a0}s"),
            (59_999, "59\u{a0}s"),
            (60_000, "1\u{a0}min"),
            (3_599_999, "59\u{a0}min"),
            (3_600_000, "1\u{a0}h"),
            (7_500_000, "2\u{a0}h 5\u{a0}min"),
            (86_400_000, "1\u{a0}day"),
            (300_000_000, "3\u{a0}days"),
        ];
        for (millis, expected) in table {
            assert_eq!(span(Duration(millis)), expected);
        }
    }

    #[test]
    fn responses_keep_two_digits() {
        let table = [
            (0, "0\u{a0}ms"),
            (38, "38\u{a0}ms"),
            (999, "999\u{a0}ms"),
            (1299, "1.2\u{a0}s"),
            (12_900, "12\u{a0}s"),
        ];
        for (millis, expected) in table {
            assert_eq!(response(Duration(millis)), expected);
        }
    }
}
