//! Since when the processes behind systems have run, as their pages of metrics say by `process_start_time_seconds`.
//!
//! A recorder fills the gap of its restart with it ([`Recording::ran`](crate::history::Recording::ran)). What was kept from before counts
//! for nothing: only what was read since this console began. It proves nothing of a system whose targets were not all read.

use super::{TargetWatch, Work};
use crate::labels::{Matcher, NAME};
use crate::time::Timestamp;

impl Work {
    /// The systems whose targets were all read, and since when their processes have run at the latest: of several, the youngest.
    /// Those whose pages do not say are left out.
    pub fn running(&self) -> Vec<(String, Timestamp)> {
        let systems = self.private.config.systems.iter();
        let told = systems.filter_map(|system| {
            let own = || self.targets.iter().filter(|watch| watch.target.system == system.id);
            let is_read = own().all(|watch| watch.succeeded.is_some());
            let since = own().filter_map(|watch| self.began(watch)).max().filter(|_| is_read)?;
            Some((system.id.clone(), since))
        });
        told.collect()
    }

    /// How many targets were read. What [`Work::running`] says changes for the first time with it.
    pub fn read_targets(&self) -> usize {
        self.targets.iter().filter(|watch| watch.succeeded.is_some()).count()
    }

    /// When the youngest process of a target's last page began.
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
