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
    let query = |text: &str| instant(&parse(text).unwrap(), &store, Timestamp(10_000));
    assert!(query("rate({__name__=~\"a|b\"}[1m])").is_err());
    let fine = query("rate({__name__=~\"c|b\"}[1m])").unwrap();
    let jobs: Vec<_> = fine.iter().map(|(labels, _)| labels.get("job").unwrap()).collect();
    assert_eq!(jobs, ["x", "y"], "sorted by what is left");
}

#[test]
fn a_range_has_limits() {
    let store = store(&[("up", "1")]);
    let expr = parse("up").unwrap();
    let query =
        |start, end, step| range(&expr, &store, Timestamp(start), Timestamp(end), Duration(step));
    assert!(query(0, 10, 0).is_err());
    assert!(query(0, i64::MAX, 1).is_err());
    assert!(query(i64::MIN, i64::MAX, i64::MAX).is_ok());
    assert!(query(0, 11_000, 1).is_err());
    assert_eq!(query(0, 10_999, 1).unwrap()[0].values.len(), 11_000);
    assert_eq!(query(10, 0, 1), Ok(vec![]));
    assert_eq!(query(0, 25, 10).unwrap()[0].values.len(), 3);
    assert_eq!(query(300_000, 300_000, 10), Ok(vec![]), "no series without a value");
}

/// Returns the series at `seconds` as `job=a 1`, one after the other.
fn all(store: &Store, text: &str, seconds: i64) -> Result<String, String> {
    let expr = parse(text).map_err(|error| error.to_string())?;
    let grid = Grid::instant(Timestamp(seconds * 1000));
    let outcome = evaluate(&expr, store, grid, &Settings::default());
    Ok(match outcome.map_err(|error| error.to_string())?.answer {
        Answer::Scalar(numbers) => format!("{numbers:?}"),
        Answer::Text(text) => format!("{text:?}"),
        Answer::Vector(series) => {
            let series = series.iter().map(|one| {
                let labels: Vec<String> =
                    one.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let values = one.values.iter().flatten().map(f64::to_string);
                labels.into_iter().chain(values).collect::<Vec<_>>().join(" ")
            });
            series.collect::<Vec<_>>().join(", ")
        }
        Answer::Samples(series) => {
            let series = series.iter().map(|(labels, samples)| {
                let samples: Vec<String> = samples
                    .iter()
                    .map(|sample| format!("{}@{}", sample.value, sample.at.0 / 1000))
                    .collect();
                format!("{} {}", labels.name(), samples.join(" "))
            });
            series.collect::<Vec<_>>().join(", ")
        }
    })
}

#[test]
fn operators_match_series_by_their_labels() {
    let store = store(&[
        ("errors/a", "1"),
        ("errors/b", "2"),
        ("total/a", "4"),
        ("total/b", "8"),
        ("total/c", "16"),
        ("limit", "3"),
    ]);
    for (text, expected) in [
        ("errors / total", "job=a 0.25, job=b 0.25"),
        ("errors / on(job) total * 100", "job=a 25, job=b 25"),
        ("total > errors * 3", "__name__=total job=a 4, __name__=total job=b 8"),
        ("total > bool on(job) errors * 3", "job=a 1, job=b 1"),
        ("total - ignoring(job) group_left limit", "job=a 1, job=b 5, job=c 13"),
        ("limit + on() group_right total", "job=a 7, job=b 11, job=c 19"),
        ("total and errors", "__name__=total job=a 4, __name__=total job=b 8"),
        ("total unless on(job) errors", "__name__=total job=c 16"),
        (
            "errors or on(job) total",
            "__name__=errors job=a 1, __name__=errors job=b 2, __name__=total job=c 16",
        ),
        ("2 ^ 3 ^ 2 - 7 % 4", "[509.0]"),
        ("10 - total{job=\"a\"}", "job=a 6"),
        ("5 < total", "__name__=total job=b 8, __name__=total job=c 16"),
        ("5 < bool total", "job=a 0, job=b 1, job=c 1"),
        ("-errors", "job=a -1, job=b -2"),
        ("1 == bool 1", "[1.0]"),
        ("errors + nothing", ""),
    ] {
        assert_eq!(all(&store, text, 0).as_deref(), Ok(expected), "{text}");
    }
    for (text, error) in [
        (
            "limit - ignoring(job) total",
            "found duplicate series for the match group {} on the right",
        ),
        ("total - ignoring(job) limit", "many-to-one matching must be explicit"),
        (
            "total - on(job) group_right total{job=~\"a|b\"} + ignoring(job) group_right total",
            "found duplicate series",
        ),
        ("-{job=\"a\"}", "vector cannot contain metrics with the same labelset"),
    ] {
        let found = all(&store, text, 0).unwrap_err();
        assert!(found.contains(error), "{text}: {found}");
    }
}

