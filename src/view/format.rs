//! Ages, times of day and durations, as people read them.
//!
//! Number and unit never part (a no-break space lies between), nothing is rounded up, and a time of day is always said in
//! a zone that the page names. Which zone that is, and its offsets, is the shell's knowledge.

use crate::time::{Duration, Timestamp};

/// A time zone as far as a page needs it.
pub struct Zone<'a> {
    /// Its name, such as `Europe/Berlin` or `UTC`.
    pub name: &'a str,
    /// Its offset from UTC at an instant. Asked for each time that is shown, because summer comes and goes.
    pub offset: &'a dyn Fn(Timestamp) -> Duration,
}

impl Zone<'_> {
    /// Days since 1970-01-01 and milliseconds of the day, on this zone's clocks.
    fn local(&self, at: Timestamp) -> (i64, i64) {
        let local = at.0.saturating_add((self.offset)(at).0);
        (local.div_euclid(86_400_000), local.rem_euclid(86_400_000))
    }

    /// The time of day, `14:03`; with its date where that is not the date of `now`: `Nov 19, 14:03`.
    pub fn time(&self, at: Timestamp, now: Timestamp) -> String {
        let (day, millis) = self.local(at);
        let clock = format!("{:02}:{:02}", millis / 3_600_000, millis / 60_000 % 60);
        if day == self.local(now).0 {
            return clock;
        }
        let (month, day) = month_and_day(day);
        format!("{month}\u{a0}{day}, {clock}")
    }

    /// The time of day with seconds, `14:01:19`.
    pub fn time_with_seconds(&self, at: Timestamp, now: Timestamp) -> String {
        let seconds = self.local(at).1 / 1000 % 60;
        format!("{}:{seconds:02}", self.time(at, now))
    }

    /// The zone's name and its offset now: `Europe/Berlin (UTC+1)`.
    pub fn describe(&self, now: Timestamp) -> String {
        let minutes = (self.offset)(now).0 / 60_000;
        if minutes == 0 {
            return self.name.to_owned();
        }
        let sign = if minutes < 0 { '\u{2212}' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        if rest == 0 {
            format!("{} (UTC{sign}{hours})", self.name)
        } else {
            format!("{} (UTC{sign}{hours}:{rest:02})", self.name)
        }
    }
}

/// A span of time for people, in at most two units, never rounded up: `12 s`, `6 min`, `2 h 5 min`, `3 days`.
pub fn span(span: Duration) -> String {
    let seconds = span.0.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if minutes == 0 => format!("{seconds}\u{a0}s"),
        () if hours == 0 => format!("{minutes}\u{a0}min"),
        () if days == 0 && minutes % 60 == 0 => format!("{hours}\u{a0}h"),
        () if days == 0 => format!("{hours}\u{a0}h {}\u{a0}min", minutes % 60),
        () if days == 1 => "1\u{a0}day".to_owned(),
        () => format!("{days}\u{a0}days"),
    }
}

/// How long an answer took: `38 ms`, `1.2 s`, `12 s`.
pub fn response(took: Duration) -> String {
    match took.0.max(0) {
        millis @ 0..1000 => format!("{millis}\u{a0}ms"),
        millis @ 1000..10_000 => format!("{}.{}\u{a0}s", millis / 1000, millis / 100 % 10),
        millis => format!("{}\u{a0}s", millis / 1000),
    }
}

/// `1 system`, `5 systems`.
pub fn count(n: usize, one: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n}\u{a0}{one}{plural}")
}

/// A count with its thousands apart: `1,698`.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Month name and day of month of a day counted from 1970-01-01.
///
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
fn month_and_day(days: i64) -> (&'static str, i64) {
    let days = days + 719_468;
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    // Months from March on, as the calendar of the algorithm has them.
    let names =
        ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"];
    let name = usize::try_from(month).ok().and_then(|month| names.get(month)).copied();
    (name.unwrap_or_default(), day_of_year - (153 * month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(at: Timestamp) -> Duration {
        // Summer time of 2026 ends on October 25 at 01:00 UTC.
        Duration::from_secs(if at.0 < 1_792_890_000_000 { 7200 } else { 3600 })
    }

    #[test]
    fn tells_times_of_day_in_the_zone_of_that_moment() {
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
