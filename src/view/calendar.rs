//! Days as a visitor has them: from midnight to midnight in their zone, of 23 and 25 hours where the clocks change.

use super::zone::Zone;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp, civil_from_days};

/// Milliseconds of a day on which no clock changes.
const DAY: i64 = 86_400_000;

impl Zone<'_> {
    /// The beginning of a day, counted from 1970-01-01 on this zone's clocks: midnight, or what comes in its place where the
    /// clocks go forward over it. Where midnight comes twice, the first.
    pub fn midnight(&self, day: i64) -> Timestamp {
        let nominal = Timestamp(day.saturating_mul(DAY));
        // No zone is further than a day from UTC, so one of these offsets holds before a change and the other after it.
        let around = [nominal - Duration(DAY), nominal + Duration(DAY)];
        let mut candidates = around.map(|at| nominal - (self.offset)(at));
        candidates.sort();
        let is_there = |at: &Timestamp| self.local(*at).0 >= day;
        candidates.into_iter().find(is_there).unwrap_or(nominal)
    }

    /// The date as machines write it, `2026-11-19`.
    pub fn iso_date(&self, at: Timestamp) -> String {
        let (year, month, day) = civil_from_days(self.local(at).0);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The newest `count` days, oldest first; the last is the day of `now`.
    pub fn days(&self, count: u16, now: Timestamp) -> Vec<Range<Timestamp>> {
        let today = self.local(now).0;
        let first = today - i64::from(count) + 1;
        let midnights: Vec<Timestamp> = (first..=today + 1).map(|day| self.midnight(day)).collect();
        midnights.windows(2).filter_map(|two| Some(*two.first()?..*two.last()?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_http_date(text).unwrap()
    }

    /// A zone whose clocks change from one offset to another, both in minutes, at an instant.
    fn hours(change: &str, before: i64, after: i64, now: &str) -> Vec<(String, i64)> {
        let change = at(change);
        let offset = move |at| Duration::from_secs(60 * if at < change { before } else { after });
        let zone = Zone { name: "", offset: &offset };
        let days = zone.days(3, at(now));
        days.into_iter()
            .map(|day| (zone.clock(day.start), day.end.since(day.start).0 / 60_000))
            .collect()
    }

    #[test]
    fn days_have_the_hours_that_their_clocks_have() {
        let days = |days: [(&str, i64); 3]| {
            days.map(|(clock, hours)| (clock.to_owned(), hours * 60)).to_vec()
        };
        for (name, change, before, after, now, expected) in [
            (
                "Berlin, summer to winter",
                "Sun, 25 Oct 2026 01:00:00 GMT",
                120,
                60,
                "Mon, 26 Oct 2026 12:00:00 GMT",
                [("00:00", 24), ("00:00", 25), ("00:00", 24)],
            ),
            (
                "Berlin, winter to summer",
                "Sun, 29 Mar 2026 01:00:00 GMT",
                60,
                120,
                "Mon, 30 Mar 2026 12:00:00 GMT",
                [("00:00", 24), ("00:00", 23), ("00:00", 24)],
            ),
            (
                "New York, winter to summer",
                "Sun, 08 Mar 2026 07:00:00 GMT",
                -300,
                -240,
                "Sun, 08 Mar 2026 23:00:00 GMT",
                [("00:00", 24), ("00:00", 24), ("00:00", 23)],
            ),
            (
                "Santiago, forward over midnight: the day begins at one",
                "Sun, 06 Sep 2026 04:00:00 GMT",
                -240,
                -180,
                "Mon, 07 Sep 2026 12:00:00 GMT",
                [("00:00", 24), ("01:00", 23), ("00:00", 24)],
            ),
            (
                "Santiago, back at midnight: the day before ends an hour later",
                "Sun, 05 Apr 2026 03:00:00 GMT",
                -180,
                -240,
                "Mon, 06 Apr 2026 12:00:00 GMT",
                [("00:00", 25), ("00:00", 24), ("00:00", 24)],
            ),
            (
                "Havana, back at one: midnight comes twice",
                "Sun, 01 Nov 2026 05:00:00 GMT",
                -240,
                -300,
                "Mon, 02 Nov 2026 12:00:00 GMT",
                [("00:00", 24), ("00:00", 25), ("00:00", 24)],
            ),
            (
                "Kiritimati, ahead of all others",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                840,
                840,
                "Fri, 20 Nov 2026 10:00:00 GMT",
                [("00:00", 24), ("00:00", 24), ("00:00", 24)],
            ),
        ] {
            assert_eq!(hours(change, before, after, now), days(expected), "{name}");
        }
    }

    #[test]
    fn days_follow_each_other_without_gaps_and_end_with_today() {
        let change = at("Sun, 25 Oct 2026 01:00:00 GMT");
        let offset = move |at| Duration::from_secs(if at < change { 7200 } else { 3600 });
        let zone = Zone { name: "", offset: &offset };
        let now = at("Fri, 20 Nov 2026 23:30:00 GMT");
        let days = zone.days(90, now);
        assert_eq!(days.len(), 90);
        assert!(days.windows(2).all(|two| two[0].end == two[1].start));
        assert!(days[89].contains(&now));
        assert_eq!(zone.iso_date(days[89].start), "2026-11-21");
        assert_eq!(zone.iso_date(days[0].start), "2026-08-24");
        assert_eq!(zone.iso_date(days[0].start), "2026-08-24");
        for (at, date) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01"),
            ("Tue, 29 Feb 2028 12:00:00 GMT", "2028-02-29"),
            ("Thu, 01 Mar 2100 12:00:00 GMT", "2100-03-01"),
            ("Fri, 31 Dec 2027 23:00:00 GMT", "2028-01-01"),
        ] {
            assert_eq!(zone.iso_date(self::at(at)), date);
        }
    }
}
