//! Sockudo's metrics page as its guide describes it: 41 families, of which the real program has six.
//!
//! The guide says little about labels: those that its expressions use are there.

use fastrand::Rng;

use crate::{
    exposition::{Family, Kind, Series, Value, rust},
    load::Flow,
    process::{Process, Spread},
};

use super::apps::{App, CHANNELS, CONNECTIONS, PUBLISHED, RECEIVED, SENT, STAY};

const WEBHOOKS: Flow = Flow::new("webhooks", 0.9);
const CACHED: Flow = Flow::new("cached", 1.0);

const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const BYTES: &[f64] = &[100.0, 1000.0, 10_000.0, 100_000.0];

/// Counters without labels.
const COUNTERS: [(&str, &str, Flow); 22] = [
    (
        "sockudo_total_connections",
        "Total number of connections established since startup",
        CONNECTIONS,
    ),
    ("sockudo_connection_established_total", "Total connections established", CONNECTIONS),
    ("sockudo_connection_errors_total", "Connection errors", CONNECTIONS.times(0.0004)),
    ("sockudo_messages_sent_total", "Total messages sent by the server to clients", SENT),
    ("sockudo_messages_received_total", "Total messages received from clients", RECEIVED),
    ("sockudo_broadcast_messages_total", "Messages broadcast to multiple subscribers", PUBLISHED),
    ("sockudo_client_events_total", "Client-triggered events processed", RECEIVED.times(0.011)),
    (
        "sockudo_api_authentication_failures_total",
        "Failed authentication attempts",
        PUBLISHED.times(0.0004),
    ),
    ("sockudo_channel_subscriptions_total", "Total channel subscriptions", CONNECTIONS.times(3.4)),
    ("sockudo_presence_events_total", "Member join/leave events", CONNECTIONS.times(0.1)),
    ("sockudo_rate_limit_triggered_total", "Rate limits triggered by type", PUBLISHED.times(0.005)),
    ("sockudo_rate_limit_checks_total", "Total rate limit checks", PUBLISHED.times(12.0)),
    ("sockudo_queue_jobs_processed_total", "Successfully processed queue jobs", WEBHOOKS),
    ("sockudo_queue_jobs_failed_total", "Failed queue jobs", WEBHOOKS.times(0.0001)),
    ("sockudo_webhooks_sent_total", "Total webhooks sent", WEBHOOKS),
    ("sockudo_webhooks_failed_total", "Failed webhook deliveries", WEBHOOKS.times(0.0012)),
    ("sockudo_webhook_retries_total", "Webhook retry attempts", WEBHOOKS.times(0.0035)),
    ("sockudo_cache_hits_total", "Cache hits", CACHED.times(0.78)),
    ("sockudo_cache_misses_total", "Cache misses", CACHED.times(0.22)),
    ("sockudo_cache_operations_total", "Total cache operations", CACHED),
    ("sockudo_adapter_operations_total", "Adapter operations", PUBLISHED.times(9.0)),
    ("sockudo_adapter_errors_total", "Adapter errors", PUBLISHED.times(0.000_08)),
];

/// Histograms without labels, with their usual value.
const HISTOGRAMS: [(&str, &str, Flow, f64, &[f64]); 8] = [
    (
        "sockudo_message_processing_duration_seconds",
        "Histogram of message processing times",
        SENT.times(0.1),
        0.008,
        SECONDS,
    ),
    (
        "sockudo_http_request_duration_seconds",
        "Request latency histogram",
        PUBLISHED,
        0.011,
        SECONDS,
    ),
    (
        "sockudo_queue_job_duration_seconds",
        "Job processing time histogram",
        WEBHOOKS,
        0.06,
        SECONDS,
    ),
    ("sockudo_webhook_duration_seconds", "Webhook request duration", WEBHOOKS, 0.14, SECONDS),
    (
        "sockudo_adapter_latency_seconds",
        "Adapter operation latency",
        PUBLISHED.times(9.0),
        0.003,
        SECONDS,
    ),
    ("sockudo_message_size_bytes", "Histogram of message sizes", SENT.times(0.1), 2400.0, BYTES),
    ("sockudo_http_response_size_bytes", "Response size histogram", PUBLISHED, 310.0, BYTES),
    (
        "sockudo_adapter_message_size_bytes",
        "Size of messages through adapter",
        PUBLISHED.times(9.0),
        1900.0,
        BYTES,
    ),
];