#[test]
fn aggregations_keep_the_labels_that_are_named() {
    let store = store(&[("x/a", "1"), ("x/b", "NaN"), ("x/c", "3"), ("y/a", "5"), ("y/d", "3")]);
    for (text, expected) in [
        ("sum(y)", "8"),
        ("sum by (job) ({job=~\".+\"})", "job=a 6, job=b NaN, job=c 3, job=d 3"),
        ("max without (job) (x)", "3"),
        ("min by (__name__) ({job!=\"\"})", "__name__=x 1, __name__=y 3"),
        ("avg(y)", "4"),
        ("count(x) + group(x)", "4"),
        ("stddev(y)", "1"),
        ("stdvar(y)", "1"),
        ("quantile(0.75, y)", "4.5"),
        ("topk(1, x)", "__name__=x job=c 3"),
        ("bottomk(2, x)", "__name__=x job=a 1, __name__=x job=c 3"),
        ("topk(5, x)", "__name__=x job=c 3, __name__=x job=a 1, __name__=x job=b NaN"),
        ("topk by (job) (1, y)", "__name__=y job=a 5, __name__=y job=d 3"),
        ("topk(0, x)", ""),
        ("count_values(\"v\", {job!=\"\"})", "v=1 1, v=3 2, v=5 1, v=NaN 1"),
        ("sum(nothing)", ""),
    ] {
        assert_eq!(all(&store, text, 0).as_deref(), Ok(expected), "{text}");
    }
    assert!(all(&store, "topk(NaN, x)", 0).is_ok(), "less than 1");
    assert!(all(&store, "topk(1e300, x)", 0).is_err());
}

