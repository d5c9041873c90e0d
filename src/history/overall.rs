//! The status of the page as a whole and of each system, with announced maintenance and operators' reports.
//!
//! Page, title, badges, widget and `api/v2` all take their status from [`overall`], so they cannot contradict each other. The
//! recorder computes it for the files that it writes, the page for what it shows.

use super::incident::{Incident, Stage};
use super::maintenance::{self, Window};
use crate::monitor::{Basis, SystemStatus, UnknownReason};
use crate::status::Status;
use metrics_engine::time::Timestamp;

/// One system as its checks found it.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The system's id.
    pub id: &'a str,
    /// The measured status.
    pub status: Status,
    /// Whether it answers, however badly. A system that cannot be seen does not show that its maintenance goes as announced.
    pub is_seen: bool,
}

impl<'a> Measured<'a> {
    /// Creates the value for the system with this id and this status.
    pub fn new(id: &'a str, system_status: &SystemStatus<'_>) -> Self {
        let is_seen = match (system_status.status, &system_status.unknown_reason) {
            (Status::Unknown, unknown_reason) => {
                matches!(
                    unknown_reason,
                    Some(UnknownReason::NotHealth(_) | UnknownReason::Unreadable)
                )
            }
            // A recorder reports no system before its first answer, and does not report how far a streak is.
            (Status::Checking, _) => {
                system_status.streak.is_some()
                    || (system_status.basis == Basis::Recorder && system_status.measured.is_some())
            }
            _ => true,
        };
        Self { id, status: system_status.status, is_seen }
    }
}

/// The status of one system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemVerdict {
    /// The status.
    pub status: Status,
    /// Whether an operator's report makes it worse than the measured status.
    pub is_reported: bool,
}

/// The status of the page and of each system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overall {
    /// The status over all systems.
    pub status: Status,
    /// The status of each system, in the given order.
    pub systems: Vec<SystemVerdict>,
}

/// Returns the status at `now`.
///
/// Announced maintenance covers the systems of its window that are seen. An open report makes its systems as bad as the
/// operator says and never better than measured, however old it is, until it says that the fault is repaired.
pub fn overall(
    measured: &[Measured<'_>],
    incidents: &[Incident],
    windows: &[Window],
    now: Timestamp,
) -> Overall {
    let claims: Vec<(&Incident, Status)> =
        incidents.iter().filter_map(|incident| Some((incident, claim(incident)?))).collect();
    let verdict = |system: &Measured<'_>| {
        let is_covered = system.is_seen
            && maintenance::of(system.id, windows).any(|window| window.contains(&now));
        let status = if is_covered { Status::Maintenance } else { system.status };
        let its = claims
            .iter()
            .filter(|(incident, _)| incident.systems.iter().any(|other| other == system.id));
        let with_claims = its.map(|(_, claim)| *claim).fold(status, Status::worse);
        SystemVerdict { status: with_claims, is_reported: with_claims != status }
    };
    let systems: Vec<SystemVerdict> = measured.iter().map(verdict).collect();
    let words: Vec<Status> = systems.iter().map(|system| system.status).collect();
    // A report that names no system concerns the page as a whole.
    let unnamed = claims.iter().filter(|(incident, _)| incident.systems.is_empty());
    let status = unnamed.map(|(_, claim)| *claim).fold(Status::over(&words), Status::worse);
    Overall { status, systems }
}

/// Returns the status that the operators of an incident claim for its systems, while it is open and not repaired. A report that
/// does not say how bad it is means that something is wrong.
fn claim(incident: &Incident) -> Option<Status> {
    let newest = incident.updates.first()?;
    let is_unsolved = incident.until.is_none() && newest.stage < Stage::Monitoring;
    let impact = incident.impact.map(Status::from).filter(|status| status.is_problem());
    is_unsolved.then_some(impact.unwrap_or(Status::Degraded))
}

/// Returns whether operators report the incident and it is not over.
pub fn is_reported(incident: &Incident) -> bool {
    incident.until.is_none() && !incident.updates.is_empty()
}

#[cfg(test)]
mod tests {
    use super::Status::{
        Checking, Degraded, Maintenance, MajorOutage, Operational, PartialOutage, Unknown,
    };
    use super::*;
    use crate::history::{State, Update};

    const NOW: Timestamp = Timestamp(1_000_000);