/// The whole page, in an order of its own.
pub(super) fn page(process: &Process, order: &mut Rng) -> String {
    let apps = App::all(process);
    let mut families: Vec<Family> = COUNTERS
        .iter()
        .map(|(name, help, flow)| Family::counter(name, help, process.count(*flow)))
        .collect();
    families.extend(HISTOGRAMS.iter().map(|(name, help, flow, usual, bounds)| {
        let histogram =
            process.histogram(&[*flow], Spread { usual: *usual, strained: usual * 9.0 }, bounds);
        Family::new(Kind::Histogram, name, help, vec![Series::new([], Value::Histogram(histogram))])
    }));
    families.extend(left(process));
    families.extend(levels(process, &apps));
    families.extend(requests(process));
    rust::write(families, order)
}

/// Counters of those who left again.
fn left(process: &Process) -> [Family; 2] {
    [
        Family::counter(
            "sockudo_connection_closed_total",
            "Total connections closed",
            process.left(CONNECTIONS, STAY),
        ),
        Family::counter(
            "sockudo_channel_unsubscriptions_total",
            "Total channel unsubscriptions",
            process.left(CONNECTIONS.times(3.4), STAY * 0.8),
        ),
    ]
}

/// Gauges.
fn levels(process: &Process, apps: &[App]) -> Vec<Family> {
    let per_app = |name, help, value: fn(&App) -> f64| {
        let series =
            apps.iter().map(|app| Series::new([("app_id", app.id)], Value::Number(value(app))));
        Family::new(Kind::Gauge, name, help, series.collect())
    };
    let channels = CHANNELS.iter().take(3).map(|(kind, _, most)| {
        Series::new([("channel_type", kind)], Value::Number(process.level(kind, most * 0.4, *most)))
    });
    vec![
        per_app(
            "sockudo_active_connections",
            "Current number of active WebSocket connections",
            App::connected,
        ),
        per_app(
            "sockudo_connections_per_app",
            "Active connections broken down by application",
            App::connected,
        ),
        per_app("sockudo_channels_per_app", "Active channels per application", |app| {
            app.level("channels", 120.0, 361.0)
        }),
        Family::new(
            Kind::Gauge,
            "sockudo_active_channels",
            "Current number of channels with subscribers",
            channels.collect(),
        ),
        Family::gauge(
            "sockudo_presence_members",
            "Current members in presence channels",
            process.level("members", 90.0, 260.0),
        ),
        Family::gauge(
            "sockudo_queue_active_jobs",
            "Current jobs waiting in queue",
            process.level("jobs", 0.0, 11.0),
        ),
        Family::gauge(
            "sockudo_cache_memory_usage_bytes",
            "Current cache memory usage",
            process.level("cache", 700.0, 1400.0) * 1024.0,
        ),
    ]
}

/// The REST interface, with the labels that the guide's expressions use.
fn requests(process: &Process) -> [Family; 2] {
    let (events, channels) = ("/apps/{appId}/events", "/apps/{appId}/channels");
    let (unauthorised, failed) = (PUBLISHED.times(0.0004), PUBLISHED.times(0.0001));
    let all = [
        ("POST", events, "200", PUBLISHED),
        ("POST", events, "401", unauthorised),
        ("POST", events, "500", failed),
        ("GET", channels, "200", PUBLISHED.times(0.055)),
    ];
    let requests = all.into_iter().filter_map(|(method, endpoint, status, flow)| {
        Series::counted(
            [("method", method), ("endpoint", endpoint), ("status", status)],
            process.count(flow),
        )
    });
    let errors = [("401", unauthorised), ("500", failed)];
    let errors = errors
        .into_iter()
        .filter_map(|(status, flow)| Series::counted([("status", status)], process.count(flow)));
    [
        Family::new(
            Kind::Counter,
            "sockudo_http_requests_total",
            "Total HTTP API requests",
            requests.collect(),
        ),
        Family::new(
            Kind::Counter,
            "sockudo_http_errors_total",
            "HTTP errors by status code",
            errors.collect(),
        ),
    ]
}
