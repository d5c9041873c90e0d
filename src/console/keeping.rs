//! What this browser keeps of the store and the rules, so that a reload loses at most one scrape.
//!
//! One save is under way at a time; what comes meanwhile goes with the next one. Only the tab that asks saves. A tab that takes over
//! writes everything anew, because what lies there was numbered by the one before. Where nothing can be kept, that is said, and
//! the page works on without.

use super::past::Opening;
use super::{Console, Effect, Work};
use crate::monitor::PeerMessage;
use crate::rules::{changed_limits, state};
use crate::store::snapshot::{Batch, LostRecord, Record};
use crate::store::{Limits, Store};
use crate::time::{Duration, Timestamp};
use core::fmt;
use std::collections::BTreeMap;

/// Everything that a browser had kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Of the store.
    pub records: Vec<Record>,
    /// Small states, by name.
    pub notes: Vec<(Note, Vec<u8>)>,
}

/// A small state that is kept beside the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The alerts with their times.
    Alerts,
    /// Limits that a person changed.
    Limits,
}

impl Note {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Alerts, Self::Limits];

    /// What it is kept under.
    pub fn key(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Limits => "limits",
        }
    }
}

/// What is to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Save {
    /// Whether everything that lies there goes first.
    pub replaces: bool,
    /// What changed of the store.
    pub batch: Batch,
    /// Small states that changed.
    pub notes: Vec<(Note, Vec<u8>)>,
}

/// Why something could not be read or kept. The page works on without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no database here: a private window, or one that the browser's settings forbid.
    Unavailable,
    /// There is no room left.
    Full,
    /// The database is of a newer version of this program, and was not touched.
    Newer,
    /// The browser refused for a reason of its own, in its words.
    Other(String),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unavailable => "this browser keeps nothing for this page",
            Self::Full => "this browser has no room left for this page",
            Self::Newer => "what this browser keeps was written by a newer version of this page",
            Self::Other(reason) => return write!(f, "this browser refused: {reason}"),
        })
    }
}

/// How keeping goes.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each can be so while any other is")]
pub struct Keeping {
    /// Whether a save is under way.
    is_saving: bool,
    /// Whether the database is being emptied.
    pub(super) is_forgetting: bool,
    /// Whether what lies there is this tab's own.
    pub(super) is_own: bool,
    /// Whether what lies there could not be read: then nothing is written over it.
    pub(super) is_unread: bool,
    /// What the next save will hold of the store, while it is put together, and whether it goes in place of all that lies there.
    collected: Option<(Batch, bool)>,
    /// Not to be tried again before.
    not_before: Timestamp,
    /// What was last kept of each note.
    kept: Vec<(Note, Vec<u8>)>,
    /// How long each record is, by its key.
    lengths: BTreeMap<String, usize>,
    /// Why nothing is kept at the moment.
    pub error: Option<StorageError>,
    /// Records that could not be read when the page was loaded.
    pub damaged: Vec<LostRecord>,
    /// When everything known was last kept.
    pub saved: Option<Timestamp>,
}

impl Keeping {
    /// Pause after a save that failed.
    const PAUSE: Duration = Duration::from_secs(60);

    /// Of a page that begins anew. What is on its way to the database is replaced by whatever is kept next.
    pub(super) fn anew(&self) -> Self {
        Self { is_saving: self.is_saving, ..Self::default() }
    }

    /// How much lies there, in bytes, as far as this tab knows.
    pub fn bytes(&self) -> usize {
        let notes = self.kept.iter().map(|(_, bytes)| bytes.len());
        self.lengths.values().copied().chain(notes).sum()
    }

    /// Takes note of what a batch makes of the database.
    fn count(&mut self, batch: &Batch) {
        for key in &batch.delete {
            self.lengths.remove(key);
        }
        for record in &batch.put {
            self.lengths.insert(record.key.clone(), record.bytes.len());
        }
    }

    /// Whether the next save is being put together.
    pub(super) fn is_collecting(&self) -> bool {
        self.collected.is_some() && !self.is_saving && !self.is_forgetting && !self.is_over()
    }

    /// The clock was set back to `now`.
    pub(super) fn clock_set_back(&mut self, now: Timestamp) {
        self.not_before = self.not_before.min(now + Self::PAUSE);
        self.saved = self.saved.min(Some(now));
    }

    /// A failure that no second try mends: nothing more is written.
    fn is_over(&self) -> bool {
        self.is_unread
            || matches!(self.error, Some(StorageError::Unavailable | StorageError::Newer))
    }
}

