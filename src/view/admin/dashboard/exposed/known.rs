//! The metrics of processes and runtimes that client libraries expose under fixed names.

use metrics_engine::unit::Unit;

/// A metric that client libraries expose under the same name everywhere.
pub(super) struct Known {
    pub(super) family: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) unit: Unit,
    /// `$` stands for the matcher of the targets.
    pub(super) expr: &'static str,
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
pub(super) const KNOWN: [Known; 18] = [
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
