//! Laws of drawing: what is left out cannot be seen, and gaps are never bridged.

#![expect(clippy::cast_possible_wrap, reason = "small numbers")]

use crate::zone;
use allclear::chart::data::Column;
use allclear::chart::display_list::Op;
use allclear::chart::{DisplayList, Frame, PanelKind, Series, Size, Slot, Theme, View, draw};
use metrics_engine::labels::LabelSet;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;
use proptest::collection::vec;
use proptest::prelude::*;

const STEP: i64 = 1000;

/// A series with a sample every second, some of them missing.
fn frame(values: &[Option<f64>]) -> Frame {
    let range = TimeRange { after: Timestamp(0), until: Timestamp(values.len() as i64 * STEP) };
    let mut frame = Frame::new(range, Duration(STEP), Unit::None);
    let entry = |(value, n): (&Option<f64>, i64)| {
        value.map(|value| Entry { at: Timestamp(n * STEP), value: Some(value) })
    };
    let column: Column = values.iter().zip(1..).filter_map(entry).collect();
    frame.series = vec![Series {
        name: "a".to_owned(),
        labels: LabelSet::default(),
        slot: Slot::nth(0),
        column,
    }];
    frame
}

/// A frame with the places of its values.
fn drawn(frame: &Frame, line: f64, width: u32) -> (DisplayList, allclear::chart::Layout) {
    let mut list = DisplayList::default();
    let theme = Theme { line, ..Theme::light() };
    let view = View { kind: PanelKind::Lines, range: frame.range, hidden: &[], zone: &zone };
    let layout = draw(&mut list, frame, &theme, Size { width, height: 200, ratio: 1.0 }, &view);
    (list, layout)
}

/// From which to which y the curve reaches in each pixel column.
fn reach(list: &DisplayList, into: &mut [Option<(f32, f32)>]) {
    let mut mark = |x: f32, low: f32, high: f32| {
        if let Some(cell) = into.get_mut(x as usize) {
            let (least, most) = cell.unwrap_or((low, high));
            *cell = Some((least.min(low), most.max(high)));
        }
    };
    for op in list.ops() {
        match op {
            Op::Line { points, dash: 0, .. } => {
                points.chunks_exact(2).for_each(|at| mark(at[0], at[1], at[1]));
            }
            Op::Columns { width, bars, .. } => {
                // Half of the thickness on either side is not the curve's.
                for bar in bars.chunks_exact(3) {
                    (0..width as usize).for_each(|x| {
                        mark(
                            bar[0] + x as f32,
                            bar[1] + width / 2.0,
                            bar[1] + bar[2] - width / 2.0,
                        );
                    });
                }
            }
            _ => {}
        }
    }
}

fn values() -> impl Strategy<Value = Vec<Option<f64>>> {
    vec(prop_oneof![30 => (0.0..100.0).prop_map(Some), 1 => Just(None)], 3000..9000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_left_out_cannot_be_seen(values in values(), line in prop_oneof![Just(1.0), Just(2.0)]) {
        let frame = frame(&values);
        let (list, layout) = drawn(&frame, line, 400);
        let mut seen = vec![None; 400];
        reach(&list, &mut seen);
        let pitch = line as usize;
        for (n, value) in values.iter().enumerate().filter_map(|(n, value)| Some((n, (*value)?))) {
            // A sample belongs to the column in whose time it ends.
            let x = layout.x(Timestamp((n as i64 + 1) * STEP)) - 1e-6;
            let place = (x - layout.plot.x) as usize / pitch * pitch + layout.plot.x as usize;
            let (least, most) = seen[place].unwrap();
            let y = layout.y(value) as f32;
            prop_assert!(least - 1.01 <= y && y <= most + 1.01, "{n}: {y} not in {least}..{most}");
        }
    }

    #[test]
    fn nothing_is_drawn_that_was_not_measured(values in vec(0.0..100.0_f64, 3000..6000)) {
        let frame = frame(&values.iter().copied().map(Some).collect::<Vec<_>>());
        let (list, layout) = drawn(&frame, 1.0, 400);
        for op in list.ops() {
            if let Op::Line { points, .. } = op {
                for at in points.chunks_exact(2) {
                    let value = layout.value(f64::from(at[1]));
                    prop_assert!(values.iter().any(|known| (known - value).abs() < 1e-3), "{value}");
                }
            }
        }
    }

    #[test]
    fn gaps_are_never_bridged(from in 10_usize..400, length in 2_usize..90, count in 500_usize..9000) {
        let is_there = |n: usize| !(from..from + length).contains(&n);
        let values: Vec<_> = (0..count).map(|n| is_there(n).then_some(n as f64 % 7.0)).collect();
        let frame = frame(&values);
        let (list, layout) = drawn(&frame, 1.0, 1200);
        let (first, last) = (layout.x(Timestamp(from as i64 * STEP)), layout.x(Timestamp((from + length + 1) as i64 * STEP)));
        // What is narrower than two pixels cannot be seen apart.
        if last - first > 3.0 {
            for op in list.ops() {
                if let Op::Line { points, .. } = op {
                    for pair in points.chunks_exact(2).map(|at| f64::from(at[0])).collect::<Vec<_>>().windows(2) {
                        prop_assert!(!(pair[0] < first + 1.1 && pair[1] > last - 1.1), "{pair:?} over {first}..{last}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_stacked_panel_ends_where_its_sum_is() {
    let mut frame = frame(&(0..100).map(|n| Some(f64::from(n % 10))).collect::<Vec<_>>());
    let mut other = frame.series[0].clone();
    other.slot = Slot::nth(1);
    // Measured at other instants: half a second later, all the same.
    let shifted =
        other.column.times().iter().map(|at| Entry { at: *at + Duration(500), value: Some(5.0) });
    other.column = shifted.collect();
    frame.series.push(other);
    let mut list = DisplayList::default();
    let view = View { kind: PanelKind::Stacked, range: frame.range, hidden: &[], zone: &zone };
    let layout = draw(
        &mut list,
        &frame,
        &Theme::light(),
        Size { width: 900, height: 200, ratio: 1.0 },
        &view,
    );
    let tops: Vec<&[f32]> = list
        .ops()
        .filter_map(|op| match op {
            Op::Fill { points, .. } => Some(points),
            _ => None,
        })
        .collect();
    assert_eq!(tops.len(), 2);
    let marks = layout.marks(&frame, &view, Timestamp(54_000));
    let places: Vec<f64> = marks.iter().map(|mark| layout.value(mark.place.1).round()).collect();
    assert_eq!(places, [3.0, 8.0]);
    let highest = tops[1].chunks_exact(2).map(|at| at[1]).fold(f32::MAX, f32::min);
    assert!((layout.value(f64::from(highest)) - 14.0).abs() < 0.01);
}