#[test]
fn a_subquery_has_steps_of_its_own() {
    let store = store(&[("x", "1 2 3 4 5 6 7")]);
    for (text, expected) in [
        ("x[25s]", "x 5@40 6@50 7@60"),
        ("x[30s:15s]", "x 5@45 7@60"),
        ("(x * 2)[20s:10s] offset 5s", " 10@40 12@50"),
        ("max_over_time(x[30s:20s] @ 50)", "5"),
        ("sum_over_time(sum(x)[1m:30s])", "11"),
        ("last_over_time(x[15s])", "__name__=x 7"),
        ("count_over_time(x[1h:10s])", "7"),
    ] {
        assert_eq!(all(&store, text, 60).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn functions_of_absence_and_time_need_no_series() {
    let store = store(&[("x/a", "1 2 3")]);
    for (text, expected) in [
        ("absent(x)", ""),
        ("absent(x{job=\"b\",zone=\"c\",zone=\"d\"})", "job=b 1"),
        ("absent_over_time(x{job=\"b\"}[1m])", "job=b 1"),
        ("absent(sum(nothing))", "1"),
        ("scalar(x)", "[3.0]"),
        ("scalar({__name__=~\".+\"} or vector(1))", "[NaN]"),
        ("vector(time())", "25"),
        ("timestamp(x)", "job=a 20"),
        ("timestamp(x * 1)", "job=a 25"),
        ("hour() + minute(vector(120))", "2"),
        ("\"text\"", "\"text\""),
    ] {
        assert_eq!(all(&store, text, 25).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn names_may_be_dropped_at_the_end() {
    let store = store(&[("a/x", "1 2"), ("b/x", "1 2")]);
    let text = "sum by (__name__) (rate({job=\"x\"}[1m]))";
    assert!(all(&store, text, 10).is_err());
    let settings = Settings { delays_names: true, ..Settings::default() };
    let grid = Grid::instant(Timestamp(10_000));
    let expr = parse("label_replace(rate({job=\"x\"}[1m]), \"m\", \"$1\", \"__name__\", \"(.*)\")")
        .unwrap();
    let Answer::Vector(found) = evaluate(&expr, &store, grid, &settings).unwrap().answer else {
        panic!("a vector");
    };
    let labels: Vec<_> = found.iter().map(|one| one.labels.clone()).collect();
    let expected = |name| LabelSet::new("", &[("job", "x"), ("m", name)]);
    assert_eq!(labels, [expected("a"), expected("b")]);
}

#[test]
fn odd_expressions_are_annotated() {
    let store = store(&[("gauge", "1 2 3")]);
    let notes = |text: &str| -> Vec<String> {
        let grid = Grid::instant(Timestamp(20_000));
        let expr = parse(text).unwrap();
        let outcome = evaluate(&expr, &store, grid, &Settings::default()).unwrap();
        outcome.annotations.iter().map(|one| one.in_full(text)).collect()
    };
    assert_eq!(notes("sum(gauge) > 1"), [""; 0]);
    let reason = "metric might not be a counter, name does not end in _total/_sum/_count/_bucket";
    assert_eq!(notes("rate(gauge[1m])"), [format!("PromQL info: {reason}: \"gauge\" (1:6)")]);
    let reason = "quantile value should be between 0 and 1, got 2";
    assert_eq!(notes("quantile(2, gauge)"), [format!("PromQL warning: {reason} (1:10)")]);
    let found = notes("quantile_over_time(2, gauge[1m])");
    assert_eq!(found, [format!("PromQL warning: {reason} (1:20)")]);
}

#[test]
fn an_evaluation_has_limits() {
    let store = store(&[("x/a", "1 2 3 4"), ("x/b", "1 2 3 4")]);
    let fails = |text: &str, limits: Limits| {
        let settings = Settings { limits, ..Settings::default() };
        let grid = Grid::between(Timestamp(0), Timestamp(30_000), Duration(10_000));
        evaluate(&parse(text).unwrap(), &store, grid, &settings).is_err()
    };
    let limits = Settings::default().limits;
    assert!(!fails("sum(rate(x[20s]))", limits));
    assert!(fails("x", Limits { steps: 3, ..limits }));
    assert!(fails("x", Limits { series: 1, ..limits }));
    assert!(!fails("x{job=\"a\"}", Limits { series: 1, ..limits }));
    assert!(fails("x", Limits { samples: 10, ..limits }));
    assert!(fails("sum_over_time(vector(1)[1h:1ms])", Limits { samples: 1_000_000, ..limits }));
}

proptest! {
    /// A sliding window yields the same as a separate window at each instant.
    #[test]
    fn a_range_is_its_instants(
        values in proptest::collection::vec(prop_oneof!["[0-9]", Just("_".to_owned()), Just("x".to_owned())], 1..60),
        expr in prop_oneof![
            Just("m"), Just("rate(m[35s])"), Just("increase(m[2m] offset 15s)"), Just("m > 4"),
            Just("rate(m[1m] @ 90)"), Just("m offset -1m"), Just("sum(m) - m"), Just("max_over_time(m[1m:15s])"),
            Just("topk(1, m or m2)"), Just("m and (m2 > 1)"), Just("count_values(\"v\", m)"), Just("m + on() m2 @ 30"),
            Just("absent(m > 4)"), Just("quantile(0.3, {job=\"\",__name__=~\"m.*\"})"), Just("timestamp(m) - time()"),
            Just("avg_over_time(m[40s]) unless m2"), Just("stddev({__name__=~\"m.*\"})"), Just("-m ^ 2 % 3"),
        ],
        start in -60_i64..300,
        step in 1_i64..70,
    ) {
        let store = store(&[("m", &values.join(" ")), ("m2", "1 2 _ 3 x 1 7 7 _ _ _ 2 5 1 1 x")]);
        let expr = parse(expr).unwrap();
        let start = Timestamp(start * 1000);
        let step = Duration::from_secs(step);
        let found = range(&expr, &store, start, start + step * 20, step).unwrap();
        for index in 0..=20 {
            let alone = instant(&expr, &store, start + step * index).unwrap();
            let there = found.iter().filter_map(|one| {
                Some((one.labels.clone(), one.values[index as usize]?))
            });
            let there: Vec<_> = there.collect();
            prop_assert_eq!(format!("{alone:?}"), format!("{there:?}"), "step {}", index);
        }
    }
}
