use super::*;
use crate::promql::parse;
use crate::scrape::{Response, Scrape, Target};
use crate::time::{Duration, Timestamp};

const PAGE: &str = "\
# TYPE asked_total counter
asked_total{status=\"200\"} 7
asked_total{status=\"500\"} 1
# TYPE open gauge
open 3
# TYPE took_seconds histogram
took_seconds_bucket{le=\"1\"} 1
took_seconds_bucket{le=\"10\"} 2
took_seconds_bucket{le=\"+Inf\"} 3
took_seconds_sum 20
took_seconds_count 3
process_open_fds 5
";

/// Returns a store with the page of two programs, and what is known about its metrics.
fn known() -> (Store, Metadata) {
    let mut store = Store::default();
    let mut metadata = Metadata { interval: Some(Duration::from_secs(15)), ..Metadata::default() };
    for job in ["rat", "chat"] {
        let target = Target {
            name: job.to_owned(),
            job: job.to_owned(),
            instance: format!("{job}:80"),
            interval: Duration::from_secs(15),
            max_bytes: 1 << 20,
            max_samples: 1000,
            max_label_bytes: 1000,
            strict: false,
        };
        let mut scrape = Scrape::new(&target, &mut store);
        let response = Response { content_type: None, body: PAGE.as_bytes() };
        scrape.take(&mut store, Timestamp(0), Duration::ZERO, Ok(response));
        metadata.add(scrape.families());
    }
    metadata.shared_instances.insert("rat:80".to_owned());
    (store, metadata)
}

/// Returns the rules, the parts of the text, and the repaired texts.
fn found(text: &str) -> Vec<(Rule, String, String)> {
    let (store, metadata) = known();
    check(&parse(text).unwrap(), &store, &metadata)
        .into_iter()
        .map(|lint| {
            let repaired = lint.edit.map_or(String::new(), |edit| edit.apply(text));
            assert!(repaired.is_empty() || parse(&repaired).is_ok(), "{repaired}");
            (lint.rule, text[lint.span.start..lint.span.end].to_owned(), repaired)
        })
        .collect()
}

#[test]
fn mistakes_of_meaning_are_found_with_their_place_and_repair() {
    for (text, rule, part, repaired) in [
        (
            "asked_total{status=~\"5..\"} / asked_total > 0.1",
            Rule::RatioWithItself,
            "asked_total{status=~\"5..\"} / asked_total",
            "sum(asked_total{status=~\"5..\"}) / sum(asked_total) > 0.1",
        ),
        ("1 + rate(open[5m])", Rule::RateOfGauge, "rate(open[5m])", "1 + deriv(open[5m])"),
        ("increase(open[5m])", Rule::RateOfGauge, "increase(open[5m])", "delta(open[5m])"),
        (
            "rate(sum by (job) (asked_total)[5m:] offset 1h)",
            Rule::RateOfSum,
            "rate(sum by (job) (asked_total)[5m:] offset 1h)",
            "sum by (job) (rate(asked_total[5m] offset 1h))",
        ),
        (
            "increase(asked_total{job=\"rat\"}[5m])",
            Rule::SeveralProcesses,
            "increase(asked_total{job=\"rat\"}[5m])",
            "",
        ),
        (
            "max(histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m]))) * 1000 > 10000",
            Rule::ThresholdAboveBuckets,
            "max(histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m]))) * 1000 > 10000",
            "",
        ),
        (
            "histogram_quantile(0.9, rate(took_seconds{job=\"chat\"}[5m]))",
            Rule::BareHistogram,
            "took_seconds{job=\"chat\"}[5m]",
            "histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m]))",
        ),
        ("took_seconds", Rule::BareHistogram, "took_seconds", "took_seconds_count"),
        (
            "rate(asked_total{job=\"chat\"}[20s])",
            Rule::ShortWindow,
            "asked_total{job=\"chat\"}[20s]",
            "rate(asked_total{job=\"chat\"}[1m])",
        ),
        ("process_open_fds > 3", Rule::UnselectedProcess, "process_open_fds", ""),
        (
            "2 * max(process_open_fds)",
            Rule::UnselectedProcess,
            "process_open_fds",
            "2 * max by (job) (process_open_fds)",
        ),
    ] {
        let due = (rule, part.to_owned(), repaired.to_owned());
        assert_eq!(found(text), [due], "{text}");
    }
}

#[test]
fn what_is_meant_is_left_alone() {
    for text in [
        "sum(asked_total{status=~\"5..\"}) / sum(asked_total)",
        "asked_total{status=\"500\"} / ignoring (status) group_left () asked_total{status=\"200\"}",
        "asked_total{status=\"500\"} / asked_total{status=\"200\"}",
        "open / asked_total",
        "rate(asked_total{job=\"chat\"}[5m])",
        "rate(unknown[5m])",
        "delta(open[5m])",
        "max_over_time(open[10s])",
        "histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m])) >= 10",
        "histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m])) > 9.5",
        "histogram_quantile(0.9, rate(took_seconds_bucket{job=\"chat\"}[5m])) < 20",
        "took_seconds_count",
        "unknown",
        "process_open_fds{job=\"rat\"}",
        "sum by (job) (process_open_fds)",
        "max without (pod) (process_open_fds)",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn nothing_is_found_where_nothing_is_known() {
    for text in ["rate(open[1s])", "took_seconds", "process_open_fds", "up / up"] {
        let expr = parse(text).unwrap();
        assert_eq!(check(&expr, &Store::default(), &Metadata::default()), [], "{text}");
    }
}
