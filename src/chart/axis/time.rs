//! Ticks of a time axis, on round times of the shown clock.
//!
//! A tick stands where a wall clock shows a round time, and it is named by what the clock shows there. When summer time ends, an
//! hour comes twice and has two ticks; the hour that is left out when it begins has none.

use super::calendar::{DAY, Wall};
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// A place on the axis with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Where.
    pub at: Timestamp,
    /// `13:07`, `13:07:30`, `20 Nov`, `Nov` or `2026`, by how far ticks are apart.
    pub label: String,
    /// Below it, where that changes: the date under clock times, the year under dates.
    pub above: Option<String>,
}

/// How far ticks are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Milliseconds, from the midnight of a Monday on.
    Millis(i64),
    /// Months, from January on.
    Months(i64),
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

const STEPS: [i64; 21] = [
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
];

const MONTHS: [i64; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 1200];

/// The longest range that has ticks: five thousand years.
const LONGEST: i64 = 5000 * 366 * DAY;

/// Returns the ticks of a range on an axis of this length in CSS pixels. `zone` returns the clock's offset from UTC at an instant.
pub fn ticks(range: TimeRange, width: f64, zone: &dyn Fn(Timestamp) -> Duration) -> Vec<Tick> {
    let span = range.until.since(range.after).0;
    if !(1..LONGEST).contains(&span) || range.after.0.abs() > LONGEST {
        return Vec::new();
    }
    let step = step(span as f64 / (width / 84.0).max(1.0));
    let mut places: Vec<(Timestamp, Wall)> = Vec::new();
    let ahead = [range.after, range.until].map(zone);
    for wall in walls(step, range, ahead) {
        // The zone of a browser is slow: it is called again only where clocks change.
        let first = Timestamp(wall.0) - ahead[0];
        let found = zone(first);
        let others = [ahead[1], found].into_iter().filter(|other| *other != ahead[0]);
        let others = others.map(|other| (Timestamp(wall.0) - other, other));
        let others = others.filter(|(at, other)| zone(*at) == *other).map(|(at, _)| at);
        let first = (found == ahead[0]).then_some(first);
        let all = first.into_iter().chain(others).filter(|at| range.contains(*at));
        all.for_each(|at| places.push((at, wall)));
    }
    places.sort_unstable();
    places.dedup();
    name(&places, step)
}

/// Returns the smallest step of at least this many milliseconds.
fn step(least: f64) -> Step {
    if let Some(step) = STEPS.iter().find(|step| **step as f64 >= least) {
        return Step::Millis(*step);
    }
    let months = MONTHS.iter().find(|months| **months as f64 * 30.0 * DAY as f64 >= least);
    Step::Months(months.copied().unwrap_or(12_000))
}

/// The round times that a wall clock may show within the range.
fn walls(step: Step, range: TimeRange, ahead: [Duration; 2]) -> Vec<Wall> {
    let [one, other] = ahead;
    let first = Wall::of(range.after, Duration(one.0.min(other.0)));
    let last = Wall::of(range.until, Duration(one.0.max(other.0)));
    let mut walls = Vec::new();
    match step {
        Step::Millis(step) => {
            // 1970 began on a Thursday.
            let monday = if step % (7 * DAY) == 0 { 4 * DAY } else { 0 };
            let mut next = (first.0 - monday).div_euclid(step) * step + monday;
            while next <= last.0 && walls.len() < 1000 {
                walls.push(Wall(next));
                next += step;
            }
        }
        Step::Months(step) => {
            let (year, month, _) = first.date();
            let mut next = (year * 12 + month - 1).div_euclid(step) * step;
            while Wall::month(next) <= last && walls.len() < 1000 {
                walls.push(Wall::month(next));
                next += step;
            }
        }
    }
    walls
}

