//! The chatbot's metrics page: every family, in the order in which the real program declares them.
//!
//! Requests are labelled with the path as sent: one series per chat session, and whatever scanners try. Requests
//! to the demo itself are counted with the rest. The provider families are declared and never have a sample, except in
//! the guide's shape. What happens inside is in [`super::helpdesk`].

use crate::{
    exposition::{Family, Kind, Labels, Series, Value, python},
    load::Flow,
    process::{Process, Spread},
    systems::Shape,
};

use super::{
    helpdesk,
    worker::{Observed, Pool},
};

/// A request of everyday life: method, path, status, how often.
struct Route {
    method: &'static str,
    path: &'static str,
    status: &'static str,
    flow: Flow,
}

const fn route(
    method: &'static str,
    path: &'static str,
    status: &'static str,
    flow: Flow,
) -> Route {
    Route { method, path, status, flow }
}

/// Questions of people, and their outcomes.
pub(super) const CHATS: Flow = Flow::new("chats", 0.011);
pub(super) const STREAMS: Flow = Flow::new("streams", 0.018);
const VISITS: Flow = Flow::new("visits", 0.026);
const LOGINS: Flow = Flow::new("logins", 0.0048);
const NEW_SESSIONS: Flow = Flow::new("new sessions", 0.0001);

const ROUTES: [Route; 21] = [
    route("GET", "/api/health", "200", Flow::new("health probes", 1.0 / 30.0)),
    route("GET", "/api/metrics", "200", Flow::new("scrapes", 1.0 / 15.0)),
    route("POST", "/api/auth/login-json", "200", LOGINS),
    route("POST", "/api/auth/login-json", "401", LOGINS.times(0.09)),
    route("POST", "/api/auth/login-json", "429", LOGINS.times(0.022)),
    route("POST", "/api/auth/register", "200", Flow::new("registrations", 0.00033)),
    route("POST", "/api/auth/register", "400", Flow::new("registrations", 0.000_04)),
    route("GET", "/api/auth/me", "200", VISITS),
    route("GET", "/api/auth/me", "401", VISITS.times(0.086)),
    route("GET", "/api/chat/sessions", "200", VISITS.times(0.86)),
    route("POST", "/api/chat/sessions", "200", NEW_SESSIONS),
    route("POST", "/api/chat/chat", "200", CHATS),
    route("POST", "/api/chat/chat", "500", CHATS.times(0.012)),
    route("POST", "/api/chat/chat", "429", CHATS.times(0.005)),
    route("POST", "/api/chat/stream", "200", STREAMS),
    route("POST", "/api/chat/stream", "500", STREAMS.times(0.004)),
    route("GET", "/favicon.ico", "404", VISITS.times(0.02)),
    route("GET", "/wp-login.php", "404", Flow::new("scanners", 0.000_05)),
    route("GET", "/.env", "404", Flow::new("scanners", 0.000_04)),
    route("GET", "/.env\"x", "404", Flow::new("scanners", 0.000_02)),
    route("GET", "/ab\\c", "404", Flow::new("scanners", 0.000_03)),
];

const REQUEST_BOUNDS: &[f64] = &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0];
const PROVIDER_BOUNDS: &[f64] = &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
const FIRST_TOKEN_BOUNDS: &[f64] = &[0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0];

/// How long requests for a path take.
fn spread(path: &str) -> Spread {
    match path {
        "/api/chat/chat" => Spread { usual: 3.4, strained: 14.0 },
        "/api/chat/stream" => Spread { usual: 0.16, strained: 0.7 },
        "/api/auth/login-json" | "/api/auth/register" => Spread { usual: 0.29, strained: 0.8 },
        "/api/chat/sessions" | "/api/auth/me" => Spread { usual: 0.014, strained: 0.12 },
        "/api/metrics" => Spread { usual: 0.005, strained: 0.02 },
        _ if path.starts_with("/api/chat/sessions/") => Spread { usual: 0.02, strained: 0.15 },
        _ => Spread { usual: 0.0012, strained: 0.006 },
    }
}

/// The whole page of one worker.
pub(super) fn page(
    process: &Process,
    shape: Shape,
    observed: &Observed,
    pool: Option<Pool>,
) -> String {
    let mut families = runtime(process);
    families.extend(requests(process, observed));
    families.extend(provider(process, shape));
    families.extend(pool_gauges(pool));
    let first_tokens =
        process.histogram(&[STREAMS], Spread { usual: 2.6, strained: 9.0 }, FIRST_TOKEN_BOUNDS);
    families.push(Family::new(
        Kind::Histogram,
        "chatbot_chat_first_token_latency_seconds",
        "Time from SSE stream open to first token event",
        vec![Series {
            created: process.started + 2.3,
            ..Series::new([], Value::Histogram(first_tokens))
        }],
    ));
    families.extend(helpdesk::families(process));
    python::write(&families)
}

