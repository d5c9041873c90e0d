//! The recorder's verdict on the page as a whole.

use crate::history::document::PageVerdict;
use metrics_engine::time::{Duration, Timestamp};

/// The recorder's verdict on the page, with its instants on this page's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedPage {
    /// The verdict.
    pub verdict: PageVerdict,
    /// When the recorder wrote it.
    pub written: Timestamp,
    /// The longest time from one writing to the next.
    pub interval: Duration,
}
