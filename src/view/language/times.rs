//! Times and durations as a language writes them.

use super::{Date, Words, message, plural};
use crate::view::zone::Zone;
use metrics_engine::time::{Duration, Timestamp};

impl Words {
    /// Formats the time of day, `14:03`, with its date if that is not the date of `now`: `Nov 19, 14:03`.
    pub fn time(&self, zone: &Zone<'_>, at: Timestamp, now: Timestamp) -> String {
        self.dated(zone, at, now, zone.clock(at))
    }

    /// Formats the time of day with seconds, `14:01:19`, with its date if that is not the date of `now`.
    pub fn time_with_seconds(&self, zone: &Zone<'_>, at: Timestamp, now: Timestamp) -> String {
        self.dated(zone, at, now, zone.clock_with_seconds(at))
    }

    fn dated(&self, zone: &Zone<'_>, at: Timestamp, now: Timestamp, time: String) -> String {
        if zone.day(at) == zone.day(now) {
            return time;
        }
        let date = self.date(zone.day(at), Date::Day);
        self.say(message("{date}, {time}"), &[("date", &date), ("time", &time)])
    }

    /// Formats a span of time in at most two units, never rounded up: `12 s`, `6 min`, `2 h 5 min`, `3 days`.
    pub fn span(&self, span: Duration) -> String {
        let seconds = usize::try_from(span.0 / 1000).unwrap_or_default();
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        let of = |n: usize, message| self.say(message, &[("n", &self.number(n))]);
        match () {
            () if minutes == 0 => of(seconds, message("{n}~s")),
            () if hours == 0 => of(minutes, message("{n}~min")),
            () if days == 0 && minutes % 60 == 0 => of(hours, message("{n}~h")),
            () if days == 0 => {
                let minutes = self.number(minutes % 60);
                let values = [("hours", &*self.number(hours)), ("minutes", &*minutes)];
                self.say(message("{hours}~h {minutes}~min"), &values)
            }
            () => self.count(days, plural("{n}~day", "{n}~days"), &[]),
        }
    }

    /// Formats a duration. Unlike an age, it has the hours of a few days: `2 h 5 min`, `1 day 9 h`, `20 days`.
    pub fn duration(&self, span: Duration) -> String {
        let hours = usize::try_from(span.0 / 3_600_000).unwrap_or_default();
        let (days, rest) = (hours / 24, hours % 24);
        if rest == 0 || !(1..14).contains(&days) {
            return self.span(span);
        }
        let days = self.count(days, plural("{n}~day", "{n}~days"), &[]);
        let rest = self.say(message("{n}~h"), &[("n", &self.number(rest))]);
        self.say(message("{days} {hours}"), &[("days", &days), ("hours", &rest)])
    }

    /// Formats a response time: `38 ms`, `1.2 s`, `12 s`.
    pub fn response(&self, took: Duration) -> String {
        let millis = took.0.max(0);
        match millis {
            0..1000 => self.say(message("{n}~ms"), &[("n", &self.decimal(millis as f64, 0))]),
            1000..10_000 => {
                let tenths = (millis / 100) as f64 / 10.0;
                self.say(message("{n}~s"), &[("n", &self.decimal(tenths, 1))])
            }
            _ => self.say(message("{n}~s"), &[("n", &self.decimal((millis / 1000) as f64, 0))]),
        }
    }
}
