//! "Is it me?": how far a question gets on its way from this browser to the systems.
//!
//! Browser, this site, the proxy: each can fail, and whatever lies behind is then unknown, not down.
//! This module only remembers; who asks, and when, is the monitor's business.

use super::effect::Probe;
use crate::time::{Duration, Timestamp};

/// The way from this browser to the systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reachability {
    /// Whether the browser says that it is connected.
    pub online: bool,
    /// The page's own origin.
    pub site: Stage,
    /// The status proxy.
    pub proxy: Stage,
}

/// One stage of the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// How it stands; `None` before it was ever asked.
    pub answers: Option<bool>,
    /// How long its last canary took.
    pub took: Duration,
    /// Since when it has kept silent, if it does.
    pub silent_since: Option<Timestamp>,
    /// Canaries without an answer, in a row.
    pub silences: u32,
    /// When that was last known.
    pub at: Timestamp,
    /// When the canary that is under way began.
    pub began: Option<Timestamp>,
    /// Not to be asked again before.
    pub due: Timestamp,
}

impl Reachability {
    /// A way of which nothing is known yet.
    pub fn new() -> Self {
        Self { online: true, site: Stage::default(), proxy: Stage::default() }
    }

    /// The stage that `probe` tells about.
    pub fn stage(&mut self, probe: Probe) -> &mut Stage {
        match probe {
            Probe::Site => &mut self.site,
            Probe::Proxy => &mut self.proxy,
        }
    }

    /// Whether it is known that no system can be asked.
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
    /// Takes note of a canary. Returns whether this stage came back to life.
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
