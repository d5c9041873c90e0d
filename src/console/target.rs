//! One target: its schedule and the result of its last scrape.

use super::Console;
use crate::config::private::Target;
use crate::decode::Answer;
use crate::schedule::{Pace, Schedule};
use crate::scrape;
use crate::status::check::Failure;
use metrics_engine::scrape::{Family, Report, Scrape};
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// A target with its schedule and its last scrape.
#[derive(Debug)]
pub struct TargetWatch {
    /// Its configuration.
    pub target: Target,
    /// The schedule of its scrapes.
    pub schedule: Schedule,
    /// The reader of its pages.
    scrape: Scrape,
    /// The scrape that is being read: its start, its duration, its answer.
    reading: Option<(Timestamp, Duration, Result<Answer, NoAnswer>)>,
    /// The last scrape.
    pub last: Option<Scraped>,
    /// Number of consecutive failed scrapes.
    pub failures: u32,
    /// Time of the last successful scrape.
    pub succeeded: Option<Timestamp>,
}

/// The result of one scrape.
#[derive(Clone, Debug)]
pub struct Scraped {
    /// Its start, which is the time of its samples.
    pub at: Timestamp,
    /// Its duration.
    pub took: Duration,
    /// The report on the page.
    pub report: Report,
    /// The answer as received, or the reason why there is none.
    pub result: Result<Answer, NoAnswer>,
}

/// Why a scrape has no answer of its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The target did not answer in time.
    TimedOut,
    /// The target cannot be reached, although the proxy answers.
    Unreachable,
    /// The proxy did not answer, or the browser is offline. The target may well be up.
    Unknown,
}

impl NoAnswer {
    /// Returns the word that the proxy sends in `X-Allclear` for this.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::TimedOut => Some("timeout"),
            Self::Unreachable => Some("unreachable"),
            Self::Unknown => None,
        }
    }
}

impl TargetWatch {
    /// Creates a target that is due at once.
    pub(super) fn new(target: &Target, store: &mut Store, now: Timestamp) -> Self {
        let name = format!("{}/{}", target.system, target.id);
        Self {
            target: target.clone(),
            schedule: Schedule::new(&name, target.interval, now),
            scrape: Scrape::new(&scrape::target(target), store),
            reading: None,
            last: None,
            failures: 0,
            succeeded: None,
        }
    }

    /// Returns the metric families of its pages.
    pub fn families(&self) -> &[Family] {
        self.scrape.families()
    }

    /// Returns its path under the proxy.
    pub fn path(&self) -> String {
        format!("/metrics/{}/{}", self.target.system, self.target.id)
    }

    /// Returns whether an answer is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Takes the outcome of a scrape that began at `at`. Reads at most one piece of a page; [`TargetWatch::go_on`] reads the rest.
    pub(super) fn take(
        &mut self,
        store: &mut Store,
        at: Timestamp,
        took: Duration,
        result: Result<Answer, NoAnswer>,
    ) {
        // An answer that is half read is completed first.
        self.go_on(store, usize::MAX);
        let outcome = match &result {
            Ok(answer) => Some(Ok(answer)),
            Err(NoAnswer::TimedOut) => Some(Err(Failure::TimedOut)),
            Err(NoAnswer::Unreachable) => Some(Err(Failure::Unreachable)),
            // Writes no sample: the target is neither up nor down.
            Err(NoAnswer::Unknown) => None,
        };
        let Some(outcome) = outcome else {
            return self.finish(Scraped { at, took, report: Report::default(), result });
        };
        self.scrape.begin(at, took, scrape::response(outcome));
        let is_large =
            result.as_ref().is_ok_and(|answer| answer.body.len() > Console::READ_AT_ONCE);
        self.reading = Some((at, took, result));
        if !is_large {
            self.go_on(store, Console::PIECE);
        }
    }

    /// Reads about `piece` more bytes of the answer.
    pub(super) fn go_on(&mut self, store: &mut Store, piece: usize) {
        let Some((.., result)) = &self.reading else { return };
        let body = result.as_ref().map(|answer| answer.body.as_slice()).unwrap_or_default();
        let Some(report) = self.scrape.go_on(store, body, piece) else { return };
        let Some((at, took, result)) = self.reading.take() else { return };
        self.failures = if report.up { 0 } else { self.failures.saturating_add(1) };
        self.finish(Scraped { at, took, report, result });
    }

    /// Adapts to a clock that was set back by `step` to `now`. Known data keeps its age, and passed deadlines stay passed.
    pub(super) fn clock_set_back(&mut self, now: Timestamp, step: Duration) {
        // An answer from the future is dropped.
        if self.reading.take_if(|(at, ..)| *at > now).is_some() {
            self.schedule.finish(now, Pace::Steady, Duration::ZERO);
        }
        if self.schedule.began.is_some_and(|began| began > now) {
            self.schedule.begin(now, self.target.timeout);
        } else {
            // A small step makes nothing due at once.
            self.schedule.due = self.schedule.due.min(now + self.target.interval);
        }
        self.succeeded = self.succeeded.map(|at| at - step);
        if let Some(last) = &mut self.last {
            last.at = last.at - step;
        }
    }

    fn finish(&mut self, scraped: Scraped) {
        let (at, took) = (scraped.at, scraped.took);
        if scraped.report.up {
            self.succeeded = Some(at);
        }
        self.last = Some(scraped);
        self.schedule.finish(at + took, Pace::Steady, Duration::ZERO);
    }
}
