//! Reads a recurrence rule in the syntax of RFC 5545.

use super::{Every, Rule};
use crate::config::address::Wrong;
use core::ops::Range;
use jiff::civil::{Date, Weekday};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

impl Rule {
    /// Reads a rule, with or without `RRULE:` in front.
    ///
    /// # Errors
    ///
    /// The first thing in it that is wrong or not understood.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let mut rule = Self {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        };
        let upper = text.trim().to_ascii_uppercase();
        let mut seen: Vec<&str> = Vec::new();
        for part in upper.strip_prefix("RRULE:").unwrap_or(&upper).split(';') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            if seen.contains(&name) {
                return Err(wrong(format!("{name} stands twice"), "leave one out"));
            }
            seen.push(name);
            let due = |example: &str| {
                wrong(format!("{value:?} is nothing for {name}"), format!("as in {name}={example}"))
            };
            match name {
                "FREQ" => rule.every = every(value)?,
                "INTERVAL" => rule.interval = number(value, 1, 1000).ok_or_else(|| due("2"))?,
                "COUNT" => {
                    let count = number(value, 1, 10_000).ok_or_else(|| due("10"))?;
                    rule.count = usize::try_from(count).ok();
                }
                "UNTIL" => rule.until = Some(date(value).ok_or_else(|| due("20271231"))?),
                "BYDAY" => rule.days = list(value, weekday).ok_or_else(|| due("SU,2TU,-1FR"))?,
                "BYMONTHDAY" => {
                    rule.month_days = list(value, |n| within(n, 31)).ok_or_else(|| due("1,-1"))?;
                }
                "BYMONTH" => {
                    let month = |n: &str| within(n, 12).filter(|month| *month > 0);
                    rule.months = list(value, month).ok_or_else(|| due("1,7"))?;
                }
                "BYSETPOS" => {
                    let position = |n: &str| n.parse().ok().filter(|n: &i16| *n != 0);
                    rule.positions = list(value, position).ok_or_else(|| due("-1"))?;
                }
                "WKST" => {
                    let (_, day) =
                        weekday(value).filter(|day| day.0 == 0).ok_or_else(|| due("SU"))?;
                    rule.week_start = day;
                }
                _ => {
                    let hint = "FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST are";
                    return Err(wrong(format!("{name:?} is not understood here"), hint));
                }
            }
        }
        if !seen.contains(&"FREQ") {
            return Err(wrong("a rule says how often", "as in FREQ=WEEKLY;BYDAY=SU"));
        }
        if rule.count.is_some() && rule.until.is_some() {
            return Err(wrong("COUNT and UNTIL are both given", "leave one out"));
        }
        let counted = rule.days.iter().any(|(nth, _)| *nth != 0);
        if counted && matches!(rule.every, Every::Day | Every::Week) {
            return Err(wrong("a counted BYDAY needs FREQ=MONTHLY or YEARLY", "as in BYDAY=SU"));
        }
        if !rule.month_days.is_empty() && rule.every == Every::Week {
            return Err(wrong("BYMONTHDAY does not go with FREQ=WEEKLY", "use FREQ=MONTHLY"));
        }
        Ok(rule)
    }
}

fn every(value: &str) -> Result<Every, Wrong> {
    Ok(match value {
        "DAILY" => Every::Day,
        "WEEKLY" => Every::Week,
        "MONTHLY" => Every::Month,
        "YEARLY" => Every::Year,
        _ => {
            let message = format!("FREQ={value} is not understood here");
            return Err(wrong(message, "DAILY, WEEKLY, MONTHLY or YEARLY"));
        }
    })
}

fn number(text: &str, least: i64, most: i64) -> Option<i64> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}

fn within(text: &str, most: i8) -> Option<i8> {
    text.parse().ok().filter(|number: &i8| *number != 0 && (-most..=most).contains(number))
}

fn list<T>(text: &str, item: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(item).collect()
}

fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let day = WEEKDAYS.iter().find(|(known, _)| *known == name)?.1;
    let nth = if nth.is_empty() { 0 } else { within(nth, 53)? };
    Some((nth, day))
}

/// `20271231`, perhaps with a time, of which only the day is heeded.
fn date(text: &str) -> Option<Date> {
    let digits = text.split('T').next().filter(|digits| digits.len() == 8)?;
    let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn wrong(message: impl Into<String>, hint: impl Into<String>) -> Wrong {
    Wrong { message: message.into(), hint: hint.into() }
}
