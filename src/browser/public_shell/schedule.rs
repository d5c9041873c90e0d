//! When the public page requests the recorder's files and its configuration.

use crate::config::Config;
use metrics_engine::time::{Duration, Timestamp};

/// When the recorder's verdicts and history are requested next.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecorderSchedule {
    /// When the page started.
    pub(super) started: Timestamp,
    pub(super) verdicts: Timestamp,
    pub(super) history: Timestamp,
}

impl RecorderSchedule {
    /// The page starts: all of them are due.
    pub(super) fn new(now: Timestamp) -> Self {
        Self { started: now, verdicts: now, history: now }
    }

    /// Returns the schedule with the history due at `at` the latest.
    pub(super) fn with_history_by(self, at: Timestamp) -> Self {
        Self { history: self.history.min(at), ..self }
    }

    /// Returns the schedule with all files due now.
    pub(super) fn at_once(self, now: Timestamp) -> Self {
        Self { verdicts: now, history: now, ..self }
    }
}

/// When the file of incidents and maintenance is requested next.
#[derive(Clone, Copy, Debug)]
pub(super) struct IncidentSchedule {
    /// Whether it has ever been requested.
    pub(super) has_begun: bool,
    pub(super) due: Timestamp,
}

impl IncidentSchedule {
    /// The file is requested after the first verdict, and this long after the start in any case.
    const LATEST: Duration = Duration::from_secs(4);

    /// The page starts.
    pub(super) fn new(now: Timestamp) -> Self {
        Self { has_begun: false, due: now + Self::LATEST }
    }

    /// Returns the schedule with the file due at `at` the latest.
    pub(super) fn by(self, at: Timestamp) -> Self {
        Self { due: self.due.min(at), ..self }
    }
}

/// When the configuration is requested next.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConfigSchedule {
    pub(super) requested: Timestamp,
    pub(super) due: Timestamp,
}

/// Number of the shortest check intervals between two requests for the configuration, within the limits below.
const INTERVALS: i64 = 10;
const SHORTEST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(180);

/// Pause between two requests that have a reason of their own.
const PAUSE: Duration = Duration::from_secs(5);

impl ConfigSchedule {
    /// The page has just read it.
    pub(super) fn new(config: &Config, now: Timestamp) -> Self {
        Self { requested: now, due: now + interval(config) }
    }

    /// Whether it is due. A clock that was set back does not stop the requests for hours.
    pub(super) fn is_due(self, now: Timestamp) -> bool {
        now >= self.due || self.due.since(now) > LONGEST
    }

    /// Returns the schedule with a request that has a reason of its own.
    pub(super) fn soon(self, now: Timestamp) -> Self {
        Self { due: self.due.min((self.requested + PAUSE).max(now)), ..self }
    }
}

/// The time from one request for the configuration to the next.
fn interval(config: &Config) -> Duration {
    let shortest = config.shortest_interval().unwrap_or(LONGEST);
    Duration((shortest.0 * INTERVALS).clamp(SHORTEST.0, LONGEST.0))
}
