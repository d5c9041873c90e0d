//! The metrics that this program writes itself. No page describes them.

use metrics_engine::exposition::MetricType;

/// Name, type and help of each.
const WELL_KNOWN: [(&str, MetricType, &str); 11] = [
    ("ALERTS", MetricType::Gauge, "1 for each alert that is pending or firing"),
    ("health_check_duration_seconds", MetricType::Gauge, "Response time of a health check"),
    (
        "health_consecutive_failures",
        MetricType::Gauge,
        "Number of consecutive failures of a health check",
    ),
    (
        "health_status",
        MetricType::Gauge,
        "1 operational, 0.5 degraded, 0 down; absent while it is unknown",
    ),
    ("scrape_body_size_bytes", MetricType::Gauge, "Size of the last page of a target"),
    ("scrape_duration_seconds", MetricType::Gauge, "Duration of the last scrape of a target"),
    (
        "scrape_samples_post_metric_relabeling",
        MetricType::Gauge,
        "Number of samples of the last scrape that were kept",
    ),
    ("scrape_samples_scraped", MetricType::Gauge, "Number of samples on the last page of a target"),
    ("scrape_series_added", MetricType::Gauge, "Number of new series of the last scrape"),
    ("up", MetricType::Gauge, "1 if the last scrape of a target succeeded, else 0"),
    ("ALERTS_FOR_STATE", MetricType::Gauge, "The time since which an alert is active"),
];

/// Returns type and help of a metric that this program writes.
pub(super) fn find(name: &str) -> Option<(MetricType, &'static str)> {
    WELL_KNOWN.iter().find(|(known, ..)| *known == name).map(|(_, kind, help)| (*kind, *help))
}
