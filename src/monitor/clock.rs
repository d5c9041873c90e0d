//! A clock that is set back.

use super::Monitor;
use metrics_engine::store::SampleSink;
use metrics_engine::time::Timestamp;

impl<S: SampleSink> Monitor<S> {
    /// Corrects instants that lie in the future. A result keeps its age: one that was stale before must not become fresh again.
    pub(super) fn clock_set_back(&mut self, now: Timestamp) {
        let step = self.now.since(now);
        self.store.forget_after(now);
        for watch in &mut self.watches {
            if let Some(result) = &mut watch.last {
                result.measured = result.measured - step;
            }
            watch.newest_answer_at = watch.newest_answer_at.min(Some(now));
            watch.schedule.due = watch.schedule.due.min(now);
            watch.paused_until = None;
        }
        for verdict in self.recorded.iter_mut().flatten() {
            verdict.written = verdict.written.min(now);
            verdict.measured = verdict.measured.min(now);
            verdict.since = verdict.since.min(now);
            verdict.read_at = verdict.read_at.min(now);
        }
        for stage in [&mut self.reachability.site, &mut self.reachability.proxy] {
            stage.at = stage.at.min(now);
            stage.due = stage.due.min(now);
            stage.silent_since = stage.silent_since.map(|since| since.min(now));
        }
    }
}
