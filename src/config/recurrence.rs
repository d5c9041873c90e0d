//! Recurrence: the part of RFC 5545's RRULE that names days, without its hours and minutes.
//!
//! A rule is expanded period by period (day, week, month, year) into the days that it names; the time of day is that of the first
//! one, on the clocks of its zone. So a window at two in the morning stays at two in summer and in winter.

mod read;

use super::moment::{self, Moment};
use core::ops::Range;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};
use metrics_engine::time::Timestamp;

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    every: Every,
    interval: i64,
    count: Option<usize>,
    /// The last day on which it may begin.
    until: Option<Date>,
    /// Days of the week, each with the how-many-eth of the period it is, from its end where negative; 0 for all.
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    months: Vec<i8>,
    positions: Vec<i16>,
    week_start: Weekday,
}

/// The period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// The maximum number of periods to expand: half a century of days.
const PERIODS: i64 = 20_000;

impl Rule {
    /// The instants within `range` at which it begins, with their days, when the first one is `start`.
    pub fn within(&self, start: &Moment, range: &Range<Timestamp>) -> Vec<(Date, Timestamp)> {
        let mut found = Vec::new();
        let mut begun = 0;
        let first = start.local.date();
        for period in 0..PERIODS {
            let Some(days) = self.period(first, period) else { break };
            for day in days.into_iter().filter(|day| *day >= first) {
                let is_over = self.until.is_some_and(|until| day > until)
                    || self.count.is_some_and(|count| begun >= count);
                let local = day.to_datetime(start.local.time());
                let Some(at) = moment::nearest(local, &start.zone).filter(|_| !is_over) else {
                    return found;
                };
                begun += 1;
                if at >= range.end {
                    return found;
                }
                if at >= range.start {
                    found.push((day, at));
                }
            }
        }
        found
    }

    /// Whether the rule names the first one.
    pub fn names(&self, start: &Moment) -> bool {
        let first = start.local.date();
        self.period(first, 0).is_some_and(|days| days.contains(&first))
            && self.until.is_none_or(|until| first <= until)
    }

    /// The days of a period, counted from the one that `first` is in; `None` beyond the calendar.
    fn period(&self, first: Date, period: i64) -> Option<Vec<Date>> {
        let step = period.checked_mul(self.interval)?;
        let after = |span: Span, from: Date| from.checked_add(span).ok();
        let days = match self.every {
            Every::Day => {
                let day = after(step.days(), first)?;
                vec![day]
                    .into_iter()
                    .filter(|day| self.has_month(*day) && self.has_day(*day, first))
                    .collect()
            }
            Every::Week => {
                let back = i64::from(first.weekday().since(self.week_start));
                let week = after((step.checked_mul(7)? - back).days(), first)?;
                let days = (0..7).filter_map(|day: i64| after(day.days(), week));
                let is_named = |day: &Date| match self.days.as_slice() {
                    [] => day.weekday() == first.weekday(),
                    named => named.iter().any(|(_, weekday)| *weekday == day.weekday()),
                };
                days.filter(|day| is_named(day) && self.has_month(*day)).collect()
            }
            Every::Month => {
                let month = after(step.months(), first.first_of_month())?;
                self.of_month(month, first)
            }
            Every::Year => {
                let year = after(step.years(), first.first_of_year())?;
                self.of_year(year, first)
            }
        };
        Some(self.chosen(days))
    }

    fn of_month(&self, month: Date, first: Date) -> Vec<Date> {
        let all = days_from(month, month.last_of_month());
        let named = |day: &Date| self.has_month(*day) && self.has_day(*day, first);
        let days: Vec<Date> = all.into_iter().filter(named).collect();
        self.counted(days, |day| (day.first_of_month(), day.last_of_month()))
    }

    fn of_year(&self, year: Date, first: Date) -> Vec<Date> {
        if self.days.is_empty() && self.month_days.is_empty() {
            // The same day of the same month, or of the named ones.
            let all = days_from(year, year.last_of_year());
            let is_month = |day: &Date| match self.months.as_slice() {
                [] => day.month() == first.month(),
                months => months.contains(&day.month()),
            };
            return all
                .into_iter()
                .filter(|day| is_month(day) && day.day() == first.day())
                .collect();
        }
        let named = |day: &Date| self.has_month(*day) && self.has_day(*day, first);
        let days = days_from(year, year.last_of_year()).into_iter().filter(named).collect();
        // Within the named months, "the first Sunday" is that of the month; else that of the year.
        if self.months.is_empty() && self.month_days.is_empty() {
            self.counted(days, |day| (day.first_of_year(), day.last_of_year()))
        } else {
            self.counted(days, |day| (day.first_of_month(), day.last_of_month()))
        }
    }

    fn has_month(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }

    /// Whether the day of the month and of the week are named. Where neither is, those of months fall on the day of the first.
    fn has_day(&self, day: Date, first: Date) -> bool {
        if self.days.is_empty() && self.month_days.is_empty() {
            return self.every == Every::Day || day.day() == first.day();
        }
        let from_end = day.day() - day.days_in_month() - 1;
        let in_month = self.month_days.is_empty()
            || self.month_days.iter().any(|named| *named == day.day() || *named == from_end);
        let in_week =
            self.days.is_empty() || self.days.iter().any(|(_, named)| *named == day.weekday());
        in_month && in_week
    }

    /// Keeps the days with a named weekday at the right place of their period.
    fn counted(&self, days: Vec<Date>, period: fn(Date) -> (Date, Date)) -> Vec<Date> {
        let is_right = |day: &Date| {
            let (start, end) = period(*day);
            let week = |days: i32| days / 7 + 1;
            let from_start = start.until(*day).map_or(0, |span| week(span.get_days()));
            let from_end = day.until(end).map_or(0, |span| -week(span.get_days()));
            self.days.is_empty()
                || self.days.iter().any(|(nth, weekday)| {
                    *weekday == day.weekday()
                        && (*nth == 0 || [from_start, from_end].contains(&i32::from(*nth)))
                })
        };
        days.into_iter().filter(is_right).collect()
    }

    /// Keeps the days of a period at the named positions.
    fn chosen(&self, days: Vec<Date>) -> Vec<Date> {
        if self.positions.is_empty() {
            return days;
        }
        // No period has more days than a year.
        let count = |n: usize| i16::try_from(n).unwrap_or(i16::MAX);
        let length = count(days.len());
        let at = |(index, day): (usize, Date)| {
            let from_start = count(index) + 1;
            let from_end = count(index) - length;
            let is_chosen =
                self.positions.contains(&from_start) || self.positions.contains(&from_end);
            is_chosen.then_some(day)
        };
        days.into_iter().enumerate().filter_map(at).collect()
    }
}

fn days_from(first: Date, last: Date) -> Vec<Date> {
    first.series(1.day()).take_while(|day| *day <= last).collect()
}

#[cfg(test)]
mod tests;
