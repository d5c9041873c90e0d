//! Deletes the stored data of this browser, and the page's own past, on request.
//!
//! All tabs of the browser erase together: a tab that continued would store its past again under its own numbers. The login and the
//! configuration stay.

use super::{Console, Effect, StorageError, Work};
use crate::monitor::PeerMessage;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// The data that stays in this browser after a logout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Its size in bytes.
    pub bytes: usize,
    /// The age of its oldest sample at the logout.
    pub past: Option<Duration>,
    /// Why it could not be deleted.
    pub error: Option<StorageError>,
}

impl Console {
    /// Returns the data that stayed in this browser after a logout on this page.
    pub fn leftover(&self) -> Option<&Leftover> {
        self.left.as_ref()
    }

    /// Returns the data that a logout now would leave behind.
    pub(super) fn leave(&self, now: Timestamp) -> Option<Leftover> {
        let work = self.work.as_ref()?;
        let bytes = work.persistence.bytes();
        let past = work.store().usage().oldest.map(|oldest| now.since(oldest));
        // Unreadable data counts as well; a private window has none.
        let is_unknown =
            work.persistence.is_unread && work.persistence.error != Some(StorageError::Unavailable);
        (bytes > 0 || is_unknown).then_some(Leftover { bytes, past, error: None })
    }

    /// Deletes the stored data, in all tabs.
    pub(super) fn forget(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        effects.push(Effect::Forget);
        effects.push(Effect::Broadcast(PeerMessage::Forgotten));
        self.begin_anew(now, effects);
        if let Some(work) = &mut self.work {
            work.persistence.is_forgetting = true;
        }
    }

    /// Handles that another tab deleted the stored data.
    pub(super) fn peer_forgot(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.left = None;
        self.begin_anew(now, effects);
    }

    /// Handles the end of the deletion. If it failed, nothing is written over the stored data.
    pub(super) fn forgotten(&mut self, result: Result<(), StorageError>) {
        match (&mut self.left, result.err()) {
            (Some(left), Some(error)) => left.error = Some(error),
            (left, None) => *left = None,
            (None, Some(error)) => {
                if let Some(work) = &mut self.work {
                    work.persistence.error = Some(error);
                    work.persistence.is_unread = true;
                }
            }
        }
        if let Some(work) = &mut self.work {
            work.persistence.is_forgetting = false;
        }
    }

    /// Starts over, as after a first load without stored data.
    fn begin_anew(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(work) = self.work.take() else { return };
        let persistence = work.persistence.anew();
        self.begin(Work::new(work.private, Store::default(), persistence, now), now, effects);
    }
}
