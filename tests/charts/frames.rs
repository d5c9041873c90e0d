//! The frames of the pictures: panels of all kinds, from numbers that are the same on every machine.

#![expect(clippy::cast_possible_wrap, reason = "small numbers")]

use allclear::chart::data::Column;
use allclear::chart::{Frame, Limit, PanelKind, Phase, Series, Side, Slot, Span, ValueMapping};
use allclear::config::private::Severity;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;

/// 20 November 2026, 13:07 UTC.
const FROM: i64 = 1_795_180_020_000;
const STEP: i64 = 30_000;

type Picture = (&'static str, Frame, PanelKind, (u32, u32));

/// Every picture: its name, what is shown, how, and its size in CSS pixels.
pub(crate) fn all() -> Vec<Picture> {
    vec![
        ("lines", answer_time(), PanelKind::Lines, (638, 208)),
        ("lines-dense", dense(), PanelKind::Lines, (638, 208)),
        ("area", area(), PanelKind::Area, (480, 208)),
        ("stacked", classes(), PanelKind::Stacked, (638, 208)),
        ("stat", stat(), PanelKind::Stat, (208, 40)),
        ("gauge", gauge(), PanelKind::Gauge, (176, 98)),
        ("bars", routes(), PanelKind::Bars, (294, 216)),
        ("pie", sources(), PanelKind::Pie, (120, 120)),
        ("heatmap", histogram(), PanelKind::Heatmap, (480, 208)),
        ("states", parts(), PanelKind::States, (638, 168)),
        ("states-narrow", parts(), PanelKind::States, (320, 168)),
        ("lines-nothing", nothing(), PanelKind::Lines, (480, 160)),
    ]
}

fn hour(unit: Unit) -> Frame {
    let range = TimeRange { after: Timestamp(FROM), until: Timestamp(FROM + 3_600_000) };
    Frame::new(range, Duration(STEP), unit)
}

/// A pseudorandom number between 0 and 1: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
fn noise(seed: u64, n: i64) -> f64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add((n as u64).wrapping_mul(0xd1b5_4a32_d192_ed03));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Noise that keeps its direction for a while.
fn soft(seed: u64, n: i64) -> f64 {
    (0..4).map(|k| noise(seed, n / (k + 1) + k * 1000)).sum::<f64>() / 4.0
}

fn series(name: &str, slot: u8, value: impl Fn(i64) -> Option<f64>) -> Series {
    let entry =
        |n: i64| value(n).map(|value| Entry { at: Timestamp(FROM + n * STEP), value: Some(value) });
    let column: Column = (0..=120).filter_map(entry).collect();
    Series {
        name: name.to_owned(),
        labels: LabelSet::new("m", &[("le", name)]),
        slot: Slot::nth(slot),
        column,
    }
}

fn answer_time() -> Frame {
    let mut frame = hour(Unit::Seconds);
    // A restart from minute 17 to 20 that was not observed, and one lone sample in the midst of another gap.
    let is_there = |n: i64| !(34..=40).contains(&n) && (!(96..=104).contains(&n) || n == 100);
    let slow = |n: i64| if (76..94).contains(&n) { 1.0 } else { 0.0 };
    frame.series = vec![
        series("p50", 0, |n| is_there(n).then(|| 0.2 + 0.06 * soft(1, n))),
        series("p95", 1, |n| is_there(n).then(|| 0.4 + 0.35 * soft(2, n) + 0.45 * slow(n))),
        series("p99", 10, |n| is_there(n).then(|| 0.6 + 0.6 * soft(3, n) + 0.75 * slow(n))),
    ];
    let within = |from: i64, until: i64| TimeRange {
        after: Timestamp(FROM + from * STEP),
        until: Timestamp(FROM + until * STEP),
    };
    frame.gaps = vec![within(34, 40)];
    frame.limits = vec![Limit { value: 1.2, bad: Side::Above, severity: Severity::Critical }];
    let span = |range, phase| Span {
        range,
        phase,
        severity: Severity::Critical,
        name: "SlowAnswers".to_owned(),
    };
    frame.spans = vec![span(within(77, 82), Phase::Pending), span(within(82, 95), Phase::Firing)];
    frame
}

/// Six hours at one sample per second and a night in between: more than a pixel can show.
fn dense() -> Frame {
    let range = TimeRange {
        after: Timestamp(FROM + 8 * 3_600_000),
        until: Timestamp(FROM + 14 * 3_600_000),
    };
    let mut frame = Frame::new(range, Duration(1000), Unit::Bytes);
    let value = |n: i64| {
        1e9 * (2.0 + soft(4, n / 60) + 0.4 * noise(4, n) + if n % 4000 == 0 { 1.5 } else { 0.0 })
    };
    let entry = |n: i64| Entry { at: Timestamp(range.after.0 + n * 1000), value: Some(value(n)) };
    let column: Column = (0..21_600).filter(|n| !(9000..10_500).contains(n)).map(entry).collect();
    frame.series = vec![Series {
        name: "heap".to_owned(),
        labels: LabelSet::default(),
        slot: Slot::nth(0),
        column,
    }];
    frame
}

fn area() -> Frame {
    let mut frame = hour(Unit::RequestsPerSecond);
    frame.series = vec![series("requests", 0, |n| Some(1200.0 + 900.0 * soft(5, n)))];
    frame.limits = vec![Limit { value: 1350.0, bad: Side::Below, severity: Severity::Warning }];
    frame
}

fn classes() -> Frame {
    let mut frame = hour(Unit::RequestsPerSecond);
    frame.series = vec![
        series("2xx", 0, |n| (n != 70 && n != 71 && n != 72).then(|| 34.0 + 16.0 * soft(6, n))),
        series("3xx", 1, |n| (n != 70 && n != 71 && n != 72).then(|| 8.0 + 6.0 * soft(7, n))),
        series("4xx", 2, |n| (!(70..=80).contains(&n)).then(|| 4.0 * soft(8, n))),
        series("5xx", 3, |n| (!(70..=72).contains(&n)).then(|| 2.0 * noise(9, n).powi(3))),
    ];
    frame
}

fn stat() -> Frame {
    let mut frame = hour(Unit::Short);
    frame.series = vec![series("questions", 0, |n| Some(10.0 + 5.0 * soft(10, n)))];
    frame
}

fn gauge() -> Frame {
    let mut frame = hour(Unit::Short);
    frame.series = vec![series("in use", 0, |_| Some(12.4))];
    frame.limits = vec![Limit { value: 12.0, bad: Side::Above, severity: Severity::Warning }];
    frame.max = Some(15.0);
    frame
}

fn routes() -> Frame {
    let mut frame = hour(Unit::RequestsPerSecond);
    let rows = [
        ("/api/chat", 31.2),
        ("/api/sources", 12.9),
        ("/api/auth/login", 6.8),
        ("/api/feedback/by/people/who/write/a/lot", 3.1),
        ("<b>&amp;\"", 0.004),
    ];
    frame.series = rows
        .iter()
        .zip(0..)
        .map(|((name, value), slot)| series(name, slot, |_| Some(*value)))
        .collect();
    frame.series.push(series("gone", 5, |n| (n < 60).then_some(2.0)));
    frame
}

fn sources() -> Frame {
    let mut frame = hour(Unit::Percent);
    let parts = [("Model", 0, 71.0), ("Cache", 1, 18.0), ("Helpdesk", 2, 8.0), ("None", 3, 3.0)];
    frame.series =
        parts.iter().map(|(name, slot, value)| series(name, *slot, |_| Some(*value))).collect();
    frame
}

fn histogram() -> Frame {
    let mut frame = hour(Unit::Seconds);
    frame.interval = Duration(60_000);
    let bounds = ["0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf"];
    let weight = |bucket: usize, n: i64| {
        let middle = if (76..90).contains(&n) { 5.0 } else { 2.6 } + soft(11, n / 4) - 0.5;
        (-(bucket as f64 - middle).powi(2) / 1.6).exp() * (0.5 + noise(12, n * 16 + bucket as i64))
    };
    frame.series = bounds
        .iter()
        .enumerate()
        .map(|(place, bound)| {
            let seen = |n: i64| n % 2 == 0 && !(34..=40).contains(&n);
            series(bound, 0, |n| {
                seen(n).then(|| (0..=place).map(|bucket| (weight(bucket, n) * 20.0).floor()).sum())
            })
        })
        .collect();
    frame.gaps =
        vec![TimeRange { after: Timestamp(FROM + 33 * STEP), until: Timestamp(FROM + 41 * STEP) }];
    // Between two bounds, a fifth above the lower one.
    frame.limits = vec![Limit { value: 0.3, bad: Side::Above, severity: Severity::Critical }];
    frame
}

fn parts() -> Frame {
    let mut frame = hour(Unit::None);
    let unseen = |n: i64| (41..=46).contains(&n);
    let part = |name, bad: core::ops::Range<i64>, value: f64| {
        let value = move |n: i64| if bad.contains(&n) { value } else { 1.0 };
        series(name, 0, move |n| (!unseen(n)).then(|| value(n)))
    };
    frame.series = vec![
        part("Health", 18..26, 0.5),
        part("API", 0..0, 1.0),
        part("Database with a name that is longer than its room", 80..82, 0.0),
        part("Model provider", 94..121, 0.25),
    ];
    let mapping = |value, text: &str, severity| ValueMapping {
        value,
        to: None,
        text: text.to_owned(),
        severity,
    };
    frame.mappings = vec![
        mapping(1.0, "Operational", None),
        mapping(0.5, "Degraded", Some(Severity::Warning)),
        mapping(0.0, "Down", Some(Severity::Critical)),
    ];
    frame
}

fn nothing() -> Frame {
    let mut frame = hour(Unit::Short);
    frame.gaps = vec![frame.range];
    frame
}

/// Everything that a stranger could put into a frame.
pub(crate) fn hostile() -> Frame {
    let mut frame = hour(Unit::Short);
    let values = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        -0.0,
        1.0,
    ];
    frame.interval = Duration(i64::MAX);
    frame.series = (0..9)
        .map(|slot| {
            series("<script>\0", slot, |n| {
                values.get((n as usize + usize::from(slot)) % 8).copied()
            })
        })
        .collect();
    frame.limits =
        values.map(|value| Limit { value, bad: Side::Above, severity: Severity::Warning }).to_vec();
    frame.gaps = vec![TimeRange::ALL];
    frame.min = Some(f64::NAN);
    frame.max = Some(f64::MAX);
    frame
}
