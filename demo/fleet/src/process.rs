//! One running process at one instant: what its counters, gauges and histograms show.
//!
//! Everything follows from the seed, the start of the process and the time. Counters begin at zero with the process.

use core::f64::consts::TAU;

use crate::{
    exposition::Histogram,
    life,
    load::{Flow, Load},
    seed::Seed,
};

/// How the time that something takes is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    /// The usual value: half of the usual ones are below.
    pub(crate) usual: f64,
    /// The value of the few that are out of the ordinary.
    pub(crate) strained: f64,
}

/// How many of all are out of the ordinary, on average. Small enough that their rate never exceeds that of all.
const STRAINED_SHARE: f64 = 0.05;

/// The shape parameter of the log-logistic distribution, which stands in for the log-normal one of real latencies because
/// its distribution function is a closed form.
const SHAPE: f64 = 4.0;

/// A process, seen at one instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Process {
    seed: Seed,
    /// When it started, in seconds since 1970.
    pub(crate) started: f64,
    /// The present time.
    pub(crate) now: f64,
}

impl Process {
    /// The process of this seed that runs at `now`.
    pub(crate) fn at(seed: Seed, now: f64) -> Self {
        Self { seed, started: life::started(seed, now), now }
    }

    /// The same process with chances of its own, started so many seconds later: a sibling worker.
    pub(crate) fn sibling(self, name: &str, later: f64) -> Self {
        Self {
            seed: self.seed.named(name),
            started: (self.started + later).min(self.now),
            now: self.now,
        }
    }

    /// The same process as it was or will be at another instant.
    pub(crate) fn seen_at(self, now: f64) -> Self {
        Self { now, ..self }
    }

    /// For how long it has been running, in seconds.
    pub(crate) fn age(&self) -> f64 {
        self.now - self.started
    }

    fn load(&self, flow: Flow) -> Load {
        Load::new(self.seed, flow)
    }

    /// How often it happened since the start, with fractions. Never falls while the process lives.
    pub(crate) fn total(&self, flow: Flow) -> f64 {
        self.load(flow).total(self.started, self.now)
    }

    /// How often it happened since the start.
    pub(crate) fn count(&self, flow: Flow) -> f64 {
        self.total(flow).floor()
    }

    /// How often per second it happens.
    pub(crate) fn rate(&self, flow: Flow) -> f64 {
        self.load(flow).rate(self.now)
    }

    /// When it happened for the `number`th time.
    pub(crate) fn moment(&self, flow: Flow, number: f64) -> Option<f64> {
        self.load(flow).reach(self.started, self.now, number)
    }

    /// Returns how many arrivals have left again when each stays for this many seconds.
    pub(crate) fn left(&self, flow: Flow, stay: f64) -> f64 {
        self.load(flow).total(self.started, self.now - stay).floor()
    }

    /// Returns how many arrivals are present when each stays for this many seconds.
    pub(crate) fn present(&self, flow: Flow, stay: f64) -> f64 {
        self.count(flow) - self.left(flow, stay)
    }

    /// A value that wanders slowly between two bounds, the more towards `high` the busier the day.
    pub(crate) fn wander(&self, name: &'static str, low: f64, high: f64) -> f64 {
        let seed = self.seed.named(name);
        let wave = |index: u64, period: f64| (TAU * (self.now / period + seed.unit(index))).sin();
        let busy = (self.rate(Flow::new("busy", 1.0)) - 1.0) / 0.87;
        let level = 0.5
            + 0.5
                * (0.4 * wave(0, 1130.0) + 0.2 * wave(1, 171.0) + 0.1 * wave(2, 37.0) + 0.3 * busy);
        low + (high - low) * level.clamp(0.0, 1.0)
    }

    /// A whole number that wanders between two bounds.
    pub(crate) fn level(&self, name: &'static str, low: f64, high: f64) -> f64 {
        self.wander(name, low, high).round()
    }

    /// Resident memory: a base, a slow growth that a restart ends, and a little movement.
    pub(crate) fn memory(&self, base: f64) -> f64 {
        let grown = base * (1.0 + 0.12 * (self.age() / 3600.0).ln_1p());
        let pages = self.wander("memory", grown * 0.97, grown * 1.03) / 4096.0;
        pages.floor() * 4096.0
    }

    /// CPU time used, in hundredths of a second as kernels count it. `busy` is the mean part of one processor.
    pub(crate) fn cpu_seconds(&self, busy: f64) -> f64 {
        (self.total(Flow::new("busy", busy)) * 100.0).floor() / 100.0
    }

