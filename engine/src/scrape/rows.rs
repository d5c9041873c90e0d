//! The samples of one page, before they are written.

use crate::series::SeriesId;
use crate::store::GroupId;
use crate::time::Timestamp;

/// A sample at the scrape's instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) id: SeriesId,
    pub(super) line: usize,
    pub(super) value: f64,
    /// Whether the type that the page named last is one whose values may be counts.
    pub(super) may_count: bool,
}

/// A sample with a timestamp of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamped {
    pub(super) group: GroupId,
    pub(super) at: Timestamp,
    pub(super) line: usize,
    pub(super) id: SeriesId,
    pub(super) value: f64,
}
