//! The past that a recorder laid out: what a page opens with when this browser kept nothing, or nothing recent.
//!
//! Of two pasts the one that goes further is taken, whole: they were numbered by different writers, and a recorder's has no gaps where
//! the browser was closed. Alerts come with it; limits that a person changed in this browser stay.

use super::keeping::Keeping;
use super::{Console, Effect, Note, Question, Work};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::rules::{limit, state};
use crate::store::snapshot::{Record, unpack};
use crate::store::{Limits, Store};
use crate::time::{Duration, Timestamp};

/// A page that is about to begin.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) private: Private,
    pub(super) store: Store,
    pub(super) keeping: Keeping,
    pub(super) notes: Vec<(Note, Vec<u8>)>,
}

impl Console {
    /// What this browser kept is recent enough if it goes this far back from now: a reload, a short pause.
    const RECENT: Duration = Duration::from_secs(600);

    /// Largest past read, in bytes.
    const PAST_BYTES: usize = 64 * 1024 * 1024;

    /// Begins, or asks before for what a recorder has.
    pub(super) fn open(&mut self, mut opening: Opening, now: Timestamp, effects: &mut Vec<Effect>) {
        // The clock that wrote it may have been ahead. What lies in the future would keep out what is measured from now on, and would
        // pass for recent.
        opening.store.forget_after(now);
        let is_recent = newest(&opening.store).is_some_and(|at| now.since(at) <= Self::RECENT);
        if is_recent || !opening.private.config.recorder {
            return self.begin_with(opening, now, effects);
        }
        effects.push(Effect::Fetch {
            question: Question::Past,
            url: [self.home.as_str(), "/series"].concat(),
            token: self.session.token().cloned(),
            timeout: Self::PATIENCE,
            cap: Self::PAST_BYTES,
        });
        self.opening = Some(opening);
    }

    /// A recorder's past came, or there is none.
    pub(super) fn recorded(
        &mut self,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(mut opening) = self.opening.take() else { return };
        let answer = result.ok().filter(|answer| answer.code == 200);
        let records = answer.and_then(|answer| unpack(&answer.body)).unwrap_or_default();
        let is_alerts = |record: &Record| record.key == Note::Alerts.key();
        let (alerts, records): (Vec<_>, Vec<_>) = records.into_iter().partition(is_alerts);
        let restored = Store::restore(Limits::default(), &records).map(|(mut store, damaged)| {
            store.forget_after(now);
            (store, damaged)
        });
        if let Ok((store, damaged)) = restored
            && newest(&store) > newest(&opening.store)
        {
            opening.store = store;
            // What this browser kept is replaced by the next save.
            opening.keeping.is_own = false;
            opening.keeping.damaged = damaged;
            if let Some(alerts) = alerts.into_iter().next() {
                opening.notes.retain(|(note, _)| *note != Note::Alerts);
                opening.notes.push((Note::Alerts, alerts.bytes));
            }
        }
        self.begin_with(opening, now, effects);
    }

    /// Begins with this.
    pub(super) fn begin_with(
        &mut self,
        opening: Opening,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Opening { private, store, keeping, notes } = opening;
        let mut work = Work::new(private, store, keeping, now);
        for (note, bytes) in notes {
            match note {
                // A page without its past alerts is still a page; they begin anew.
                Note::Alerts => drop(state::read(&mut work.groups, &bytes)),
                Note::Limits => limit::read(&mut work.groups, &bytes),
            }
        }
        self.left = None;
        self.begin(work, now, effects);
    }
}

/// The newest instant in a store.
fn newest(store: &Store) -> Option<Timestamp> {
    let series = store.select(&[]);
    series.into_iter().filter_map(|id| store.newest(id)).map(|entry| entry.at).max()
}
