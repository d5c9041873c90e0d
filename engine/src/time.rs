//! Instants and durations in whole milliseconds.
//!
//! Wall-clock milliseconds are what browsers, Prometheus and HTTP agree on. Signed numbers make a clock that jumps back harmless.
//! This module reads no clock and knows no time zones.

use core::fmt;
use core::ops::{Add, AddAssign, Mul, Sub};
use serde::{Deserialize, Serialize};

pub mod span;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A duration in milliseconds, which may be negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Duration(pub i64);

impl Timestamp {
    /// Returns the duration from `earlier` to this instant.
    pub fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// Returns year, month and day of the month in UTC.
    pub fn date(self) -> (i64, i64, i64) {
        civil_from_days(self.0.div_euclid(86_400_000))
    }

    /// Parses an HTTP date in its current form (RFC 9110, 5.6.7): `Fri, 20 Nov 2026 11:49:08 GMT`.
    ///
    /// The two obsolete forms are refused, because no current server sends them.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let mut words = text.trim().split(' ');
        let _weekday = words.next()?.strip_suffix(',')?;
        let day: i64 = words.next()?.parse().ok()?;
        let name = words.next()?;
        let month = (1..).zip(MONTHS).find(|(_, month)| *month == name)?.0;
        let year: i64 = words.next()?.parse().ok()?;
        let mut clock = words.next()?.split(':');
        let (hour, minute, second): (i64, i64, i64) =
            (clock.next()?.parse().ok()?, clock.next()?.parse().ok()?, clock.next()?.parse().ok()?);
        let plausible = (1..=31).contains(&day)
            && (1970..=9999).contains(&year)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..=60).contains(&second);
        if !plausible || words.next() != Some("GMT") {
            return None;
        }
        let days = days_from_civil(year, month, day);
        Some(Self((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000))
    }
}

impl Duration {
    /// The empty duration.
    pub const ZERO: Self = Self(0);

    /// Creates a duration of `seconds`.
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Returns the duration in seconds, with the fraction.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Parses Prometheus' form: `500ms`, `30s`, `5m`, `1h30m`, `2d`, `1w`. Units go from large to small, each at most once.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut total: i64 = 0;
        let mut last = UNITS.len();
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number: i64 = rest.get(..digits)?.parse().ok()?;
            rest = rest.get(digits..)?;
            let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
            let name = rest.get(..letters)?;
            rest = rest.get(letters..)?;
            let unit = UNITS.iter().position(|(unit, _)| *unit == name)?;
            if unit >= last {
                return None;
            }
            last = unit;
            total = total.checked_add(number.checked_mul(UNITS.get(unit)?.1)?)?;
        }
        (last < UNITS.len()).then_some(Self(total))
    }
}

/// The units of [`Duration::parse`], from small to large, in milliseconds.
const UNITS: [(&str, i64); 7] = [
    ("ms", 1),
    ("s", 1000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 604_800_000),
    ("y", 31_536_000_000),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns the days from 1970-01-01 to a date in the proleptic Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms". Years start in March, so that leap days come last.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Returns year, month and day of the `days`-th day from 1970-01-01, in the proleptic Gregorian calendar.
///
/// Source: Howard Hinnant, as above, `civil_from_days`.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl fmt::Display for Duration {
    /// Prints the shortest form that [`Duration::parse`] reads back: `1h30m`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.max(0);
        if rest == 0 {
            return f.write_str("0s");
        }
        for (name, size) in UNITS.iter().rev() {
            // Years and weeks only for whole multiples: `8d` is clearer than `1w1d`.
            let exact = !matches!(*name, "y" | "w") || rest % size == 0;
            if rest >= *size && exact {
                write!(f, "{}{name}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, span: Duration) {
        *self = *self + span;
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Mul<i64> for Duration {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_http_dates() {
        let at = |text| Timestamp::from_http_date(text).map(|at| at.0);
        assert_eq!(at("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(at("Fri, 20 Nov 2026 11:49:08 GMT"), Some(1_795_175_348_000));
        assert_eq!(at("Tue, 29 Feb 2028 23:59:59 GMT"), Some(1_835_481_599_000));
        for wrong in [
            "",
            "Fri",
            "Fri, 20 Nov 2026",
            "Fri, 20 Nov 2026 11:49:08 CET",
            "Fri, 20 Foo 2026 11:49:08 GMT",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn counts_days_forth_and_back() {
        for days in (-800_000..800_000).step_by(37) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days, "{year}-{month}-{day}");
        }
        assert_eq!(Timestamp(1_795_175_348_000).date(), (2026, 11, 20));
        assert_eq!(Timestamp(-1).date(), (1969, 12, 31));
    }

    #[test]
    fn reads_durations_and_prints_them_back() {
        for (text, millis) in [
            ("500ms", 500),
            ("30s", 30_000),
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("2d", 172_800_000),
            ("1w", 604_800_000),
        ] {
            assert_eq!(Duration::parse(text), Some(Duration(millis)), "{text}");
            assert_eq!(Duration(millis).to_string(), text);
        }
        assert_eq!(Duration(691_200_000).to_string(), "8d");
        for wrong in ["", "5", "s", "30S", "1s1m", "1m1m", "-1s", "1.5s", "99999999999999999999s"] {
            assert_eq!(Duration::parse(wrong), None, "{wrong}");
        }
    }
}