/// The interpreter and the process.
fn runtime(process: &Process) -> Vec<Family> {
    let requests: f64 = ROUTES.iter().map(|route| process.total(route.flow)).sum();
    let generations = |name, help, values: [f64; 3]| {
        let series = ["0", "1", "2"].into_iter().zip(values);
        let series = series.map(|(generation, value)| {
            Series::new([("generation", generation)], Value::Number(value))
        });
        Family::new(Kind::Counter, name, help, series.collect())
    };
    let python = [
        ("implementation", "CPython"),
        ("major", "3"),
        ("minor", "11"),
        ("patchlevel", "7"),
        ("version", "3.11.7"),
    ];
    vec![
        generations(
            "python_gc_objects_collected_total",
            "Objects collected during gc",
            [
                (314.0 + requests * 12.0).floor(),
                (348.0 + requests * 0.9).floor(),
                (requests * 0.3).floor(),
            ],
        ),
        generations(
            "python_gc_objects_uncollectable_total",
            "Uncollectable objects found during GC",
            [0.0; 3],
        ),
        generations(
            "python_gc_collections_total",
            "Number of times this generation was collected",
            [
                154.0 + (requests / 4.0).floor(),
                13.0 + (requests / 44.0).floor(),
                1.0 + (requests / 500.0).floor(),
            ],
        ),
        Family::new(
            Kind::Gauge,
            "python_info",
            "Python platform information",
            vec![Series::new(python, Value::Number(1.0))],
        ),
        Family::gauge(
            "process_virtual_memory_bytes",
            "Virtual memory size in bytes.",
            process.memory(1.4e8) + 3.1e8,
        ),
        Family::gauge(
            "process_resident_memory_bytes",
            "Resident memory size in bytes.",
            process.memory(1.4e8),
        ),
        Family::gauge(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            process.started,
        ),
        Family::counter(
            "process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds.",
            process.cpu_seconds(0.018),
        ),
        Family::gauge(
            "process_open_fds",
            "Number of open file descriptors.",
            process.level("descriptors", 14.0, 38.0),
        ),
        Family::gauge("process_max_fds", "Maximum number of open file descriptors.", 20_000.0),
    ]
}

