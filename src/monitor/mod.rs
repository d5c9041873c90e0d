//! The whole running page as a value.
//!
//! [`Monitor::update`] takes what happened and says what is to be done. No clock, no randomness, no input or output, no panic:
//! a test runs it with canned answers, days in milliseconds. The page and, later, the admin page and the recorder are
//! shells around the same value.
//!
//! Where a recorder tells of the systems too, its verdict is the base and the page's own checks confirm or contradict it: [`sources`] has
//! the table of all combinations.
//!
//! Several tabs of one browser ask only once: the tab that leads tells the others what it learns, as facts with their
//! instants ([`PeerMessage`]), and every tab draws its own conclusions from them with the same code.

mod ask;
mod budget;
mod effect;
mod event;
mod evidence;
mod peers;
mod reachability;
mod reconfigure;
mod recorded;
pub mod sources;
mod system_status;
mod update;
mod watch;

pub use effect::{Effect, PeerMessage, Probe};
pub use event::{Event, FetchError};
pub use reachability::{Reachability, Stage};
pub use recorded::RecordedVerdict;
pub use sources::{Basis, Dispute};
pub use system_status::{SystemStatus, UnknownReason, part_status};
pub use watch::Watch;

use crate::config::{Check, Config, Source};
use crate::store::Keep;
use crate::store::recent::Recent;
use crate::time::{Duration, Timestamp};
use budget::Budget;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// Everything that a running page knows, with the series in `K`: a visitor's page keeps the last hour, an operator's everything.
#[derive(Clone, Debug)]
pub struct Monitor<K = Recent> {
    config: Arc<Config>,
    watches: Vec<Watch>,
    reachability: Reachability,
    store: K,
    visible: bool,
    leads: bool,
    /// Looks without an answer, until the canaries tell why: their index, end, duration, and whether the head of an answer came.
    undecided: Vec<(usize, Timestamp, Duration, bool)>,
    /// What a recorder told, by index of system.
    recorded: Vec<Option<RecordedVerdict>>,
    /// Whether a recorder was asked, and answered or not.
    has_asked_recorder: bool,
    /// When its answer, or none, came last.
    recorder_asked_at: Timestamp,
    /// Whether the newest looks were answered, oldest first.
    recent_checks: VecDeque<bool>,
    /// So many looks are under way at once at the most.
    at_once: usize,
    /// The requests that a visitor's page may send in an interval.
    budget: Option<Budget>,
    /// Ids of the systems that a person sees: on the screen, or opened.
    in_sight: BTreeSet<String>,
    /// How much longer than a service whoever asks may take.
    grace: Duration,
    /// The newest instant seen, to notice a clock that is set back.
    now: Timestamp,
}

impl<K: Keep> Monitor<K> {
    /// So many looks are under way at once in a browser. It opens six connections to a host (HTTP/1.1) and lets the rest
    /// wait while their time runs; one stays free for the canary.
    pub const AT_ONCE: usize = 5;

    /// So many looks are remembered as answered or not.
    const MAX_RECENT: usize = 120;

    /// Pause between two looks at one check, whatever happens.
    const GAP: Duration = Duration(1000);

    /// How much longer than a service the proxy may take in front of it: to connect (nginx gets 3 s for that), and to wait for the
    /// visitor who asks for all. The proxy thus always has the time to say why there is no answer; a request that ends without the
    /// head of one is never taken for a failure of the service.
    pub const GRACE: Duration = Duration(5000);

    /// Time that a canary gets.
    const CANARY: Duration = Duration(5000);

    /// Longest pause between two canaries.
    const CANARY_CEILING: Duration = Duration(60_000);

    /// A page that knows nothing yet. It asks from the first [`Event`] on, if it is seen and leads.
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
            has_asked_recorder: false,
            recorder_asked_at: now,
            config,
            watches,
            reachability: Reachability::new(),
            store: K::default(),
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

    /// Asks as a recorder does, which has no proxy in front of it to wait for. It opens more connections than a browser, so `at_once`
    /// looks may be under way at once, and none of them waits for the slow.
    pub fn ask_directly(&mut self, at_once: usize) {
        self.at_once = at_once;
        self.grace = Duration::ZERO;
    }

    /// Asks as one of many visitors does: where a recorder tells of the systems, no more than a few requests in an interval
    /// (`budget`).
    pub fn ask_on_budget(&mut self) {
        let interval = self.watches.iter().map(|watch| watch.check.interval).min();
        self.budget = Some(Budget::new(interval.unwrap_or(Check::INTERVAL)));
    }

    /// What the page runs on.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The checks of all systems, in the order of the configuration.
    pub fn watches(&self) -> &[Watch] {
        &self.watches
    }

    /// The way from this browser to the systems.
    pub fn reachability(&self) -> &Reachability {
        &self.reachability
    }

    /// The series seen.
    pub fn store(&self) -> &K {
        &self.store
    }

    /// The series seen, for those who have more to add.
    pub fn store_mut(&mut self) -> &mut K {
        &mut self.store
    }

    /// The check with this index is due now, if it is not under way.
    pub fn hurry(&mut self, check: usize, now: Timestamp) {
        if let Some(watch) = self.watches.get_mut(check)
            && watch.schedule.began.is_none()
        {
            watch.schedule.due = now;
        }
    }

    /// Whether this tab asks for all tabs of this browser.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// How many of the newest looks were answered, and how many there were.
    pub fn answered(&self) -> (usize, usize) {
        (self.recent_checks.iter().filter(|answered| **answered).count(), self.recent_checks.len())
    }

    /// When the next look, or the next canary while the way is blocked, is due.
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
