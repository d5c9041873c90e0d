//! Lays the present state over a past that was written a while ago.
//!
//! The recorder writes the past once a minute and a page reads it every few, so an outage would be in the banner long before it is
//! in today's bar, and in the bar long after it is over.

use super::super::published::Published;
use crate::config::System;
use crate::history::document::Past;
use crate::history::{Cause, Outage, State};
use crate::monitor::{Monitor, SystemStatus};
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// How a system is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// It is well, or it is not known how it is.
    Quiet {
        /// Whether it is well, and an outage that the past leaves open is over.
        is_well: bool,
    },
    /// It is not well.
    Unwell {
        /// How bad it is.
        state: State,
        /// Since when.
        since: Timestamp,
        /// By what class of cause, as far as that is known.
        cause: Option<Cause>,
    },
}

impl Present {
    /// Nothing is known that the past does not say.
    pub(super) const NOTHING: Self = Self::Quiet { is_well: false };

    /// How each system is, on a clock that is `ahead` of the recorder's.
    pub fn of(
        monitor: &Monitor,
        published: &Published,
        ahead: Duration,
        now: Timestamp,
    ) -> Vec<Self> {
        let systems = monitor.config().systems.iter().enumerate();
        let present = |(index, system): (usize, &System)| {
            // Announced maintenance is no outage.
            if published.maintenance(&system.id, now).is_some() {
                return Self::NOTHING;
            }
            Self::new(&monitor.system_status(index, now), ahead)
        };
        systems.map(present).collect()
    }

    fn new(system_status: &SystemStatus<'_>, ahead: Duration) -> Self {
        let since = system_status.since.filter(|_| system_status.status.is_problem());
        let Some(since) = since else {
            return Self::Quiet { is_well: system_status.status == Status::Operational };
        };
        let mut unwell = system_status.checks.iter().filter(|(_, status)| status.is_problem());
        let believed = unwell.find_map(|(watch, _)| watch.believed.as_ref());
        Self::Unwell {
            state: system_status.status.into(),
            since: since - ahead,
            cause: believed.map(|result| Cause::from(&result.finding)),
        }
    }

    /// The past as it is with this, up to `now`; `None` where this adds nothing.
    pub(super) fn over(self, past: &Past, now: Timestamp) -> Option<Past> {
        let open = past.outages.iter().position(|outage| outage.until.is_none());
        let mut past = match (self, open) {
            (Self::Quiet { is_well: false }, _) | (Self::Quiet { .. }, None) => return None,
            _ => past.clone(),
        };
        let until = past.timeline.until();
        match self {
            // When it ended is in the next record.
            Self::Quiet { .. } => {
                let open = past.outages.iter_mut().filter(|outage| outage.until.is_none());
                open.for_each(|outage| outage.until = Some(until.max(outage.since)));
            }
            Self::Unwell { state, since, cause } => {
                let since = since.min(now);
                past.timeline.extend(State::Unobserved, since);
                past.timeline.replace(since..until.max(since), |known| match known {
                    State::Operational | State::Unobserved => state,
                    known => known,
                });
                // It is unwell since then, so it was between the end of the record and now.
                past.timeline.extend(state, now);
                if open.is_none() {
                    past.outages.push(Outage {
                        since,
                        until: None,
                        worst: state,
                        cause: cause.unwrap_or(Cause::Unhealthy),
                    });
                }
            }
        }
        Some(past)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Timeline;

    fn past(runs: &[(State, i64)], outages: Vec<Outage>) -> Past {
        let mut timeline = Timeline::new(Timestamp(0));
        for (state, until) in runs {
            timeline.extend(*state, Timestamp(*until));
        }
        Past { id: "rat".to_owned(), timeline, outages }
    }

    fn outage(since: i64, until: Option<i64>) -> Outage {
        Outage {
            since: Timestamp(since),
            until: until.map(Timestamp),
            worst: State::MajorOutage,
            cause: Cause::Refused,
        }
    }

    /// Runs with their ends, and outages.
    type Summary = (Vec<(State, i64)>, Vec<(i64, Option<i64>)>);

    fn summary(past: Option<Past>) -> Option<Summary> {
        past.map(|past| {
            let runs = past.timeline.runs().map(|run| (run.state, run.until.0)).collect();
            let outages = past.outages.iter();
            (runs, outages.map(|it| (it.since.0, it.until.map(|until| until.0))).collect())
        })
    }

    #[test]
    fn an_outage_is_in_the_past_as_soon_as_it_is_seen_and_ends_with_it() {
        use State::{Degraded, MajorOutage as Down, Operational as Up};
        let unwell = |state, since| Present::Unwell {
            state,
            since: Timestamp(since),
            cause: Some(Cause::Refused),
        };
        let well = Present::Quiet { is_well: true };
        for (present, runs, outages, expected) in [
            // Began after the record, and before its end.
            (
                unwell(Down, 120),
                vec![(Up, 100)],
                vec![],
                (vec![(Up, 100), (State::Unobserved, 120), (Down, 200)], vec![(120, None)]),
            ),
            (
                unwell(Down, 60),
                vec![(Up, 100)],
                vec![],
                (vec![(Up, 60), (Down, 200)], vec![(60, None)]),
            ),
            // Known already, and it has become worse.
            (
                unwell(Down, 60),
                vec![(Up, 60), (Degraded, 100)],
                vec![outage(60, None)],
                (vec![(Up, 60), (Degraded, 100), (Down, 200)], vec![(60, None)]),
            ),
            // Over, though the record does not know it.
            (
                well,
                vec![(Up, 60), (Down, 100)],
                vec![outage(60, None)],
                (vec![(Up, 60), (Down, 100)], vec![(60, Some(100))]),
            ),
        ] {
            let found = present.over(&past(&runs, outages), Timestamp(200));
            assert_eq!(summary(found), Some(expected), "{present:?} {runs:?}");
        }
        let calm = past(&[(Up, 100)], vec![outage(10, Some(20))]);
        assert_eq!(summary(well.over(&calm, Timestamp(200))), None);
        let open = past(&[(Up, 60), (Down, 100)], vec![outage(60, None)]);
        assert_eq!(summary(Present::NOTHING.over(&open, Timestamp(200))), None);
    }
}
