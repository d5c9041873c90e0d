//! The one place that reads the clock.
//!
//! The systems live in a time of their own, which can start at another moment and pass faster than the real one; so a
//! demo can show a day in minutes and a test the same values every time. HTTP dates stay real: readers compare them
//! with their own clock.

use metrics_engine::time::civil_from_days;
use std::time::{SystemTime, UNIX_EPOCH};

/// Maps real time to the time of the systems.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    real_start: f64,
    played_start: f64,
    scale: f64,
}

impl Clock {
    /// Starts the systems' time at `played_start` (seconds since 1970), or at the real time where there is none.
    pub(crate) fn start(played_start: Option<f64>, scale: f64) -> Self {
        let real_start = real_seconds();
        Self { real_start, played_start: played_start.unwrap_or(real_start), scale }
    }

    /// The systems' time, in seconds since 1970.
    pub(crate) fn now(&self) -> f64 {
        self.played_start + (real_seconds() - self.real_start) * self.scale
    }

    /// The real time as an HTTP date.
    #[expect(clippy::unused_self, reason = "only the holder of a clock may read the time")]
    pub(crate) fn http_date(&self) -> String {
        http_date(real_seconds() as i64)
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]
fn real_seconds() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// Writes an instant in the fixed form of an HTTP date (RFC 9110, 5.6.7).
pub(crate) fn http_date(seconds: i64) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let weekday = WEEKDAYS.get(days.rem_euclid(7) as usize).unwrap_or(&"");
    let month = MONTHS.get(month as usize - 1).unwrap_or(&"");
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_engine::time::Timestamp;

    #[test]
    fn writes_dates_that_the_library_reads_back() {
        assert_eq!(http_date(1_795_175_348), "Fri, 20 Nov 2026 11:49:08 GMT");
        for seconds in (0..4_000_000_000).step_by(7_654_321) {
            let read = Timestamp::from_http_date(&http_date(seconds));
            assert_eq!(read, Some(Timestamp(seconds * 1000)), "{}", http_date(seconds));
        }
    }

    #[test]
    fn played_time_passes_faster_from_its_start() {
        let clock = Clock { real_start: real_seconds() - 10.0, played_start: 1000.0, scale: 60.0 };
        let now = clock.now();
        assert!((1600.0..1700.0).contains(&now), "{now}");
    }
}
