use super::*;
use proptest::prelude::*;

#[test]
fn notifies_of_each_step_and_only_on_request() {
    let mut latency = Latency::default();
    for second in 0..300 {
        latency.add(Timestamp(second * 1000), Duration(if second < 285 { 20 } else { 500 }));
    }
    latency.add(Timestamp(900_000), Duration(7));
    // A clock that is set back changes no finished step.
    latency.add(Timestamp(10_000), Duration(1));
    let times = latency.times(Timestamp(1_200_000));
    assert_eq!(times.day.from, Timestamp(0));
    assert_eq!(times.day.values, [Some(20), None, None, Some(7), None]);
    assert_eq!(times.quarter.values, [Some(20)]);
    assert_eq!(latency.times(Timestamp(86_400_000 * 91)).day.values, []);

    let mut again = Latency::default();
    latency.notes().for_each(|note| again.restore(&note));
    assert_eq!(again, latency);
}

#[test]
fn a_clock_that_was_ahead_silences_nothing_and_one_that_was_behind_costs_nothing() {
    let mut latency = Latency::default();
    let mut add = |second: i64, took| latency.add(Timestamp(second * 1000), Duration(took));
    add(100, 20);
    // Two days ahead for two minutes, then right again; later back at the beginning of time, and right again.
    add(172_900, 30);
    add(173_000, 30);
    add(400, 40);
    add(1, 50);
    add(700, 60);
    let day = latency.times(Timestamp(900_000)).day;
    assert_eq!(day.values, [Some(20), Some(40), Some(60), None]);
    let mut again = Latency::default();
    latency.notes().for_each(|note| again.restore(&note));
    assert_eq!(again.times(Timestamp(900_000)).day, day);
}

#[test]
fn is_filled_where_nothing_is_known() {
    let add = |latency: &mut Latency, steps: &[i64], took| {
        for step in steps {
            latency.add(Timestamp(step * 300_000), Duration(took));
        }
    };
    let (mut own, mut other) = (Latency::default(), Latency::default());
    add(&mut own, &[4, 6], 10);
    add(&mut other, &[1, 4, 5, 6], 20);
    own.fill(&other);
    let values = |latency: &Latency| latency.times(Timestamp(9 * 300_000)).day.values;
    let expected = [Some(20), None, None, Some(10), Some(20), Some(10), None, None, None];
    assert_eq!(values(&own), expected);
    let once = own.clone();
    own.fill(&other);
    assert_eq!(own, once);

    // The other one measured for longer: the current step here is finished.
    add(&mut other, &[8], 30);
    own.fill(&other);
    assert_eq!(values(&own)[5..], [Some(10), None, Some(30), None]);
    // And continues from there.
    add(&mut own, &[8], 40);
    assert_eq!(values(&own)[7], Some(40));
}

proptest! {
    #[test]
    fn a_bucket_is_at_most_a_thirtieth_off(millis in 0_i64..1 << 24) {
        let shown = i64::from(value(bucket(Duration(millis))));
        prop_assert!(shown >= millis && shown - millis <= millis / 30, "{millis} is counted as {shown}");
    }

    #[test]
    fn any_bucket_has_a_value(bucket in any::<u16>()) {
        prop_assert!(value(bucket) < 1 << 25);
    }
}
