//! Ticks of a value axis, on multiples of 1, 2, 2.5 or 5 in the prefix in which they are written.

use super::Axis;
use crate::chart::frame::Frame;
use metrics_engine::unit::{Scale, Unit};

/// The largest size of a value: beyond it, the arithmetic of a drawing is not exact enough.
pub const FARTHEST: f64 = 1e300;

/// The room beyond a limit, as a share of the axis up to it.
const BEYOND: f64 = 0.02;

/// The span of values that a frame wants to show when its curves lie between `found`. `from_zero` says that areas are compared.
pub fn span(frame: &Frame, found: Option<(f64, f64)>, from_zero: bool) -> (f64, f64) {
    let (mut low, mut high) = found.unwrap_or((0.0, 0.0));
    // Nothing is exaggerated: the axis begins at zero, unless that would hide how the curve runs.
    let is_flat = high - low < (high.abs().max(low.abs())) / 4.0 && high > low;
    if from_zero || !is_flat {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    if let Some(min) = frame.min.filter(|min| min.is_finite()) {
        low = if from_zero || min <= low { low.min(min) } else { low };
    }
    if let Some(max) = frame.max.filter(|max| max.is_finite()) {
        high = high.max(max);
    }
    // A limit is worth its room as long as the curves keep half of it.
    let room = high - low;
    for limit in frame.limits.iter().map(|limit| limit.value).filter(|value| value.is_finite()) {
        // Beyond it is some room too: at the edge of the plot it would pass for that edge.
        if limit >= high && limit - low <= 2.0 * room {
            high = limit + (limit - low) * BEYOND;
        } else if limit <= low && limit != 0.0 && high - limit <= 2.0 * room {
            low = limit - (high - limit) * BEYOND;
        }
    }
    (low, high)
}

/// The axis of a frame. Where there is nothing to show, lines without numbers.
pub fn axis_of(frame: &Frame, found: Option<(f64, f64)>, from_zero: bool, height: f64) -> Axis {
    let mut axis = axis(span(frame, found, from_zero), frame.unit, height);
    if found.is_none() && frame.max.is_none() {
        axis.ticks.iter_mut().for_each(|(_, words)| words.clear());
    }
    axis
}

/// Returns an axis over a span of values, of this height in CSS pixels. Its ends are ticks.
pub fn axis((low, high): (f64, f64), unit: Unit, height: f64) -> Axis {
    let (low, high) = (low.clamp(-FARTHEST, FARTHEST), high.clamp(-FARTHEST, FARTHEST));
    let largest = low.abs().max(high.abs());
    let scale = unit.scale(largest);
    // Below this, the numbers of two ticks would be the same.
    let finest = (largest * 1e-9).max(f64::MIN_POSITIVE * 1e20);
    let (low, high) =
        if high - low > finest { (low, high) } else { widened(low, high, scale.factor) };
    let count = (height / 40.0).floor().max(1.0);
    let step = nice((high - low) / scale.factor / count) * scale.factor;
    let first = (low / step + 1e-6).floor();
    let last = (high / step - 1e-6).ceil().max(first + 1.0);
    let steps = (last - first).min(1000.0) as usize;
    let write = |place: usize| {
        let value = (first + place as f64) * step;
        (value, tick(value, step, unit, scale))
    };
    Axis { low: first * step, high: last * step, ticks: (0..=steps).map(write).collect() }
}

/// Writes a tick with its unit: in the prefix of the axis, or in its own where that is shorter, as `500` beside `1.5 k`.
fn tick(value: f64, step: f64, unit: Unit, common: Scale) -> String {
    let [common, own] = [common, unit.scale(value)].map(|scale| {
        let number = if value == 0.0 { "0".to_owned() } else { scale.tick(value, step) };
        with_unit(short(&number), scale)
    });
    if own.chars().count() < common.chars().count() { own } else { common }
}

/// Returns a number without zeros at the end of its decimals.
fn short(number: &str) -> &str {
    if number.contains('.') && !number.contains('e') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

/// Returns a number with the unit of its scale behind it.
fn with_unit(number: &str, scale: Scale) -> String {
    let space = if scale.unit.is_empty() { "" } else { "\u{a0}" };
    format!("{number}{space}{}", scale.unit)
}

/// Writes a value in its own prefix, with as few digits as it has: `500 ms`.
pub fn plain(value: f64, unit: Unit) -> String {
    let scale = unit.scale(value);
    with_unit(&scale.plain(value), scale)
}

/// A span around what has none.
fn widened(low: f64, high: f64, factor: f64) -> (f64, f64) {
    if low == 0.0 && high == 0.0 {
        return (0.0, factor);
    }
    let room = (low.abs().max(high.abs()) * 1e-6).max(f64::MIN_POSITIVE * 1e30);
    (low - room, high + room)
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`.
fn nice(least: f64) -> f64 {
    let mut power = 1.0;
    while power <= least / 10.0 {
        power *= 10.0;
    }
    while power > least {
        power /= 10.0;
    }
    let found =
        [1.0, 2.0, 2.5, 5.0].into_iter().find(|times| times * power >= least * (1.0 - 1e-9));
    found.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Limit, Side};
    use crate::rules::Severity;
    use metrics_engine::series::TimeRange;
    use metrics_engine::time::Duration;
    use proptest::prelude::*;

    fn words(low: f64, high: f64, unit: Unit) -> String {
        let axis = axis((low, high), unit, 176.0);
        let words: Vec<String> = axis.ticks.into_iter().map(|(_, words)| words).collect();
        words.join(" ").replace('\u{a0}', "_")
    }

    #[test]
    fn ticks_are_round_in_their_prefix() {
        assert_eq!(words(0.0, 1.94, Unit::Seconds), "0_s 0.5_s 1_s 1.5_s 2_s");
        assert_eq!(words(0.0, 0.08, Unit::Seconds), "0_s 20_ms 40_ms 60_ms 80_ms");
        assert_eq!(words(0.0, 66.0, Unit::Short), "0 20 40 60 80");
        assert_eq!(words(0.0, 12_400.0, Unit::Short), "0 5_k 10_k 15_k");
        assert_eq!(words(0.0, 1500.0, Unit::Short), "0 500 1_k 1.5_k");
        assert_eq!(words(0.0, 100.0, Unit::Seconds), "0_s 30_s 1_min 1.5_min 2_min");
        assert_eq!(words(0.0, 7e9, Unit::Bytes), "0_B 2_GiB 4_GiB 6_GiB 8_GiB");
        assert_eq!(words(0.0, 0.97, Unit::PercentUnit), "0_% 25_% 50_% 75_% 100_%");
        assert_eq!(words(-3.0, 4.0, Unit::None), "-4 -2 0 2 4");
        assert_eq!(words(0.0, 0.0, Unit::Short), "0 0.25 0.5 0.75 1");
        assert_eq!(words(18.1, 18.3, Unit::None), "18.1 18.15 18.2 18.25 18.3");
    }

    #[test]
    fn every_tick_says_its_unit() {
        for (_, unit) in
            Unit::NAMES.into_iter().filter(|(_, unit)| !unit.scale(1.0).unit.is_empty())
        {
            for (_, words) in axis((0.0, 70_000.0), unit, 176.0).ticks {
                let number = words.split('\u{a0}').next().unwrap_or_default();
                assert!(words.len() > number.len(), "{unit:?}: {words}");
            }
        }
    }

    #[test]
    fn limits_get_room_but_not_all_of_it() {
        let range = TimeRange {
            after: metrics_engine::time::Timestamp(0),
            until: metrics_engine::time::Timestamp(1),
        };
        let mut frame = Frame::new(range, Duration(1), Unit::Seconds);
        let limit = |value| Limit { value, bad: Side::Above, severity: Severity::Critical };
        frame.limits = vec![limit(1.2), limit(100.0), limit(f64::NAN)];
        assert_eq!(span(&frame, Some((0.2, 1.0)), false), (0.0, 1.2 * (1.0 + BEYOND)));
        frame.limits = vec![limit(20.0)];
        for highest in [19.0, 20.0] {
            let axis = axis_of(&frame, Some((0.0, highest)), false, 176.0);
            assert!(axis.high > 20.0, "it stands within the plot: {axis:?}");
        }
        frame.limits = vec![limit(0.0)];
        assert_eq!(span(&frame, Some((0.0, 3.0)), false).0, 0.0, "nothing lies below zero");
        frame.limits = Vec::new();
        frame.min = Some(0.0);
        frame.max = Some(5.0);
        assert_eq!(span(&frame, Some((4.8, 5.5)), false), (0.0, 5.5));
        assert_eq!(span(&frame, None, false), (0.0, 5.0));
    }

    #[test]
    fn ticks_far_away_and_close_together_are_distinct() {
        for low in [-1e300, 5e17] {
            let axis = axis((low, low), Unit::None, 176.0);
            let words = || axis.ticks.iter().map(|(_, words)| words);
            assert!(words().zip(words().skip(1)).all(|(one, next)| one != next), "{axis:?}");
        }
    }

    proptest! {
        #[test]
        fn any_span_lies_within_its_axis(low in any::<f64>(), high in any::<f64>(), height in 0.0..2000.0) {
            prop_assume!(low.is_finite() && high.is_finite() && low <= high);
            for (_, unit) in Unit::NAMES {
                let axis = axis((low, high), unit, height);
                prop_assert!(axis.low < axis.high, "{axis:?}");
                prop_assert!(axis.high.is_finite() && axis.low.is_finite());
                prop_assert!(axis.low <= low.max(-FARTHEST) + (axis.high - axis.low) * 1e-5);
                prop_assert!(axis.ticks.len() as f64 <= height / 40.0 + 4.0, "{}", axis.ticks.len());
                prop_assert!(axis.ticks.windows(2).all(|pair| pair[0].1 != pair[1].1), "{:?}", axis.ticks);
            }
        }
    }
}
