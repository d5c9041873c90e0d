//! Ninety days as bars: path data of an SVG, one path for each state.
//!
//! A bar is stacked by what its day was. The worst comes lowest and hangs below the line of the good days, the worse the further,
//! so that a bad day is seen without any colour; time that was not observed comes on top and is hatched. Small shares are drawn
//! larger than they are: a bar draws attention, and the day's words carry the figure.
//!
//! Coordinates are tenths of a unit in whole numbers, so that the page needs no printing of floating-point numbers.

use crate::history::{State, Tally, Timeline};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// Path data (SVG `d`) for each state, in the order of [`State::ALL`]; empty for what is not drawn.
pub type Paths = [String; 6];

/// So many days are drawn; a narrow window shows the newest sixty or thirty of them.
pub const DAYS: usize = 90;

/// From one bar to the next, and the width of a bar.
const PITCH: i64 = 60;
const WIDTH: i64 = 40;

/// The line of the good days runs from the top to the bottom of this band.
const TOP: i64 = 40;
const BOTTOM: i64 = 340;

/// Between two pieces of a bar.
const GAP: i64 = 10;

/// Bars of these days in a drawing of 540 by 44. What of the last day is still to come is no part of it.
pub fn strip(timeline: &Timeline, days: &[Range<Timestamp>], end: Timestamp) -> Paths {
    let mut paths = Paths::default();
    for (place, day) in (0..).zip(days) {
        let tally = timeline.tally(day.start..day.end.min(end).max(day.start));
        for (state, from, until) in pieces(&tally) {
            if let Some(path) = paths.get_mut(state as usize) {
                let x = place * PITCH + (PITCH - WIDTH) / 2;
                rectangle(path, (x, from), (WIDTH, until - from));
            }
        }
    }
    paths
}

/// The pieces of a day's bar, from the bottom up: state, upper and lower edge.
fn pieces(tally: &Tally) -> Vec<(State, i64, i64)> {
    if tally.total() == Duration::ZERO {
        return Vec::new();
    }
    if tally.observed() == Duration::ZERO && tally.of(State::Maintenance) == Duration::ZERO {
        return vec![(State::Unobserved, TOP, BOTTOM)];
    }
    let order = [
        State::MajorOutage,
        State::PartialOutage,
        State::Degraded,
        State::Maintenance,
        State::Operational,
        State::Unobserved,
    ];
    let found: Vec<State> =
        order.into_iter().filter(|state| tally.of(*state) > Duration::ZERO).collect();
    let room = BOTTOM - TOP - found.iter().skip(1).map(|_| GAP).sum::<i64>();
    let share =
        |state: &State| (tally.of(*state).0 * room / tally.total().0.max(1)).max(least(*state));
    let mut heights: Vec<i64> = found.iter().map(share).collect();
    // The larger ones give up what the small ones were rounded up by; one of them takes the remainder.
    let mut excess = heights.iter().sum::<i64>() - room;
    while excess != 0 {
        let free = found.iter().zip(&mut heights);
        let free = free.map(|(state, height)| (*height - least(*state), height));
        let Some((slack, height)) = free.max() else { break };
        let given = excess.min(slack.max(1));
        *height -= given;
        excess -= given;
    }
    let mut lower = BOTTOM;
    let mut pieces = Vec::new();
    for (state, height) in found.into_iter().zip(heights) {
        let hanging = if lower == BOTTOM { hang(state) } else { 0 };
        pieces.push((state, lower - height, lower + hanging));
        lower -= height + GAP;
    }
    pieces
}

/// How high the smallest piece is.
fn least(state: State) -> i64 {
    match state {
        State::Operational => 0,
        State::Unobserved => 30,
        State::Maintenance => 60,
        State::Degraded | State::PartialOutage | State::MajorOutage => 40,
    }
}

/// How far the worst of a day hangs below the line.
fn hang(state: State) -> i64 {
    match state {
        State::MajorOutage => 90,
        State::PartialOutage => 60,
        State::Degraded => 40,
        State::Operational | State::Maintenance | State::Unobserved => 0,
    }
}

/// Adds a rectangle: its upper left corner, its width and height, all in tenths.
pub(super) fn rectangle(path: &mut String, corner: (i64, i64), size: (i64, i64)) {
    path.push('M');
    push_tenths(path, corner.0);
    path.push(' ');
    push_tenths(path, corner.1);
    path.push('h');
    push_tenths(path, size.0);
    path.push('v');
    push_tenths(path, size.1);
    path.push('h');
    push_tenths(path, -size.0);
    path.push('z');
}

