//! The crates that read the same pages.

use openmetrics_parser::{OpenMetricsValue, PrometheusValue};
use std::collections::BTreeSet;

/// The result of a reader.
#[derive(Clone, Default)]
pub(crate) struct Found {
    /// How many samples.
    pub(crate) samples: usize,
    /// All labels that it names, but for the bounds, which some turn into numbers.
    pub(crate) labels: BTreeSet<(String, String)>,
}

impl Found {
    pub(crate) fn label(&mut self, name: &str, value: &str) {
        // The same as no label.
        if !value.is_empty() && !["le", "quantile"].contains(&name) {
            self.labels.insert((name.to_owned(), value.to_owned()));
        }
    }
}

/// A crate.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Reads a page as one does who uses it; `false` where it refuses the page.
    pub(crate) read: fn(&str) -> bool,
    /// Reads it and says what is in it.
    pub(crate) parse: fn(&str) -> Option<Found>,
}

pub(crate) const ALL: &[Peer] = &[
    Peer {
        name: "prometheus-parse",
        read: |text| prometheus_parse::Scrape::parse(lines(text)).is_ok(),
        parse: prometheus_parse,
    },
    Peer {
        name: "prom_text_format_parser",
        read: |text| prom_text_format_parser::Scrape::parse(text).is_ok(),
        parse: prom_text_format_parser,
    },
    Peer {
        name: "openmetrics-parser",
        read: |text| {
            if is_open(text) {
                openmetrics_parser::openmetrics::parse_openmetrics(text).is_ok()
            } else {
                openmetrics_parser::prometheus::parse_prometheus(text).is_ok()
            }
        },
        parse: openmetrics_parser,
    },
];

fn is_open(text: &str) -> bool {
    text.trim_end().ends_with("# EOF")
}

/// It takes lines that own themselves.
fn lines(text: &str) -> impl Iterator<Item = std::io::Result<String>> {
    text.lines().map(|line| Ok(line.to_owned()))
}

#[expect(clippy::iter_over_hash_type, reason = "what is found is counted, and kept in order")]
fn prometheus_parse(text: &str) -> Option<Found> {
    let scrape = prometheus_parse::Scrape::parse(lines(text)).ok()?;
    let mut found = Found::default();
    for sample in &scrape.samples {
        found.samples += match &sample.value {
            prometheus_parse::Value::Histogram(buckets) => buckets.len(),
            prometheus_parse::Value::Summary(quantiles) => quantiles.len(),
            _ => 1,
        };
        for (name, value) in sample.labels.iter() {
            found.label(name, value);
        }
    }
    Some(found)
}

fn prom_text_format_parser(text: &str) -> Option<Found> {
    let scrape = prom_text_format_parser::Scrape::parse(text).ok()?;
    let mut found = Found::default();
    for sample in scrape.metrics.iter().flat_map(|metric| &metric.samples) {
        found.samples += 1;
        for label in sample.labels.iter() {
            found.label(&label.key, &label.value);
        }
    }
    Some(found)
}

fn openmetrics_parser(text: &str) -> Option<Found> {
    let mut found = Found::default();
    // The two halves have types of their own, and the same shape.
    macro_rules! take {
        ($page:expr, $count:expr) => {
            for family in $page.families.values() {
                let names = family.get_label_names();
                for sample in family.iter_samples() {
                    found.samples += $count(&sample.value);
                    let labels = sample.get_labelset().ok();
                    for name in names {
                        let value = labels.as_ref().and_then(|labels| labels.get_label_value(name));
                        found.label(name, value.unwrap_or_default());
                    }
                }
            }
        };
    }
    let histogram = |h: &openmetrics_parser::HistogramValue| {
        h.buckets.len() + usize::from(h.sum.is_some()) + usize::from(h.count.is_some())
    };
    let summary = |s: &openmetrics_parser::SummaryValue| {
        s.quantiles.len() + usize::from(s.sum.is_some()) + usize::from(s.count.is_some())
    };
    if is_open(text) {
        let page = openmetrics_parser::openmetrics::parse_openmetrics(text).ok()?;
        take!(page, |value: &OpenMetricsValue| match value {
            OpenMetricsValue::Histogram(h) | OpenMetricsValue::GaugeHistogram(h) => histogram(h),
            OpenMetricsValue::Summary(s) => summary(s),
            _ => 1,
        });
    } else {
        let page = openmetrics_parser::prometheus::parse_prometheus(text).ok()?;
        take!(page, |value: &PrometheusValue| match value {
            PrometheusValue::Histogram(h) => histogram(h),
            PrometheusValue::Summary(s) => summary(s),
            _ => 1,
        });
    }
    Some(found)
}
