use super::super::parse;
use super::*;
use crate::labels::NAME;
use proptest::prelude::*;

/// Creates a store with one series per text: a value every ten seconds from 0; `_` for none, `x` where the series ends.
fn store(series: &[(&str, &str)]) -> Store {
    let mut store = Store::default();
    for (name, values) in series {
        let group = store.group(name);
        let (metric, job) = name.split_once('/').unwrap_or((name, ""));
        let labels: &[(&str, &str)] = &[(NAME, metric), ("job", job)];
        let labels = if job.is_empty() { &labels[..1] } else { labels };
        let id = store.series(group, labels).unwrap();
        for (index, value) in (0..).zip(values.split(' ')) {
            let at = Timestamp(index * 10_000);
            match value {
                "_" => false,
                "x" => store.append(group, at, &[], &[id]),
                value => store.append(group, at, &[(id, value.parse().unwrap())], &[]),
            };
        }
    }
    store
}

/// Returns the value of the first series at `seconds`.
fn at(store: &Store, text: &str, seconds: i64) -> Option<f64> {
    let answer = instant(&parse(text).unwrap(), store, Timestamp(seconds * 1000)).unwrap();
    answer.first().map(|(_, value)| *value)
}

#[test]
fn the_newest_sample_counts_for_five_minutes() {
    let store = store(&[("up", "1 2 _ 3 x 5")]);
    for (seconds, value) in [
        (-1, None),
        (0, Some(1.0)),
        (9, Some(1.0)),
        (10, Some(2.0)),
        (29, Some(2.0)),
        (30, Some(3.0)),
        // It has ended, and earlier samples do not count again.
        (40, None),
        (50, Some(5.0)),
        (349, Some(5.0)),
        (350, None),
    ] {
        assert_eq!(at(&store, "up", seconds), value, "{seconds}");
    }
    assert_eq!(at(&store, "up offset 20s", 50), Some(3.0));
    assert_eq!(at(&store, "up offset -20s", 10), Some(3.0));
    assert_eq!(at(&store, "up @ 10", 999), Some(2.0));
}

#[test]
fn a_comparison_keeps_the_value_of_the_metric() {
    let store = store(&[("up/a", "1"), ("up/b", "NaN"), ("up/c", "3")]);
    for (text, values) in [
        ("up > 1", vec![3.0]),
        ("1 < up", vec![3.0]),
        ("up >= 1 < 3", vec![1.0]),
        ("up == 3", vec![3.0]),
        ("up < NaN", vec![]),
        ("up{job!=\"b\"} != NaN", vec![1.0, 3.0]),
        ("7", vec![7.0]),
        ("nothing > 0", vec![]),
    ] {
        let answer = instant(&parse(text).unwrap(), &store, Timestamp(0)).unwrap();
        assert_eq!(answer.iter().map(|(_, value)| *value).collect::<Vec<_>>(), values, "{text}");
    }
    let answer = instant(&parse("up != 1").unwrap(), &store, Timestamp(0)).unwrap();
    assert_eq!(answer[0].0, LabelSet::new("up", &[("job", "b")]), "NaN is not 1");
}

#[test]
fn a_counter_is_extended_to_the_ends_of_its_window() {
    // Every ten seconds. At 40 s the window of 30 s holds the samples after 10 s: three, 20 s from first to last.
    for (values, expected) in [
        // Both ends are reached: 2 samples rise by 20 in 20 s; 10 s to the start of the window.
        ("100 110 120 130 140", Some(30.0)),
        // The counter would have been zero 5 s before its first sample of the window.
        ("0 0 5 15 25", Some(20.0 + 5.0)),
        // A reset: what the counter had reached before counts.
        ("100 110 120 5 15", Some((15.0 - 120.0 + 120.0) * 30.0 / 20.0)),
        // One sample is no rise.
        ("_ _ _ _ 140", None),
        // The mark that a series ended is no sample.
        ("100 110 120 x 140", Some(20.0 * 30.0 / 20.0)),
        // The start is further away than 1.1 gaps: half a gap.
        ("_ _ _ 130 140", Some(10.0 * 15.0 / 10.0)),
        ("100 110 120 NaN 140", Some(30.0)),
        ("7 7 7 7 7", Some(0.0)),
    ] {
        let store = store(&[("x_total", values)]);
        assert_eq!(at(&store, "increase(x_total[30s])", 40), expected, "{values}");
        let rate = at(&store, "rate(x_total[30s])", 40);
        assert!(
            expected.zip(rate).is_none_or(|(rise, rate)| (rise / 30.0 - rate).abs() < 1e-12),
            "{values}"
        );
        assert_eq!(rate.is_some(), expected.is_some());
    }
}

#[test]
fn names_that_make_the_difference_may_not_be_dropped() {
    let store = store(&[("a/x", "1 2"), ("b/x", "1 2"), ("c/y", "1 2")]);
    let ask = |text: &str| instant(&parse(text).unwrap(), &store, Timestamp(10_000));
    assert!(ask("rate({__name__=~\"a|b\"}[1m])").is_err());
    let fine = ask("rate({__name__=~\"c|b\"}[1m])").unwrap();
    let jobs: Vec<_> = fine.iter().map(|(labels, _)| labels.get("job").unwrap()).collect();
    assert_eq!(jobs, ["x", "y"], "sorted by what is left");
}

#[test]
fn a_range_has_limits() {
    let store = store(&[("up", "1")]);
    let expr = parse("up").unwrap();
    let ask =
        |start, end, step| range(&expr, &store, Timestamp(start), Timestamp(end), Duration(step));
    assert!(ask(0, 10, 0).is_err());
    assert!(ask(0, i64::MAX, 1).is_err());
    assert!(ask(i64::MIN, i64::MAX, i64::MAX).is_ok());
    assert!(ask(0, 11_000, 1).is_err());
    assert_eq!(ask(0, 10_999, 1).unwrap()[0].values.len(), 11_000);
    assert_eq!(ask(10, 0, 1), Ok(vec![]));
    assert_eq!(ask(0, 25, 10).unwrap()[0].values.len(), 3);
    assert_eq!(ask(300_000, 300_000, 10), Ok(vec![]), "no series without a value");
}

proptest! {
    /// A sliding window yields the same as a separate window at each instant.
    #[test]
    fn a_range_is_its_instants(
        values in proptest::collection::vec(prop_oneof!["[0-9]", Just("_".to_owned()), Just("x".to_owned())], 1..60),
        expr in prop_oneof![
            Just("m"), Just("rate(m[35s])"), Just("increase(m[2m] offset 15s)"), Just("m > 4"),
            Just("rate(m[1m] @ 90)"), Just("m offset -1m"),
        ],
        start in -60_i64..300,
        step in 1_i64..70,
    ) {
        let store = store(&[("m", &values.join(" "))]);
        let expr = parse(expr).unwrap();
        let start = Timestamp(start * 1000);
        let step = Duration::from_secs(step);
        let found = range(&expr, &store, start, start + step * 20, step).unwrap();
        for index in 0..=20 {
            let alone = instant(&expr, &store, start + step * index).unwrap();
            let there = found.first().and_then(|one| one.values[index as usize]);
            prop_assert_eq!(alone.first().map(|(_, value)| *value), there, "step {}", index);
        }
    }
}