/// Writes tenths with at most one decimal.
pub(super) fn push_tenths(path: &mut String, tenths: i64) {
    if tenths < 0 {
        path.push('-');
    }
    let tenths = tenths.abs();
    path.push_str(&(tenths / 10).to_string());
    if tenths % 10 != 0 {
        path.push('.');
        path.push_str(&(tenths % 10).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::State::{
        Degraded, Maintenance, MajorOutage as Major, Operational as Up, PartialOutage as Partial,
        Unobserved as Unseen,
    };
    use super::*;
    use proptest::prelude::*;

    fn tally(spans: &[(State, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (state, minutes) in spans {
            tally.add(*state, Duration::from_secs(60 * minutes));
        }
        tally
    }

    #[test]
    fn a_bar_is_what_its_day_was() {
        for (spans, expected) in [
            // Nothing of it is over yet.
            (vec![], vec![]),
            // Not observed: hatched as a whole.
            (vec![(Unseen, 1440)], vec![(Unseen, 40, 340)]),
            (vec![(Up, 1440)], vec![(Up, 40, 340)]),
            // A minute of outage is seen, and hangs.
            (vec![(Up, 1439), (Major, 1)], vec![(Major, 300, 430), (Up, 40, 290)]),
            (vec![(Up, 1439), (Partial, 1)], vec![(Partial, 300, 400), (Up, 40, 290)]),
            (vec![(Up, 1439), (Degraded, 1)], vec![(Degraded, 300, 380), (Up, 40, 290)]),
            (vec![(Up, 1439), (Maintenance, 1)], vec![(Maintenance, 280, 340), (Up, 40, 270)]),
            // Only the worst hangs.
            (
                vec![(Up, 1080), (Degraded, 360), (Major, 0)],
                vec![(Degraded, 268, 380), (Up, 40, 258)],
            ),
            (
                vec![(Up, 720), (Degraded, 360), (Major, 360)],
                vec![(Major, 270, 430), (Degraded, 190, 260), (Up, 40, 180)],
            ),
            (vec![(Up, 864), (Unseen, 576)], vec![(Up, 166, 340), (Unseen, 40, 156)]),
            (vec![(Up, 1439), (Unseen, 1)], vec![(Up, 80, 340), (Unseen, 40, 70)]),
            (vec![(Major, 1440)], vec![(Major, 40, 430)]),
            (vec![(Maintenance, 1440)], vec![(Maintenance, 40, 340)]),
            (vec![(Major, 1439), (Up, 1)], vec![(Major, 50, 430), (Up, 40, 40)]),
        ] {
            assert_eq!(pieces(&tally(&spans)), expected, "{spans:?}");
        }
    }

    #[test]
    fn all_bars_of_a_state_are_one_path() {
        let day = |n: i64| Timestamp(n * 86_400_000);
        let days: Vec<_> = (0..3).map(|n| day(n)..day(n + 1)).collect();
        let mut timeline = Timeline::new(day(1));
        timeline.extend(Up, day(2));
        timeline.extend(Major, day(2) + Duration(3_600_000));
        timeline.extend(Up, day(2) + Duration(7_200_000));
        let drawn = strip(&timeline, &days, timeline.until());
        assert_eq!(
            drawn,
            ["M7 4h4v30h-4zM13 4h4v14.5h-4z", "", "", "M13 19.5h4v23.5h-4z", "", "M1 4h4v30h-4z",]
        );
        // The time after the record was not observed.
        let drawn = strip(&timeline, &days, day(3));
        assert_eq!(drawn[Unseen as usize].matches('z').count(), 2);
    }

    proptest! {
        #[test]
        fn pieces_fill_the_band_and_nothing_else(minutes in prop::collection::vec(0_i64..1440, 6)) {
            let spans: Vec<(State, i64)> = State::ALL.into_iter().zip(minutes).collect();
            let pieces = pieces(&tally(&spans));
            prop_assume!(!pieces.is_empty());
            let (first, last) = (pieces[0], pieces[pieces.len() - 1]);
            prop_assert_eq!(last.1, TOP);
            prop_assert!(first.2 >= BOTTOM && first.2 <= 440);
            for two in pieces.windows(2) {
                prop_assert_eq!(two[1].2, two[0].1 - GAP);
            }
            for (state, from, until) in &pieces {
                prop_assert!(until >= from, "{:?}", state);
                prop_assert!(*state == Up || until - from >= least(*state), "{:?}", state);
            }
            // A state that was is seen, and one that was not is not.
            for (state, minutes) in &spans {
                let is_seen = pieces.iter().any(|piece| piece.0 == *state);
                let is_hatched = pieces.len() == 1 && pieces[0].0 == Unseen;
                prop_assert!(is_hatched || is_seen == (*minutes > 0), "{:?}", state);
            }
        }
    }
}
