//! Metadata of metrics: types, help texts, units, and how they are scraped.

use crate::exposition::MetricType;
use crate::labels::{Matcher, NAME};
use crate::scrape::Family;
use crate::store::Store;
use crate::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

/// The metadata of the metrics of a store. All of it may be missing.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The metric families by name.
    pub families: BTreeMap<String, Description>,
    /// The time from one scrape to the next, of the target that is scraped least often.
    pub interval: Option<Duration>,
    /// The values of the label `instance` behind which several processes answer in turn.
    pub shared_instances: BTreeSet<String>,
}

/// A metric family as its target describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The type.
    pub kind: MetricType,
    /// The help text; may be empty.
    pub help: String,
    /// The unit; may be empty.
    pub unit: String,
}

impl Metadata {
    /// Adds the families of a target. Of two targets that serve a family, the first counts.
    pub fn add<'f>(&mut self, families: impl IntoIterator<Item = &'f Family>) {
        for family in families {
            self.families.entry(family.name().to_owned()).or_insert_with(|| Description {
                kind: family.kind,
                help: family.help().to_owned(),
                unit: family.unit().to_owned(),
            });
        }
    }

    /// Returns the description of the family of a metric: `took_seconds` describes `took_seconds_bucket`.
    pub fn describe(&self, metric: &str) -> Option<&Description> {
        let base = || {
            let suffixes = ["_bucket", "_sum", "_count", "_total", "_created", "_info"];
            suffixes.iter().find_map(|suffix| metric.strip_suffix(suffix))
        };
        self.families.get(metric).or_else(|| self.families.get(base()?))
    }

    /// Returns the type of a metric: that of a part of a histogram is a counter.
    pub fn kind(&self, metric: &str) -> MetricType {
        let known = self.families.get(metric).map(|family| family.kind);
        let of_part = || match self.describe(metric)?.kind {
            MetricType::Histogram | MetricType::Summary | MetricType::Counter => {
                Some(MetricType::Counter)
            }
            other => Some(other),
        };
        known.or_else(of_part).unwrap_or_default()
    }
}

/// Returns the values that a label has among the series that meet all conditions, sorted, each once.
pub(super) fn label_values<'s>(
    store: &'s Store,
    matchers: &[Matcher],
    label: &str,
) -> BTreeSet<&'s str> {
    let ids = store.select(matchers);
    let labels = ids.into_iter().filter_map(|id| store.labels(id));
    labels.map(|labels| labels.get(label)).filter(|value| !value.is_empty()).collect()
}

/// Returns whether the store has a series of this name.
pub(super) fn is_served(store: &Store, metric: &str) -> bool {
    !store.select(&[Matcher::equal(NAME, metric)]).is_empty()
}
