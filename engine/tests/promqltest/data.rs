//! The series that a script has loaded.

use super::series::{self, Step};
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql::ast::Expr;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;

const HISTOGRAMS: &str = "native histograms";
const START_TIMESTAMPS: &str = "experimental: start timestamps";
const TYPES: &str = "experimental: labels of type and unit";

/// The loaded series.
#[derive(Default)]
pub(crate) struct Data {
    /// The entries by their instants, `None` for the stale mark.
    series: BTreeMap<LabelSet, BTreeMap<i64, Option<f64>>>,
    /// The series that are not what they were loaded as, and why.
    odd: BTreeMap<LabelSet, &'static str>,
    store: Option<Store>,
}

impl Data {
    /// Marks the native histograms that `load_with_nhcb` makes of classic ones.
    pub(crate) fn mark_converted(&mut self, lines: &[String]) {
        for line in lines {
            let labels = series::labels(series::split(line).0);
            let Some(name) = labels.name().strip_suffix("_bucket") else { continue };
            let pairs: Vec<_> =
                labels.iter().filter(|(name, _)| !["le", NAME].contains(name)).collect();
            self.odd.insert(LabelSet::new(name, &pairs), HISTOGRAMS);
        }
    }

    /// Adds the values of `lines`. A native histogram ends its series there: its metric has no number at that instant.
    pub(crate) fn load(&mut self, step: Duration, lines: &[String]) {
        self.store = None;
        for line in lines {
            let (name, values) = series::split(line);
            if let Some(name) = name.strip_suffix("@st") {
                self.odd.insert(series::labels(name), START_TIMESTAMPS);
                continue;
            }
            let labels = series::labels(name);
            let steps = series::values(values);
            if steps.contains(&Step::Histogram) {
                self.odd.insert(labels.clone(), HISTOGRAMS);
            } else if ["__type__", "__unit__"].iter().any(|name| labels.get(name).is_some()) {
                self.odd.insert(labels.clone(), TYPES);
            }
            let entries = self.series.entry(labels).or_default();
            for (index, value) in (0..).zip(steps) {
                match value {
                    Step::Nothing => None,
                    Step::Ended | Step::Histogram => entries.insert(step.0 * index, None),
                    Step::Value(value) => entries.insert(step.0 * index, Some(value)),
                };
            }
        }
    }

    /// Returns why a series that a selector of `expr` finds is not what it was loaded as.
    pub(crate) fn oddity(&self, expr: &Expr) -> Option<&'static str> {
        let is_read = |labels: &LabelSet| {
            expr.selectors().iter().any(|selector| {
                let value = |name: &str| labels.get(name).unwrap_or_default();
                selector.matchers.iter().all(|one| one.matches(value(&one.name)))
            })
        };
        self.odd.iter().find(|(labels, _)| is_read(labels)).map(|(_, oddity)| *oddity)
    }

    /// Returns a store with the loaded series.
    pub(crate) fn store(&mut self) -> &Store {
        self.store.get_or_insert_with(|| {
            let mut store = Store::default();
            for (index, (labels, entries)) in self.series.iter().enumerate() {
                let group = store.group(&format!("series {index}"));
                let pairs: Vec<_> = labels.iter().collect();
                let id = store.series(group, &pairs).unwrap();
                for (at, value) in entries {
                    let (values, ended): (Vec<_>, Vec<_>) = match value {
                        Some(value) => (vec![(id, *value)], vec![]),
                        None => (vec![], vec![id]),
                    };
                    assert!(store.append(group, Timestamp(*at), &values, &ended));
                }
            }
            store
        })
    }
}