fn name(places: &[(Timestamp, Wall)], step: Step) -> Vec<Tick> {
    let is_clock = matches!(step, Step::Millis(step) if step < DAY);
    let period = |wall: Wall| if is_clock { wall.day() } else { wall.date().0 };
    let ends = places.first().zip(places.last());
    let is_months = matches!(step, Step::Months(_));
    let is_one = !is_months && ends.is_none_or(|(first, last)| period(first.1) == period(last.1));
    let mut before = None;
    let tick = |(at, wall): &(Timestamp, Wall)| {
        let label = match step {
            Step::Millis(step) if step < MINUTE => wall.seconds(),
            Step::Millis(step) if step < DAY => wall.minutes(),
            Step::Millis(_) => wall.day_of_month(),
            Step::Months(months) if months < 12 => wall.month_name().to_owned(),
            Step::Months(_) => wall.date().0.to_string(),
        };
        let is_year = matches!(step, Step::Months(months) if months >= 12);
        let is_new = !is_one && !is_year && before != Some(period(*wall));
        before = (!is_one).then(|| period(*wall));
        let above =
            is_new.then(|| if is_clock { wall.day_of_month() } else { wall.date().0.to_string() });
        Tick { at: *at, label, above }
    };
    places.iter().map(tick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;
    use proptest::prelude::*;

    /// Berlin in 2026: summer time from 29 March to 25 October, 01:00 UTC.
    fn berlin(at: Timestamp) -> Duration {
        let summer = 1_774_746_000_000..1_792_890_000_000;
        Duration(if summer.contains(&at.0) { 2 * HOUR } else { HOUR })
    }

    fn words(from: i64, hours: i64, width: f64, zone: &dyn Fn(Timestamp) -> Duration) -> String {
        let range = TimeRange { after: Timestamp(from), until: Timestamp(from + hours * HOUR) };
        let name = |tick: Tick| match tick.above {
            Some(above) => format!("{}|{above}", tick.label),
            None => tick.label,
        };
        let words: Vec<String> = ticks(range, width, zone).into_iter().map(name).collect();
        words.join(" ").replace('\u{a0}', "_")
    }

    #[test]
    fn ticks_stand_on_round_times_of_the_clock() {
        // 20 November 2026, 11:07:00 in Berlin.
        let from = 1_795_169_220_000;
        assert_eq!(words(from, 1, 540.0, &berlin), "11:10 11:20 11:30 11:40 11:50 12:00");
        assert_eq!(words(from, 24, 540.0, &berlin), "12:00|20_Nov 18:00 00:00|21_Nov 06:00");
        assert_eq!(words(from, 24 * 5, 540.0, &berlin), "21_Nov 22_Nov 23_Nov 24_Nov 25_Nov");
        assert_eq!(words(from, 24 * 30, 540.0, &berlin), "23_Nov 30_Nov 7_Dec 14_Dec");
        assert_eq!(words(from, 24 * 300, 540.0, &berlin), "Jan|2027 Mar May Jul Sep");
        assert_eq!(words(from, 24 * 365 * 7, 540.0, &berlin), "2028 2030 2032");
    }

    #[test]
    fn summer_time_shifts_no_tick_from_its_clock_time() {
        // 29 March, 00:30 in Berlin: 02:00 does not exist.
        assert_eq!(words(1_774_740_600_000, 4, 540.0, &berlin), "01:00 03:00 04:00 05:00");
        // 25 October, 00:30 in Berlin: 02:00 comes twice.
        assert_eq!(words(1_792_881_000_000, 4, 540.0, &berlin), "01:00 02:00 02:00 03:00");
    }

    #[test]
    fn the_zone_is_queried_once_for_each_tick() {
        let calls = Cell::new(0);
        let zone = |at| {
            calls.set(calls.get() + 1);
            berlin(at)
        };
        let range =
            TimeRange { after: Timestamp(1_795_169_220_000), until: Timestamp(1_795_172_820_000) };
        let count = ticks(range, 540.0, &zone).len();
        // And at both ends, and at a round time beyond them.
        assert!(count > 5 && calls.get() <= count + 4, "{} for {count}", calls.get());
    }

    #[test]
    fn absurd_ranges_have_no_ticks() {
        for (after, until) in [(i64::MIN, i64::MAX), (0, 0), (5, 1), (0, i64::MAX)] {
            let range = TimeRange { after: Timestamp(after), until: Timestamp(until) };
            assert_eq!(ticks(range, 540.0, &berlin), []);
        }
    }

    proptest! {
        #[test]
        fn ticks_rise_and_stand_apart(
            from in 1_700_000_000_000..1_900_000_000_000_i64, span in 5000..400 * DAY, width in 100.0..2000.0,
        ) {
            let range = TimeRange { after: Timestamp(from), until: Timestamp(from + span) };
            let ticks = ticks(range, width, &berlin);
            prop_assert!(ticks.len() as f64 <= width / 84.0 + 2.0, "{}", ticks.len());
            for pair in ticks.windows(2) {
                let apart = pair[1].at.since(pair[0].at).0 as f64 / span as f64 * width;
                // A month may have 28 days instead of 30; an hour may be left out.
                prop_assert!(apart > 84.0 * 0.4, "{apart}");
            }
        }
    }
}
