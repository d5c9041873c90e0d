//! One metric in detail: what its pages say of it, where it comes from, and its labels.

use super::super::{Scene, shorten};
use super::catalogue::{Metric, kind_word};
use super::offers::unit;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::view::format::{count, grouped};
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::unit::Unit;
use std::collections::BTreeMap;

/// The details of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Its type, with the number of buckets of a histogram.
    pub kind: String,
    /// Its unit, and how it is known.
    pub unit: String,
    /// The targets whose pages describe it.
    pub sources: Vec<Source>,
    /// The number of its series.
    pub series: String,
    /// Its labels, those with the most values first.
    pub labels: Vec<Label>,
}

/// A target that describes a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The names of system and target.
    pub name: String,
    /// The address of its last answer.
    pub href: String,
}

/// A label of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// The number of its values.
    pub count: String,
    /// The most frequent values.
    pub values: String,
}

/// Maximum number of values that are listed of a label.
const MOST_VALUES: usize = 6;

/// Maximum number of series whose labels are counted.
const MOST_SERIES: usize = 20_000;

/// Returns the details of a metric.
pub fn details(scene: Scene<'_>, metric: &Metric) -> Details {
    let labels = labels(scene, metric);
    let buckets = labels.iter().find(|(name, _)| **name == *"le").map(|(_, values)| values.len());
    let kind = match (kind_word(metric.kind), buckets) {
        (kind, Some(n)) if metric.is_histogram() => format!("{kind}, {}", count(n, "bucket")),
        (kind, _) => kind.to_owned(),
    };
    let unit = match unit(metric) {
        Unit::Short => "none".to_owned(),
        unit => {
            let source = if metric.unit.is_empty() { "from the name" } else { "as described" };
            format!("{}, {source}", unit.name())
        }
    };
    let describes = scene
        .work
        .targets()
        .iter()
        .filter(|watch| watch.families().iter().any(|family| family.name() == metric.name));
    let sources = describes.map(|watch| {
        let (system, id) = (watch.target.system.clone(), watch.target.id.clone());
        let name = format!("{system} {}", watch.target.path);
        let screen = Screen::Targets(Some((Endpoint::Target(system, id), Aspect::Families)));
        Source { name, href: Route::to(screen).to_string() }
    });
    let mut labels: Vec<(String, BTreeMap<String, usize>)> = labels.into_iter().collect();
    labels.sort_by_key(|(_, values)| core::cmp::Reverse(values.len()));
    Details {
        kind,
        unit,
        sources: sources.collect(),
        series: grouped(metric.series),
        labels: labels.into_iter().map(|(name, values)| label(name, values)).collect(),
    }
}

/// Returns for each label of the series of a metric how often each value occurs.
fn labels(scene: Scene<'_>, metric: &Metric) -> BTreeMap<String, BTreeMap<String, usize>> {
    let store = scene.work.store();
    let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let buckets = format!("{}_bucket", metric.name);
    let name = if metric.is_histogram() { &buckets } else { &metric.sample };
    for id in store.select(&[Matcher::equal(NAME, name)]).into_iter().take(MOST_SERIES) {
        let Some(labels) = store.labels(id) else { continue };
        for (label, value) in labels.iter().filter(|(label, _)| *label != NAME) {
            let values = found.entry(label.to_owned()).or_default();
            *values.entry(value.to_owned()).or_default() += 1;
        }
    }
    found
}

fn label(name: String, values: BTreeMap<String, usize>) -> Label {
    let n_values = values.len();
    let mut values: Vec<(String, usize)> = values.into_iter().collect();
    // The most frequent first, and equals in the order of their names.
    values.sort_by_key(|(_, n)| core::cmp::Reverse(*n));
    let listed = values.iter().take(MOST_VALUES).map(|(value, _)| shorten(value, 60));
    let more = if n_values > MOST_VALUES { ", …" } else { "" };
    let listed = listed.collect::<Vec<_>>().join(", ");
    Label { name, count: count(n_values, "value"), values: format!("{listed}{more}") }
}
