//! Panels for what a service is seen to expose: its process and runtime by the names that client libraries use, and its HTTP
//! metrics by name and type.
//!
//! A service without a preset has no written dashboard of its metrics. Its pages say what is there.

use super::super::Scene;
use crate::chart::PanelKind;
use crate::config::private::{Panel, Query, Width};
use crate::console::TargetWatch;
use metrics_engine::exposition::MetricType;
use metrics_engine::scrape::Family;
use metrics_engine::unit::Unit;

/// A metric that client libraries expose under the same name everywhere.
struct Known {
    family: &'static str,
    title: &'static str,
    description: &'static str,
    unit: Unit,
    /// `$` stands for the matcher of the targets.
    expr: &'static str,
}

/// A row of [`KNOWN`].
const fn known(
    family: &'static str,
    title: &'static str,
    description: &'static str,
    unit: Unit,
    expr: &'static str,
) -> Known {
    Known { family, title, description, unit, expr }
}

/// Sources: the client libraries for Go, Python and Java of Prometheus, Micrometer, and prom-client of Node.
const KNOWN: [Known; 18] = [
    known(
        "process_cpu_seconds_total",
        "CPU",
        "Share of one core; on several cores it can pass 100 %.",
        Unit::PercentUnit,
        "rate(process_cpu_seconds_total{$}[5m])",
    ),
    known(
        "process_resident_memory_bytes",
        "Memory",
        "Resident memory of the process.",
        Unit::Bytes,
        "process_resident_memory_bytes{$}",
    ),
    known(
        "process_open_fds",
        "Open files",
        "File descriptors in use, sockets among them; a steady rise is a leak.",
        Unit::Short,
        "process_open_fds{$}",
    ),
    known(
        "go_goroutines",
        "Goroutines",
        "A steady rise is a leak.",
        Unit::Short,
        "go_goroutines{$}",
    ),
    known(
        "go_memstats_heap_inuse_bytes",
        "Heap",
        "Memory of Go's heap that is in use.",
        Unit::Bytes,
        "go_memstats_heap_inuse_bytes{$}",
    ),
    known(
        "go_gc_duration_seconds",
        "GC pauses",
        "How long garbage collection stopped the program, by quantile; `1` is the longest pause.",
        Unit::Seconds,
        "go_gc_duration_seconds{$,quantile!=\"\"}",
    ),
    known(
        "python_gc_collections",
        "GC collections",
        "Collections per second, by generation.",
        Unit::OperationsPerSecond,
        "rate(python_gc_collections_total{$}[5m])",
    ),
    known(
        "jvm_memory_used_bytes",
        "JVM memory",
        "Memory in use, by area and pool.",
        Unit::Bytes,
        "jvm_memory_used_bytes{$}",
    ),
    known(
        "jvm_memory_bytes_used",
        "JVM memory",
        "Memory in use, by area.",
        Unit::Bytes,
        "jvm_memory_bytes_used{$}",
    ),
    known(
        "jvm_threads_live_threads",
        "JVM threads",
        "Live threads; a steady rise is a leak.",
        Unit::Short,
        "jvm_threads_live_threads{$}",
    ),
    known(
        "jvm_threads_current",
        "JVM threads",
        "Live threads; a steady rise is a leak.",
        Unit::Short,
        "jvm_threads_current{$}",
    ),
    known(
        "jvm_gc_pause_seconds",
        "JVM GC",
        "Share of time spent in garbage collection, by cause.",
        Unit::PercentUnit,
        "rate(jvm_gc_pause_seconds_sum{$}[5m])",
    ),
    known(
        "jvm_gc_collection_seconds",
        "JVM GC",
        "Share of time spent in garbage collection, by collector.",
        Unit::PercentUnit,
        "rate(jvm_gc_collection_seconds_sum{$}[5m])",
    ),
    known(
        "nodejs_eventloop_lag_seconds",
        "Event loop lag",
        "How late the event loop is; while it is late, nothing is answered.",
        Unit::Seconds,
        "nodejs_eventloop_lag_seconds{$}",
    ),
    known(
        "nodejs_eventloop_lag_p99_seconds",
        "Event loop lag, 99th percentile",
        "How late the event loop is in its worst moments.",
        Unit::Seconds,
        "nodejs_eventloop_lag_p99_seconds{$}",
    ),
    known(
        "nodejs_heap_size_used_bytes",
        "Node heap",
        "Memory of V8's heap that is in use.",
        Unit::Bytes,
        "nodejs_heap_size_used_bytes{$}",
    ),
    known(
        "nodejs_active_handles_total",
        "Active handles",
        "Sockets, timers and files that keep the process alive; a steady rise is a leak.",
        Unit::Short,
        "nodejs_active_handles_total{$}",
    ),
    known(
        "nodejs_gc_duration_seconds",
        "Node GC",
        "Share of time spent in garbage collection, by kind.",
        Unit::PercentUnit,
        "rate(nodejs_gc_duration_seconds_sum{$}[5m])",
    ),
];

