//! What a recorder notes down, piece by piece: the lines of its journal.
//!
//! `Observed`, `Answered` and `Running` are written while it watches; the others are what an
//! [`Archive`](super::Archive) consists of, so that one form serves journal and snapshot.

use super::outage::{Cause, Outage};
use super::scale::Scale;
use super::state::State;
use crate::time::{Duration, Timestamp};
use core::ops::Range;

/// Something about one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The system's id.
    pub system: String,
    /// What is noted.
    pub note: Note,
}

/// What is noted of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// It was so for this time, and nothing will change that any more.
    Observed {
        /// From when to when.
        range: Range<Timestamp>,
        /// How it was.
        state: State,
        /// Why, of a problem.
        cause: Option<Cause>,
    },
    /// An answer came.
    Answered {
        /// When it arrived.
        at: Timestamp,
        /// How long it took.
        took: Duration,
    },
    /// The process that answers has run without a break.
    Running {
        /// Since this instant at the latest.
        since: Timestamp,
        /// When it said so.
        at: Timestamp,
    },
    /// Of an archive: a run of its timeline, without a word about outages.
    Run {
        /// From when to when.
        range: Range<Timestamp>,
        /// How it was.
        state: State,
    },
    /// Of an archive: an outage.
    Outage(Outage),
    /// Of an archive: the 95th percentile of a step that is over.
    Step {
        /// Which row of steps.
        scale: Scale,
        /// Which step: its beginning in units of its length.
        index: i64,
        /// In milliseconds.
        value: u32,
    },
    /// Of an archive: how many answers of the step that lasts fell where.
    Counts {
        /// Which row of steps.
        scale: Scale,
        /// Which step.
        index: i64,
        /// Buckets, ascending, and how many in each.
        counts: Vec<(u16, u32)>,
    },
}
