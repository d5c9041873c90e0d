//! Forgetting what this browser keeps, and what this page knows of the past, when a person wants that.
//!
//! All tabs of the browser forget together: one that went on would write its past anew, numbered as nobody else knows it. The
//! login, and what the configuration says, are no past and stay.

use super::{Console, Effect, StorageError, Work};
use crate::monitor::PeerMessage;
use crate::store::Store;
use crate::time::{Duration, Timestamp};

/// What lies in this browser after somebody logged out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// How much, in bytes.
    pub bytes: usize,
    /// How far back it goes, from when somebody logged out.
    pub past: Option<Duration>,
    /// Why it could not be forgotten.
    pub error: Option<StorageError>,
}

impl Console {
    /// What lies in this browser since somebody logged out here.
    pub fn left(&self) -> Option<&Left> {
        self.left.as_ref()
    }

    /// What a person who logs out leaves behind.
    pub(super) fn leave(&self, now: Timestamp) -> Option<Left> {
        let work = self.work.as_ref()?;
        let bytes = work.keeping.bytes();
        let past = work.store().usage().oldest.map(|oldest| now.since(oldest));
        // What could not be read is there, however little is known of it; a private window has nothing.
        let is_unknown =
            work.keeping.is_unread && work.keeping.error != Some(StorageError::Unavailable);
        (bytes > 0 || is_unknown).then_some(Left { bytes, past, error: None })
    }

    /// A person wants it forgotten, in all tabs.
    pub(super) fn forget(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        effects.push(Effect::Forget);
        effects.push(Effect::Broadcast(PeerMessage::Forgotten));
        self.begin_anew(now, effects);
        if let Some(work) = &mut self.work {
            work.keeping.is_forgetting = true;
        }
    }

    /// Another tab forgot.
    pub(super) fn heard_forgotten(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.left = None;
        self.begin_anew(now, effects);
    }

    /// The database is empty, or could not be emptied: then nothing is written over what lies there.
    pub(super) fn forgotten(&mut self, result: Result<(), StorageError>) {
        match (&mut self.left, result.err()) {
            (Some(left), Some(error)) => left.error = Some(error),
            (left, None) => *left = None,
            (None, Some(error)) => {
                if let Some(work) = &mut self.work {
                    work.keeping.error = Some(error);
                    work.keeping.is_unread = true;
                }
            }
        }
        if let Some(work) = &mut self.work {
            work.keeping.is_forgetting = false;
        }
    }

    /// The page as if it had just been loaded, and nothing kept.
    fn begin_anew(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(work) = self.work.take() else { return };
        let keeping = work.keeping.anew();
        self.begin(Work::new(work.private, Store::default(), keeping, now), now, effects);
    }
}
