//! RAT's metrics page, printed by hand in the real program.
//!
//! The guide's families (requests, runs, the scheduler, gRPC) exist in no version of it; its shape has blank lines. Four
//! of the real gauges end in `_total`, which misnames them on purpose, as in the real program.

use crate::{
    exposition::{Family, Kind, Series, Value, go, number},
    load::Flow,
    process::{Process, Spread},
    systems::Shape,
};

/// The whole page.
pub(super) fn page(process: &Process, shape: Shape) -> String {
    match shape {
        Shape::Real => go::write_in_order(&real(process), printed, ""),
        Shape::Documented => go::write_in_order(&documented(process), printed, "\n"),
    }
}

/// Whole numbers are printed with `%d`, so that bytes never take an exponent; the others with `%g`.
fn printed(value: f64) -> String {
    if value.fract() == 0.0 { value.to_string() } else { number::go(value) }
}

/// Memory goes up from here to there, then a collection brings it down.
const MEMORY: (f64, f64) = (12_500_000.0, 31_000_000.0);

/// Seconds between two collections.
const COLLECTION_PERIOD: f64 = 73.0;

/// Seconds between two ticks of the scheduler.
const TICK_PERIOD: f64 = 30.0;

fn real(process: &Process) -> Vec<Family> {
    let collections = process.age() / COLLECTION_PERIOD;
    let memory = MEMORY.0 + (MEMORY.1 - MEMORY.0) * collections.fract();
    // The values of a tick stay until the next one.
    let tick = process.seen_at((process.now / TICK_PERIOD).floor() * TICK_PERIOD);
    let build = [("version", "0.2.0"), ("git_commit", "a1b2c3d"), ("go_version", "go1.26.0")];
    vec![
        Family::new(
            Kind::Gauge,
            "ratd_info",
            "Build information about ratd.",
            vec![Series::new(build, Value::Number(1.0))],
        ),
        Family::gauge(
            "ratd_goroutines",
            "Number of goroutines.",
            process.level("goroutines", 48.0, 96.0),
        ),
        Family::gauge(
            "ratd_memory_alloc_bytes",
            "Current memory allocation in bytes.",
            (memory / 8.0).floor() * 8.0,
        ),
        Family::gauge(
            "ratd_memory_sys_bytes",
            "Total memory obtained from the OS in bytes.",
            45_436_168.0,
        ),
        Family::counter(
            "ratd_gc_completed_total",
            "Total number of completed GC cycles.",
            collections.floor(),
        ),
        Family::gauge(
            "ratd_sse_connections_active",
            "Current number of active SSE connections.",
            process.level("sse", 0.0, 7.0),
        ),
        Family::gauge(
            "ratd_postgres_pool_total",
            "Total connections configured for the main Postgres pool.",
            process.level("pool", 6.0, 14.0),
        ),
        Family::gauge(
            "ratd_postgres_pool_acquired",
            "Currently-acquired connections from the main Postgres pool.",
            process.level("acquired", 0.0, 6.0),
        ),
        Family::gauge(
            "ratd_postgres_heartbeat_pool_total",
            "Total connections configured for the dedicated heartbeat pool.",
            1.0,
        ),
        Family::gauge(
            "ratd_postgres_heartbeat_pool_acquired",
            "Currently-acquired connections from the dedicated heartbeat pool.",
            process.level("heartbeat", 0.0, 1.0),
        ),
        Family::gauge(
            "ratd_plugins_total",
            "Total number of registered plugins (any status).",
            5.0,
        ),
        Family::gauge(
            "ratd_plugins_healthy",
            "Plugins currently in the enabled status (passing health-loop probes).",
            process.level("plugins", 3.6, 5.4),
        ),
        Family::gauge(
            "ratd_scheduler_last_tick_duration_seconds",
            "Duration of the most recent scheduler tick.",
            (tick.wander("tick", 0.0011, 0.0093) * 1e9).round() / 1e9,
        ),
        Family::gauge(
            "ratd_scheduler_last_tick_dispatched_total",
            "Schedules dispatched in the most recent scheduler tick.",
            tick.level("dispatched", 0.0, 3.0),
        ),
    ]
}

const REQUEST_BOUNDS: &[f64] = &[0.1, 0.5, 1.0, 5.0, 10.0];
const GRPC_BOUNDS: &[f64] = &[0.1, 1.0];

const PIPELINES: Flow = Flow::new("pipelines", 0.05);
const RUNS: Flow = Flow::new("runs", 0.004);
const QUERIES: Flow = Flow::new("queries", 0.02);

fn documented(process: &Process) -> Vec<Family> {
    let requests = [
        ("GET", "/api/v1/pipelines", "200", PIPELINES),
        ("POST", "/api/v1/runs", "202", RUNS),
        ("GET", "/api/v1/tables", "500", Flow::new("failures", 0.0003)),
    ];
    let runs = [("completed", 0.95), ("failed", 0.035), ("cancelled", 0.015)];
    let grpc = [("runner", "SubmitPipeline", RUNS), ("ratq", "ExecuteQuery", QUERIES)];
    let requests_latency =
        process.histogram(&[PIPELINES], Spread { usual: 0.03, strained: 0.4 }, REQUEST_BOUNDS);
    let query_latency =
        process.histogram(&[QUERIES], Spread { usual: 0.07, strained: 0.6 }, GRPC_BOUNDS);
    vec![
        Family::new(
            Kind::Counter,
            "ratd_http_requests_total",
            "Total number of HTTP requests",
            requests
                .map(|(method, path, status, flow)| {
                    let labels = [("method", method), ("path", path), ("status", status)];
                    Series::new(labels, Value::Number(process.count(flow)))
                })
                .into(),
        ),
        Family::new(
            Kind::Histogram,
            "ratd_http_request_duration_seconds",
            "HTTP request duration in seconds",
            vec![Series::new(
                [("method", "GET"), ("path", "/api/v1/pipelines")],
                Value::Histogram(requests_latency),
            )],
        ),
        Family::new(
            Kind::Counter,
            "ratd_pipeline_runs_total",
            "Total pipeline runs by status",
            runs.map(|(status, part)| {
                Series::new([("status", status)], Value::Number(process.count(RUNS.times(part))))
            })
            .into(),
        ),
        Family::gauge(
            "ratd_active_runs",
            "Current number of running pipelines",
            process.present(RUNS, 400.0),
        ),
        Family::counter(
            "ratd_scheduler_ticks_total",
            "Scheduler evaluation cycles",
            (process.age() / TICK_PERIOD).floor(),
        ),
        Family::counter(
            "ratd_scheduler_runs_triggered_total",
            "Runs triggered by the scheduler",
            process.count(RUNS.times(0.7)),
        ),
        Family::new(
            Kind::Counter,
            "ratd_grpc_requests_total",
            "gRPC requests to runner/ratq",
            grpc.map(|(service, method, flow)| {
                let labels = [("service", service), ("method", method), ("code", "ok")];
                Series::new(labels, Value::Number(process.count(flow)))
            })
            .into(),
        ),
        Family::new(
            Kind::Histogram,
            "ratd_grpc_request_duration_seconds",
            "gRPC call latency",
            vec![Series::new(
                [("service", "ratq"), ("method", "ExecuteQuery")],
                Value::Histogram(query_latency),
            )],
        ),
    ]
}
