//! Stores series and rules in the browser, so that a reload loses at most one scrape.
//!
//! One save runs at a time; changes that arrive meanwhile go with the next one. Only the leading tab saves. A tab that takes the lead
//! rewrites everything, because the previous leader numbered the stored records. If the storage fails, the page shows why and works
//! without it.

use super::{Console, Effect, Note, Save, StorageError, Work};
use crate::monitor::PeerMessage;
use crate::rules::{changed_limits, state};
use metrics_engine::store::snapshot::{Batch, LostRecord, Record};
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;

/// The state of the browser's storage.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each can be so while any other is")]
pub struct Persistence {
    /// Whether a save is running.
    is_saving: bool,
    /// Whether the database is being emptied.
    pub(super) is_forgetting: bool,
    /// Whether this tab wrote the stored records.
    pub(super) is_own: bool,
    /// Whether the stored records could not be read. They are not overwritten then.
    pub(super) is_unread: bool,
    /// The batch of the next save while it is being collected, and whether it replaces all stored records.
    collected: Option<(Batch, bool)>,
    /// Time before which no save is tried.
    not_before: Timestamp,
    /// The notes as last stored.
    kept: Vec<(Note, Vec<u8>)>,
    /// The length of each stored record in bytes, by its key.
    lengths: BTreeMap<String, usize>,
    /// The last error, until a save succeeds.
    pub error: Option<StorageError>,
    /// Records that could not be read when the page was loaded.
    pub damaged: Vec<LostRecord>,
    /// Time of the last complete save.
    pub saved: Option<Timestamp>,
}

impl Persistence {
    /// Pause after a save that failed.
    const PAUSE: Duration = Duration::from_secs(60);

    /// Returns the state of a page that has just read its own database.
    pub(super) fn of_own() -> Self {
        Self { is_own: true, ..Self::default() }
    }

    /// Returns the state of a page that starts over. The next save replaces the one that may still be running.
    pub(super) fn anew(&self) -> Self {
        Self { is_saving: self.is_saving, ..Self::default() }
    }

    /// Returns the size of the stored data in bytes, as far as this tab knows.
    pub fn bytes(&self) -> usize {
        let notes = self.kept.iter().map(|(_, bytes)| bytes.len());
        self.lengths.values().copied().chain(notes).sum()
    }

    /// Takes note of the records that lie in the database.
    pub(super) fn count_records(&mut self, records: Vec<Record>) {
        self.lengths = records.into_iter().map(|record| (record.key, record.bytes.len())).collect();
    }

    /// Takes note of what a batch changes in the database.
    fn count(&mut self, batch: &Batch) {
        for key in &batch.delete {
            self.lengths.remove(key);
        }
        for record in &batch.put {
            self.lengths.insert(record.key.clone(), record.bytes.len());
        }
    }

    /// Returns whether the next save is being collected.
    pub(super) fn is_collecting(&self) -> bool {
        self.collected.is_some() && !self.is_saving && !self.is_forgetting && !self.is_over()
    }

    /// Adapts to a clock that was set back to `now`.
    pub(super) fn clock_set_back(&mut self, now: Timestamp) {
        self.not_before = self.not_before.min(now + Self::PAUSE);
        self.saved = self.saved.min(Some(now));
    }

    /// Returns whether the storage failed for good, so that nothing more is written.
    pub(super) fn is_over(&self) -> bool {
        self.is_unread
            || matches!(self.error, Some(StorageError::Unavailable | StorageError::Newer))
    }
}

impl Console {
    /// Starts the work, which gives the page another generation.
    pub(super) fn begin(&mut self, work: Work, now: Timestamp, effects: &mut Vec<Effect>) {
        self.work = Some(work);
        self.generation = self.generation.wrapping_add(1);
        let online = self.online;
        self.update_monitor(crate::monitor::Event::ConnectionChanged { online }, now, effects);
        self.settle_lead(now, effects);
    }

    /// Broadcasts the changed limits to the other tabs, and stores them at once, whether this tab leads or not.
    pub(super) fn share_limits(&mut self, effects: &mut Vec<Effect>) {
        let leads = self.leads;
        if let Some(work) = &self.work {
            effects
                .push(Effect::Broadcast(PeerMessage::Limits(changed_limits::write(&work.groups))));
        }
        // The leading tab stores them with everything else.
        let Some(work) = self.work.as_mut().filter(|work| !leads && !work.persistence.is_over())
        else {
            return;
        };
        let notes = vec![(Note::Limits, changed_limits::write(&work.groups))];
        effects.push(Effect::Save(Save { notes, ..Save::default() }));
    }

    /// Handles the end of a save.
    pub(super) fn saved(&mut self, result: Result<(), StorageError>, now: Timestamp) {
        let Some(work) = &mut self.work else { return };
        // A tab that does not lead stores limits alone.
        let was_all = core::mem::take(&mut work.persistence.is_saving);
        match result {
            Ok(()) if was_all => {
                work.persistence.error = None;
                work.persistence.saved = Some(now);
            }
            Ok(()) => {}
            Err(error) => {
                // The content of the database is unknown now, so the next save replaces it.
                work.persistence.is_own = false;
                work.persistence.error = Some(error);
                work.persistence.not_before = now + Persistence::PAUSE;
                work.persistence.kept.clear();
                work.persistence.collected = None;
                work.persistence.lengths.clear();
                work.monitor.store_mut().forget_saved();
            }
        }
    }

    /// Saves all changes, if this tab leads.
    pub(super) fn keep(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let leads = self.leads;
        let Some(work) = &mut self.work else { return };
        if !leads {
            // The leading tab numbers the stored records; this tab's own numbers are void.
            work.persistence.is_own = false;
            work.persistence.collected = None;
            return;
        }
        // The series of a page that is half read would be written several times.
        let is_reading = work.is_reading();
        let persistence = &mut work.persistence;
        if is_reading
            || persistence.is_saving
            || persistence.is_forgetting
            || persistence.is_over()
            || now < persistence.not_before
        {
            return;
        }
        let is_anew = !core::mem::replace(&mut persistence.is_own, true);
        if is_anew {
            work.monitor.store_mut().forget_saved();
            persistence.kept.clear();
            persistence.lengths.clear();
        }
        let (mut batch, replaces) = persistence.collected.take().unwrap_or_default();
        let replaces = replaces || is_anew;
        let store = work.monitor.store_mut();
        if !store.take_some_unsaved(&mut batch, Self::COLLECTED_AT_ONCE) {
            persistence.collected = Some((batch, replaces));
            return;
        }
        persistence.count(&batch);
        let notes = [
            (Note::Alerts, state::write(&work.groups)),
            (Note::Limits, changed_limits::write(&work.groups)),
            (Note::Queries, work.queries.write()),
            (Note::Dashboards, work.own.write()),
        ];
        let notes: Vec<_> =
            notes.into_iter().filter(|note| !persistence.kept.contains(note)).collect();
        if batch.is_empty() && notes.is_empty() {
            return;
        }
        persistence.kept.retain(|(known, _)| notes.iter().all(|(note, _)| note != known));
        persistence.kept.extend(notes.iter().cloned());
        persistence.is_saving = true;
        effects.push(Effect::Save(Save { replaces, batch, notes }));
    }
}
