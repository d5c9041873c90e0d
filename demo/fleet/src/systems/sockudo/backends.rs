//! Metrics of Sockudo's storage and of its siblings in a cluster.
//!
//! This one runs with Redis, durable history and delta compression, so that most of what the program can show is there.

use crate::{
    exposition::{Family, Kind, Series, Value},
    load::Flow,
    process::{Process, Spread},
};

use super::{
    apps::{App, CONNECTIONS, PUBLISHED, SENT},
    metrics::{MILLISECONDS, counted, labels, level_per_app, observed, per_app},
    queue,
};

const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Failures of a backend: a few a day.
const MISHAPS: Flow = Flow::new("mishaps", 0.000_15);

/// Counters with one series per application, which need nothing but a flow.
const COUNTERS: [(&str, &str, Flow); 18] = [
    (
        "sockudo_echo_suppressed_total",
        "Total number of message deliveries skipped due to echo control (V2 only)",
        SENT.times(0.06),
    ),
    (
        "sockudo_ephemeral_messages_total",
        "Total number of ephemeral messages delivered (V2 only)",
        SENT.times(0.05),
    ),
    (
        "sockudo_event_filter_suppressed_total",
        "Total number of messages suppressed by event name filtering (V2 only)",
        SENT.times(0.04),
    ),
    (
        "sockudo_history_evicted_bytes_total",
        "Total number of durable history bytes evicted",
        PUBLISHED.times(160.0),
    ),
    (
        "sockudo_history_evictions_total",
        "Total number of durable history messages evicted",
        PUBLISHED.times(0.5),
    ),
    (
        "sockudo_history_write_failures_total",
        "Total number of durable history write failures",
        MISHAPS,
    ),
    ("sockudo_history_writes_total", "Total number of durable history writes", PUBLISHED),
    (
        "sockudo_horizontal_adapter_received_requests",
        "The total amount of received requests from other nodes",
        CONNECTIONS.times(2.1),
    ),
    (
        "sockudo_horizontal_adapter_received_responses",
        "The total amount of received responses from other nodes",
        CONNECTIONS.times(1.99),
    ),
    (
        "sockudo_horizontal_adapter_resolved_promises",
        "The total amount of promises that were fulfilled by other nodes",
        CONNECTIONS.times(1.98),
    ),
    (
        "sockudo_horizontal_adapter_sent_requests",
        "The total amount of sent requests to other nodes",
        CONNECTIONS.times(2.0),
    ),
    (
        "sockudo_horizontal_adapter_uncomplete_promises",
        "The total amount of promises that were not fulfilled entirely by other nodes",
        CONNECTIONS.times(0.0008),
    ),
    (
        "sockudo_idempotency_duplicates_total",
        "Total number of duplicate publishes caught by idempotency deduplication",
        PUBLISHED.times(0.0006),
    ),
    (
        "sockudo_idempotency_publish_total",
        "Total number of publish requests that included an idempotency key",
        PUBLISHED.times(0.7),
    ),
    (
        "sockudo_presence_history_evicted_bytes_total",
        "Total number of presence-history bytes evicted",
        CONNECTIONS.times(40.0),
    ),
    (
        "sockudo_presence_history_evictions_total",
        "Total number of presence-history events evicted",
        CONNECTIONS.times(0.4),
    ),
    (
        "sockudo_presence_history_write_failures_total",
        "Total number of presence-history write failures",
        MISHAPS,
    ),
    (
        "sockudo_presence_history_writes_total",
        "Total number of presence-history writes",
        CONNECTIONS.times(1.2),
    ),
];

