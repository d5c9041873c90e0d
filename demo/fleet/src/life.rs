//! When a process started: restarts at moments when processes restart.
//!
//! A new version is deployed on some weekdays during working hours; now and then a process crashes, at any hour. Each day
//! is drawn on its own, so that the last start is found by looking back, without playing the time before. Every
//! fourteenth day has a deployment, which bounds the search.

use crate::seed::Seed;

const DAY: f64 = 86_400.0;

/// Every so many days something is deployed for certain.
const LONGEST_LIFE_DAYS: i64 = 14;

/// How likely a deployment is on a weekday, and a crash on any day.
const DEPLOYMENT: f64 = 0.25;
const CRASH: f64 = 0.04;

/// The start, in seconds since 1970, of the process that runs at `now`.
pub(crate) fn started(seed: Seed, now: f64) -> f64 {
    let today = (now / DAY).floor() as i64;
    (0..=2 * LONGEST_LIFE_DAYS)
        .find_map(|back| {
            let starts = starts_of(seed, today - back).into_iter().flatten();
            starts.filter(|start| *start <= now).reduce(f64::max)
        })
        // Before 1970 nothing ran.
        .unwrap_or(0.0)
}

/// The starts on one day: a deployment, a crash.
fn starts_of(seed: Seed, day: i64) -> [Option<f64>; 2] {
    let draw = |name: &str| seed.named(name).unit(day as u64);
    let midnight = day as f64 * DAY;
    // 1970-01-01 was a Thursday.
    let weekday = (day + 3).rem_euclid(7) < 5;
    let forced = day.rem_euclid(LONGEST_LIFE_DAYS) == 5;
    let deployed = forced || (weekday && draw("deployed") < DEPLOYMENT);
    let crashed = draw("crashed") < CRASH;
    // Between 08:00 and 16:00 UTC: someone is there to watch it.
    let deployment = midnight + (8.0 + 8.0 * draw("deployed at")) * 3600.0;
    let crash = midnight + draw("crashed at") * DAY;
    [deployed.then_some(hundredths(deployment)), crashed.then_some(hundredths(crash))]
}

/// Kernels report start times in hundredths of a second.
fn hundredths(seconds: f64) -> f64 {
    (seconds * 100.0).floor() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: f64 = 1_795_175_348.0;

    #[test]
    fn a_start_lies_in_the_past_and_never_moves_back() {
        for name in ["chatalot", "superchat", "rat", "chatbot", "sockudo"] {
            let seed = Seed::new(1, name);
            let mut last = 0.0;
            for hour in 0..24 * 90 {
                let now = FIRST + f64::from(hour) * 3600.0;
                let start = started(seed, now);
                assert!(start <= now && start >= last, "{name}: {last} then {start} at {now}");
                assert!(now - start < 2.0 * LONGEST_LIFE_DAYS as f64 * DAY);
                assert!(
                    hour == 0 || start <= last || start > now - 3600.0,
                    "{name}: a start came up afterwards"
                );
                last = start;
            }
        }
    }

    #[test]
    fn restarts_happen_every_few_days() {
        for common in 1..20 {
            let seed = Seed::new(common, "rat");
            let mut starts: Vec<f64> =
                (0..24 * 90).map(|hour| started(seed, FIRST + f64::from(hour) * 3600.0)).collect();
            starts.dedup();
            assert!((8..60).contains(&starts.len()), "{} restarts in 90 days", starts.len());
        }
    }
}
