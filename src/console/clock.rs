//! A clock that was set back.
//!
//! A laptop that wakes with a wrong clock, or a machine before its first NTP answer, stamps samples with a time that is still to
//! come. When the clock is corrected, nothing of that may keep out, or outlive, what is measured from then on.

use super::Work;
use crate::time::{Duration, Timestamp};

impl Work {
    /// The clock was set back by `step` to `now`: forgets what lies in the future, and waits for no instant that the clock had already
    /// reached.
    pub(super) fn clock_set_back(&mut self, now: Timestamp, step: Duration) {
        self.monitor.store_mut().forget_after(now);
        for watch in &mut self.targets {
            watch.clock_set_back(now, step);
        }
        for (_, at, ..) in &mut self.undecided {
            *at = (*at).min(now);
        }
        self.asking_proxy = self.asking_proxy.min(Some(now));
        self.retained = self.retained.min(now);
        self.keeping.clock_set_back(now);
    }
}
