//! The small store of the public page: the last hour.
//!
//! Each series is a ring of at most [`Recent::CAPACITY`] samples within [`Recent::RETENTION`], uncompressed and found by whole
//! label sets only. The public page draws nothing else, and does not load the compressed [`Store`](super::Store).

use super::SampleSink;
use crate::labels::LabelSet;
use crate::series::{Sample, SeriesId};
use crate::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// The series that a page has seen.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    /// The series by id.
    series: Vec<VecDeque<Sample>>,
    /// Ids sorted by labels.
    index: Vec<(LabelSet, SeriesId)>,
}

impl Recent {
    /// Maximum age of a sample, counted back from the series' newest.
    pub const RETENTION: Duration = Duration::from_secs(3600);

    /// Maximum number of samples of a series: an hour at a sample every ten seconds.
    pub const CAPACITY: usize = 360;

    /// Maximum number of series. Names of parts are untrusted; beyond this, new series are not stored.
    pub const SERIES: usize = 5000;

    /// Returns the series with these labels, and creates it where there is none. `None` when the store is full.
    pub fn series(&mut self, labels: LabelSet) -> Option<SeriesId> {
        match self.index.binary_search_by(|(other, _)| other.cmp(&labels)) {
            Ok(found) => self.index.get(found).map(|(_, id)| *id),
            Err(_) if self.series.len() >= Self::SERIES => None,
            Err(place) => {
                let id = SeriesId(self.series.len());
                self.series.push(VecDeque::new());
                self.index.insert(place, (labels, id));
                Some(id)
            }
        }
    }

    /// Adds a sample. One that is not newer than the series' newest is ignored, so that an answer received twice counts once.
    pub fn append(&mut self, id: SeriesId, sample: Sample) {
        let Some(samples) = self.series.get_mut(id.0) else { return };
        if samples.back().is_some_and(|newest| newest.at >= sample.at) {
            return;
        }
        samples.push_back(sample);
        while samples.len() > Self::CAPACITY
            || samples.front().is_some_and(|oldest| sample.at.since(oldest.at) > Self::RETENTION)
        {
            samples.pop_front();
        }
    }

    /// Finds a series without creating one.
    pub fn find(&self, labels: &LabelSet) -> Option<SeriesId> {
        let found = self.index.binary_search_by(|(other, _)| other.cmp(labels)).ok()?;
        self.index.get(found).map(|(_, id)| *id)
    }

    /// Returns the samples of a series, oldest first.
    pub fn samples(&self, id: SeriesId) -> impl Iterator<Item = Sample> {
        self.series.get(id.0).into_iter().flatten().copied()
    }
}

impl SampleSink for Recent {
    fn append_sample(&mut self, labels: LabelSet, sample: Sample) {
        if let Some(id) = self.series(labels) {
            self.append(id, sample);
        }
    }

    fn newest(&self, labels: &LabelSet) -> Option<Sample> {
        self.samples(self.find(labels)?).last()
    }

    fn forget_after(&mut self, now: Timestamp) {
        for samples in &mut self.series {
            samples.truncate(samples.partition_point(|sample| sample.at <= now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(count: i64, every: i64) -> (Recent, SeriesId) {
        let mut store = Recent::default();
        let id = store.series(LabelSet::new("up", &[])).unwrap();
        for i in 0..count {
            store.append(id, Sample { at: Timestamp(i * every), value: i as f64 });
        }
        (store, id)
    }

    #[test]
    fn keeps_the_newest_within_bounds() {
        let (store, id) = filled(1000, 1000);
        assert_eq!(store.samples(id).count(), Recent::CAPACITY);
        assert_eq!(store.samples(id).last().unwrap().value.to_bits(), 999.0_f64.to_bits());
        let (store, id) = filled(10, 1_000_000);
        assert_eq!(store.samples(id).count(), 4, "an hour holds the last four of these");
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nothing_out() {
        let (mut store, id) = filled(10, 1000);
        SampleSink::forget_after(&mut store, Timestamp(4500));
        store.append(id, Sample { at: Timestamp(4600), value: 7.0 });
        let times: Vec<i64> = store.samples(id).map(|sample| sample.at.0).collect();
        assert_eq!(times, [0, 1000, 2000, 3000, 4000, 4600]);
    }

    #[test]
    fn ignores_samples_that_are_not_newer() {
        let (mut store, id) = filled(3, 1000);
        store.append(id, Sample { at: Timestamp(2000), value: 7.0 });
        store.append(id, Sample { at: Timestamp(500), value: 7.0 });
        assert_eq!(store.samples(id).count(), 3);
    }

    #[test]
    fn finds_only_what_is_there_and_refuses_when_full() {
        let (mut store, id) = filled(1, 1);
        assert_eq!(store.find(&LabelSet::new("up", &[])), Some(id));
        assert_eq!(store.find(&LabelSet::new("down", &[])), None);
        for i in 1..Recent::SERIES {
            assert!(store.series(LabelSet::new("n", &[("i", &i.to_string())])).is_some());
        }
        assert_eq!(store.series(LabelSet::new("one_more", &[])), None);
        assert_eq!(store.series(LabelSet::new("up", &[])), Some(id));
    }
}