/// A counted series, with the moment of its first event.
fn from_flow<const N: usize>(
    process: &Process,
    labels: [(&'static str, &str); N],
    flow: Flow,
) -> Option<Series> {
    let series = Series::counted(labels, process.count(flow))?;
    Some(Series { created: process.moment(flow, 1.0)?, ..series })
}

/// A family of counters, one per list of labels.
pub(super) fn counters<const N: usize>(
    process: &Process,
    name: &'static str,
    help: &'static str,
    flows: &[([(&'static str, &'static str); N], Flow)],
) -> Family {
    let series = flows.iter().filter_map(|(labels, flow)| from_flow(process, *labels, *flow));
    Family::new(Kind::Counter, name, help, series.collect())
}

/// Requests, their latencies, and those that failed.
fn requests(process: &Process, observed: &Observed) -> [Family; 3] {
    let mut counted: Vec<Series> = ROUTES
        .iter()
        .filter_map(|Route { method, path, status, flow }| {
            from_flow(process, [("method", method), ("path", path), ("status_code", status)], *flow)
        })
        .collect();
    let mut latencies: Vec<Series> = Vec::new();
    for (index, Route { method, path, .. }) in ROUTES.iter().enumerate() {
        let same = |other: &&Route| other.method == *method && other.path == *path;
        if ROUTES.iter().position(|other| same(&other)) != Some(index) {
            continue;
        }
        let flows: Vec<Flow> = ROUTES.iter().filter(same).map(|route| route.flow).collect();
        let histogram = process.histogram(&flows, spread(path), REQUEST_BOUNDS);
        let created = flows.iter().filter_map(|flow| process.moment(*flow, 1.0)).reduce(f64::min);
        if let (Some(series), Some(created)) =
            (Series::observed([("method", method), ("path", path)], histogram), created)
        {
            latencies.push(Series { created, ..series });
        }
    }
    for (path, opened, visits) in sessions(process) {
        let labels = |status: &[(&'static str, &str)]| -> Labels {
            let all = [("method", "GET"), ("path", path.as_str())];
            all.iter().chain(status).map(|(name, value)| (*name, (*value).to_owned())).collect()
        };
        let histogram = Observed::histogram(visits, 0.023, REQUEST_BOUNDS);
        counted.push(Series {
            labels: labels(&[("status_code", "200")]),
            value: Value::Number(visits),
            created: opened,
        });
        latencies.push(Series {
            labels: labels(&[]),
            value: Value::Histogram(histogram),
            created: opened,
        });
    }
    observed.add_to(&mut counted, &mut latencies, REQUEST_BOUNDS);
    let failures = [
        ([("method", "POST"), ("path", "/api/chat/chat")], CHATS.times(0.012)),
        ([("method", "POST"), ("path", "/api/chat/stream")], STREAMS.times(0.004)),
    ];
    [
        Family::new(Kind::Counter, "chatbot_http_requests_total", "Total HTTP requests", counted),
        Family::new(
            Kind::Histogram,
            "chatbot_http_request_latency_seconds",
            "HTTP request latency by route",
            latencies,
        ),
        counters(
            process,
            "chatbot_http_request_exceptions_total",
            "Unhandled request exceptions",
            &failures,
        ),
    ]
}

/// The chat sessions that were opened: path, time, and number of views since.
fn sessions(process: &Process) -> Vec<(String, f64, f64)> {
    let opened = (1..=process.count(NEW_SESSIONS) as u32).filter_map(|number| {
        let opened = process.moment(NEW_SESSIONS, f64::from(number))?;
        // A conversation is read a few times within its first hour, some more often than others.
        let most = f64::from(1 + number * 7 % 11);
        let visits = 1.0 + (most * ((process.now - opened) / 3600.0).min(1.0)).floor();
        Some((format!("/api/chat/sessions/{}", 100 + number), opened, visits))
    });
    opened.collect()
}

/// The provider's families: declared without a caller, so empty in reality.
fn provider(process: &Process, shape: Shape) -> [Family; 2] {
    let mut latency = Family::new(
        Kind::Histogram,
        "chatbot_provider_latency_seconds",
        "Latency of provider calls",
        vec![],
    );
    let mut errors = Family::new(
        Kind::Counter,
        "chatbot_provider_errors_total",
        "Provider call failures by reason",
        vec![],
    );
    if shape == Shape::Documented {
        let throttled = CHATS.times(0.03);
        let timed_out = CHATS.times(0.004);
        let calls = [
            ("invoke", "success", "bedrock", CHATS),
            ("retrieve", "success", "bedrock", STREAMS),
            ("embed", "success", "openai", STREAMS.times(0.8)),
            ("invoke", "error", "bedrock", throttled),
            ("retrieve", "error", "bedrock", timed_out),
        ];
        latency.series = calls
            .into_iter()
            .filter_map(|(operation, outcome, provider, flow)| {
                let usual = if outcome == "error" { 7.5 } else { 1.7 };
                let histogram = process.histogram(
                    &[flow],
                    Spread { usual, strained: 3.0 * usual },
                    PROVIDER_BOUNDS,
                );
                let labels =
                    [("operation", operation), ("outcome", outcome), ("provider", provider)];
                Some(Series {
                    created: process.moment(flow, 1.0)?,
                    ..Series::observed(labels, histogram)?
                })
            })
            .collect();
        let failures = [
            (
                [
                    ("operation", "invoke"),
                    ("provider", "bedrock"),
                    ("reason", "ThrottlingException"),
                ],
                throttled,
            ),
            (
                [
                    ("operation", "retrieve"),
                    ("provider", "bedrock"),
                    ("reason", "ReadTimeoutError"),
                ],
                timed_out,
            ),
        ];
        errors = counters(process, errors.name, errors.help, &failures);
    }
    [latency, errors]
}

/// The database pool as it was at its last request; zeros before.
fn pool_gauges(pool: Option<Pool>) -> [Family; 5] {
    let pool = pool.unwrap_or_default();
    let usage_ratio =
        if pool.size > 0.0 { pool.checked_out / (pool.size + pool.overflow.max(0.0)) } else { 0.0 };
    [
        Family::gauge("chatbot_db_pool_size", "Configured DB pool size", pool.size),
        Family::gauge(
            "chatbot_db_pool_checked_out",
            "Checked out DB connections",
            pool.checked_out,
        ),
        Family::gauge("chatbot_db_pool_checked_in", "Checked in DB connections", pool.checked_in),
        Family::gauge("chatbot_db_pool_overflow", "DB pool overflow connections", pool.overflow),
        Family::gauge(
            "chatbot_db_pool_usage_ratio",
            "Checked out / max DB connections",
            usage_ratio,
        ),
    ]
}
