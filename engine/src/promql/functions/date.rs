//! Parts of the date and time of an instant in UTC, which is given in seconds.

use crate::time::{civil_from_days, days_from_civil};

const DAY: i64 = 86_400;

/// Returns whole seconds, as Go converts them: a value that is no number, or beyond the range, is the least one.
fn seconds(value: f64) -> i64 {
    if (i64::MIN as f64..i64::MAX as f64).contains(&value) { value as i64 } else { i64::MIN }
}

/// Returns days since 1970-01-01.
fn days(value: f64) -> i64 {
    seconds(value).div_euclid(DAY)
}

/// `minute`: 0 to 59.
pub(super) fn minute(value: f64, _: &[f64]) -> Option<f64> {
    Some((seconds(value).rem_euclid(DAY) % 3600 / 60) as f64)
}

/// `hour`: 0 to 23.
pub(super) fn hour(value: f64, _: &[f64]) -> Option<f64> {
    Some((seconds(value).rem_euclid(DAY) / 3600) as f64)
}

/// `day_of_week`: 0 for Sunday to 6.
pub(super) fn day_of_week(value: f64, _: &[f64]) -> Option<f64> {
    // 1970-01-01 was a Thursday.
    Some((days(value).rem_euclid(7) + 4).rem_euclid(7) as f64)
}

/// `day_of_month`: 1 to 31.
pub(super) fn day_of_month(value: f64, _: &[f64]) -> Option<f64> {
    Some(civil_from_days(days(value)).2 as f64)
}

/// `day_of_year`: 1 to 366.
pub(super) fn day_of_year(value: f64, _: &[f64]) -> Option<f64> {
    let days = days(value);
    let (year, ..) = civil_from_days(days);
    Some((days - days_from_civil(year, 1, 1) + 1) as f64)
}

/// `days_in_month`: 28 to 31.
pub(super) fn days_in_month(value: f64, _: &[f64]) -> Option<f64> {
    let (year, month, _) = civil_from_days(days(value));
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Some((days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1)) as f64)
}

/// `month`: 1 to 12.
pub(super) fn month(value: f64, _: &[f64]) -> Option<f64> {
    Some(civil_from_days(days(value)).1 as f64)
}

/// `year`
pub(super) fn year(value: f64, _: &[f64]) -> Option<f64> {
    Some(civil_from_days(days(value)).0 as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2016-02-29T23:59:59Z
    const LEAP_DAY: f64 = 1_456_790_399.0;

    #[test]
    fn reads_a_leap_day() {
        let parts = [year, month, day_of_month, hour, minute, day_of_week, day_of_year];
        let found: Vec<_> = parts.iter().filter_map(|part| part(LEAP_DAY, &[])).collect();
        assert_eq!(found, [2016.0, 2.0, 29.0, 23.0, 59.0, 1.0, 60.0]);
        assert_eq!(days_in_month(LEAP_DAY, &[]), Some(29.0));
        assert_eq!(days_in_month(LEAP_DAY + 1.0, &[]), Some(31.0));
        assert_eq!(day_of_year(1_483_191_420.0, &[]), Some(366.0));
        assert_eq!(day_of_year(1_483_228_800.0, &[]), Some(1.0), "the day after");
    }

    #[test]
    fn reads_instants_before_1970() {
        assert_eq!(year(-1.0, &[]), Some(1969.0));
        assert_eq!(day_of_week(-86_400.0, &[]), Some(3.0), "a Wednesday");
        assert_eq!(hour(-1.0, &[]), Some(23.0));
        assert_eq!(hour(-0.9, &[]), Some(0.0), "whole seconds, towards zero");
    }

    #[test]
    fn no_value_is_a_panic() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 9.3e18] {
            let parts = [year, month, day_of_month, hour, minute, day_of_week, days_in_month];
            assert!(parts.iter().all(|part| part(value, &[]).is_some()), "{value}");
            assert!(day_of_year(value, &[]).is_some());
        }
    }
}
