//! Incidents and maintenance: what is recorded, together with operators' reports and announcements.

use crate::reports::Reports;
use allclear::config::deployment::Deployment;
use allclear::history::incident::{RecordedSystem, incident_log};
use allclear::history::{Archive, IncidentLog, Timeline};
use allclear::monitor::Monitor;
use allclear::operator::window;
use metrics_engine::time::{Duration, Timestamp};

/// Assembles incidents and maintenance.
pub(super) struct Incidents {
    /// Operators' reports, read again each time.
    reports: Reports,
    /// The last result, and when it was assembled.
    log: Option<(Timestamp, IncidentLog)>,
}

impl Incidents {
    /// The time after which they are assembled again though no state changed: operators write reports, and windows end.
    const RENEWAL: Duration = Duration(3000);

    pub(super) fn new(reports: Reports) -> Self {
        Self { reports, log: None }
    }

    /// Returns the last result.
    pub(super) fn log(&self) -> Option<&IncidentLog> {
        self.log.as_ref().map(|(_, log)| log)
    }

    /// Assembles incidents and maintenance if that `is_due`, else every few seconds. Returns whether they differ from those before.
    pub(super) fn renew(
        &mut self,
        deployment: &Deployment,
        monitor: &Monitor,
        archive: &Archive,
        is_due: bool,
        now: Timestamp,
    ) -> bool {
        let is_recent = |(made, _): &(Timestamp, _)| {
            (Duration::ZERO..Self::RENEWAL).contains(&now.since(*made))
        };
        if !is_due && self.log.as_ref().is_some_and(is_recent) {
            return false;
        }
        let reports = self.reports.read(deployment);
        let empty = Timeline::new(now);
        let kept = monitor.config().systems.iter().map(|system| {
            let (id, group) = (system.id.as_str(), system.group.as_str());
            match archive.of(id) {
                Some(record) => RecordedSystem {
                    id,
                    group,
                    timeline: &record.timeline,
                    outages: &record.outages,
                },
                None => RecordedSystem { id, group, timeline: &empty, outages: &[] },
            }
        });
        let windows = window::windows(deployment, now);
        let incident_log = incident_log(&kept.collect::<Vec<_>>(), &reports, &windows, now);
        let are_news = self.log.as_ref().is_none_or(|(_, before)| {
            (&before.incidents, &before.maintenance)
                != (&incident_log.incidents, &incident_log.maintenance)
        });
        self.log = Some((now, incident_log));
        are_news
    }
}
