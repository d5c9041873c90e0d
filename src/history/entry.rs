//! The entries of a recorder's journal, one per line.
//!
//! `Observed`, `Answered` and `Running` are written while it watches; the others make up an [`Archive`](super::Archive), so
//! that one form serves journal and snapshot.

use super::outage::{Cause, Outage};
use super::scale::Scale;
use super::state::State;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// A note about one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The system's id.
    pub system: String,
    /// The note.
    pub note: Note,
}

/// A note about a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The system had this state for this time. Final: nothing observed later changes it.
    Observed {
        /// Its start and end.
        range: Range<Timestamp>,
        /// The state.
        state: State,
        /// The cause of a problem.
        cause: Option<Cause>,
    },
    /// An answer arrived.
    Answered {
        /// When it arrived.
        at: Timestamp,
        /// The response time.
        took: Duration,
    },
    /// The process behind the system has run without a break.
    Running {
        /// The latest instant at which it can have started.
        since: Timestamp,
        /// When that was reported.
        at: Timestamp,
    },
    /// Part of an archive: a run of its timeline, without effect on outages.
    Run {
        /// Its start and end.
        range: Range<Timestamp>,
        /// The state.
        state: State,
    },
    /// Part of an archive: an outage.
    Outage(Outage),
    /// Part of an archive: the 95th percentile of a finished step.
    Step {
        /// The row of steps.
        scale: Scale,
        /// The step: its beginning in units of its length.
        index: i64,
        /// Milliseconds.
        value: u32,
    },
    /// Part of an archive: the histogram of the current step.
    Counts {
        /// The row of steps.
        scale: Scale,
        /// The step.
        index: i64,
        /// Buckets in ascending order, each with its number of answers.
        counts: Vec<(u16, u32)>,
    },
}