    fn report(systems: &[&str], impact: Option<State>, stage: Stage) -> Incident {
        Incident {
            id: "report".to_owned(),
            systems: systems.iter().map(|id| (*id).to_owned()).collect(),
            impact,
            updates: vec![Update { at: Timestamp(0), stage, body: Vec::new() }],
            ..Incident::default()
        }
    }

    fn window(system: &str) -> Window {
        Window {
            id: "move".to_owned(),
            title: String::new(),
            body: Vec::new(),
            systems: vec![system.to_owned()],
            since: Timestamp(0),
            until: NOW + metrics_engine::time::Duration(1),
        }
    }

    /// Returns the statuses of the systems a, b and so on, and that of the page.
    fn words(
        measured: &[Status],
        incidents: &[Incident],
        windows: &[Window],
    ) -> (Vec<Status>, Status) {
        let ids = ["a", "b", "c"];
        let measured: Vec<Measured<'_>> = ids
            .iter()
            .zip(measured)
            .map(|(id, status)| Measured { id, status: *status, is_seen: *status != Unknown })
            .collect();
        let found = overall(&measured, incidents, windows, NOW);
        (found.systems.iter().map(|system| system.status).collect(), found.status)
    }

    #[test]
    fn a_report_makes_its_own_systems_as_bad_as_it_says() {
        use Stage::{Identified, Investigating, Monitoring, Resolved};
        let major = Some(State::MajorOutage);
        let degraded = Some(State::Degraded);
        for (measured, incident, systems, page) in [
            (
                vec![Operational, Operational],
                report(&["a"], major, Investigating),
                vec![MajorOutage, Operational],
                PartialOutage,
            ),
            (
                vec![Operational, Operational],
                report(&["a", "b"], major, Identified),
                vec![MajorOutage, MajorOutage],
                MajorOutage,
            ),
            (
                vec![Operational, Operational],
                report(&["b"], None, Identified),
                vec![Operational, Degraded],
                Degraded,
            ),
            // Repaired and under observation, or said to be over while the checks disagree.
            (
                vec![Operational, MajorOutage],
                report(&["a"], major, Monitoring),
                vec![Operational, MajorOutage],
                PartialOutage,
            ),
            (vec![Operational], report(&["a"], major, Resolved), vec![Operational], Operational),
            // A report never improves a status.
            (
                vec![MajorOutage],
                report(&["a"], degraded, Identified),
                vec![MajorOutage],
                MajorOutage,
            ),
            (vec![Unknown], report(&["a"], degraded, Identified), vec![Degraded], Degraded),
            (vec![Checking], report(&["a"], degraded, Identified), vec![Degraded], Degraded),
            // A report without systems is about all of them.
            (vec![Operational], report(&[], major, Identified), vec![Operational], MajorOutage),
        ] {
            let found = words(&measured, core::slice::from_ref(&incident), &[]);
            assert_eq!(found, (systems, page), "{measured:?} {incident:?}");
        }
    }

    #[test]
    fn maintenance_covers_what_is_seen_and_no_report() {
        let windows = [window("a")];
        for (measured, incidents, systems, page) in [
            (MajorOutage, vec![], Maintenance, Maintenance),
            (Unknown, vec![], Unknown, Unknown),
            (Operational, vec![report(&["a"], None, Stage::Investigating)], Degraded, Degraded),
        ] {
            assert_eq!(words(&[measured], &incidents, &windows), (vec![systems], page));
        }
        let past = words(&[MajorOutage, MajorOutage], &[], &[Window { until: NOW, ..window("a") }]);
        assert_eq!(past, (vec![MajorOutage, MajorOutage], MajorOutage));
    }

    #[test]
    fn no_report_makes_anything_greener() {
        let all =
            [Operational, Degraded, PartialOutage, MajorOutage, Maintenance, Unknown, Checking];
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (*a, *b))) {
            let (_, before) = words(&[a, b], &[], &[]);
            for impact in State::ALL.map(Some).into_iter().chain([None]) {
                for stage in Stage::ALL {
                    let (_, after) = words(&[a, b], &[report(&["a"], impact, stage)], &[]);
                    assert_eq!(after, before.worse(after), "{a:?} {b:?} {impact:?} {stage:?}");
                }
            }
        }
    }
}
