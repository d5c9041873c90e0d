//! The incidents that the days of a system link to.

use super::Histories;
use crate::history::Incident;
use crate::view::public::incident_span::IncidentSpan;
use crate::view::public::past_days;
use metrics_engine::time::Duration;

impl Histories {
    /// Takes the recorded incidents, with their instants on a clock that is `ahead` of the recorder's.
    pub fn set_incidents(&mut self, incidents: &[Incident], ahead: Duration) {
        for entry in &mut self.systems {
            let about = incidents.iter().filter(|incident| incident.systems.contains(&entry.id));
            let spans =
                about.map(|incident| IncidentSpan::of(incident, past_days::href(incident), ahead));
            let spans: Vec<IncidentSpan> = spans.collect();
            entry.is_stale |= entry.incidents != spans;
            entry.incidents = spans;
        }
    }
}
