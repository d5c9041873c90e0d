//! The clock and its alarms. The only place of the page that reads the time.

use leptos::leptos_dom::helpers::{TimeoutHandle, set_interval, set_timeout_with_handle};
use metrics_engine::time::{Duration, Timestamp};
use std::cell::Cell;

/// Now, on the browser's wall clock. It may be wrong and may jump; the monitor copes with both. The monotonic clock is no
/// alternative: it stands still while a computer sleeps, and sleep is what makes verdicts old.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Calls `tick` at an interval, for as long as the page lives.
pub fn every(pause: Duration, tick: impl Fn() + 'static) {
    set_interval(tick, core::time::Duration::from_millis(pause.0.max(1) as u64));
}

/// An alarm that can be reset.
#[derive(Default)]
pub struct Timer(Cell<Option<TimeoutHandle>>);

impl Timer {
    /// Calls `ring` at `at`, instead of what was set before. An instant that has passed rings at once.
    pub fn set(&self, at: Timestamp, ring: impl FnOnce() + 'static) {
        // Beyond 2^31 ms a browser rings at once; an hour is early enough for anything.
        let wait = at.since(now()).0.clamp(0, 3_600_000);
        let handle =
            set_timeout_with_handle(ring, core::time::Duration::from_millis(wait as u64)).ok();
        if let Some(before) = self.0.replace(handle) {
            before.clear();
        }
    }
}
