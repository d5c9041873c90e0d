//! The days as a table for readers and as comma-separated values for programs.

use super::super::format::Zone;
use super::super::language::{Date, Words};
use super::day::Known;
use super::uptime::percent;
use crate::history::{Share, State};
use core::fmt::Write as _;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The days as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The heading of each column: that of the dates, then the names of the systems.
    pub columns: Vec<String>,
    /// The date of each row, and its cells.
    pub rows: Vec<(String, Vec<String>)>,
}

/// A row for each day, the newest first: its date, and what there is to say of each system on it.
pub fn rows(
    systems: &[Known<'_>],
    days: &[Range<Timestamp>],
    zone: &Zone<'_>,
    words: &Words,
) -> Vec<(String, Vec<String>)> {
    let row = |day: &Range<Timestamp>| {
        let date = words.date(zone.day(day.start), Date::Day);
        (date, systems.iter().map(|known| cell(known, day, words)).collect())
    };
    days.iter().rev().map(row).collect()
}

/// Returns the cell of a day: its uptime, and words only for what was out of the ordinary.
fn cell(known: &Known<'_>, day: &Range<Timestamp>, words: &Words) -> String {
    let tally = known.tally(day);
    let is_usual = tally.worst().is_none()
        && tally.of(State::Maintenance) == Duration::ZERO
        && tally.coverage() == Some(Share::ALL)
        && known.incidents(day) == 0;
    match tally.figure().filter(|_| is_usual) {
        Some(uptime) => percent(uptime, words),
        None => known.facts(day, words),
    }
}

/// Comma-separated values (RFC 4180): a line for each system and day, with the seconds that it was in each state.
pub fn csv(systems: &[(&str, Known<'_>)], days: &[Range<Timestamp>], zone: &Zone<'_>) -> String {
    let mut text = "system,day".to_owned();
    for state in State::ALL {
        let _ = write!(text, ",{}_seconds", state.name());
    }
    text.push_str(",uptime_percent\r\n");
    for (id, known) in systems {
        for day in days {
            let tally = known.tally(day);
            let _ = write!(text, "{id},{}", zone.iso_date(day.start));
            for state in State::ALL {
                let _ = write!(text, ",{}", tally.of(state).0 / 1000);
            }
            let _ = match tally.uptime() {
                Some(share) => write!(text, ",{}.{:02}\r\n", share.0 / 100, share.0 % 100),
                None => write!(text, ",\r\n"),
            };
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Timeline;

    #[test]
    fn a_line_for_each_system_and_day() {
        let day = |n: i64| Timestamp(n * 86_400_000);
        let days: Vec<_> = (0..2).map(|n| day(n)..day(n + 1)).collect();
        let mut timeline = Timeline::new(day(1));
        timeline.extend(State::MajorOutage, day(1) + Duration(3_600_500));
        timeline.extend(State::Operational, day(2));
        let known = Known { timeline: &timeline, outages: &[], incidents: &[], end: day(2) };
        let zone = Zone { name: "UTC", offset: &|_| Duration::ZERO };
        assert_eq!(
            csv(&[("chat", known)], &days, &zone),
            "system,day,operational_seconds,degraded_seconds,partial_seconds,major_seconds,maintenance_seconds,\
             unknown_seconds,uptime_percent\r\n\
             chat,1970-01-01,0,0,0,0,0,86400,\r\n\
             chat,1970-01-02,82799,0,0,3600,0,0,95.83\r\n"
        );
        let rows = rows(&[known], &days, &zone, &Words::ENGLISH);
        assert_eq!(rows[0].0, "Jan\u{a0}2");
        assert_eq!(rows[0].1, ["95.83\u{a0}%, down 1\u{a0}h, observed 100\u{a0}%"]);
        assert_eq!(rows[1].1, ["not observed"]);
    }
}
