//! The metrics of the Go runtime and the process that `client_golang` adds to every page.
//!
//! The heap is a sawtooth between collections; what depends on it follows it.

use crate::{
    exposition::{Family, Kind, Series, Value},
    load::Flow,
    process::Process,
};

use super::metrics::SESSIONS;

/// Mean size of an allocated object.
const OBJECT_SIZE: f64 = 106.0;

/// Seconds between two collections: allocation is steady, so they are too.
const COLLECTION_PERIOD: f64 = 118.0;

/// The heap at one instant, in bytes.
struct Heap {
    used: f64,
    freed: f64,
    goal: f64,
    system: f64,
    collections: f64,
    collected_at: f64,
}

impl Heap {
    fn at(process: &Process) -> Self {
        let (live, garbage) = (2.1e7, 2.3e7);
        let periods = process.age() / COLLECTION_PERIOD;
        let collections = periods.floor();
        Self {
            used: (live + garbage * (periods - collections)).floor(),
            freed: garbage * collections,
            goal: live + garbage,
            system: 49_381_376.0,
            collections,
            collected_at: process.started + collections * COLLECTION_PERIOD,
        }
    }
}

/// The families of the runtime, the process and the metrics handler.
///
/// `sessions` is the number of connected clients, `scrapes` the number of scrapes while the demo runs.
pub(super) fn families(process: &Process, sessions: f64, scrapes: u64) -> Vec<Family> {
    let heap = Heap::at(process);
    let in_use = heap.used + 3_448_296.0;
    let goroutines = 24.0 + 3.0 * sessions;
    let stacks = (goroutines / 32.0).ceil() * 196_608.0;
    let mut families = plain(process, &heap, in_use, goroutines, stacks, sessions);
    let pauses = vec![
        (0.0, 2.7125e-5),
        (0.25, 4.1334e-5),
        (0.5, 5.8458e-5),
        (0.75, 9.3875e-5),
        (1.0, 0.000_812_166),
    ];
    let pause = Value::Summary(pauses, heap.collections * 7.0657e-5, heap.collections);
    families.push(Family::new(
        Kind::Summary,
        "go_gc_duration_seconds",
        "A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.",
        vec![Series::new([], pause)],
    ));
    families.push(Family::new(
        Kind::Gauge,
        "go_info",
        "Information about the Go environment.",
        vec![Series::new([("version", "go1.24.4")], Value::Number(1.0))],
    ));
    // A Prometheus scraped every 15 s before the demo began to watch.
    let answered = process.count(Flow::new("scrapes", 1.0 / 15.0)) + scrapes as f64;
    let by_code = [("200", answered), ("500", 0.0), ("503", 0.0)];
    families.push(Family::new(
        Kind::Counter,
        "promhttp_metric_handler_requests_total",
        "Total number of scrapes by HTTP status code.",
        by_code.map(|(code, count)| Series::new([("code", code)], Value::Number(count))).into(),
    ));
    families
}

