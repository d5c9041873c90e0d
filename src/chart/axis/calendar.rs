//! Days, months and clocks of a wall that is some time ahead of UTC.

use metrics_engine::time::{Duration, Timestamp};

/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The time on a wall clock: milliseconds since the midnight in which 1970 began there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wall(pub i64);

impl Wall {
    /// Returns the time on the wall at an instant.
    pub fn of(at: Timestamp, ahead: Duration) -> Self {
        Self((at + ahead).0)
    }

    /// Days since 1970 began.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Year, month from 1, day from 1.
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms": years start in March, so that leap days come last.
    pub fn date(self) -> (i64, i64, i64) {
        let days = self.day().saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day = days.rem_euclid(146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let first = (153 * month + 2) / 5;
        let shift = if month < 10 { 3 } else { -9 };
        (year + era * 400 + i64::from(month >= 10), month + shift, day - first + 1)
    }

    /// The midnight in which a month begins. Months count on from January of year 0.
    pub fn month(months: i64) -> Self {
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let year = if month <= 2 { year - 1 } else { year };
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self((year.div_euclid(400) * 146_097 + days - 719_468).saturating_mul(DAY))
    }

    /// `13:07`.
    pub fn minutes(self) -> String {
        let minutes = self.0.rem_euclid(DAY) / 60_000;
        let mut text = String::with_capacity(8);
        write(&mut text, minutes / 60);
        text.push(':');
        write(&mut text, minutes % 60);
        text
    }

    /// `13:07:30`.
    pub fn seconds(self) -> String {
        let mut text = self.minutes();
        text.push(':');
        write(&mut text, self.0.rem_euclid(DAY) / 1000 % 60);
        text
    }

    /// `20 Nov`.
    pub fn day_of_month(self) -> String {
        let (_, _, day) = self.date();
        format!("{day}\u{a0}{}", self.month_name())
    }

    /// `2026-11-20T13:07:30.000`, as ISO 8601 has it.
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        let millis = self.0.rem_euclid(1000);
        format!("{year}-{month:02}-{day:02}T{}.{millis:03}", self.seconds())
    }

    /// `Nov`.
    pub fn month_name(self) -> &'static str {
        let (_, month, _) = self.date();
        MONTHS.get((month - 1) as usize).copied().unwrap_or_default()
    }
}

/// Two digits. One by one: an axis has ten such words, and what writes any number takes ten times as long.
fn write(text: &mut String, number: i64) {
    for digit in [number / 10, number % 10] {
        text.push(char::from(b'0' + digit as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (millis, date, text) in [
            (0, (1970, 1, 1), "1 Jan 00:00:00"),
            (-1, (1969, 12, 31), "31 Dec 23:59:59"),
            (1_795_175_348_000, (2026, 11, 20), "20 Nov 11:49:08"),
            (1_835_481_599_000, (2028, 2, 29), "29 Feb 23:59:59"),
        ] {
            let wall = Wall(millis);
            assert_eq!(wall.date(), date);
            let words = [wall.day_of_month(), wall.seconds()].join(" ");
            assert_eq!(words.replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn months_begin_on_their_first() {
        assert_eq!(Wall(1_795_175_348_009).iso(), "2026-11-20T11:49:08.009");
        for months in 1970 * 12 - 30..2100 * 12 {
            let begin = Wall::month(months);
            assert_eq!(begin.date(), (months.div_euclid(12), months.rem_euclid(12) + 1, 1));
            assert_eq!(begin.0 % DAY, 0);
        }
    }
}
