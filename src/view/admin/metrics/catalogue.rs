//! All metrics: what the targets' pages describe, and what is stored.

use super::super::Scene;
use super::well_known;
use metrics_engine::exposition::MetricType;
use metrics_engine::labels::NAME;
use metrics_engine::scrape::Family;
use std::collections::{BTreeMap, BTreeSet};

/// A metric.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metric {
    /// Its name. That of a histogram or summary is without `_bucket`, `_sum`, `_count`.
    pub name: String,
    /// The name of its samples, where that is one: with `_total` for a counter of OpenMetrics.
    pub sample: String,
    /// Its type.
    pub kind: MetricType,
    /// Its help text; may be empty.
    pub help: String,
    /// Its unit as described; may be empty.
    pub unit: String,
    /// The number of its series.
    pub series: usize,
    /// The jobs of its series.
    pub jobs: BTreeSet<String>,
}

/// Returns what the names of series add to that of a metric of this type.
fn suffixes(kind: MetricType) -> &'static [&'static str] {
    match kind {
        MetricType::Counter => &["_total", "_created"],
        MetricType::Histogram => &["_bucket", "_sum", "_count", "_created"],
        MetricType::GaugeHistogram => &["_bucket", "_gsum", "_gcount"],
        MetricType::Summary => &["_sum", "_count", "_created"],
        MetricType::Info => &["_info"],
        _ => &[],
    }
}

/// Returns the described metric to which a series of this name belongs.
fn stem<'a>(all: &BTreeMap<&str, Metric>, name: &'a str) -> Option<&'a str> {
    let (stem, _) = name.rsplit_once('_')?;
    let suffix = name.get(stem.len()..)?;
    all.get(stem).filter(|metric| suffixes(metric.kind).contains(&suffix)).map(|_| stem)
}

/// Returns all metrics, sorted by name.
pub fn catalogue(scene: Scene<'_>) -> Vec<Metric> {
    let mut all: BTreeMap<&str, Metric> = BTreeMap::new();
    for watch in scene.work.targets() {
        for family in watch.families() {
            describe(all.entry(family.name()).or_default(), family);
        }
    }
    let store = scene.work.store();
    for id in store.select(&[]) {
        let Some(labels) = store.labels(id) else { continue };
        let name = labels.get(NAME);
        let known = if all.contains_key(name) { name } else { stem(&all, name).unwrap_or(name) };
        let metric = all.entry(known).or_default();
        if metric.sample.is_empty() || name.ends_with("_total") {
            name.clone_into(&mut metric.sample);
        }
        metric.series += 1;
        let job = labels.get("job");
        if !job.is_empty() && !metric.jobs.contains(job) {
            metric.jobs.insert(job.to_owned());
        }
    }
    let named = all.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, metric)| {
        let mut metric = Metric { name: name.to_owned(), ..metric };
        if let Some((kind, help)) = well_known::find(name) {
            (metric.kind, metric.help) = (kind, help.to_owned());
        }
        metric
    });
    named.collect()
}

/// Adds what a page says of a metric.
fn describe(metric: &mut Metric, family: &Family) {
    if metric.kind == MetricType::Unknown {
        metric.kind = family.kind;
    }
    if metric.help.is_empty() {
        metric.help = unescaped(family.help());
    }
    if metric.unit.is_empty() {
        family.unit().clone_into(&mut metric.unit);
    }
}

/// Returns a help text without its escapes.
fn unescaped(help: &str) -> String {
    help.replace("\\n", " ").replace("\\\"", "\"").replace("\\\\", "\\")
}

impl Metric {
    /// Returns whether it matches a search: each of its words is in the name, the help text or the name of a job.
    pub fn matches(&self, search: &str) -> bool {
        let has = |word: &str| {
            let is_in = |text: &str| text.to_ascii_lowercase().contains(word);
            is_in(&self.name) || is_in(&self.help) || self.jobs.iter().any(|job| is_in(job))
        };
        search.to_ascii_lowercase().split_whitespace().all(has)
    }

    /// Returns whether its values only rise, as its type or the end of its name says.
    pub fn is_counter(&self) -> bool {
        match self.kind {
            MetricType::Counter => true,
            MetricType::Unknown => self.name.ends_with("_total"),
            _ => false,
        }
    }

    /// Returns whether it has buckets.
    pub fn is_histogram(&self) -> bool {
        self.kind == MetricType::Histogram
    }
}

/// Returns the word for a type.
pub fn kind_word(kind: MetricType) -> &'static str {
    match kind {
        MetricType::Unknown => "untyped",
        MetricType::Counter => "counter",
        MetricType::Gauge => "gauge",
        MetricType::Histogram => "histogram",
        MetricType::GaugeHistogram => "gauge histogram",
        MetricType::Summary => "summary",
        MetricType::Info => "info",
        MetricType::StateSet => "state set",
    }
}
