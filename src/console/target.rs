//! One target under watch: when it is scraped, and what the last scrape brought.

use super::Console;
use crate::config::private::Target;
use crate::decode::Answer;
use crate::schedule::{Pace, Schedule};
use crate::scrape::{Family, Report, Scrape};
use crate::status::check::Failure;
use crate::store::Store;
use crate::time::{Duration, Timestamp};

/// A target and all that is known of it.
#[derive(Debug)]
pub struct TargetWatch {
    /// Its configuration.
    pub target: Target,
    /// When it is scraped.
    pub schedule: Schedule,
    /// The way of its pages into the store.
    scrape: Scrape,
    /// The outcome that is on its way into the store: when its scrape began, how long it took, what came.
    reading: Option<(Timestamp, Duration, Result<Answer, Silence>)>,
    /// What the last scrape brought.
    pub last: Option<Scraped>,
    /// Scrapes in a row that failed.
    pub failures: u32,
    /// When the last scrape succeeded.
    pub succeeded: Option<Timestamp>,
}

/// What one scrape brought.
#[derive(Clone, Debug)]
pub struct Scraped {
    /// When it began; the instant of its samples.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What could be read.
    pub report: Report,
    /// The answer as received, or why there is none.
    pub result: Result<Answer, Silence>,
}

/// Why a scrape brought no answer of the target's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// None came within the time.
    TimedOut,
    /// The answer broke off, and the proxy answers.
    Unreachable,
    /// Nobody can tell: the proxy gave no head of an answer, or the browser is offline. That says nothing of the target.
    Blind,
}

impl Silence {
    /// As the proxy says it in `X-Allclear`; nothing where nobody can tell.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::TimedOut => Some("timeout"),
            Self::Unreachable => Some("unreachable"),
            Self::Blind => None,
        }
    }
}

impl TargetWatch {
    /// A target of which nothing is known yet, to be scraped at once.
    pub(super) fn new(target: &Target, store: &mut Store, now: Timestamp) -> Self {
        let name = format!("{}/{}", target.system, target.id);
        Self {
            target: target.clone(),
            schedule: Schedule::new(&name, target.interval, now),
            scrape: Scrape::new(target, store),
            reading: None,
            last: None,
            failures: 0,
            succeeded: None,
        }
    }

    /// What its pages have said of its families.
    pub fn families(&self) -> &[Family] {
        self.scrape.families()
    }

    /// The path under the proxy at which it is scraped.
    pub fn path(&self) -> String {
        format!("/metrics/{}/{}", self.target.system, self.target.id)
    }

    /// Whether an answer is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Takes the outcome of a scrape that began at `at`, or as much of it as a page may do at once: [`TargetWatch::go_on`] takes the
    /// rest.
    pub(super) fn take(
        &mut self,
        store: &mut Store,
        at: Timestamp,
        took: Duration,
        result: Result<Answer, Silence>,
    ) {
        // Answers follow each other as they came, so one that is half read comes first.
        self.go_on(store, usize::MAX);
        let outcome = match &result {
            Ok(answer) => Some(Ok(answer)),
            Err(Silence::TimedOut) => Some(Err(Failure::TimedOut)),
            Err(Silence::Unreachable) => Some(Err(Failure::Unreachable)),
            // Nothing is written: a target that nobody could ask is neither up nor down.
            Err(Silence::Blind) => None,
        };
        let Some(outcome) = outcome else {
            return self.finish(Scraped { at, took, report: Report::default(), result });
        };
        self.scrape.begin(at, took, outcome);
        let is_large =
            result.as_ref().is_ok_and(|answer| answer.body.len() > Console::READ_AT_ONCE);
        self.reading = Some((at, took, result));
        if !is_large {
            self.go_on(store, Console::PIECE);
        }
    }

    /// Goes on with the answer that is being read, by about so many bytes of it.
    pub(super) fn go_on(&mut self, store: &mut Store, piece: usize) {
        let Some((.., result)) = &self.reading else { return };
        let body = result.as_ref().map(|answer| answer.body.as_slice()).unwrap_or_default();
        let Some(report) = self.scrape.go_on(store, body, piece) else { return };
        let Some((at, took, result)) = self.reading.take() else { return };
        self.failures = if report.up { 0 } else { self.failures.saturating_add(1) };
        self.finish(Scraped { at, took, report, result });
    }

    /// The clock was set back by `step` to `now`. What was read keeps its age, and nothing waits for an instant that the clock had
    /// already reached.
    pub(super) fn clock_set_back(&mut self, now: Timestamp, step: Duration) {
        // An answer of a time that is still to come is none.
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
