//! The past that a recorder laid out: what a page opens with when this browser kept nothing, or nothing recent.
//!
//! Of two pasts the one that goes further is taken, whole: they were numbered by different writers, and a recorder's has no gaps where
//! the browser was closed. Alerts come with it; limits that a person changed in this browser stay.

use super::keeping::Keeping;
use super::{Console, Effect, Note, Question, Work};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::rules::{changed_limits, state};
use crate::store::snapshot::{Record, Replay, listed};
use crate::store::{Limits, Store};
use crate::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// A page that is about to begin.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) private: Private,
    pub(super) store: Store,
    pub(super) keeping: Keeping,
    pub(super) notes: Vec<(Note, Vec<u8>)>,
    /// Segments of a recorder's past that are still to be read.
    rest: VecDeque<u64>,
    /// What those said that were read.
    replay: Replay,
    /// How often the list was asked for again.
    tries: u8,
}

impl Opening {
    /// With what this browser kept.
    pub(super) fn new(
        private: Private,
        store: Store,
        keeping: Keeping,
        notes: Vec<(Note, Vec<u8>)>,
    ) -> Self {
        let (rest, replay, tries) = (VecDeque::new(), Replay::default(), 0);
        Self { private, store, keeping, notes, rest, replay, tries }
    }
}

impl Console {
    /// What this browser kept is recent enough if it goes this far back from now: a reload, a short pause.
    const RECENT: Duration = Duration::from_secs(600);

    /// Largest segment read, in bytes.
    const PAST_BYTES: usize = 64 * 1024 * 1024;

    /// A recorder that removes segments while they are read is asked for the list so many times more.
    const TRIES: u8 = 3;

    /// Begins, or asks before for what a recorder has.
    pub(super) fn open(&mut self, mut opening: Opening, now: Timestamp, effects: &mut Vec<Effect>) {
        // The clock that wrote it may have been ahead. What lies in the future would keep out what is measured from now on, and would
        // pass for recent.
        opening.store.forget_after(now);
        let is_recent = newest(&opening.store).is_some_and(|at| now.since(at) <= Self::RECENT);
        if is_recent || !opening.private.config.recorder {
            return self.begin_with(opening, now, effects);
        }
        self.ask_past(Question::Past, effects);
        self.opening = Some(opening);
    }

    fn ask_past(&self, question: Question, effects: &mut Vec<Effect>) {
        let url = match question {
            Question::Segment(number) => format!("{}/series/{number}", self.home),
            _ => format!("{}/series", self.home),
        };
        let token = self.session.token().cloned();
        let cap = Self::PAST_BYTES;
        effects.push(Effect::Fetch { question, url, token, timeout: Self::REQUEST_TIMEOUT, cap });
    }

    /// The list of a recorder's segments came, or there is none.
    pub(super) fn past_listed(
        &mut self,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(opening) = &mut self.opening else { return };
        let body = result.ok().filter(|answer| answer.code == 200).map(|answer| answer.body);
        opening.rest = body.and_then(|body| listed(&body)).unwrap_or_default().into();
        opening.replay = Replay::default();
        self.read_on(now, effects);
    }

    /// A segment came, or is there no more: the recorder has written anew what was left in it, and the list is another one.
    pub(super) fn segment_read(
        &mut self,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(opening) = &mut self.opening else { return };
        match result {
            Ok(answer) if answer.code == 200 => {
                opening.replay.read(&answer.body);
            }
            Ok(answer) if answer.code == 404 && opening.tries < Self::TRIES => {
                opening.tries += 1;
                return self.ask_past(Question::Past, effects);
            }
            // Without one of them, what the others say may have been over long ago.
            _ => {
                opening.rest.clear();
                opening.replay = Replay::default();
            }
        }
        self.read_on(now, effects);
    }

    /// Asks for the next segment, or begins where all were read.
    fn read_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(opening) = &mut self.opening else { return };
        if let Some(number) = opening.rest.pop_front() {
            return self.ask_past(Question::Segment(number), effects);
        }
        let Some(mut opening) = self.opening.take() else { return };
        let records = core::mem::take(&mut opening.replay).finish();
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
        let Opening { private, store, keeping, notes, .. } = opening;
        let mut work = Work::new(private, store, keeping, now);
        for (note, bytes) in notes {
            match note {
                // A page without its past alerts is still a page; they begin anew.
                Note::Alerts => drop(state::read(&mut work.groups, &bytes)),
                Note::Limits => changed_limits::read(&mut work.groups, &bytes),
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
