//! Requests the recorder's files for the public page, and reads them.
//!
//! Verdicts come first: they are the base of what the page shows. The history waits until the first checks are over, so that
//! nothing is in the way of the first verdict. A document that holds the recorder's state shows one already: its page requests
//! all files at once, and takes over when they are read, so that no bar, problem or announcement is missing meanwhile. A page
//! requests the files as long as it checks the systems: while it is visible, or waits for one to recover.

use super::PublicShell;
use super::clock::clock_difference;
use super::schedule::RecorderSchedule;
use super::state::PageState;
use crate::browser::effect::{fetch, seen, timer};
use crate::decode::Answer;
use crate::history::document::{History, Times, Verdicts};
use crate::monitor::{Event, RecordedVerdict, Watch};
use crate::schedule::stale_after;
use crate::view::public::RecordedPage;
use metrics_engine::time::{Duration, Timestamp};
use std::rc::Rc;

/// The number of files that a page reads before it takes over the recorder's state: verdicts, history, incidents.
pub(super) const FILES: usize = 3;

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The largest files that are read, in bytes.
const CAP: usize = 1 << 20;
const HISTORY_CAP: usize = 8 << 20;

/// The interval between requests for the history, also while it is missing.
const HISTORY: Duration = Duration::from_secs(300);

/// The history waits no longer than this for the first checks.
const FIRST_CHECKS: Duration = Duration::from_secs(4);

/// The pause after verdicts that did not arrive, and after those that do not exist.
const RETRY: Duration = Duration::from_secs(15);
const ABSENT: Duration = Duration::from_secs(300);

impl PublicShell {
    /// Requests the files that are due.
    pub(super) fn request_recorder_files(self: &Rc<Self>) {
        let now = timer::now();
        let mut schedule = self.recorder_schedule.get();
        let is_watched = self.is_watched();
        let may_request = self.state.with(|PageState { monitor, .. }| {
            monitor.config().recorder && monitor.reachability().online && is_watched
        });
        if !may_request {
            return;
        }
        let is_first = self.state.with(|PageState { monitor, .. }| {
            let is_open = |watch: &Watch| watch.last.is_none();
            now < schedule.started + FIRST_CHECKS && monitor.watches().iter().any(is_open)
        });
        let is_awaited = self.n_awaited.get() > 0;
        if now >= schedule.verdicts {
            schedule.verdicts = now + TIMEOUT + RETRY;
            self.request_verdicts();
        }
        if now >= schedule.history && (is_awaited || !is_first) {
            schedule.history = now + TIMEOUT + RETRY;
            self.request_history();
        }
        self.recorder_schedule.set(schedule);
    }

    /// Returns the address of one of the recorder's files.
    pub(super) fn recorded_at(&self, file: &str) -> String {
        self.state.with(|PageState { monitor, .. }| monitor.config().recorded_at(file))
    }

    /// Notes that one of the recorder's files was read, or could not be.
    pub(super) fn note_read(&self) {
        self.n_awaited.set(self.n_awaited.get().saturating_sub(1));
    }

    fn request_verdicts(self: &Rc<Self>) {
        let this = self.clone();
        let done = move |_, result: Result<Answer, _>| {
            let (wait, verdicts) = match result {
                Ok(answer) if answer.code == 404 => (ABSENT, Vec::new()),
                Ok(answer) => this.read_verdicts(&answer).unwrap_or((RETRY, Vec::new())),
                Err(_) => (RETRY, Vec::new()),
            };
            let schedule = this.recorder_schedule.get();
            let next = RecorderSchedule { verdicts: timer::now() + wait, ..schedule };
            this.recorder_schedule.set(next);
            this.note_read();
            this.dispatch(Event::VerdictsRead(verdicts));
        };
        fetch::answer(self.recorded_at("status.json"), TIMEOUT, CAP, Box::new(done));
    }

    /// Reads the verdicts and stores them for a page without a connection. Returns when to request them again, and the verdicts
    /// by id of system.
    fn read_verdicts(&self, answer: &Answer) -> Option<(Duration, Vec<(String, RecordedVerdict)>)> {
        let verdicts = Verdicts::read(&answer.body).ok()?;
        let (now, ahead) = (timer::now(), clock_difference(answer));
        if let Ok(text) = core::str::from_utf8(&answer.body) {
            seen::keep_verdicts(ahead.0, text);
            self.has_verdicts.set(true);
        }
        let (written, interval) = (verdicts.at + ahead, verdicts.interval);
        let recorded = verdicts.page.map(|verdict| RecordedPage { verdict, written, interval });
        self.state.with(|state| {
            state.published.recorded = recorded;
            state.histories.note_recorder(written, interval, now);
        });
        let wait = Duration(interval.0.clamp(RETRY.0, HISTORY.0));
        Some((wait, verdicts.recorded(ahead, now)))
    }

    /// Returns the recorder's last verdicts, once, for a page without a connection. They are too old to be a verdict and show the
    /// last known state.
    pub(super) fn last_verdicts(&self, now: Timestamp) -> Option<Event> {
        let cannot_request =
            self.state.with(|PageState { monitor, .. }| monitor.reachability().is_blocked());
        if self.has_verdicts.get() || !cannot_request {
            return None;
        }
        let (ahead, text) = seen::kept_verdicts()?;
        let verdicts = Verdicts::read(text.as_bytes()).ok()?;
        let ahead = Duration(ahead);
        let is_over = now > verdicts.at + ahead + stale_after(verdicts.interval);
        self.has_verdicts.set(is_over);
        is_over.then(|| Event::VerdictsRead(verdicts.recorded(ahead, now)))
    }

    fn request_history(self: &Rc<Self>) {
        let this = self.clone();
        let done = move |_, result: Result<Answer, _>| {
            let history = result.ok().and_then(|answer| {
                let history = History::read(&answer.body).ok()?;
                Some((history, clock_difference(&answer)))
            });
            let is_there = history.is_some();
            let schedule = this.recorder_schedule.get();
            let next = RecorderSchedule { history: timer::now() + HISTORY, ..schedule };
            this.recorder_schedule.set(next);
            this.state.with(|state| state.histories.set_history(history));
            this.note_read();
            if is_there {
                this.request_latencies(true);
            }
            this.show();
        };
        fetch::answer(self.recorded_at("history.json"), TIMEOUT, HISTORY_CAP, Box::new(done));
    }

    /// Requests the response times of the opened systems: the unknown ones, or all.
    pub(super) fn request_latencies(self: &Rc<Self>, all: bool) {
        let wanted: Vec<String> = self.state.with(|PageState { open, histories, .. }| {
            let is_open = |(_, open): &(usize, &bool)| **open;
            let open = open.iter().enumerate().filter(is_open);
            open.filter_map(|(system, _)| histories.wants_times(system, all)).collect()
        });
        for id in wanted {
            let this = self.clone();
            let url = self.recorded_at(&format!("history/{id}.json"));
            let done = move |_, result: Result<Answer, _>| {
                let times = result.ok().and_then(|answer| Times::read(&answer.body).ok());
                if let Some(times) = times {
                    this.state.with(|state| state.histories.set_times(&id, times));
                    this.show();
                }
            };
            fetch::answer(url, TIMEOUT, CAP, Box::new(done));
        }
    }
}
