//! One target under watch: when it is scraped, and what the last scrape brought.

use crate::config::private::Target;
use crate::decode::Answer;
use crate::schedule::{Pace, Schedule};
use crate::scrape::{Family, Report, Scrape};
use crate::status::look::Failure;
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
    /// None came at all, and the proxy answers.
    Unreachable,
    /// Nobody can tell: the proxy does not answer, or the browser is offline. That says nothing of the target.
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

    /// Takes the outcome of a scrape that began at `at`.
    pub(super) fn take(
        &mut self,
        store: &mut Store,
        at: Timestamp,
        took: Duration,
        result: Result<Answer, Silence>,
    ) {
        let outcome = match &result {
            Ok(answer) => Some(Ok(answer)),
            Err(Silence::TimedOut) => Some(Err(Failure::TimedOut)),
            Err(Silence::Unreachable) => Some(Err(Failure::Unreachable)),
            // Nothing is written: a target that nobody could ask is neither up nor down.
            Err(Silence::Blind) => None,
        };
        let report = outcome.map_or_else(Report::default, |outcome| {
            let report = self.scrape.take(store, at, took, outcome);
            self.failures = if report.up { 0 } else { self.failures.saturating_add(1) };
            report
        });
        if report.up {
            self.succeeded = Some(at);
        }
        self.last = Some(Scraped { at, took, report, result });
        self.schedule.finish(at + took, Pace::Steady, Duration::ZERO);
    }
}