/// The families without labels.
#[expect(clippy::too_many_lines, reason = "a table, one entry per family")]
fn plain(
    process: &Process,
    heap: &Heap,
    in_use: f64,
    goroutines: f64,
    stacks: f64,
    sessions: f64,
) -> Vec<Family> {
    vec![
        Family::gauge(
            "go_gc_gogc_percent",
            "Heap size target percentage configured by the user, otherwise 100. This value is set by the GOGC environment variable, and the runtime/debug.SetGCPercent function. Sourced from /gc/gogc:percent.",
            100.0,
        ),
        Family::gauge(
            "go_gc_gomemlimit_bytes",
            "Go runtime memory limit configured by the user, otherwise math.MaxInt64. This value is set by the GOMEMLIMIT environment variable, and the runtime/debug.SetMemoryLimit function. Sourced from /gc/gomemlimit:bytes.",
            9_223_372_036_854_775_807.0,
        ),
        Family::gauge("go_goroutines", "Number of goroutines that currently exist.", goroutines),
        Family::gauge(
            "go_memstats_alloc_bytes",
            "Number of bytes allocated in heap and currently in use. Equals to /memory/classes/heap/objects:bytes.",
            heap.used,
        ),
        Family::counter(
            "go_memstats_alloc_bytes_total",
            "Total number of bytes allocated in heap until now, even if released already. Equals to /gc/heap/allocs:bytes.",
            (heap.used + heap.freed).floor(),
        ),
        Family::gauge(
            "go_memstats_buck_hash_sys_bytes",
            "Number of bytes used by the profiling bucket hash table. Equals to /memory/classes/profiling/buckets:bytes.",
            1_581_933.0,
        ),
        Family::counter(
            "go_memstats_frees_total",
            "Total number of heap objects frees. Equals to /gc/heap/frees:objects + /gc/heap/tiny/allocs:objects.",
            (heap.freed / OBJECT_SIZE).floor(),
        ),
        Family::gauge(
            "go_memstats_gc_sys_bytes",
            "Number of bytes used for garbage collection system metadata. Equals to /memory/classes/metadata/other:bytes.",
            4_183_792.0,
        ),
        Family::gauge(
            "go_memstats_heap_alloc_bytes",
            "Number of heap bytes allocated and currently in use, same as go_memstats_alloc_bytes. Equals to /memory/classes/heap/objects:bytes.",
            heap.used,
        ),
        Family::gauge(
            "go_memstats_heap_idle_bytes",
            "Number of heap bytes waiting to be used. Equals to /memory/classes/heap/released:bytes + /memory/classes/heap/free:bytes.",
            heap.system - in_use,
        ),
        Family::gauge(
            "go_memstats_heap_inuse_bytes",
            "Number of heap bytes that are in use. Equals to /memory/classes/heap/objects:bytes + /memory/classes/heap/unused:bytes",
            in_use,
        ),
        Family::gauge(
            "go_memstats_heap_objects",
            "Number of currently allocated objects. Equals to /gc/heap/objects:objects.",
            (heap.used / OBJECT_SIZE).floor(),
        ),
        Family::gauge(
            "go_memstats_heap_released_bytes",
            "Number of heap bytes released to OS. Equals to /memory/classes/heap/released:bytes.",
            ((heap.system - in_use) / 2.0).floor(),
        ),
        Family::gauge(
            "go_memstats_heap_sys_bytes",
            "Number of heap bytes obtained from system. Equals to /memory/classes/heap/objects:bytes + /memory/classes/heap/unused:bytes + /memory/classes/heap/released:bytes + /memory/classes/heap/free:bytes.",
            heap.system,
        ),
        Family::gauge(
            "go_memstats_last_gc_time_seconds",
            "Number of seconds since 1970 of last garbage collection.",
            heap.collected_at,
        ),
        Family::counter(
            "go_memstats_mallocs_total",
            "Total number of heap objects allocated, both live and gc-ed. Semantically a counter version for go_memstats_heap_objects gauge. Equals to /gc/heap/allocs:objects + /gc/heap/tiny/allocs:objects.",
            (heap.used / OBJECT_SIZE).floor() + (heap.freed / OBJECT_SIZE).floor(),
        ),
        Family::gauge(
            "go_memstats_mcache_inuse_bytes",
            "Number of bytes in use by mcache structures. Equals to /memory/classes/metadata/mcache/inuse:bytes.",
            4832.0,
        ),
        Family::gauge(
            "go_memstats_mcache_sys_bytes",
            "Number of bytes used for mcache structures obtained from system. Equals to /memory/classes/metadata/mcache/inuse:bytes + /memory/classes/metadata/mcache/free:bytes.",
            15_704.0,
        ),
        Family::gauge(
            "go_memstats_mspan_inuse_bytes",
            "Number of bytes in use by mspan structures. Equals to /memory/classes/metadata/mspan/inuse:bytes.",
            422_560.0,
        ),
        Family::gauge(
            "go_memstats_mspan_sys_bytes",
            "Number of bytes used for mspan structures obtained from system. Equals to /memory/classes/metadata/mspan/inuse:bytes + /memory/classes/metadata/mspan/free:bytes.",
            571_200.0,
        ),
        Family::gauge(
            "go_memstats_next_gc_bytes",
            "Number of heap bytes when next garbage collection will take place. Equals to /gc/heap/goal:bytes.",
            heap.goal,
        ),
        Family::gauge(
            "go_memstats_other_sys_bytes",
            "Number of bytes used for other system allocations. Equals to /memory/classes/other:bytes.",
            1_118_451.0,
        ),
        Family::gauge(
            "go_memstats_stack_inuse_bytes",
            "Number of bytes obtained from system for stack allocator in non-CGO environments. Equals to /memory/classes/heap/stacks:bytes.",
            stacks,
        ),
        Family::gauge(
            "go_memstats_stack_sys_bytes",
            "Number of bytes obtained from system for stack allocator. Equals to /memory/classes/heap/stacks:bytes + /memory/classes/os-stacks:bytes.",
            stacks,
        ),
        Family::gauge(
            "go_memstats_sys_bytes",
            "Number of bytes obtained from system. Equals to /memory/classes/total:byte.",
            heap.system + stacks + 7_470_000.0,
        ),
        Family::gauge(
            "go_sched_gomaxprocs_threads",
            "The current runtime.GOMAXPROCS setting, or the number of operating system threads that can execute user-level Go code simultaneously. Sourced from /sched/gomaxprocs:threads.",
            4.0,
        ),
        Family::gauge("go_threads", "Number of OS threads created.", 13.0),
        Family::counter(
            "process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds.",
            process.cpu_seconds(0.0025),
        ),
        Family::gauge("process_max_fds", "Maximum number of open file descriptors.", 65_536.0),
        Family::counter(
            "process_network_receive_bytes_total",
            "Number of bytes received by the process over the network.",
            process.count(SESSIONS.times(81_000.0)),
        ),
        Family::counter(
            "process_network_transmit_bytes_total",
            "Number of bytes sent by the process over the network.",
            process.count(SESSIONS.times(186_000.0)),
        ),
        Family::gauge("process_open_fds", "Number of open file descriptors.", sessions + 19.0),
        Family::gauge(
            "process_resident_memory_bytes",
            "Resident memory size in bytes.",
            process.memory(5.2e7),
        ),
        Family::gauge(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            process.started,
        ),
        Family::gauge(
            "process_virtual_memory_bytes",
            "Virtual memory size in bytes.",
            1_346_355_200.0,
        ),
        Family::gauge(
            "process_virtual_memory_max_bytes",
            "Maximum amount of virtual memory available in bytes.",
            18_446_744_073_709_551_615.0,
        ),
        Family::gauge(
            "promhttp_metric_handler_requests_in_flight",
            "Current number of scrapes being served.",
            1.0,
        ),
    ]
}
