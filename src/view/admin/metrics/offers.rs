//! The queries that a metric's type suggests.

use super::Metric;
use metrics_engine::exposition::MetricType;
use metrics_engine::labels::quoted;
use metrics_engine::unit::Unit;

/// A query that suits a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it shows.
    pub title: &'static str,
    /// The query.
    pub query: String,
    /// The unit of its values.
    pub unit: Unit,
}

/// Returns the queries for a metric; the first one suits best.
pub fn offers(metric: &Metric) -> Vec<Offer> {
    let offer = |title, query, unit| Offer { title, query, unit };
    let unit = unit(metric);
    let part = |suffix: &str| selector(&format!("{}{suffix}", metric.name));
    let sample = selector(&metric.sample);
    match metric.kind {
        MetricType::Histogram => {
            let buckets = format!("sum by (le) (rate({}[5m]))", part("_bucket"));
            let quantile = |share: &str| format!("histogram_quantile({share}, {buckets})");
            vec![
                offer("95th percentile", quantile("0.95"), unit),
                offer("Median", quantile("0.5"), unit),
                offer("Average", average(&part("_sum"), &part("_count")), unit),
                offer("Observations per second", total_rate(&part("_count")), PER_SECOND),
            ]
        }
        MetricType::Summary => vec![
            offer("Average", average(&part("_sum"), &part("_count")), unit),
            offer("Quantiles", selector(&metric.name), unit),
            offer("Observations per second", total_rate(&part("_count")), PER_SECOND),
        ],
        _ if metric.is_counter() => vec![
            offer("Per second", total_rate(&sample), rate_of(unit)),
            offer("Per second, each series", format!("rate({sample}[5m])"), rate_of(unit)),
            offer("Increase in an hour", format!("sum(increase({sample}[1h]))"), unit),
        ],
        _ if metric.series > 1 => vec![
            offer("Each series", sample.clone(), unit),
            offer("Average", format!("avg({sample})"), unit),
            offer("Sum", format!("sum({sample})"), unit),
            offer("Maximum", format!("max({sample})"), unit),
        ],
        _ => vec![offer("Value", sample, unit)],
    }
}

/// The unit of a number of events per second.
const PER_SECOND: Unit = Unit::OperationsPerSecond;

/// Returns the query of one line that stands for the whole metric, and the word for how its series are combined; empty for one
/// series.
pub fn main_query(metric: &Metric) -> (Offer, &'static str) {
    let all = offers(metric);
    let is_level = !metric.is_counter() && !metric.is_histogram() && metric.series > 1;
    let word = match metric.kind {
        MetricType::Histogram => "p95",
        _ if is_level => "avg",
        _ => "",
    };
    let wanted = if is_level { "Average" } else { all.first().map_or("", |first| first.title) };
    let found = all.into_iter().find(|offer| offer.title == wanted);
    let empty = || Offer { title: "", query: selector(&metric.sample), unit: Unit::Short };
    (found.unwrap_or_else(empty), word)
}

fn total_rate(selector: &str) -> String {
    format!("sum(rate({selector}[5m]))")
}

fn average(sum: &str, count: &str) -> String {
    format!("{} / {}", total_rate(sum), total_rate(count))
}

/// Returns the selector of a name, in quotes where it is not a classic one.
fn selector(name: &str) -> String {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':');
    let is_classic =
        name.bytes().all(is_part) && !name.starts_with(|first: char| first.is_ascii_digit());
    if is_classic { name.to_owned() } else { format!("{{{}}}", quoted(name)) }
}

/// Returns the unit of a metric's values: as described, else as its name says.
pub(super) fn unit(metric: &Metric) -> Unit {
    let stem = metric.name.trim_end_matches("_total");
    let last = stem.rsplit('_').next().unwrap_or_default();
    match if metric.unit.is_empty() { last } else { &metric.unit } {
        "seconds" => Unit::Seconds,
        "milliseconds" | "ms" => Unit::Milliseconds,
        "bytes" => Unit::Bytes,
        "ratio" => Unit::PercentUnit,
        "percent" => Unit::Percent,
        _ => Unit::Short,
    }
}

/// Returns the unit of the increase per second.
fn rate_of(unit: Unit) -> Unit {
    match unit {
        Unit::Bytes => Unit::BytesPerSecond,
        Unit::Short => PER_SECOND,
        // Seconds per second are a share.
        Unit::Seconds => Unit::PercentUnit,
        _ => Unit::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_engine::promql::compile;

    fn metric(name: &str, kind: MetricType, series: usize) -> Metric {
        let sample =
            if kind == MetricType::Histogram { format!("{name}_sum") } else { name.to_owned() };
        Metric { name: name.to_owned(), sample, kind, series, ..Metric::default() }
    }

    #[test]
    fn every_offer_is_a_valid_query() {
        for name in ["requests_total", "odd.name", "latency_seconds"] {
            for kind in [
                MetricType::Unknown,
                MetricType::Counter,
                MetricType::Gauge,
                MetricType::Histogram,
                MetricType::Summary,
                MetricType::Info,
            ] {
                for series in [0, 1, 5] {
                    let metric = metric(name, kind, series);
                    let offers = offers(&metric);
                    assert!(!offers.is_empty());
                    for Offer { query, .. } in offers.iter().chain([&main_query(&metric).0]) {
                        assert!(compile(query).is_ok(), "{query}: {:?}", compile(query));
                    }
                }
            }
        }
    }

    #[test]
    fn a_counter_is_a_rate_and_a_histogram_a_percentile() {
        let (first, word) = main_query(&metric("requests_total", MetricType::Unknown, 3));
        assert_eq!((first.query.as_str(), word), ("sum(rate(requests_total[5m]))", ""));
        assert_eq!(first.unit, Unit::OperationsPerSecond);
        let (first, word) = main_query(&metric("latency_seconds", MetricType::Histogram, 12));
        let quantile = "histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))";
        assert_eq!((first.query.as_str(), word), (quantile, "p95"));
        assert_eq!(first.unit, Unit::Seconds);
        let (first, word) = main_query(&metric("memory_bytes", MetricType::Gauge, 4));
        assert_eq!((first.query.as_str(), word), ("avg(memory_bytes)", "avg"));
        let (first, word) = main_query(&metric("memory_bytes", MetricType::Gauge, 1));
        assert_eq!((first.query.as_str(), word), ("memory_bytes", ""));
    }
}
