//! The only place of the recorder that reads clocks.

use metrics_engine::time::Timestamp;
use std::time::{Instant, SystemTime};

/// Returns the time of day, which may jump.
#[expect(clippy::disallowed_methods, reason = "the shell is where the time comes from")]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
}

/// Returns an instant for measuring spans, which does not jump.
#[expect(clippy::disallowed_methods, reason = "the shell is where the time comes from")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}
