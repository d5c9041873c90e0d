//! Time zones.
//!
//! Which zone a page shows, and the offsets of that zone, is the shell's knowledge.

use metrics_engine::time::{Duration, Timestamp};

/// A time zone as far as a page needs it.
pub struct Zone<'a> {
    /// Its name, such as `Europe/Berlin` or `UTC`.
    pub name: &'a str,
    /// Returns its offset from UTC at an instant, which daylight saving time changes.
    pub offset: &'a dyn Fn(Timestamp) -> Duration,
}

impl Zone<'_> {
    /// Returns the days since 1970-01-01 and the milliseconds of the day, on this zone's clocks.
    pub(super) fn local(&self, at: Timestamp) -> (i64, i64) {
        let local = at.0.saturating_add((self.offset)(at).0);
        (local.div_euclid(86_400_000), local.rem_euclid(86_400_000))
    }

    /// Returns the day on this zone's calendar, counted from 1970-01-01.
    pub fn day(&self, at: Timestamp) -> i64 {
        self.local(at).0
    }

    /// Formats the time of day, `14:03`. It is the same in every language of the page.
    pub fn clock(&self, at: Timestamp) -> String {
        let millis = self.local(at).1;
        format!("{:02}:{:02}", millis / 3_600_000, millis / 60_000 % 60)
    }

    /// Formats the time of day with seconds, `14:01:19`.
    pub fn clock_with_seconds(&self, at: Timestamp) -> String {
        format!("{}:{:02}", self.clock(at), self.local(at).1 / 1000 % 60)
    }

    /// Returns the zone's name and its offset at `now`: `Europe/Berlin (UTC+1)`.
    pub fn describe(&self, now: Timestamp) -> String {
        if (self.offset)(now).0 / 60_000 == 0 {
            return self.name.to_owned();
        }
        format!("{} ({})", self.name, self.utc(now))
    }

    /// Returns the zone's offset at `now` alone, as in `UTC` or `UTC+1`.
    pub fn utc(&self, now: Timestamp) -> String {
        let minutes = (self.offset)(now).0 / 60_000;
        let sign = if minutes < 0 { '\u{2212}' } else { '+' };
        match (minutes.abs() / 60, minutes.abs() % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }
}
