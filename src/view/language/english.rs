//! How English writes figures, without a browser: for the operator's page, and for tests.

use super::{Date, Formats};
use metrics_engine::time::civil_from_days;

pub(super) const FORMATS: Formats =
    Formats { category: |n| if n == 1 { "one" } else { "other" }.to_owned(), number, date, list };

/// `1,698`, `99.29`. No number that is shown is negative.
fn number(number: f64, decimals: u8) -> String {
    let scale = 10_u64.pow(u32::from(decimals.min(9)));
    let scaled = (number.max(0.0) * scale as f64).round() as u64;
    let whole = grouped((scaled / scale) as usize);
    if decimals == 0 {
        return whole;
    }
    format!("{whole}.{:0width$}", scaled % scale, width = usize::from(decimals))
}

/// Returns a count with its thousands apart: `1,698`.
fn grouped(n: usize) -> String {
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

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From the first of January 1970 on.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

fn date(day: i64, date: Date) -> String {
    let (year, month, of_month) = civil_from_days(day);
    let name = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied();
    let name = name.unwrap_or_default();
    let short = name.get(..3).unwrap_or_default();
    match date {
        Date::Day => format!("{short}\u{a0}{of_month}"),
        Date::DayOfYear => format!("{short}\u{a0}{of_month}, {year}"),
        Date::Weekday => {
            let weekday = WEEKDAYS.get(day.rem_euclid(7) as usize).copied().unwrap_or_default();
            format!("{weekday}, {short}\u{a0}{of_month}")
        }
        Date::Month => format!("{name} {year}"),
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => name.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
