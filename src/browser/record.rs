//! The recorder's files in a visitor's page: when they are asked for, and what becomes of them.
//!
//! Verdicts come first: they are the base of what the page shows. The past waits until the first looks are over, so that nothing is
//! in the way of the first verdict. A page asks for them as long as it asks the systems: while it is seen, or waits for one to be back.

use super::effect::{fetch, seen, timer};
use super::shell::Shell;
use super::state::State;
use crate::decode::Answer;
use crate::history::Cause;
use crate::history::document::{History, Times, Verdicts};
use crate::monitor::{Event, RecordedVerdict, Watch};
use crate::schedule::stale_after;
use crate::status::check::Failure;
use crate::time::{Duration, Timestamp};
use crate::view::public::RecordedPage;
use std::rc::Rc;

/// When the recorder's files are asked for next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// When the page began.
    began: Timestamp,
    verdicts: Timestamp,
    history: Timestamp,
}

impl Due {
    /// The page begins.
    pub(super) fn new(now: Timestamp) -> Self {
        Self { began: now, verdicts: now, history: now }
    }

    /// The same, with the past asked for at `at` the latest.
    pub(super) fn with_history_by(self, at: Timestamp) -> Self {
        Self { history: self.history.min(at), ..self }
    }

    /// All of them are asked for now.
    pub(super) fn at_once(self, now: Timestamp) -> Self {
        Self { verdicts: now, history: now, ..self }
    }
}

/// Time that an answer gets.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The largest files read, in bytes.
const CAP: usize = 1 << 20;
const HISTORY_CAP: usize = 8 << 20;

/// From one reading of the past to the next; of one that is not there, too.
const HISTORY: Duration = Duration::from_secs(300);

/// The past waits no longer than this for the first looks.
const FIRST_LOOKS: Duration = Duration::from_secs(4);

/// Verdicts that did not come are asked for again after this long, and those that are not there.
const AGAIN: Duration = Duration::from_secs(15);
const ABSENT: Duration = Duration::from_secs(300);

impl Shell {
    /// Asks for what is due.
    pub(super) fn ask_recorder(self: &Rc<Self>) {
        let now = timer::now();
        let mut due = self.due.get();
        let is_watched = self.is_watched();
        let asked = self.state.with(|State { monitor, .. }| {
            let config = monitor.config();
            let may_ask = config.recorder && monitor.reachability().online && is_watched;
            may_ask.then(|| {
                let is_open = |watch: &Watch| watch.last.is_none();
                now < due.began + FIRST_LOOKS && monitor.watches().iter().any(is_open)
            })
        });
        let Some(is_first) = asked else { return };
        if now >= due.verdicts {
            due.verdicts = now + TIMEOUT + AGAIN;
            self.ask_verdicts();
        }
        if now >= due.history && !is_first {
            due.history = now + TIMEOUT + AGAIN;
            self.ask_history();
        }
        self.due.set(due);
    }

    /// The address of one of the recorder's files.
    pub(super) fn recorded_at(&self, file: &str) -> String {
        self.state.with(|State { monitor, .. }| monitor.config().recorded_at(file))
    }

    fn ask_verdicts(self: &Rc<Self>) {
        let this = self.clone();
        let done = move |_, result: Result<Answer, _>| {
            let (wait, verdicts) = match result {
                Ok(answer) if answer.code == 404 => (ABSENT, Vec::new()),
                Ok(answer) => match Verdicts::read(&answer.body) {
                    Ok(verdicts) => {
                        let ahead = ahead(&answer);
                        if let Ok(text) = core::str::from_utf8(&answer.body) {
                            seen::keep_told(ahead.0, text);
                            this.is_told.set(true);
                        }
                        let pulse = (verdicts.at + ahead, verdicts.interval);
                        let page = verdicts.page.map(|verdict| RecordedPage {
                            verdict,
                            written: pulse.0,
                            interval: pulse.1,
                        });
                        let now = timer::now();
                        this.state.with(|state| {
                            state.published.recorded = page;
                            state.archive.pulse(pulse.0, pulse.1, now);
                        });
                        let wait = Duration(verdicts.interval.0.clamp(AGAIN.0, HISTORY.0));
                        (wait, recorded(verdicts, ahead))
                    }
                    Err(_) => (AGAIN, Vec::new()),
                },
                Err(_) => (AGAIN, Vec::new()),
            };
            this.due.set(Due { verdicts: timer::now() + wait, ..this.due.get() });
            this.dispatch(Event::VerdictsRead(verdicts));
        };
        fetch::answer(self.recorded_at("status.json"), TIMEOUT, CAP, Box::new(done));
    }

