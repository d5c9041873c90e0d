//! Sockudo's metrics page: sockets, channels, limits, the REST interface, and the runtime.
//!
//! A series is there from its first event on. The `port` label is the port of the metrics themselves. What its storage
//! and its siblings in a cluster add is in [`super::backends`].

use fastrand::Rng;

use crate::{
    exposition::{Family, Histogram, Kind, Labels, Series, Value, rust},
    load::Flow,
    process::{Process, Spread},
};

use super::{
    apps::{App, CHANNELS, CONNECTIONS, PUBLISHED, RECEIVED, SENT, STAY},
    backends,
    calls::Calls,
};

/// The buckets that all of its millisecond histograms have, and by mistake some in seconds.
pub(super) const MILLISECONDS: &[f64] =
    &[0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0];

/// The whole page, in an order of its own.
pub(super) fn page(process: &Process, port: u16, calls: &Calls, order: &mut Rng) -> String {
    let port = port.to_string();
    let apps = App::all(process);
    let mut families = runtime(process, &apps);
    families.extend(sockets(process, &apps, &port));
    families.extend(channels(&apps, &port));
    families.extend(limits(&apps, &port));
    families.extend(rest(&apps, &port, calls));
    families.extend(backends::families(process, &apps, &port));
    rust::write(families, order)
}

