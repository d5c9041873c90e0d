//! How busy a system is: a daily curve with livelier waves on it, and its integral.
//!
//! Counters must never fall between any two scrapes. So they are not simulated step by step: the rate is a sum of
//! sines that is always above zero, and a counter is its integral in closed form. Any instant costs the same, and the
//! same seed always gives the same curve.

use core::f64::consts::TAU;

use crate::seed::Seed;

/// One sine of a curve.
#[derive(Clone, Copy, Debug)]
struct Wave {
    /// Part of the mean rate.
    amplitude: f64,
    /// Radians per second.
    frequency: f64,
    /// Radians.
    phase: f64,
}

/// Amplitudes and periods in seconds. Together the amplitudes stay below 1, so that the rate stays above 0. The first two
/// make the day, the others keep it alive in hours, minutes and seconds.
const WAVES: [(f64, f64); 5] =
    [(0.45, 86_400.0), (0.12, 43_200.0), (0.12, 5_400.0), (0.10, 660.0), (0.08, 97.0)];

/// The busiest hour of the day, UTC.
const PEAK_HOUR: f64 = 14.0;

/// A recurring event: a name, which determines its waves, and its average rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Flow {
    /// Flows of one name rise and fall together.
    pub(crate) name: &'static str,
    /// The mean rate over a day.
    pub(crate) per_second: f64,
}

impl Flow {
    /// A flow with this name and mean rate.
    pub(crate) const fn new(name: &'static str, per_second: f64) -> Self {
        Self { name, per_second }
    }

    /// Returns an event that happens `factor` times as often as this one.
    pub(crate) const fn times(self, factor: f64) -> Self {
        Self { name: self.name, per_second: self.per_second * factor }
    }
}

/// The rate of a flow as a function of time.
#[derive(Clone, Debug)]
pub(crate) struct Load {
    per_second: f64,
    waves: [Wave; WAVES.len()],
}

impl Load {
    /// The curve of a flow under a seed.
    pub(crate) fn new(seed: Seed, flow: Flow) -> Self {
        let seed = seed.named(flow.name);
        let mut index = 0;
        let waves = WAVES.map(|(amplitude, period)| {
            index += 1;
            // Slightly different periods keep the short waves of different flows from falling into step.
            let period =
                if period < 40_000.0 { period * (0.8 + 0.4 * seed.unit(index)) } else { period };
            let frequency = TAU / period;
            let phase = match index {
                // The day peaks at about the same hour for everything: the same people do it.
                1 => TAU * (0.25 - (PEAK_HOUR - 1.0 + 2.0 * seed.unit(100)) / 24.0),
                _ => TAU * seed.unit(100 + index),
            };
            Wave { amplitude, frequency, phase }
        });
        Self { per_second: flow.per_second, waves }
    }

    /// How often per second it happens at this instant (seconds since 1970). Above zero.
    pub(crate) fn rate(&self, at: f64) -> f64 {
        let waves =
            self.waves.iter().map(|wave| wave.amplitude * (wave.frequency * at + wave.phase).sin());
        self.per_second * (1.0 + waves.sum::<f64>())
    }

    /// How often it happens between two instants: the integral of the rate. 0 where `to` is not after `from`.
    pub(crate) fn total(&self, from: f64, to: f64) -> f64 {
        if to <= from {
            return 0.0;
        }
        let waves = self.waves.iter().map(|wave| {
            let at = |time: f64| (wave.frequency * time + wave.phase).cos();
            wave.amplitude / wave.frequency * (at(from) - at(to))
        });
        (self.per_second * (to - from + waves.sum::<f64>())).max(0.0)
    }

    /// The instant before `until` at which it has happened `amount` times since `from`, to the millisecond.
    pub(crate) fn reach(&self, from: f64, until: f64, amount: f64) -> Option<f64> {
        if self.total(from, until) < amount {
            return None;
        }
        let (mut before, mut after) = (from, until);
        while after - before > 0.001 {
            let middle = f64::midpoint(before, after);
            if self.total(from, middle) < amount { before = middle } else { after = middle }
        }
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: f64 = 1_795_083_421.0;

    fn load(name: &'static str) -> Load {
        Load::new(Seed::new(1, "test"), Flow::new(name, 2.0))
    }

    #[test]
    fn the_rate_is_above_zero_and_the_day_has_its_mean() {
        let load = load("requests");
        let mut lowest = f64::INFINITY;
        for minute in 0..24 * 60 * 7 {
            lowest = lowest.min(load.rate(START + f64::from(minute) * 60.0));
        }
        assert!(lowest > 0.0, "{lowest}");
        let mean = load.total(START, START + 7.0 * 86_400.0) / (7.0 * 86_400.0);
        assert!((1.98..2.02).contains(&mean), "{mean}");
    }

    #[test]
    fn afternoons_are_busier_than_nights() {
        let midnight = (START / 86_400.0).ceil() * 86_400.0;
        let hour = |hour: f64| {
            load("requests").total(midnight + hour * 3600.0, midnight + (hour + 1.0) * 3600.0)
        };
        assert!(hour(14.0) > 1.8 * hour(2.0), "{} against {}", hour(14.0), hour(2.0));
    }

    #[test]
    fn the_total_is_the_integral_of_the_rate() {
        let load = load("requests");
        let summed: f64 =
            (0..60_000).map(|step| load.rate(START + (f64::from(step) + 0.5) * 0.1) * 0.1).sum();
        assert!((load.total(START, START + 6000.0) - summed).abs() < 0.01);
    }

    #[test]
    fn totals_never_fall_over_simulated_days() {
        let load = load("requests");
        let mut last = 0.0;
        for step in 0..200_000 {
            let total = load.total(START, START + f64::from(step) * 1.7);
            assert!(total >= last, "{total} after {last}");
            last = total;
        }
        assert!(load.total(START, START) == 0.0 && load.total(START, START - 1.0) == 0.0);
    }

    #[test]
    fn finds_when_an_amount_is_reached() {
        let load = load("requests");
        let reached = load.reach(START, START + 86_400.0, 1000.0).expect("in a day");
        assert!((load.total(START, reached) - 1000.0).abs() < 0.01);
        assert_eq!(load.reach(START, START + 1.0, 1000.0), None);
    }
}