/// Gauges with one series per application: name, help, lowest and highest value.
const LEVELS: [(&str, &str, f64, f64); 9] = [
    (
        "sockudo_history_degraded_channels",
        "Current number of degraded durable history channels",
        0.0,
        0.6,
    ),
    ("sockudo_history_queue_depth", "Current durable history writer queue depth", 0.0, 8.0),
    (
        "sockudo_history_reset_required_channels",
        "Current number of reset-required durable history channels",
        0.0,
        0.4,
    ),
    (
        "sockudo_history_retained_bytes",
        "Current number of retained durable history bytes",
        2.4e7,
        4.1e7,
    ),
    (
        "sockudo_history_retained_messages",
        "Current number of retained durable history messages",
        5.1e4,
        8.8e4,
    ),
    (
        "sockudo_presence_history_degraded_channels",
        "Current number of degraded presence-history channels",
        0.0,
        0.4,
    ),
    (
        "sockudo_presence_history_reset_required_channels",
        "Current number of reset-required presence-history channels",
        0.0,
        0.4,
    ),
    (
        "sockudo_presence_history_retained_bytes",
        "Current number of retained presence-history bytes",
        4.0e7,
        6.4e7,
    ),
    (
        "sockudo_presence_history_retained_events",
        "Current number of retained presence-history events",
        5.0e4,
        8.9e4,
    ),
];

/// All of them.
pub(super) fn families(process: &Process, apps: &[App], port: &str) -> Vec<Family> {
    let mut families: Vec<Family> = COUNTERS
        .iter()
        .map(|(name, help, flow)| per_app(apps, port, name, help, |app| app.count(*flow)))
        .collect();
    families.extend(LEVELS.iter().map(|(name, help, low, high)| {
        level_per_app(apps, port, name, help, |app| app.level(name, *low, *high))
    }));
    families.extend(history(apps, port));
    families.extend(delta(apps, port));
    families.extend(cluster(process));
    families.extend(queue::families(process));
    families
}

/// A counter's series per value of one more label, for the first application.
fn first_app(
    apps: &[App],
    port: &str,
    label: &'static str,
    values: &[(&str, Flow)],
) -> Vec<Series> {
    let app = apps.first();
    let series = values.iter().filter_map(|(value, flow)| {
        let app = app?;
        counted(labels(app.id, port, &[(label, value)]), app.count(*flow))
    });
    series.collect()
}

/// Latencies of writes, resolving, and recoveries.
fn history(apps: &[App], port: &str) -> Vec<Family> {
    let latency = |name, help, flow: Flow, usual: f64, bounds| {
        let series = apps.iter().filter_map(|app| {
            let spread = Spread { usual, strained: usual * 9.0 };
            observed(
                labels(app.id, port, &[]),
                app.process().histogram(&[app.flow(flow)], spread, bounds),
            )
        });
        Family::new(Kind::Histogram, name, help, series.collect())
    };
    vec![
        latency(
            "sockudo_history_write_latency_ms",
            "Durable history write latency in milliseconds",
            PUBLISHED,
            2.1,
            MILLISECONDS,
        ),
        latency(
            "sockudo_presence_history_write_latency_ms",
            "Presence-history write latency in milliseconds",
            CONNECTIONS.times(1.2),
            2.4,
            MILLISECONDS,
        ),
        latency(
            "sockudo_horizontal_adapter_resolve_time",
            "The average resolve time for requests to other nodes",
            CONNECTIONS.times(2.0),
            0.6,
            SECONDS,
        ),
        Family::new(
            Kind::Counter,
            "sockudo_history_recovery_success_total",
            "Total number of successful recovery attempts",
            first_app(
                apps,
                port,
                "source",
                &[("hot", CONNECTIONS.times(0.2)), ("cold", CONNECTIONS.times(0.06))],
            ),
        ),
        Family::new(
            Kind::Counter,
            "sockudo_history_recovery_failures_total",
            "Total number of failed recovery attempts",
            first_app(
                apps,
                port,
                "code",
                &[("stream_reset", MISHAPS.times(2.0)), ("persistence_unavailable", MISHAPS)],
            ),
        ),
    ]
}

