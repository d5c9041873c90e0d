//! Samples of series, as they pass from one stage to the next.
//!
//! [`is_reserved`] lists the metrics that this program writes itself.

use crate::time::Timestamp;

/// A range of instants, open at its start as in Prometheus: `after < at <= until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The last instant before the range.
    pub after: Timestamp,
    /// The last instant of the range.
    pub until: Timestamp,
}

impl TimeRange {
    /// The range of all instants.
    pub const ALL: Self = Self { after: Timestamp(i64::MIN), until: Timestamp(i64::MAX) };

    /// Returns whether `at` lies within the range.
    pub fn contains(self, at: Timestamp) -> bool {
        self.after < at && at <= self.until
    }
}

/// A value at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The instant of the measurement.
    pub at: Timestamp,
    /// The value: any float, NaN included.
    pub value: f64,
}

/// Identifies a series within one store, for as long as the store lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesId(pub usize);

/// An entry of a series at an instant: a value, or the mark that it ended there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The instant.
    pub at: Timestamp,
    /// The value, or `None` for the stale mark. JavaScript does not preserve the bits of a NaN, so that the mark cannot be one.
    pub value: Option<f64>,
}

/// The metrics that this program writes itself, about scrapes, health checks and alerts.
const RESERVED: [&str; 11] = [
    "ALERTS",
    "ALERTS_FOR_STATE",
    "health_check_duration_seconds",
    "health_consecutive_failures",
    "health_status",
    "scrape_body_size_bytes",
    "scrape_duration_seconds",
    "scrape_samples_post_metric_relabeling",
    "scrape_samples_scraped",
    "scrape_series_added",
    "up",
];

/// Returns whether only this program may write a metric. A scraped page that could would forge the health of another system and fire
/// its alerts.
pub fn is_reserved(metric: &str) -> bool {
    RESERVED.binary_search(&metric).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_found_and_no_others() {
        assert!(RESERVED.iter().all(|name| is_reserved(name)), "they are sorted");
        assert!(
            !["", "upper", "health_score", "scrape_errors_total"]
                .iter()
                .any(|name| is_reserved(name))
        );
    }
}
