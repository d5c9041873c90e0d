//! Sockudo's queue of webhooks.
//!
//! Its families were never described in the program, so they have no `# HELP`; their times in seconds have the buckets of
//! milliseconds, as there.

use crate::{
    exposition::{Family, Kind, Labels},
    load::Flow,
    process::{Process, Spread},
};

use super::metrics::{MILLISECONDS, counted, gauged, observed};

/// All of them.
pub(super) fn families(process: &Process) -> Vec<Family> {
    const JOBS: Flow = Flow::new("webhooks", 0.9);
    let labels = |more: &[(&'static str, &str)]| -> Labels {
        let first = [("backend", "redis"), ("queue", "webhooks")];
        first.iter().chain(more).map(|(name, value)| (*name, (*value).to_owned())).collect()
    };
    let counters = |name, label: &'static str, values: &[(&str, Flow)]| {
        let series = values.iter().filter_map(|(value, flow)| {
            let more = [(label, *value)];
            counted(labels(if label.is_empty() { &[] } else { &more }), process.count(*flow))
        });
        Family::new(Kind::Counter, name, "", series.collect())
    };
    let latency = |name, usual: f64| {
        let histogram =
            process.histogram(&[JOBS], Spread { usual, strained: usual * 11.0 }, MILLISECONDS);
        Family::new(
            Kind::Histogram,
            name,
            "",
            observed(labels(&[]), histogram).into_iter().collect(),
        )
    };
    let states = [
        ("ready", process.level("ready", 0.0, 9.0)),
        ("active", process.level("active", 0.0, 4.0)),
        ("delayed", process.level("delayed", 0.0, 3.0)),
        ("dead-letter", process.count(JOBS.times(0.000_02))),
        ("completed", process.count(JOBS.times(0.999))),
    ];
    vec![
        counters(
            "sockudo_queue_enqueue_total",
            "outcome",
            &[("enqueued", JOBS), ("duplicate", JOBS.times(0.0001))],
        ),
        counters("sockudo_queue_claimed_total", "", &[("", JOBS)]),
        counters(
            "sockudo_queue_settled_total",
            "outcome",
            &[
                ("completed", JOBS.times(0.999)),
                ("retry", JOBS.times(0.0008)),
                ("dead-letter", JOBS.times(0.000_02)),
                ("panic-or-lease-lost", JOBS.times(0.0001)),
            ],
        ),
        counters("sockudo_queue_dead_letter_replayed_total", "", &[("", JOBS.times(0.0001))]),
        Family::new(
            Kind::Gauge,
            "sockudo_queue_depth",
            "",
            states.map(|(state, depth)| gauged(labels(&[("state", state)]), depth)).into(),
        ),
        latency("sockudo_queue_enqueue_duration_seconds", 0.004),
        latency("sockudo_queue_batch_enqueue_duration_seconds", 0.006),
        latency("sockudo_queue_processing_duration_seconds", 0.08),
    ]
}
