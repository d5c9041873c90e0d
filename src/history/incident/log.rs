//! `incidents.json`: the [`IncidentLog`] as the recorder writes it and a page reads it.
//!
//! ```json
//! {"v":1,"from":1787443200,"until":1795175348,"gaps":[[1790000000,1790003600]],
//!  "incidents":[{"id":"2026-11-12-rat","title":"","worst":"major","systems":["rat"],"cause":"refused","since":1795175340,"until":null,
//!   "updates":[{"at":1795175345,"stage":"monitoring","body":[["p",["It is ",["b",["back"]],"."]]]}]}],
//!  "maintenance":[{"id":"move-1","title":"Move","systems":["rat"],"since":1795175340,"until":1795178940}]}
//! ```
//!
//! Instants are whole seconds since 1970. `from`, `until` and empty lists may be absent. Texts are
//! [blocks](crate::history::rich_text).

use super::Incident;
use crate::history::document;
use crate::history::document::fields::{optional_seconds, ranges};
use crate::history::maintenance::Window;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// The published incidents and maintenance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "LogFields", from = "LogFields")]
pub struct IncidentLog {
    /// The recorded time. `None` without a recorder: then there is only what operators wrote.
    pub recorded: Option<Range<Timestamp>>,
    /// Times within it, oldest first, in which no system was observed.
    pub gaps: Vec<Range<Timestamp>>,
    /// Incidents, newest first.
    pub incidents: Vec<Incident>,
    /// Maintenance, soonest first.
    pub maintenance: Vec<Window>,
}

impl IncidentLog {
    /// Returns `incidents.json`.
    pub fn print(&self) -> String {
        document::print(self)
    }

    /// Reads `incidents.json`.
    ///
    /// # Errors
    ///
    /// If it is not what [`IncidentLog::print`] writes.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        document::read(bytes)
    }

    /// Returns the log with all of its instants later by `by`, as a clock that is ahead shows them.
    #[must_use]
    pub fn shifted(mut self, by: Duration) -> Self {
        let shift = |range: &Range<Timestamp>| range.start + by..range.end + by;
        self.recorded = self.recorded.as_ref().map(shift);
        self.gaps = self.gaps.iter().map(shift).collect();
        for incident in &mut self.incidents {
            incident.since += by;
            incident.until = incident.until.map(|until| until + by);
            incident.updates.iter_mut().for_each(|update| update.at += by);
        }
        for window in &mut self.maintenance {
            window.since += by;
            window.until += by;
        }
        self
    }
}

/// [`IncidentLog`] as it stands in the document.
#[derive(Serialize, Deserialize)]
struct LogFields {
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    #[serde(default, with = "ranges", skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<Range<Timestamp>>,
    #[serde(default)]
    incidents: Vec<Incident>,
    #[serde(default)]
    maintenance: Vec<Window>,
}

impl From<IncidentLog> for LogFields {
    fn from(log: IncidentLog) -> Self {
        let (from, until) = log.recorded.map(|range| (range.start, range.end)).unzip();
        Self { from, until, gaps: log.gaps, incidents: log.incidents, maintenance: log.maintenance }
    }
}

impl From<LogFields> for IncidentLog {
    fn from(fields: LogFields) -> Self {
        Self {
            recorded: fields.from.zip(fields.until).map(|(from, until)| from..until),
            gaps: fields.gaps,
            incidents: fields.incidents,
            maintenance: fields.maintenance,
        }
    }
}

#[cfg(test)]
mod tests;