/// Delta compression: tickers send little that is new.
fn delta(apps: &[App], port: &str) -> Vec<Family> {
    const BTC: Flow = Flow::new("ticker btc", 0.9);
    const ETH: Flow = Flow::new("ticker eth", 0.7);
    let tickers =
        |factor: f64| [("ticker:btc", BTC.times(factor)), ("ticker:eth", ETH.times(factor))];
    let family = |name, help, factor| {
        Family::new(
            Kind::Counter,
            name,
            help,
            first_app(apps, port, "channel_name", &tickers(factor)),
        )
    };
    vec![
        family(
            "sockudo_delta_compression_bandwidth_original_bytes",
            "Total original bytes before delta compression",
            812.0,
        ),
        family(
            "sockudo_delta_compression_bandwidth_saved_bytes",
            "Total bytes saved by delta compression",
            604.0,
        ),
        family(
            "sockudo_delta_compression_full_messages_total",
            "Total number of full messages sent (not deltas)",
            0.1,
        ),
        family(
            "sockudo_delta_compression_delta_messages_total",
            "Total number of delta messages sent",
            0.9,
        ),
        Family::new(
            Kind::Counter,
            "sockudo_horizontal_delta_compression_enabled_total",
            "Total number of horizontal broadcasts with delta compression enabled",
            first_app(apps, port, "channel_name", &[("public", BTC)]),
        ),
    ]
}

/// Coordination of nodes through Redis.
fn cluster(process: &Process) -> Vec<Family> {
    const OPERATIONS: Flow = Flow::new("coordination", 1.6);
    let latency =
        process.histogram(&[OPERATIONS], Spread { usual: 0.9, strained: 6.0 }, MILLISECONDS);
    let counter = |name, help, series: Option<Series>| {
        Family::new(Kind::Counter, name, help, series.into_iter().collect())
    };
    vec![
        counter(
            "sockudo_delta_cluster_coordination_ops_total",
            "Total number of delta cluster coordination operations",
            Series::counted(
                [("backend", "redis"), ("op", "get"), ("result", "ok")],
                process.count(OPERATIONS),
            ),
        ),
        counter(
            "sockudo_delta_cluster_coordination_failures_total",
            "Total number of delta cluster coordination failures",
            Series::counted(
                [("backend", "redis"), ("op", "get"), ("code", "timeout")],
                process.count(MISHAPS),
            ),
        ),
        counter(
            "sockudo_delta_cluster_coordination_decisions_total",
            "Total number of delta cluster coordination decisions",
            Series::counted(
                [("backend", "redis"), ("decision", "delta")],
                process.count(OPERATIONS.times(0.9)),
            ),
        ),
        Family::new(
            Kind::Histogram,
            "sockudo_delta_cluster_coordination_latency_ms",
            "Delta cluster coordination latency in milliseconds",
            Series::observed([("backend", "redis"), ("op", "get")], latency).into_iter().collect(),
        ),
        Family::new(
            Kind::Gauge,
            "sockudo_delta_cluster_coordination_backend_up",
            "Whether the delta cluster coordination backend is currently healthy",
            vec![Series::new([("backend", "redis")], Value::Number(1.0))],
        ),
        Family::new(
            Kind::Gauge,
            "sockudo_horizontal_transport_queue_depth",
            "Current queue depth for a horizontal transport driver",
            vec![Series::new(
                [("driver", "redis")],
                Value::Number(process.level("transport", 0.0, 6.0)),
            )],
        ),
        counter(
            "sockudo_horizontal_transport_messages_dropped_total",
            "Total number of horizontal transport messages dropped",
            Series::counted([("driver", "redis")], process.count(MISHAPS)),
        ),
        counter(
            "sockudo_horizontal_transport_reconnections_total",
            "Total number of horizontal transport reconnects",
            Series::counted([("driver", "redis")], process.count(MISHAPS.times(0.4))),
        ),
    ]
}
