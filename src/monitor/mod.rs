//! The whole running page as a value.
//!
//! [`Monitor::update`] takes what happened and returns what to do. It has no clock, no randomness, no input or output, and
//! never panics: a test runs it with canned answers, days in milliseconds. Both pages and the recorder are shells around it.
//!
//! Beside a recorder, its verdict is the base and the page's own checks confirm or contradict it: [`sources`] has the table of
//! all combinations.
//!
//! Several tabs of one browser send each request once. The tab that leads broadcasts what it learns, as facts with their
//! instants ([`PeerMessage`]), and every tab draws its own conclusions from them with the same code.

mod budget;
mod clock;
mod effect;
mod event;
mod evidence;
mod health_series;
mod own_checks;
mod peers;
mod reachability;
mod reconfigure;
mod recorded;
mod requests;
pub mod sources;
mod system_status;
mod update;
mod watch;

pub use effect::{Canary, Effect, PeerMessage};
pub use event::{Event, FetchError};
pub use own_checks::part_status;
pub use reachability::{Reachability, Stage};
pub use recorded::RecordedVerdict;
pub use system_status::{Basis, Dispute, SystemStatus, UnknownReason};
pub use watch::Watch;

use crate::config::{Check, Config, Source};
use budget::Budget;
use metrics_engine::store::SampleSink;
use metrics_engine::store::recent::Recent;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// Everything that a running page knows. `S` stores its series: a visitor's page keeps the last hour, an operator's page
/// everything.
#[derive(Clone, Debug)]
pub struct Monitor<S = Recent> {
    config: Arc<Config>,
    watches: Vec<Watch>,
    reachability: Reachability,
    store: S,
    visible: bool,
    leads: bool,
    /// Checks without an answer, until canaries show why: index, end, duration, and whether the head of an answer arrived.
    undecided: Vec<(usize, Timestamp, Duration, bool)>,
    /// The recorder's verdicts, by index of system.
    recorded: Vec<Option<RecordedVerdict>>,
    /// Whether the recorder's files were requested, with or without success.
    has_read_recorder: bool,
    /// When the recorder last answered, or failed to.
    recorder_read_at: Timestamp,
    /// Whether each of the newest checks was answered, oldest first.
    recent_checks: VecDeque<bool>,
    /// Maximum number of checks under way at once.
    at_once: usize,
    /// The requests that a visitor's page may send in an interval.
    budget: Option<Budget>,
    /// Ids of the systems that a person sees: on the screen, or opened.
    in_sight: BTreeSet<String>,
    /// How much longer than the service's timeout a request may take.
    grace: Duration,
    /// The newest instant seen, to notice a clock that is set back.
    now: Timestamp,
}

impl<S: SampleSink> Monitor<S> {
    /// Maximum number of checks under way at once in a browser. It opens six connections to a host (HTTP/1.1) and lets other
    /// requests wait while their time runs; one connection stays free for the canary.
    pub const AT_ONCE: usize = 5;

    /// Number of checks that are remembered as answered or not.
    const MAX_RECENT: usize = 120;

    /// Shortest pause between two checks of one kind, whatever happens.
    const GAP: Duration = Duration(1000);

    /// How much longer than the service's timeout a request through the proxy may take: to connect (nginx gets 3 s for that),
    /// and to wait for the visitor whose request is shared. So the proxy always has time to report why there is no answer, and
    /// a request that ends without a response head is never taken for a failure of the service.
    pub const GRACE: Duration = Duration(5000);

    /// Timeout of a canary.
    const CANARY: Duration = Duration(5000);

    /// Longest pause between two canaries.
    const CANARY_CEILING: Duration = Duration(60_000);

    /// Creates a monitor that knows nothing yet. It sends requests from the first [`Event`] on, if it is visible and leads.
    pub fn new(config: impl Into<Arc<Config>>, now: Timestamp) -> Self {
        let config = config.into();
        let mut watches = Vec::new();
        for (index, system) in config.systems.iter().enumerate() {
            if let Source::Checks(checks) = &system.source {
                for check in checks {
                    let path = Config::path(system, check);
                    watches.push(Watch::new(index, check.clone(), path, config.cache, now));
                }
            }
        }
        Self {
            recorded: vec![None; config.systems.len()],
            has_read_recorder: false,
            recorder_read_at: now,
            config,
            watches,
            reachability: Reachability::new(),
            store: S::default(),
            visible: true,
            leads: false,
            undecided: Vec::new(),
            recent_checks: VecDeque::new(),
            at_once: Self::AT_ONCE,
            budget: None,
            in_sight: BTreeSet::new(),
            grace: Self::GRACE,
            now,
        }
    }

    /// Checks systems directly, as a recorder does: no proxy adds to a timeout, and up to `at_once` checks are under way at
    /// once, so that none of them waits for a slow one.
    pub fn check_directly(&mut self, at_once: usize) {
        self.at_once = at_once;
        self.grace = Duration::ZERO;
    }

    /// Checks systems as one of many visitors: beside a recorder, no more than a few requests in an interval (`budget`).
    pub fn check_on_budget(&mut self) {
        let interval = self.watches.iter().map(|watch| watch.check.interval).min();
        self.budget = Some(Budget::new(interval.unwrap_or(Check::INTERVAL)));
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the checks of all systems, in the order of the configuration.
    pub fn watches(&self) -> &[Watch] {
        &self.watches
    }

    /// Returns how far requests get from this browser.
    pub fn reachability(&self) -> &Reachability {
        &self.reachability
    }

    /// Returns the stored series.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Returns the stored series, for additions.
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// Makes the check with this index due now, unless it is under way.
    pub fn hurry(&mut self, check: usize, now: Timestamp) {
        if let Some(watch) = self.watches.get_mut(check)
            && watch.schedule.began.is_none()
        {
            watch.schedule.due = now;
        }
    }

    /// Returns whether this tab sends requests for all tabs of this browser.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// Returns how many of the newest checks were answered, and how many there were.
    pub fn answered(&self) -> (usize, usize) {
        (self.recent_checks.iter().filter(|answered| **answered).count(), self.recent_checks.len())
    }

    /// Returns when the next check is due, or the next canary while the proxy is silent.
    pub fn next_check_at(&self) -> Option<Timestamp> {
        if self.reachability.proxy.answers == Some(false) {
            return Some(self.reachability.proxy.due);
        }
        self.watches
            .iter()
            .filter(|watch| watch.schedule.began.is_none())
            .map(|watch| watch.schedule.due)
            .min()
    }
}
