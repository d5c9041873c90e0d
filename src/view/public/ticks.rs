//! The time around an incident, with ticks at round times.

use super::super::language::Date;
use super::Scene;
use crate::history::Incident;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The distances between ticks: round numbers of minutes.
const STEPS: [i64; 15] =
    [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440];

/// No more than this many steps are shown: words stand below a phone's width.
const MOST_STEPS: i64 = 4;

/// Returns the time of an incident with a little before and after it, from one round time to another, and the distance of its ticks.
pub(super) fn around(scene: &Scene<'_>, incident: &Incident) -> (Range<Timestamp>, Duration) {
    let until = incident.until.unwrap_or(scene.now);
    // Round on the clocks of the shown zone.
    let offset = (scene.zone.offset)(incident.since);
    let (from, to) = (incident.since + offset, until + offset);
    let outer = |minutes: i64| {
        let step = minutes * 60_000;
        let first = (from.0 - step / 8).div_euclid(step);
        let last = (to.0 + step / 8).div_euclid(step) + 1;
        (step, first, last)
    };
    let fits = |(_, first, last): &(i64, i64, i64)| last - first <= MOST_STEPS;
    let longest = STEPS.last().copied().unwrap_or(1);
    let (step, first, last) =
        STEPS.into_iter().map(outer).find(fits).unwrap_or_else(|| outer(longest));
    (Timestamp(first * step) - offset..Timestamp(last * step) - offset, Duration(step))
}

/// Returns the words of the ticks: times of day, and dates where the steps are days.
pub(super) fn ticks(scene: &Scene<'_>, around: &Range<Timestamp>, step: Duration) -> Vec<String> {
    const DAY: Duration = Duration::from_secs(86_400);
    let count = around.end.since(around.start).0 / step.0.max(1);
    // More of them would not have room.
    let every = count / (MOST_STEPS + 1) + 1;
    let instants = (0..=count).step_by(usize::try_from(every).unwrap_or(1));
    let instants = instants.map(|index| around.start + step * index);
    let tick = |at| {
        if step < DAY {
            scene.zone.clock(at)
        } else {
            scene.words.date(scene.zone.day(at), Date::Day)
        }
    };
    instants.map(tick).collect()
}
