//! The start times of the processes behind systems, from the metric `process_start_time_seconds`.
//!
//! The recorder fills the gap of its own restart with them ([`Recording::ran`](crate::history::Recording::ran)). Only pages that this
//! console has read itself count, not stored samples, and only for systems whose targets have all been read.

use super::{TargetWatch, Work};
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::time::Timestamp;

impl Work {
    /// Returns the systems whose targets have all been read, each with the start time of its youngest process.
    ///
    /// Systems whose pages have no such metric are left out.
    pub fn running(&self) -> Vec<(String, Timestamp)> {
        let systems = self.private.config.systems.iter();
        let running = systems.filter_map(|system| {
            let own = || self.targets.iter().filter(|watch| watch.target.system == system.id);
            let is_read = own().all(|watch| watch.succeeded.is_some());
            let since = own().filter_map(|watch| self.began(watch)).max().filter(|_| is_read)?;
            Some((system.id.clone(), since))
        });
        running.collect()
    }

    /// Returns how many targets have been read. [`Work::running`] changes only when this does, or when a process restarts.
    pub fn read_targets(&self) -> usize {
        self.targets.iter().filter(|watch| watch.succeeded.is_some()).count()
    }

    /// Returns the start time of the youngest process on a target's last page.
    fn began(&self, watch: &TargetWatch) -> Option<Timestamp> {
        let read = watch.succeeded?;
        let series = self.store().select(&[
            Matcher::equal(NAME, "process_start_time_seconds"),
            Matcher::equal("job", &watch.target.job),
            Matcher::equal("instance", &watch.target.instance),
        ]);
        let newest = series.into_iter().filter_map(|id| self.store().newest(id));
        let values = newest.filter(|entry| entry.at >= read).filter_map(|entry| entry.value);
        let begun = values.filter(|value| *value > 0.0);
        begun.map(|value| Timestamp((value * 1000.0).ceil() as i64)).max()
    }
}