/// Labels of a series of an application: its identifier, the port, and what follows.
pub(super) fn labels(app: &str, port: &str, more: &[(&'static str, &str)]) -> Labels {
    let first = [("app_id", app), ("port", port)];
    first.iter().chain(more).map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// A counter that is shown from its first event on.
pub(super) fn counted(labels: Labels, count: f64) -> Option<Series> {
    (count > 0.0).then_some(Series { labels, value: Value::Number(count), created: 0.0 })
}

/// A gauge.
pub(super) fn gauged(labels: Labels, value: f64) -> Series {
    Series { labels, value: Value::Number(value), created: 0.0 }
}

/// A histogram that is shown from its first observation on.
pub(super) fn observed(labels: Labels, histogram: Histogram) -> Option<Series> {
    (histogram.count > 0.0).then_some(Series {
        labels,
        value: Value::Histogram(histogram),
        created: 0.0,
    })
}

/// A family of counters with one series per application.
pub(super) fn per_app(
    apps: &[App],
    port: &str,
    name: &'static str,
    help: &'static str,
    count: impl Fn(&App) -> f64,
) -> Family {
    let series = apps.iter().filter_map(|app| counted(labels(app.id, port, &[]), count(app)));
    Family::new(Kind::Counter, name, help, series.collect())
}

/// A family of gauges with one series per application.
pub(super) fn level_per_app(
    apps: &[App],
    port: &str,
    name: &'static str,
    help: &'static str,
    value: impl Fn(&App) -> f64,
) -> Family {
    let series = apps.iter().map(|app| gauged(labels(app.id, port, &[]), value(app)));
    Family::new(Kind::Gauge, name, help, series.collect())
}

/// The process and the Tokio runtime: always there.
fn runtime(process: &Process, apps: &[App]) -> Vec<Family> {
    const WORKERS: [(&str, &str, &str); 4] = [
        ("0", "busy 0", "queue 0"),
        ("1", "busy 1", "queue 1"),
        ("2", "busy 2", "queue 2"),
        ("3", "busy 3", "queue 3"),
    ];
    let connected: f64 = apps.iter().map(App::connected).sum();
    let per_worker = |name, help, value: &dyn Fn(&'static str, &'static str) -> f64| {
        let series = WORKERS.map(|(worker, busy, queue)| {
            Series::new([("worker", worker)], Value::Number(value(busy, queue)))
        });
        Family::new(Kind::Gauge, name, help, series.into())
    };
    let memory = process.memory(5.8e7) + (connected * 41_000.0 / 4096.0).floor() * 4096.0;
    vec![
        Family::gauge(
            "process_resident_memory_bytes",
            "Resident memory size in bytes (RSS)",
            memory,
        ),
        Family::gauge(
            "process_virtual_memory_bytes",
            "Virtual memory size in bytes",
            memory + 1_036_615_680.0,
        ),
        Family::gauge(
            "process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds",
            process.cpu_seconds(0.046),
        ),
        Family::gauge(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds",
            process.started,
        ),
        Family::gauge("process_open_fds", "Number of open file descriptors", connected + 45.0),
        Family::gauge("process_max_fds", "Maximum number of open file descriptors", 1_048_576.0),
        Family::gauge("sockudo_tokio_workers_count", "Number of Tokio runtime worker threads", 4.0),
        Family::gauge(
            "sockudo_tokio_active_tasks",
            "Number of active tasks in the Tokio runtime",
            2.0 * connected + process.level("tasks", 40.0, 90.0),
        ),
        Family::gauge(
            "sockudo_tokio_injection_queue_depth",
            "Depth of the Tokio runtime global injection queue",
            process.level("injected", 0.0, 3.0),
        ),
        per_worker(
            "sockudo_tokio_worker_local_queue_depth",
            "Depth of each Tokio worker thread's local task queue",
            &|_, queue| process.level(queue, 0.0, 5.0),
        ),
        per_worker(
            "sockudo_tokio_worker_busy_ratio",
            "Ratio of time each Tokio worker thread spent executing tasks (0.0-1.0)",
            &|busy, _| process.wander(busy, 0.03, 0.24),
        ),
        Family::gauge(
            "sockudo_tokio_worker_mean_poll_duration_us",
            "Mean task poll duration across all workers in microseconds",
            process.wander("poll", 9.0, 31.0),
        ),
        Family::gauge(
            "sockudo_tokio_budget_forced_yield_count",
            "Total number of times tasks were forced to yield by the Tokio coop budget",
            process.count(Flow::new("yields", 0.000_04)),
        ),
    ]
}

/// Connections and what goes over them.
fn sockets(process: &Process, apps: &[App], port: &str) -> Vec<Family> {
    let errors = [
        ("app-id", "origin_not_allowed", 0.0003),
        ("app-id", "invalid_message_format", 0.0005),
        ("no-such-key", "app_not_found", 0.000_05),
    ];
    vec![
        level_per_app(
            apps,
            port,
            "sockudo_connected",
            "The number of currently connected sockets",
            App::connected,
        ),
        per_app(
            apps,
            port,
            "sockudo_new_connections_total",
            "Total amount of sockudo connection requests",
            |app| app.count(CONNECTIONS),
        ),
        per_app(
            apps,
            port,
            "sockudo_new_disconnections_total",
            "Total amount of sockudo disconnections",
            |app| app.left(CONNECTIONS, STAY),
        ),
        Family::new(
            Kind::Counter,
            "sockudo_connection_errors_total",
            "Total amount of connection errors by type",
            errors
                .into_iter()
                .filter_map(|(app, kind, often)| {
                    counted(
                        labels(app, port, &[("error_type", kind)]),
                        process.count(Flow::new(kind, often)),
                    )
                })
                .collect(),
        ),
        per_app(
            apps,
            port,
            "sockudo_ws_messages_received_total",
            "The total amount of WS messages received from connections by the server",
            |app| app.count(RECEIVED),
        ),
        per_app(
            apps,
            port,
            "sockudo_ws_messages_sent_total",
            "The total amount of WS messages sent to the connections from the server",
            |app| app.count(SENT),
        ),
        per_app(
            apps,
            port,
            "sockudo_socket_received_bytes",
            "Total amount of bytes that sockudo received",
            |app| app.count(RECEIVED.times(51.0)),
        ),
        per_app(
            apps,
            port,
            "sockudo_socket_transmitted_bytes",
            "Total amount of bytes that sockudo transmitted",
            |app| app.count(SENT.times(169.0)),
        ),
    ]
}

/// Subscriptions, channels, and how long broadcasts take.
fn channels(apps: &[App], port: &str) -> [Family; 4] {
    let each = |value: &dyn Fn(&App, Flow) -> f64| -> Vec<Series> {
        let pairs = apps.iter().flat_map(|app| {
            CHANNELS.map(|(kind, factor, _)| (app, kind, CONNECTIONS.times(factor)))
        });
        pairs
            .filter_map(|(app, kind, flow)| {
                counted(labels(app.id, port, &[("channel_type", kind)]), value(app, flow))
            })
            .collect()
    };
    let active = apps.iter().flat_map(|app| {
        CHANNELS.map(|(kind, _, most)| {
            gauged(
                labels(app.id, port, &[("channel_type", kind)]),
                app.level(kind, most * 0.4, most),
            )
        })
    });
    let broadcasts = [
        ("public", "md", PUBLISHED.times(0.4), 4.1),
        ("public", "xs", PUBLISHED.times(0.2), 1.2),
        ("presence", "sm", PUBLISHED.times(0.15), 2.3),
    ];
    let latencies = apps.iter().take(1).flat_map(|app| {
        broadcasts.iter().filter_map(|(kind, size, flow, usual)| {
            let spread = Spread { usual: *usual, strained: usual * 12.0 };
            let histogram = app.process().histogram(&[*flow], spread, MILLISECONDS);
            observed(
                labels(app.id, port, &[("channel_type", kind), ("recipient_count_bucket", size)]),
                histogram,
            )
        })
    });
    [
        Family::new(
            Kind::Counter,
            "sockudo_channel_subscriptions_total",
            "Total number of channel subscriptions",
            each(&App::count),
        ),
        Family::new(
            Kind::Counter,
            "sockudo_channel_unsubscriptions_total",
            "Total number of channel unsubscriptions",
            each(&|app, flow| app.left(flow, STAY * 0.8)),
        ),
        Family::new(
            Kind::Gauge,
            "sockudo_active_channels",
            "Number of currently active channels",
            active.collect(),
        ),
        Family::new(
            Kind::Histogram,
            "sockudo_broadcast_latency_ms",
            "End-to-end latency for broadcast messages in milliseconds",
            latencies.collect(),
        ),
    ]
}

/// Rate limits: number of checks, and of refusals.
fn limits(apps: &[App], port: &str) -> [Family; 2] {
    let all = |flow: Flow| apps.iter().map(|app| app.count(flow)).sum::<f64>();
    let limiters = [
        ("global", "websocket_rate_limit", "websocket_upgrade", CONNECTIONS),
        ("global", "api_rate_limit", "http_api", PUBLISHED),
        ("app-id", "client_events", "unknown", RECEIVED.times(0.2)),
    ];
    let family = |name, help, factor: f64| {
        let series = limiters.iter().filter_map(|(app, limiter, context, flow)| {
            let labels =
                labels(app, port, &[("limiter_type", limiter), ("request_context", context)]);
            counted(labels, all(flow.times(factor)).floor())
        });
        Family::new(Kind::Counter, name, help, series.collect())
    };
    [
        family(
            "sockudo_rate_limit_checks_total",
            "Total number of rate limit checks performed",
            1.0,
        ),
        family(
            "sockudo_rate_limit_triggered_total",
            "Total number of times rate limit was triggered",
            0.0004,
        ),
    ]
}

/// Calls of the REST interface: those of the applications, and those that the demo itself received.
fn rest(apps: &[App], port: &str, calls: &Calls) -> [Family; 3] {
    let strangers = calls.names().filter(|name| apps.iter().all(|app| app.id != *name));
    let rows: Vec<(&str, f64, f64, f64)> = apps
        .iter()
        .map(|app| {
            let (own, answered) = calls.of(app.id);
            let published = app.count(PUBLISHED);
            (app.id, published + own, app.count(PUBLISHED.times(297.0)), published * 2.0 + answered)
        })
        .chain(strangers.map(|name| {
            let (own, answered) = calls.of(name);
            (name, own, 0.0, answered)
        }))
        .filter(|row| row.1 > 0.0)
        .collect();
    let family = |name, help, value: fn(&(&str, f64, f64, f64)) -> f64| {
        // A call without a body still counts, with zero bytes: gauged shows zeros.
        let series = rows.iter().map(|row| gauged(labels(row.0, port, &[]), value(row)));
        Family::new(Kind::Counter, name, help, series.collect())
    };
    [
        family(
            "sockudo_http_calls_received_total",
            "Total amount of received REST API calls",
            |row| row.1,
        ),
        family(
            "sockudo_http_received_bytes",
            "Total amount of bytes that sockudo's REST API received",
            |row| row.2,
        ),
        family(
            "sockudo_http_transmitted_bytes",
            "Total amount of bytes that sockudo's REST API sent back",
            |row| row.3,
        ),
    ]
}