/// The most panels for HTTP metrics. A service may have a histogram for every handler.
const MOST_HTTP: usize = 6;

/// Returns the panels for what the targets of a system expose: HTTP first, then process and runtime.
pub(super) fn exposed(scene: Scene<'_>, system: &str) -> Vec<Panel> {
    let own = scene.work.targets().iter().filter(|watch| watch.target.system == system);
    let own: Vec<&TargetWatch> = own.collect();
    let Some(matcher) = matcher(&own) else { return Vec::new() };
    let mut families: Vec<&Family> = own.iter().flat_map(|watch| watch.families()).collect();
    families.sort_by_key(|family| family.name());
    families.dedup_by_key(|family| family.name());
    let http = families.iter().filter_map(|family| http_panel(family, &matcher)).take(MOST_HTTP);
    let is_there = |name: &str| {
        let names = [Some(name), name.strip_suffix("_total")];
        families.iter().any(|family| names.contains(&Some(family.name())))
    };
    let known = KNOWN.iter().filter(|known| is_there(known.family));
    let known = known.map(|known| Panel {
        title: known.title.to_owned(),
        description: known.description.to_owned(),
        kind: PanelKind::Area,
        unit: known.unit,
        ..panel(known.family, known.expr.replace('$', &matcher))
    });
    http.chain(known).collect()
}

/// Returns what selects the series of these targets; `None` where there is no target.
fn matcher(targets: &[&TargetWatch]) -> Option<String> {
    let mut jobs: Vec<&str> = targets.iter().map(|watch| watch.target.job.as_str()).collect();
    jobs.sort_unstable();
    jobs.dedup();
    // Jobs are made of a-z, 0-9 and -, which mean nothing in a regular expression.
    match jobs.as_slice() {
        [] => None,
        [job] => Some(format!("job=\"{job}\"")),
        jobs => Some(format!("job=~\"{}\"", jobs.join("|"))),
    }
}

/// Returns the panel of a counter or a histogram of HTTP requests.
fn http_panel(family: &Family, matcher: &str) -> Option<Panel> {
    let name = family.name();
    // A name that needs quotes cannot stand before braces.
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let words: Vec<&str> = name.split('_').collect();
    let has = |word: &str| words.contains(&word);
    let is_about_requests =
        has("http") && (has("request") || has("requests") || has("response") || has("responses"));
    if !is_plain || !is_about_requests {
        return None;
    }
    let help = family.help().replace('`', "'");
    match family.kind {
        MetricType::Counter => {
            // OpenMetrics names the family without the suffix of its samples.
            let series =
                if name.ends_with("_total") { name.to_owned() } else { format!("{name}_total") };
            Some(Panel {
                title: title(name),
                description: describe(&help, "Per second"),
                unit: Unit::RequestsPerSecond,
                ..panel(name, format!("rate({series}{{{matcher}}}[5m])"))
            })
        }
        MetricType::Histogram => {
            let unit = match () {
                () if has("seconds") || family.unit() == "seconds" => Unit::Seconds,
                () if has("milliseconds") || has("ms") => Unit::Milliseconds,
                () if has("bytes") || has("size") => Unit::Bytes,
                () => Unit::Short,
            };
            Some(Panel {
                title: title(name),
                description: describe(&help, "How often, by value; stronger is more"),
                kind: PanelKind::Heatmap,
                unit,
                ..panel(name, format!("rate({name}_bucket{{{matcher}}}[5m])"))
            })
        }
        _ => None,
    }
}

fn panel(family: &str, expr: String) -> Panel {
    let id = family.replace('_', "-").to_ascii_lowercase();
    Panel {
        id: format!("exposed-{id}"),
        title: String::new(),
        description: String::new(),
        kind: PanelKind::Lines,
        width: Width::Half,
        queries: vec![Query { expr, legend: String::new() }],
        unit: Unit::Short,
        limits: Vec::new(),
        mappings: Vec::new(),
        min: Some(0.0),
        max: None,
    }
}

/// Returns a metric's name as words: `http_requests_total` is "HTTP requests".
fn title(name: &str) -> String {
    let words = name.trim_end_matches("_total").replace('_', " ");
    let words = super::super::targets::sentence(&words);
    let words = words.replace("Http ", "HTTP ").replace(" http ", " HTTP ");
    super::super::shorten(&words, 60)
}

fn describe(help: &str, how: &str) -> String {
    let help = super::super::shorten(help.trim().trim_end_matches('.'), 200);
    if help.is_empty() { format!("{how}.") } else { format!("{help}. {how}.") }
}