impl Console {
    /// What was kept came, or did not: now the work begins.
    pub(super) fn loaded(
        &mut self,
        kept: Result<Kept, StorageError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(private) = self.waiting.take() else { return };
        let mut keeping = Keeping { is_own: true, ..Keeping::default() };
        let kept = kept.unwrap_or_else(|error| {
            keeping.error = Some(error);
            keeping.is_unread = true;
            Kept::default()
        });
        let store = if let Ok((store, damaged)) = Store::restore(Limits::default(), &kept.records) {
            keeping.damaged = damaged;
            store
        } else {
            keeping.error = Some(StorageError::Newer);
            keeping.is_unread = true;
            Store::default()
        };
        for record in kept.records {
            keeping.lengths.insert(record.key, record.bytes.len());
        }
        self.open(Opening::new(private, store, keeping, kept.notes), now, effects);
    }

    /// Goes to work.
    pub(super) fn begin(&mut self, work: Work, now: Timestamp, effects: &mut Vec<Effect>) {
        self.work = Some(work);
        self.generation = self.generation.wrapping_add(1);
        let online = self.online;
        self.tell(crate::monitor::Event::ConnectionChanged { online }, now, effects);
        self.settle_lead(now, effects);
    }

    /// A person changed limits: the other tabs are told, and they are kept at once, whichever tab this is.
    pub(super) fn share_limits(&mut self, effects: &mut Vec<Effect>) {
        let leads = self.leads;
        if let Some(work) = &self.work {
            effects
                .push(Effect::Broadcast(PeerMessage::Limits(changed_limits::write(&work.groups))));
        }
        // The tab that asks keeps them with everything else.
        let Some(work) = self.work.as_mut().filter(|work| !leads && !work.keeping.is_over()) else {
            return;
        };
        let notes = vec![(Note::Limits, changed_limits::write(&work.groups))];
        effects.push(Effect::Save(Save { notes, ..Save::default() }));
    }

    /// A save is over.
    pub(super) fn saved(&mut self, result: Result<(), StorageError>, now: Timestamp) {
        let Some(work) = &mut self.work else { return };
        // A tab that does not ask keeps limits alone.
        let was_all = core::mem::take(&mut work.keeping.is_saving);
        match result {
            Ok(()) if was_all => {
                work.keeping.error = None;
                work.keeping.saved = Some(now);
            }
            Ok(()) => {}
            Err(error) => {
                // Nobody knows what lies there now, so that the next one replaces it.
                work.keeping.is_own = false;
                work.keeping.error = Some(error);
                work.keeping.not_before = now + Keeping::PAUSE;
                work.keeping.kept.clear();
                work.keeping.collected = None;
                work.keeping.lengths.clear();
                work.monitor.store_mut().forget_saved();
            }
        }
    }

    /// Keeps what is new, if this tab is the one that does.
    pub(super) fn keep(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let leads = self.leads;
        let Some(work) = &mut self.work else { return };
        if !leads {
            // Whoever asks numbers what it keeps; this tab's own numbers are void.
            work.keeping.is_own = false;
            work.keeping.collected = None;
            return;
        }
        // The series of a page that is half read would be written several times.
        let is_reading = work.is_reading();
        let keeping = &mut work.keeping;
        if is_reading
            || keeping.is_saving
            || keeping.is_forgetting
            || keeping.is_over()
            || now < keeping.not_before
        {
            return;
        }
        let is_anew = !core::mem::replace(&mut keeping.is_own, true);
        if is_anew {
            work.monitor.store_mut().forget_saved();
            keeping.kept.clear();
            keeping.lengths.clear();
        }
        let (mut batch, replaces) = keeping.collected.take().unwrap_or_default();
        let replaces = replaces || is_anew;
        let store = work.monitor.store_mut();
        if !store.take_some_unsaved(&mut batch, Self::KEPT_AT_ONCE) {
            keeping.collected = Some((batch, replaces));
            return;
        }
        keeping.count(&batch);
        let notes = [
            (Note::Alerts, state::write(&work.groups)),
            (Note::Limits, changed_limits::write(&work.groups)),
        ];
        let notes: Vec<_> = notes.into_iter().filter(|note| !keeping.kept.contains(note)).collect();
        if batch.is_empty() && notes.is_empty() {
            return;
        }
        keeping.kept.retain(|(known, _)| notes.iter().all(|(note, _)| note != known));
        keeping.kept.extend(notes.iter().cloned());
        keeping.is_saving = true;
        effects.push(Effect::Save(Save { replaces, batch, notes }));
    }
}
