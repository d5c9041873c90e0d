//! Handling of a clock that was set back.
//!
//! A laptop that wakes with a wrong clock, or a machine before its first NTP answer, stamps samples with a time in the future. After
//! the clock is corrected, such samples must neither keep out nor outlive new ones.

use super::Work;
use metrics_engine::time::{Duration, Timestamp};

impl Work {
    /// Adapts to a clock that was set back by `step` to `now`: drops samples from the future, and moves deadlines that had been
    /// reached before.
    pub(super) fn clock_set_back(&mut self, now: Timestamp, step: Duration) {
        self.monitor.store_mut().forget_after(now);
        for watch in &mut self.targets {
            watch.clock_set_back(now, step);
        }
        for (_, at, ..) in &mut self.undecided {
            *at = (*at).min(now);
        }
        self.proxy_requested_at = self.proxy_requested_at.min(Some(now));
        self.retained = self.retained.min(now);
        self.persistence.clock_set_back(now);
    }
}
