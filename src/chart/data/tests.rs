use super::Column;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

/// Spacings and values, some of them missing or infinite.
fn samples() -> impl Strategy<Value = Vec<(i64, f64)>> {
    let value = prop_oneof![
        8 => -1e6..1e6,
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
    ];
    let step = prop_oneof![9 => Just(15_000_i64), 1 => 1..10_000_000_i64];
    vec((step, value), 0..1200).prop_map(|steps| {
        let mut at = 0;
        let add = |(step, value)| {
            at += step;
            (at, value)
        };
        steps.into_iter().map(add).collect()
    })
}

fn column(samples: &[(i64, f64)]) -> Column {
    let entry = |(at, value): &(i64, f64)| Entry { at: Timestamp(*at), value: Some(*value) };
    samples.iter().map(entry).collect()
}

proptest! {
    #[test]
    fn least_and_greatest_are_those_of_a_scan(
        samples in samples(), cut in 0.0..1.0, one in 0.0..1.0, other in 0.0..1.0, is_indexed in any::<bool>(),
    ) {
        let part = |share: f64| (share * samples.len() as f64) as usize;
        let (bulk, single) = samples.split_at(part(cut));
        let mut column = column(bulk);
        // The pyramid is there from then on, and grows.
        let _ = is_indexed.then(|| column.min_max(0..bulk.len()));
        for (at, value) in single {
            prop_assert!(column.push(Timestamp(*at), Some(*value)));
        }
        let (low, high) = (part(one).min(part(other)), part(one).max(part(other)));
        let finite = samples[low..high].iter().map(|(_, value)| *value).filter(|v| v.is_finite());
        let scan = finite.fold(None, |found: Option<(f64, f64)>, value| {
            let (least, most) = found.unwrap_or((value, value));
            Some((least.min(value), most.max(value)))
        });
        prop_assert_eq!(column.min_max(low..high), scan);
    }

    #[test]
    fn columns_part_the_samples(
        samples in samples(), start in -1_000_000..10_000_000_i64, width in 1.0..1e6, count in 1_usize..300,
    ) {
        let column = column(&samples);
        let start = Timestamp(start);
        let all = column.times().partition_point(|at| *at < start)..column.len();
        let mut next = all.start;
        let mut wrong = Vec::new();
        column.columns(all.clone(), (start, width, count), &mut |place, span| {
            if span.start != next || span.is_empty() {
                wrong.push((place, span.clone()));
            }
            for at in &column.times()[span.clone()] {
                let bound = |edge: usize| start.0 as f64 + edge as f64 * width;
                let is_within = at.0 as f64 >= bound(place) && (at.0 as f64) < bound(place + 1);
                if !is_within && place + 1 != count {
                    wrong.push((place, span.clone()));
                }
            }
            next = span.end;
        });
        prop_assert_eq!(wrong, vec![]);
        prop_assert_eq!(next, all.end);
    }

    #[test]
    fn the_nearest_is_nearest(samples in samples(), at in -1_000_000..20_000_000_i64) {
        let column = column(&samples);
        let distance = |index: usize| (column.times()[index].0 - at).abs();
        let scan = (0..column.len()).min_by_key(|index| distance(*index));
        prop_assert_eq!(column.nearest(Timestamp(at)), scan);
    }
}

#[test]
fn what_is_not_newer_is_not_taken() {
    let mut column = Column::default();
    assert!(column.push(Timestamp(10), Some(1.0)));
    assert!(!column.push(Timestamp(10), Some(2.0)));
    assert!(column.push(Timestamp(11), None));
    assert_eq!(column.newest(), None);
    assert_eq!(column.min_max(0..9), Some((1.0, 1.0)));
    let range = TimeRange { after: Timestamp(10), until: Timestamp(11) };
    assert_eq!(column.within(range), 1..2);
}
