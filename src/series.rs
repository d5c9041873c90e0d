//! What travels between the stages: samples of a series.
//!
//! [`is_reserved`] names the metrics that this program writes itself.

use crate::time::Timestamp;

/// A span of instants, open at its beginning as Prometheus has it: `after < at <= until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The last instant before the span.
    pub after: Timestamp,
    /// The last instant of the span.
    pub until: Timestamp,
}

impl TimeRange {
    /// All of time.
    pub const ALL: Self = Self { after: Timestamp(i64::MIN), until: Timestamp(i64::MAX) };

    /// Whether `at` lies within.
    pub fn contains(self, at: Timestamp) -> bool {
        self.after < at && at <= self.until
    }
}

/// One value at one instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it was measured.
    pub at: Timestamp,
    /// The value; any float, NaN included.
    pub value: f64,
}

/// Names a series within one store, for as long as the store lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesId(pub usize);

/// What a series has at one instant of its time column: a value, or the mark that it ended there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The value; `None` is the stale mark. A bit of its own, because a NaN with a meaning does not survive JavaScript.
    pub value: Option<f64>,
}

/// The metrics that this program writes itself: of scrapes, of health checks, and of alerts.
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

/// Whether a metric is one that this program writes itself. Nobody else may: a page that could would forge the health of another
/// system, and fire its alerts.
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
