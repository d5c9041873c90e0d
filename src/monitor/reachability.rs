//! "Is it me?": how far a request gets on its way from this browser to the systems.
//!
//! The browser, this site and the proxy can each fail, and whatever lies behind is then unknown, not down. This module only
//! keeps the state; the monitor decides which requests to send.

use super::effect::Canary;
use metrics_engine::time::{Duration, Timestamp};

/// How far requests get from this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reachability {
    /// Whether the browser reports that it is online.
    pub online: bool,
    /// The page's own origin.
    pub site: Stage,
    /// The status proxy.
    pub proxy: Stage,
}

/// One stage on the way to the systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Whether it answers; `None` before the first request.
    pub answers: Option<bool>,
    /// How long its last canary took.
    pub took: Duration,
    /// Since when it has not answered, if it does not.
    pub silent_since: Option<Timestamp>,
    /// Number of canaries in a row without an answer.
    pub silences: u32,
    /// When that was last known.
    pub at: Timestamp,
    /// When the canary that is under way began.
    pub began: Option<Timestamp>,
    /// When the next canary may be sent.
    pub due: Timestamp,
}

impl Reachability {
    /// Creates a state in which nothing is known.
    pub fn new() -> Self {
        Self { online: true, site: Stage::default(), proxy: Stage::default() }
    }

    /// Returns the stage that `canary` tests.
    pub fn stage(&mut self, canary: Canary) -> &mut Stage {
        match canary {
            Canary::Site => &mut self.site,
            Canary::Proxy => &mut self.proxy,
        }
    }

    /// Returns whether it is known that no system can be reached.
    pub fn is_blocked(&self) -> bool {
        !self.online || self.proxy.answers == Some(false)
    }
}

impl Default for Reachability {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    /// Notes the outcome of a canary. Returns whether this stage answers again after a silence.
    pub fn note(&mut self, answered: bool, at: Timestamp, took: Duration) -> bool {
        let revived = answered && self.answers == Some(false);
        self.answers = Some(answered);
        self.silent_since = if answered { None } else { self.silent_since.or(Some(at)) };
        self.silences = if answered { 0 } else { self.silences.saturating_add(1) };
        self.at = at;
        self.took = took;
        self.began = None;
        revived
    }
}
