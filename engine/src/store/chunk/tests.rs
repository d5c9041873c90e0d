use super::*;
use proptest::prelude::*;

fn numbers_come_back(numbers: &[i64]) -> usize {
    let mut bytes = Vec::new();
    numbers::encode(&mut bytes, numbers);
    let mut read = Vec::new();
    numbers::decode(&bytes, numbers.len(), |number| read.push(number)).unwrap();
    assert_eq!(read, numbers);
    bytes.len()
}

fn values_come_back(values: &[f64]) -> usize {
    let mut bytes = Vec::new();
    let mode = values::encode(&mut bytes, values);
    let mut read = Vec::new();
    values::decode(mode, &bytes, values.len(), |value| read.push(value.to_bits())).unwrap();
    assert_eq!(read, values.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), "{values:?}");
    bytes.len()
}

#[test]
fn steady_values_take_few_bytes() {
    let row = |f: fn(i64) -> i64| (0..120).map(f).collect::<Vec<i64>>();
    assert!(numbers_come_back(&row(|_| 7)) <= 2);
    assert!(numbers_come_back(&row(|i| 1_795_175_239_000 + i * 15_000)) <= 11);
    // A counter that is seldom counted on: about a bit per row.
    assert!(numbers_come_back(&row(|i| i / 40)) <= 22);
    // Memory in pages of 4096 bytes.
    assert!(numbers_come_back(&row(|i| (i % 2) * 4096)) <= 40);
    // A counter that began anew once.
    assert!(numbers_come_back(&row(|i| if i < 60 { (1 << 40) | (i * 3) } else { i })) <= 140);
}

#[test]
fn odd_values_come_back_bit_for_bit() {
    for values in [
        &[0.0, -0.0][..],
        &[f64::NAN, 1.0, f64::NAN],
        &[f64::from_bits(0x7ff0_0000_0000_0002), f64::from_bits(u64::MAX)],
        &[f64::INFINITY, f64::NEG_INFINITY, 0.0],
        &[f64::MIN_POSITIVE, f64::MAX, 5e-324],
        &[9_007_199_254_740_991.0, 9_007_199_254_740_993.0, 1e300],
        &[0.1, 0.25, 0.125, 1e-9, 1e-10],
        &[4_503_599_627_370_496.0, 0.5],
        &[],
    ] {
        values_come_back(values);
    }
    assert!(values_come_back(&[0.25; 120]) <= 4);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-100_i64..100).prop_map(|whole| whole as f64),
        (-100_000_i64..100_000).prop_map(|thousandth| thousandth as f64 / 1000.0),
        any::<u64>().prop_map(f64::from_bits),
    ]
}

proptest! {
    #[test]
    fn numbers_of_any_size_come_back(numbers in prop::collection::vec(any::<i64>(), 0..=ROWS)) {
        numbers_come_back(&numbers);
    }

    #[test]
    fn numbers_of_a_small_size_come_back(
        start in any::<i64>(),
        steps in prop::collection::vec(prop_oneof![8 => -5_i64..5, 1 => any::<i64>()], 0..ROWS),
    ) {
        let mut sum = start;
        let sums = steps.iter().map(|step| { sum = sum.wrapping_add(*step); sum });
        numbers_come_back(&core::iter::once(start).chain(sums).collect::<Vec<_>>());
    }

    #[test]
    fn values_come_back_bit_for_bit(values in prop::collection::vec(any_value(), 0..=ROWS)) {
        values_come_back(&values);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        mode in any::<u8>(),
        count in 0..=ROWS,
    ) {
        let _ = values::decode(mode, &bytes, count, |_| {});
        if let Some(presence) = Presence::decode(&mut &*bytes, ROWS) {
            prop_assert!(presence.entries() <= ROWS);
        }
    }

    #[test]
    fn presence_comes_back(kinds in prop::collection::vec(0..3_u8, 1..=ROWS)) {
        let mut presence = Presence::default();
        for (row, kind) in kinds.iter().enumerate().filter(|(_, kind)| **kind > 0) {
            presence.add(row, *kind == 2);
        }
        let mut bytes = Vec::new();
        presence.encode(&mut bytes, kinds.len());
        prop_assert_eq!(Presence::decode(&mut &*bytes, kinds.len()), Some(presence));
    }
}
