//! What this browser keeps of the store and the rules, so that a reload loses at most one scrape.
//!
//! One save is under way at a time; what comes meanwhile goes with the next one. Only the tab that asks saves. A tab that takes over
//! writes everything anew, because what lies there was numbered by the one before. Where nothing can be kept, that is said, and
//! the page works on without.

use super::{Console, Effect, Work};
use crate::rules::{limit, state};
use crate::store::snapshot::{Batch, Problem, Record};
use crate::store::{Limits, Store};
use crate::time::{Duration, Timestamp};
use core::fmt;

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
pub struct Keeping {
    /// Whether a save is under way.
    is_saving: bool,
    /// Whether what lies there is this tab's own.
    is_own: bool,
    /// Not to be tried again before.
    not_before: Timestamp,
    /// What was last kept of each note.
    kept: Vec<(Note, Vec<u8>)>,
    /// Why nothing is kept at the moment.
    pub error: Option<StorageError>,
    /// Records that could not be read when the page was loaded.
    pub damaged: Vec<Problem>,
    /// When everything known was last kept.
    pub saved: Option<Timestamp>,
}

impl Keeping {
    /// Pause after a save that failed.
    const PAUSE: Duration = Duration::from_secs(60);

    /// A failure that no second try mends: nothing more is written.
    fn is_over(&self) -> bool {
        matches!(self.error, Some(StorageError::Unavailable | StorageError::Newer))
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
            Kept::default()
        });
        let store = if let Ok((store, damaged)) = Store::restore(Limits::default(), &kept.records) {
            keeping.damaged = damaged;
            store
        } else {
            keeping.error = Some(StorageError::Newer);
            Store::default()
        };
        let mut work = Work::new(private, store, keeping, now);
        for (note, bytes) in kept.notes {
            match note {
                // A page without its past alerts is still a page; they begin anew.
                Note::Alerts => drop(state::read(&mut work.groups, &bytes)),
                Note::Limits => limit::read(&mut work.groups, &bytes),
            }
        }
        self.work = Some(work);
        let online = self.online;
        self.tell(crate::monitor::Event::ConnectionChanged { online }, now, effects);
        self.settle_lead(now, effects);
    }

    /// A person changed limits: they are kept at once, whichever tab this is.
    pub(super) fn keep_limits(&mut self, effects: &mut Vec<Effect>) {
        let leads = self.leads;
        // The tab that asks keeps them with everything else.
        let Some(work) = self.work.as_mut().filter(|work| !leads && !work.keeping.is_over()) else {
            return;
        };
        let notes = vec![(Note::Limits, limit::write(&work.groups))];
        effects.push(Effect::Save(Save { notes, ..Save::default() }));
    }

    /// A save is over.
    pub(super) fn saved(&mut self, result: Result<(), StorageError>, now: Timestamp) {
        let Some(work) = &mut self.work else { return };
        work.keeping.is_saving = false;
        match result {
            Ok(()) => {
                work.keeping.error = None;
                work.keeping.saved = Some(now);
            }
            Err(error) => {
                work.keeping.error = Some(error);
                work.keeping.not_before = now + Keeping::PAUSE;
                work.keeping.kept.clear();
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
            return;
        }
        let keeping = &mut work.keeping;
        if keeping.is_saving || keeping.is_over() || now < keeping.not_before {
            return;
        }
        let replaces = !core::mem::replace(&mut keeping.is_own, true);
        if replaces {
            work.monitor.store_mut().forget_saved();
            keeping.kept.clear();
        }
        let batch = work.monitor.store_mut().take_unsaved();
        let notes = [
            (Note::Alerts, state::write(&work.groups)),
            (Note::Limits, limit::write(&work.groups)),
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