    /// A histogram of something that happens in one or several flows.
    ///
    /// Its count is the sum of the flows' counts. Every bucket is cumulative, and never falls.
    pub(crate) fn histogram(
        &self,
        flows: &[Flow],
        spread: Spread,
        bounds: &'static [f64],
    ) -> Histogram {
        let mut count = 0.0;
        let (mut all, mut strained) = (0.0, 0.0);
        for flow in flows {
            let total = self.total(*flow);
            count += total.floor();
            all += total;
            let strained_seed = self.seed.named("strained");
            strained +=
                Load::new(strained_seed, flow.times(STRAINED_SHARE)).total(self.started, self.now);
        }
        let usual = (all - strained).max(0.0);
        let below = |bound: f64| {
            let expected = usual * part_below(bound / spread.usual)
                + strained * part_below(bound / spread.strained);
            // Rounded, or a single observation would be in no bucket but the last.
            (expected + 0.5).floor().min(count)
        };
        let sum = mean() * (usual * spread.usual + strained * spread.strained);
        Histogram {
            bounds,
            below: bounds.iter().map(|bound| below(*bound)).collect(),
            count,
            sum: if count == 0.0 { 0.0 } else { sum },
        }
    }
}

/// The log-logistic distribution function, for a median of 1.
fn part_below(value: f64) -> f64 {
    1.0 / (1.0 + value.powf(-SHAPE))
}

/// The mean of the log-logistic distribution, for a median of 1.
fn mean() -> f64 {
    let angle = core::f64::consts::PI / SHAPE;
    angle / angle.sin()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: f64 = 1_795_175_348.0;
    const FLOW: Flow = Flow::new("requests", 0.7);
    const SPREAD: Spread = Spread { usual: 0.03, strained: 0.8 };
    const BOUNDS: &[f64] = &[0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

    fn process(now: f64) -> Process {
        Process::at(Seed::new(1, "test"), now)
    }

    #[test]
    fn counters_rise_over_simulated_days_and_fall_only_with_a_restart() {
        let (mut resets, mut last) = (0, process(FIRST));
        for minute in 1..60 * 24 * 30 {
            let process = process(FIRST + f64::from(minute) * 60.0);
            if process.started > last.started {
                resets += 1;
                assert!(process.count(FLOW) < last.count(FLOW));
            } else {
                assert!(process.count(FLOW) >= last.count(FLOW));
                assert!(process.left(FLOW, 600.0) >= last.left(FLOW, 600.0));
                assert!(process.cpu_seconds(0.1) >= last.cpu_seconds(0.1));
            }
            assert!(process.present(FLOW, 600.0) >= 0.0);
            last = process;
        }
        assert!(resets >= 3, "{resets}");
    }

    #[test]
    fn buckets_are_cumulative_and_never_fall() {
        let mut last: Option<(Process, Histogram)> = None;
        for step in 0..60 * 24 * 10 {
            let process = process(FIRST + f64::from(step) * 61.0);
            let histogram = process.histogram(&[FLOW, FLOW.times(0.01)], SPREAD, BOUNDS);
            assert!(histogram.below.is_sorted(), "{histogram:?}");
            assert!(histogram.below.last() <= Some(&histogram.count), "{histogram:?}");
            assert!((histogram.sum > 0.0) == (histogram.count > 0.0), "{histogram:?}");
            assert!(histogram.sum <= histogram.count.mul_add(1.0, 2.0), "{histogram:?}");
            if let Some((before, earlier)) =
                last.filter(|(before, _)| before.started >= process.started)
            {
                for (now, then) in histogram.below.iter().zip(&earlier.below) {
                    assert!(now >= then, "{} to {}", before.now, process.now);
                }
                assert!(histogram.count >= earlier.count && histogram.sum >= earlier.sum);
            }
            last = Some((process, histogram));
        }
    }

    #[test]
    fn the_median_is_where_it_was_said_to_be() {
        let process = Process { seed: Seed::new(1, "test"), started: FIRST, now: FIRST + 86_400.0 };
        let histogram = process.histogram(&[FLOW], SPREAD, &[0.03]);
        let part = histogram.below[0] / histogram.count;
        assert!((0.45..0.52).contains(&part), "{part}");
    }

    #[test]
    fn the_same_seed_shows_the_same() {
        let values = |seed| {
            let process = Process::at(Seed::new(seed, "test"), FIRST);
            (
                process.started,
                process.total(FLOW),
                process.memory(1e8),
                process.wander("queue", 0.0, 9.0),
            )
        };
        assert_eq!(values(3), values(3));
        assert_ne!(values(3), values(4));
    }

    #[test]
    fn wandering_values_stay_in_their_bounds_and_move() {
        let mut seen = Vec::new();
        for step in 0..500 {
            let level = process(FIRST + f64::from(step) * 15.0).level("queue", 2.0, 9.0);
            assert!((2.0..=9.0).contains(&level));
            seen.push(level as i64);
        }
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() > 3, "{seen:?}");
    }
}
