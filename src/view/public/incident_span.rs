//! The time of an incident, as a day of a system links to it.

use crate::history::{Incident, Run};
use metrics_engine::time::{Duration, Timestamp};

/// The time of an incident on the recorder's clock, and its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentSpan {
    /// The address of its page.
    pub href: String,
    /// Its beginning.
    pub since: Timestamp,
    /// Its end; `None` while it is open.
    pub until: Option<Timestamp>,
}

impl IncidentSpan {
    /// Returns the time of an incident whose instants are on a clock that is `ahead` of the recorder's.
    pub(super) fn of(incident: &Incident, href: String, ahead: Duration) -> Self {
        let until = incident.until.map(|until| until - ahead);
        Self { href, since: incident.since - ahead, until }
    }

    /// Whether a state of the system fell into the incident.
    pub(super) fn covers(&self, run: &Run) -> bool {
        self.since < run.until && self.until.is_none_or(|until| until > run.since)
    }
}
