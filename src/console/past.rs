//! Opens the page with the past: what this browser stored, or the recorder's series where the browser has nothing recent.
//!
//! The newer of the two is taken as a whole: different writers numbered them, and the recorder's has no gaps where the browser was
//! closed. Alerts come with it; limits that a person changed in this browser stay.

use super::dashboards::OwnDashboards;
use super::persistence::Persistence;
use super::queries::RecentQueries;
use super::{Console, Effect, Note, Request, StorageError, StoredData, Work};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::rules::{changed_limits, state};
use metrics_engine::promql::eval;
use metrics_engine::store::snapshot::{Record, Replay, listed};
use metrics_engine::store::{Limits, Store};
use metrics_engine::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// A page that is being opened.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) private: Private,
    pub(super) store: Store,
    pub(super) persistence: Persistence,
    pub(super) notes: Vec<(Note, Vec<u8>)>,
    /// Segments of the recorder's past that have not been read yet.
    rest: VecDeque<u64>,
    /// The content of those that have been read.
    replay: Replay,
    /// Number of repeated requests for the list.
    tries: u8,
}

impl Opening {
    /// Starts with what this browser stored.
    pub(super) fn new(
        private: Private,
        store: Store,
        persistence: Persistence,
        notes: Vec<(Note, Vec<u8>)>,
    ) -> Self {
        let (rest, replay, tries) = (VecDeque::new(), Replay::default(), 0);
        Self { private, store, persistence, notes, rest, replay, tries }
    }
}

impl Console {
    /// The browser's own past is used alone if its newest sample is not older than this: after a reload. After a longer pause, the
    /// recorder knows what the browser missed.
    const RECENT: Duration = Duration::from_secs(60);

    /// Largest segment read, in bytes.
    const PAST_BYTES: usize = 64 * 1024 * 1024;

    /// Maximum number of repeated requests for the list when the recorder removes segments during the reading.
    const TRIES: u8 = 3;

    /// Takes what this browser stored, or the reason why it cannot be read.
    pub(super) fn loaded(
        &mut self,
        kept: Result<StoredData, StorageError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(private) = self.waiting.take() else { return };
        let mut persistence = Persistence::of_own();
        let kept = kept.unwrap_or_else(|error| {
            persistence.error = Some(error);
            persistence.is_unread = true;
            StoredData::default()
        });
        let store = if let Ok((store, damaged)) = Store::restore(Limits::default(), &kept.records) {
            persistence.damaged = damaged;
            store
        } else {
            persistence.error = Some(StorageError::Newer);
            persistence.is_unread = true;
            Store::default()
        };
        persistence.count_records(kept.records);
        self.open(Opening::new(private, store, persistence, kept.notes), now, effects);
    }

    /// Starts the work, or first requests the recorder's past.
    fn open(&mut self, mut opening: Opening, now: Timestamp, effects: &mut Vec<Effect>) {
        // The clock may have been ahead. Samples from the future would keep out new ones, and would count as recent.
        opening.store.forget_after(now);
        let is_recent = newest(&opening.store).is_some_and(|at| now.since(at) <= Self::RECENT);
        if is_recent || !opening.private.config.recorder {
            return self.begin_with(opening, now, effects);
        }
        self.request_past(Request::Past, effects);
        self.opening = Some(opening);
    }

    fn request_past(&self, request: Request, effects: &mut Vec<Effect>) {
        let url = match request {
            Request::Segment(number) => format!("{}/series/{number}", self.home),
            _ => format!("{}/series", self.home),
        };
        let token = self.session.token().cloned();
        let cap = Self::PAST_BYTES;
        effects.push(Effect::Fetch { request, url, token, timeout: Self::REQUEST_TIMEOUT, cap });
    }

    /// Takes the list of the recorder's segments.
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

    /// Takes a segment. A missing segment has been compacted by the recorder, which changes the list.
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
                return self.request_past(Request::Past, effects);
            }
            // With a segment missing, the state in the others may be outdated.
            _ => {
                opening.rest.clear();
                opening.replay = Replay::default();
            }
        }
        self.read_on(now, effects);
    }

    /// Requests the next segment, or starts the work after the last one.
    fn read_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(opening) = &mut self.opening else { return };
        if let Some(number) = opening.rest.pop_front() {
            return self.request_past(Request::Segment(number), effects);
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
            // The next save replaces what this browser stored.
            opening.persistence.is_own = false;
            opening.persistence.damaged = damaged;
            if let Some(alerts) = alerts.into_iter().next() {
                opening.notes.retain(|(note, _)| *note != Note::Alerts);
                opening.notes.push((Note::Alerts, alerts.bytes));
            }
        }
        self.begin_with(opening, now, effects);
    }

    /// Starts the work with an opened past.
    pub(super) fn begin_with(
        &mut self,
        opening: Opening,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Opening { private, store, persistence, notes, .. } = opening;
        let mut work = Work::new(private, store, persistence, now);
        for (note, bytes) in notes {
            match note {
                // Alerts that cannot be read start over.
                Note::Alerts => drop(state::read(&mut work.groups, &bytes)),
                Note::Limits => changed_limits::read(&mut work.groups, &bytes),
                Note::Queries => work.queries = RecentQueries::read(&bytes),
                Note::Dashboards => work.own = OwnDashboards::read(&bytes),
            }
        }
        let is_current = newest(work.store()).is_some_and(|at| now.since(at) <= eval::LOOKBACK);
        if is_current {
            work.groups.evaluate_at_once(work.monitor.store_mut(), now);
        }
        self.left = None;
        self.begin(work, now, effects);
    }
}

/// Returns the time of the newest sample in a store.
fn newest(store: &Store) -> Option<Timestamp> {
    let series = store.select(&[]);
    series.into_iter().filter_map(|id| store.newest(id)).map(|entry| entry.at).max()
}
