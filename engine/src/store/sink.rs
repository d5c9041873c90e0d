//! The interface through which a monitor writes to a store.

use super::Store;
use crate::labels::LabelSet;
use crate::series::{Sample, SeriesId};
use crate::time::Timestamp;

/// The store to which a monitor writes the series of its health checks.
pub trait SampleSink: Default {
    /// Adds a sample to the series with these labels. A sample that is not newer than the series' newest is ignored.
    fn append_sample(&mut self, labels: LabelSet, sample: Sample);

    /// Returns the newest sample of the series with exactly these labels.
    fn newest(&self, labels: &LabelSet) -> Option<Sample>;

    /// Drops everything newer than `now`, because the clock was set back: samples from while it was ahead would keep out the right
    /// ones.
    fn forget_after(&mut self, now: Timestamp);
}

impl SampleSink for Store {
    fn append_sample(&mut self, labels: LabelSet, sample: Sample) {
        let group = self.group(&format!("health/{}", labels.get("system").unwrap_or_default()));
        let pairs: Vec<(&str, &str)> = labels.iter().collect();
        if let Some(id) = self.series(group, &pairs) {
            self.append(group, sample.at, &[(id, sample.value)], &[]);
        }
    }

    fn newest(&self, labels: &LabelSet) -> Option<Sample> {
        let pairs: Vec<(&str, &str)> = labels.iter().collect();
        let newest = Self::newest(self, SeriesId(self.index.find(&pairs)? as usize))?;
        Some(Sample { at: newest.at, value: newest.value? })
    }

    fn forget_after(&mut self, now: Timestamp) {
        Self::forget_after(self, now);
    }
}
