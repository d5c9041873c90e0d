//! The groups of a family: samples with the same labels, apart from those of buckets, quantiles and states. A group is in one
//! piece, and its timestamps do not go back.

use super::super::MetricType;
use super::super::labels::Labels;
use core::fmt::Write as _;
use std::collections::BTreeSet;

#[derive(Default)]
pub(super) struct Groups {
    seen: BTreeSet<String>,
    current: Option<String>,
    at: Option<i64>,
    /// The series of the current group at this instant.
    series: BTreeSet<String>,
}

impl Groups {
    /// The group of the last sample.
    pub(super) fn current(&self) -> &str {
        self.current.as_deref().unwrap_or_default()
    }

    /// Adds a sample, and returns whether its series occurred at that instant before, as happens with exporters that have finer
    /// clocks.
    pub(super) fn take(
        &mut self,
        name: &str,
        kind: MetricType,
        at: Option<i64>,
        labels: &Labels,
    ) -> Result<bool, &'static str> {
        let left_out = match kind {
            MetricType::Histogram | MetricType::GaugeHistogram => "le",
            MetricType::Summary => "quantile",
            MetricType::StateSet => name,
            _ => "",
        };
        // The groups of an info cannot be distinguished: all of its labels may change.
        let group = if kind == MetricType::Info {
            String::new()
        } else {
            text(labels, &[left_out, crate::labels::NAME])
        };
        let is_same = self.current.as_ref() == Some(&group);
        if is_same {
            match (self.at, at) {
                (Some(before), Some(now)) if before > now && kind != MetricType::Info => {
                    return Err("timestamps run backwards within a group");
                }
                (Some(_), None) | (None, Some(_)) => {
                    return Err("some samples of a group have timestamps, and others have none");
                }
                _ => {}
            }
        } else if self.current.is_some() && self.seen.contains(&group) {
            return Err("samples with the same labels do not stand together");
        }
        if !is_same || self.at != at {
            self.series.clear();
        }
        let is_repeated = !self.series.insert(text(labels, &[]));
        self.at = at;
        self.seen.insert(group.clone());
        self.current = Some(group);
        Ok(is_repeated && at.is_some())
    }
}

/// Returns labels as one text, without some of them.
fn text(labels: &Labels, without: &[&str]) -> String {
    let mut out = String::new();
    for (name, value) in labels.iter().filter(|(name, _)| !without.contains(name)) {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{name:?}={value:?},");
    }
    out
}
