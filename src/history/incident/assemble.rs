//! Puts together what is published of incidents and maintenance, from what was recorded and written.

use super::{IncidentLog, Report, SystemOutages, merge};
use crate::history::maintenance::{self, Window};
use crate::history::outage::Outage;
use crate::history::state::State;
use crate::history::timeline::Timeline;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The age up to which incidents and maintenance are published.
pub const PUBLISHED: Duration = Duration::from_secs(90 * 86_400);

/// Shorter unobserved times are no gap: the pause between two checks, or a restart.
const GAP: Duration = Duration::from_secs(300);

/// The record of one public system.
#[derive(Clone, Copy, Debug)]
pub struct RecordedSystem<'a> {
    /// The system's id.
    pub id: &'a str,
    /// The heading of its group; may be empty.
    pub group: &'a str,
    /// Its states, as measured.
    pub timeline: &'a Timeline,
    /// Its confirmed outages, as measured, oldest first.
    pub outages: &'a [Outage],
}

/// Returns the incident log at `now`. It mentions no system that is not in `systems`.
///
/// `systems` has every public system in the order of the configuration, with everything that is recorded rather than the
/// published part: that keeps the ids of incidents stable. Without a recorder the timelines are empty.
pub fn incident_log(
    systems: &[RecordedSystem<'_>],
    reports: &[Report],
    windows: &[Window],
    now: Timestamp,
) -> IncidentLog {
    let left: Vec<Vec<Outage>> = systems
        .iter()
        .map(|system| maintenance::outside(system.outages, maintenance::of(system.id, windows)))
        .collect();
    let recorded: Vec<SystemOutages<'_>> = systems
        .iter()
        .zip(&left)
        .map(|(system, outages)| SystemOutages { id: system.id, group: system.group, outages })
        .collect();
    let first = now - PUBLISHED;
    let mut incidents = merge(&recorded, reports);
    incidents.retain(|incident| incident.until.is_none_or(|until| until > first));
    let mut maintenance: Vec<Window> = windows
        .iter()
        .filter(|window| window.until > first && window.since < window.until)
        .map(|window| public(window, systems))
        .filter(|window| !window.systems.is_empty())
        .collect();
    maintenance.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    let lived = || systems.iter().filter(|system| system.timeline.until() > system.timeline.from());
    let from = lived().map(|system| system.timeline.from()).min();
    let until = lived().map(|system| system.timeline.until()).max();
    let recorded = from.zip(until).map(|(from, until)| from.max(first)..until);
    IncidentLog {
        gaps: recorded.clone().map_or_else(Vec::new, |range| gaps(systems, range)),
        recorded,
        incidents,
        maintenance,
    }
}

/// Returns the window reduced to public systems, in their order.
fn public(window: &Window, systems: &[RecordedSystem<'_>]) -> Window {
    let its = systems.iter().filter(|system| window.systems.iter().any(|id| id == system.id));
    Window { systems: its.map(|system| system.id.to_owned()).collect(), ..window.clone() }
}

/// Returns the times in which no system was observed.
fn gaps(systems: &[RecordedSystem<'_>], range: Range<Timestamp>) -> Vec<Range<Timestamp>> {
    let mut gaps = vec![range.clone()];
    for system in systems {
        let mut unseen = vec![range.start..system.timeline.from()];
        unseen.extend(
            system
                .timeline
                .within(range.clone())
                .filter(|run| run.state == State::Unobserved)
                .map(|run| run.since..run.until),
        );
        unseen.push(system.timeline.until()..range.end);
        gaps = common(&gaps, &unseen);
    }
    gaps.retain(|gap| gap.end.since(gap.start) >= GAP);
    gaps
}

/// Returns the intersection of two lists of ranges, each in order and without overlaps.
fn common(a: &[Range<Timestamp>], b: &[Range<Timestamp>]) -> Vec<Range<Timestamp>> {
    let mut both = Vec::new();
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(one), Some(other)) = (a.peek(), b.peek()) {
        let shared = one.start.max(other.start)..one.end.min(other.end);
        let (is_first, is_second) = (one.end <= other.end, other.end <= one.end);
        if !shared.is_empty() {
            both.push(shared);
        }
        if is_first {
            a.next();
        }
        if is_second {
            b.next();
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Cause;

    const HOUR: i64 = 3_600_000;

    fn hours(from: i64, until: i64) -> Range<Timestamp> {
        Timestamp(from * HOUR)..Timestamp(until * HOUR)
    }

    fn timeline(from: i64, runs: &[(State, i64)]) -> Timeline {
        let mut timeline = Timeline::new(Timestamp(from * HOUR));
        for (state, until) in runs {
            timeline.extend(*state, Timestamp(until * HOUR));
        }
        timeline
    }

    fn window(systems: &[&str], range: Range<Timestamp>) -> Window {
        Window {
            id: "move".to_owned(),
            title: "Move".to_owned(),
            body: Vec::new(),
            systems: systems.iter().map(|id| (*id).to_owned()).collect(),
            since: range.start,
            until: range.end,
        }
    }

    #[test]
    fn reports_unrecorded_times() {
        use State::{Operational as Up, Unobserved as Unseen};
        let chat = timeline(10, &[(Up, 20), (Unseen, 24), (Up, 30), (Unseen, 40), (Up, 50)]);
        let rat = timeline(12, &[(Up, 21), (Unseen, 30), (Up, 32), (Unseen, 38), (Up, 50)]);
        let systems = [("chat", &chat), ("rat", &rat)].map(|(id, timeline)| RecordedSystem {
            id,
            group: "",
            timeline,
            outages: &[],
        });
        let log = incident_log(&systems, &[], &[], Timestamp(50 * HOUR));
        assert_eq!(log.recorded, Some(hours(10, 50)));
        assert_eq!(log.gaps, [hours(21, 24), hours(32, 38)]);
        let nothing = timeline(10, &[]);
        let systems = [RecordedSystem { id: "chat", group: "", timeline: &nothing, outages: &[] }];
        assert_eq!(incident_log(&systems, &[], &[], Timestamp(50 * HOUR)), IncidentLog::default());
    }

    #[test]
    fn publishes_nothing_of_private_systems_and_nothing_from_long_ago() {
        let nothing = timeline(0, &[]);
        let outage = |since, until| Outage {
            since: Timestamp(since * HOUR),
            until: Some(Timestamp(until * HOUR)),
            worst: State::MajorOutage,
            cause: Cause::Refused,
        };
        let days = 24 * 200;
        let outages = [outage(1, 2), outage(days - 9, days - 8), outage(days - 5, days - 1)];
        let systems =
            [RecordedSystem { id: "chat", group: "", timeline: &nothing, outages: &outages }];
        let windows = [
            window(&["payroll"], hours(days, days + 1)),
            window(&["payroll", "chat"], hours(days - 5, days - 4)),
            window(&["chat"], hours(1, 2)),
        ];
        let log = incident_log(&systems, &[], &windows, Timestamp(days * HOUR));
        let spans: Vec<_> = log.incidents.iter().map(|it| it.since..it.until.unwrap()).collect();
        assert_eq!(spans, [hours(days - 4, days - 1), hours(days - 9, days - 8)]);
        assert_eq!(log.maintenance, [window(&["chat"], hours(days - 5, days - 4))]);
    }
}
