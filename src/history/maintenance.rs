//! Announced maintenance, and its effect on what was measured.
//!
//! An announced outage of the systems of a window is no outage, and the window does not count towards their uptime. What was
//! not observed stays unobserved.

use super::document::fields::{id, ids, seconds};
use super::outage::Outage;
use super::rich_text::Block;
use super::state::State;
use super::timeline::Timeline;
use core::ops::Range;
use metrics_engine::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A window of announced maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Its name in addresses, one for each recurrence.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The operator's title.
    pub title: String,
    /// The operator's text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    /// The systems by id, in the order of the configuration.
    #[serde(deserialize_with = "ids")]
    pub systems: Vec<String>,
    /// When it begins.
    #[serde(with = "seconds")]
    pub since: Timestamp,
    /// When it ends.
    #[serde(with = "seconds")]
    pub until: Timestamp,
}

/// Returns the times at which this system is under maintenance, in the order of `windows`.
pub fn of<'a>(
    system: &'a str,
    windows: &'a [Window],
) -> impl Iterator<Item = Range<Timestamp>> + 'a {
    let its = windows.iter().filter(move |window| window.systems.iter().any(|id| id == system));
    its.map(|window| window.since..window.until)
}

/// Replaces what a timeline observed in these times by maintenance.
pub fn cover(timeline: &mut Timeline, windows: impl Iterator<Item = Range<Timestamp>>) {
    for window in windows {
        timeline.replace(window, |state| match state {
            State::Unobserved => State::Unobserved,
            _ => State::Maintenance,
        });
    }
}

/// Returns what remains of outages, oldest first, outside of these times. An outage that begins in a window and outlasts it
/// begins where the window ends: from then on it was not announced.
pub fn outside(outages: &[Outage], windows: impl Iterator<Item = Range<Timestamp>>) -> Vec<Outage> {
    let mut left = outages.to_vec();
    for window in windows.filter(|window| !window.is_empty()) {
        let cut = left.into_iter().flat_map(|outage| {
            let is_apart = outage.since >= window.end
                || outage.until.is_some_and(|until| until <= window.start);
            if is_apart {
                return [Some(outage), None];
            }
            let before = (outage.since < window.start)
                .then_some(Outage { until: Some(window.start), ..outage });
            let after = outage
                .until
                .is_none_or(|until| until > window.end)
                .then_some(Outage { since: window.end, ..outage });
            [before, after]
        });
        left = cut.flatten().collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::State::{Degraded, Maintenance, MajorOutage, Operational, Unobserved};
    use super::*;
    use crate::history::Cause;

    fn range((from, until): (i64, i64)) -> Range<Timestamp> {
        Timestamp(from)..Timestamp(until)
    }

    #[test]
    fn covers_what_was_measured_and_not_what_was_not() {
        let mut timeline = Timeline::new(Timestamp(0));
        for (state, until) in
            [(Operational, 10), (MajorOutage, 20), (Unobserved, 30), (Operational, 40)]
        {
            timeline.extend(state, Timestamp(until));
        }
        cover(&mut timeline, [(15, 35), (90, 99)].map(range).into_iter());
        let runs: Vec<(State, i64)> = timeline.runs().map(|run| (run.state, run.until.0)).collect();
        assert_eq!(
            runs,
            [
                (Operational, 10),
                (MajorOutage, 15),
                (Maintenance, 20),
                (Unobserved, 30),
                (Maintenance, 35),
                (Operational, 40)
            ]
        );
    }

    #[test]
    fn an_outage_within_its_window_is_none() {
        for (outage, windows, expected) in [
            ((10, Some(20)), vec![], vec![(10, Some(20))]),
            ((10, Some(20)), vec![(10, 20)], vec![]),
            ((10, Some(20)), vec![(0, 10), (20, 30)], vec![(10, Some(20))]),
            ((10, Some(20)), vec![(5, 12)], vec![(12, Some(20))]),
            ((10, Some(20)), vec![(18, 25)], vec![(10, Some(18))]),
            (
                (10, Some(20)),
                vec![(12, 14), (16, 18)],
                vec![(10, Some(12)), (14, Some(16)), (18, Some(20))],
            ),
            ((10, None), vec![(5, 30)], vec![(30, None)]),
            ((10, None), vec![(15, 15)], vec![(10, None)]),
        ] {
            let outage = Outage {
                since: Timestamp(outage.0),
                until: outage.1.map(Timestamp),
                worst: Degraded,
                cause: Cause::Unhealthy,
            };
            let left = outside(&[outage], windows.iter().copied().map(range));
            let left: Vec<_> =
                left.iter().map(|it| (it.since.0, it.until.map(|until| until.0))).collect();
            assert_eq!(left, expected, "{windows:?}");
        }
    }

    #[test]
    fn is_of_its_own_systems_alone() {
        let window = Window {
            id: "move".to_owned(),
            title: String::new(),
            body: Vec::new(),
            systems: vec!["rat".to_owned()],
            since: Timestamp(5),
            until: Timestamp(9),
        };
        assert_eq!(of("rat", core::slice::from_ref(&window)).collect::<Vec<_>>(), [range((5, 9))]);
        assert_eq!(of("chat", &[window]).count(), 0);
    }
}