    /// What a recorder told last, once, for a page that cannot ask. Only when it is too old to be believed: it says what was.
    pub(super) fn told_last(&self, now: Timestamp) -> Option<Event> {
        let cannot_ask =
            self.state.with(|State { monitor, .. }| monitor.reachability().is_blocked());
        // What reads it is of the rest of the page.
        if self.is_told.get() || !cannot_ask || !self.is_whole.get() {
            None
        } else {
            self.read_last(now)
        }
    }

    #[inline(never)]
    fn read_last(&self, now: Timestamp) -> Option<Event> {
        let (ahead, text) = seen::told()?;
        let verdicts = Verdicts::read(text.as_bytes()).ok()?;
        let ahead = Duration(ahead);
        let is_over = now > verdicts.at + ahead + stale_after(verdicts.interval);
        self.is_told.set(is_over);
        is_over.then(|| Event::VerdictsRead(recorded(verdicts, ahead)))
    }

    fn ask_history(self: &Rc<Self>) {
        let this = self.clone();
        let done = move |_, result: Result<Answer, _>| {
            let history = result.ok().and_then(|answer| {
                let history = History::read(&answer.body).ok()?;
                Some((history, ahead(&answer)))
            });
            let is_there = history.is_some();
            this.due.set(Due { history: timer::now() + HISTORY, ..this.due.get() });
            this.state.with(|state| state.archive.heard(history));
            if is_there {
                this.ask_times(true);
            }
            this.show();
        };
        let url = self.recorded_at("history.json");
        self.when_whole(move || fetch::answer(url, TIMEOUT, HISTORY_CAP, Box::new(done)));
    }

    /// Asks for the response times of the systems that are opened: those that are not known, or all.
    pub(super) fn ask_times(self: &Rc<Self>, all: bool) {
        let wanted: Vec<String> = self.state.with(|State { open, archive, .. }| {
            let is_open = |(_, open): &(usize, &bool)| **open;
            let open = open.iter().enumerate().filter(is_open);
            open.filter_map(|(system, _)| archive.wants_times(system, all)).collect()
        });
        for id in wanted {
            let this = self.clone();
            let url = self.recorded_at(&format!("history/{id}.json"));
            let done = move |_, result: Result<Answer, _>| {
                let times = result.ok().and_then(|answer| Times::read(&answer.body).ok());
                if let Some(times) = times {
                    this.state.with(|state| state.archive.times_heard(&id, times));
                    this.show();
                }
            };
            fetch::answer(url, TIMEOUT, CAP, Box::new(done));
        }
    }
}

/// How far this page's clock is ahead of the server's that sent an answer, as far as its `Date` tells.
fn ahead(answer: &Answer) -> Duration {
    let date = answer.header("date").and_then(Timestamp::from_http_date);
    date.map_or(Duration::ZERO, |date| timer::now().since(date))
}

fn recorded(verdicts: Verdicts, ahead: Duration) -> Vec<(String, RecordedVerdict)> {
    let (written, interval) = (verdicts.at + ahead, verdicts.interval);
    let told = verdicts.systems.into_iter().map(|(id, verdict)| {
        let recorded = RecordedVerdict {
            status: verdict.status,
            since: verdict.since + ahead,
            measured: verdict.measured + ahead,
            written,
            interval,
            read_at: timer::now(),
            is_unreadable: verdict.cause.is_some_and(Cause::is_unreadable),
            failure: match verdict.cause {
                Some(Cause::Refused) => Some(Failure::Refused),
                Some(Cause::Unreachable) => Some(Failure::Unreachable),
                Some(Cause::TimedOut) => Some(Failure::TimedOut),
                Some(Cause::Broken) => Some(Failure::Broken),
                Some(Cause::Certificate(reason)) => Some(Failure::Certificate(reason)),
                Some(Cause::NotHttp) => Some(Failure::NotHttp),
                Some(_) | None => None,
            },
        };
        (id, recorded)
    });
    told.collect()
}
