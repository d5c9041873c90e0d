//! The verdicts of the recorder's monitor, in the form of `status.json` and of the files for machines.

use allclear::history::document::{PageVerdict, Verdict, Verdicts};
use allclear::history::overall::is_reported;
use allclear::history::{Archive, Cause, IncidentLog, Measured, Overall, overall};
use allclear::monitor::Monitor;
use allclear::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// The verdicts on the systems at `now`.
pub(super) fn verdicts(
    monitor: &Monitor,
    archive: &Archive,
    interval: Duration,
    now: Timestamp,
) -> Verdicts {
    let systems = monitor.config().systems.iter().enumerate().filter_map(|(index, system)| {
        let system_status = monitor.system_status(index, now);
        let timeline = archive.of(&system.id).map(|record| &record.timeline);
        Some((system.id.clone(), Verdict::of(&system_status, timeline, now)?))
    });
    Verdicts { at: now, interval, page: None, systems: systems.collect() }
}

/// The verdict on the page.
pub(super) fn page(words: &Overall, incident_log: &IncidentLog) -> PageVerdict {
    let reports = incident_log.incidents.iter().filter(|incident| is_reported(incident)).count();
    PageVerdict { status: words.status, reports }
}

/// The word for each system and for the page.
pub(super) fn words(monitor: &Monitor, incident_log: &IncidentLog, now: Timestamp) -> Overall {
    let systems = monitor.config().systems.iter().enumerate();
    let measured = systems
        .map(|(index, system)| Measured::new(&system.id, &monitor.system_status(index, now)));
    overall(&measured.collect::<Vec<_>>(), &incident_log.incidents, &incident_log.maintenance, now)
}

/// The same where nothing is measured any more: reports and announcements alone.
pub(super) fn words_without_checks(
    monitor: &Monitor,
    incident_log: &IncidentLog,
    now: Timestamp,
) -> Overall {
    let systems = monitor.config().systems.iter();
    let unknown =
        systems.map(|system| Measured { id: &system.id, status: Status::Unknown, is_seen: false });
    overall(&unknown.collect::<Vec<_>>(), &incident_log.incidents, &incident_log.maintenance, now)
}

/// Returns the parts of the verdicts that make a change: everything but the age.
pub(super) fn states(all: &Verdicts) -> Vec<(&str, Status, Timestamp, Option<Cause>)> {
    all.systems.iter().map(|(id, one)| (id.as_str(), one.status, one.since, one.cause)).collect()
}
