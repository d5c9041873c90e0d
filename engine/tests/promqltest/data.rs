//! The series that a script has loaded.

use super::series::{self, Step};
use metrics_engine::labels::LabelSet;
use metrics_engine::promql::ast::Expr;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The loaded series.
#[derive(Default)]
pub(crate) struct Data {
    /// The entries by their instants, `None` for the stale mark.
    series: BTreeMap<LabelSet, BTreeMap<i64, Option<f64>>>,
    /// The series that contain native histograms.
    histograms: BTreeSet<LabelSet>,
    store: Option<Store>,
}

impl Data {
    /// Adds the values of `lines`. A native histogram ends its series there: its metric has no number at that instant.
    pub(crate) fn load(&mut self, step: Duration, lines: &[String]) {
        self.store = None;
        for line in lines {
            let (name, values) = series::split(line);
            // Start timestamps.
            if values.starts_with("@st") || name.ends_with("@st") {
                continue;
            }
            let labels = series::labels(name);
            let steps = series::values(values);
            if steps.contains(&Step::Histogram) {
                self.histograms.insert(labels.clone());
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

    /// Returns whether a selector of `expr` finds a series with native histograms.
    pub(crate) fn reads_histograms(&self, expr: &Expr) -> bool {
        expr.selectors().iter().any(|selector| {
            self.histograms.iter().any(|labels| {
                let value = |name: &str| labels.get(name).unwrap_or_default();
                selector.matchers.iter().all(|one| one.matches(value(&one.name)))
            })
        })
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
