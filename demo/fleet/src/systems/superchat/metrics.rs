//! SuperChat's metrics page: what its chat counts, beside the Go runtime.
//!
//! Everything hangs on two flows, the sessions and the posts. What the real program registers but never records
//! (deliveries, subscribers) is absent; the guide's shape has it.

use crate::{
    exposition::{Family, Kind, Series, Value, go},
    load::Flow,
    process::{Process, Spread},
    systems::Shape,
};

use super::runtime;

/// Clients that connect.
pub(super) const SESSIONS: Flow = Flow::new("sessions", 0.02);

/// How long a client stays, in seconds.
const STAY: f64 = 2400.0;

/// Messages posted to channels and in threads.
const CHANNEL_POSTS: Flow = Flow::new("posts", 0.035);
const THREAD_POSTS: Flow = Flow::new("thread posts", 0.065);

/// How often clients send each type of message, per session. Types without a name in the code show as numbers.
const RECEIVED: [(&str, f64); 20] = [
    ("0x01", 0.27),
    ("0x03", 0.016),
    ("0x07", 0.002),
    ("0x18", 1.01),
    ("0x1D", 3.7),
    ("0x55", 0.052),
    ("0x57", 1.27),
    ("DELETE_MESSAGE", 0.041),
    ("JOIN_CHANNEL", 1.5),
    ("LEAVE_CHANNEL", 1.27),
    ("LIST_CHANNELS", 1.0),
    ("LIST_CHANNEL_USERS", 1.5),
    ("LIST_MESSAGES", 8.4),
    ("LIST_USERS", 0.18),
    ("PING", 27.1),
    ("SET_NICKNAME", 0.76),
    ("SUBSCRIBE_CHANNEL", 1.5),
    ("SUBSCRIBE_THREAD", 3.42),
    ("UNSUBSCRIBE_CHANNEL", 1.27),
    ("UNSUBSCRIBE_THREAD", 3.4),
];

/// The messages that the server sends and counts. The guide believes that it counts all types.
const SENT_REAL: [(&str, f64); 2] = [("ERROR", 0.14), ("SERVER_CONFIG", 1.0)];
const SENT_DOCUMENTED: [(&str, f64); 4] = [
    ("CHANNEL_LIST", 1.0),
    ("MESSAGE_LIST", 8.4),
    ("NEW_MESSAGE", 22.0),
    ("NICKNAME_RESPONSE", 0.76),
];

const DURATION_BOUNDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const FANOUT_BOUNDS: &[f64] =
    &[1.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0, 5000.0];

/// How many clients are connected.
pub(super) fn active_sessions(process: &Process) -> f64 {
    process.present(SESSIONS, STAY)
}

/// The whole page. `scrapes` is the number of its scrapes while the demo runs.
pub(super) fn page(process: &Process, shape: Shape, scrapes: u64) -> String {
    let sessions = active_sessions(process);
    let mut families = runtime::families(process, sessions, scrapes);
    families.extend(chat(process, sessions));
    families.push(messages_sent(process, shape));
    if shape == Shape::Documented {
        families.extend(never_recorded(process));
    }
    go::write(families)
}

/// Sessions, messages, broadcasts.
fn chat(process: &Process, sessions: f64) -> Vec<Family> {
    // A few posts are refused before they are broadcast.
    let posted = ((process.total(CHANNEL_POSTS) + process.total(THREAD_POSTS)) * 1.002).floor();
    let broadcast = process.count(CHANNEL_POSTS) + process.count(THREAD_POSTS);
    let received = RECEIVED
        .iter()
        .map(|(kind, factor)| (*kind, process.count(SESSIONS.times(*factor))))
        .chain([
            ("POST_MESSAGE", posted),
            ("DISCONNECT", (process.left(SESSIONS, STAY) * 0.54).floor()),
        ])
        .filter_map(|(kind, count)| Series::counted([("type", kind)], count))
        .collect();
    let durations = [
        ("channel", CHANNEL_POSTS, Spread { usual: 0.0028, strained: 0.011 }),
        ("thread", THREAD_POSTS, Spread { usual: 0.0008, strained: 0.003 }),
    ];
    let fanouts = [
        ("channel", CHANNEL_POSTS, Spread { usual: 12.0, strained: 40.0 }),
        ("thread", THREAD_POSTS, Spread { usual: 1.4, strained: 3.5 }),
    ];
    vec![
        Family::gauge("superchat_active_sessions", "Current number of active sessions", sessions),
        Family::counter(
            "superchat_sessions_created_total",
            "Total number of sessions created",
            process.count(SESSIONS),
        ),
        Family::counter(
            "superchat_sessions_disconnected_total",
            "Total number of sessions disconnected",
            process.left(SESSIONS, STAY),
        ),
        Family::counter(
            "superchat_messages_broadcast_total",
            "Total number of messages broadcast (unique messages, not deliveries)",
            broadcast,
        ),
        Family::new(
            Kind::Counter,
            "superchat_messages_received_total",
            "Total number of messages received from clients by type",
            received,
        ),
        Family::new(
            Kind::Histogram,
            "superchat_broadcast_duration_seconds",
            "Time taken to broadcast a message to all subscribers",
            durations
                .into_iter()
                .filter_map(|(kind, flow, spread)| {
                    Series::observed(
                        [("type", kind)],
                        process.histogram(&[flow], spread, DURATION_BOUNDS),
                    )
                })
                .collect(),
        ),
        Family::new(
            Kind::Histogram,
            "superchat_broadcast_fanout",
            "Number of clients that received each broadcast message",
            fanouts
                .into_iter()
                .filter_map(|(kind, flow, spread)| {
                    let mut histogram = process.histogram(&[flow], spread, FANOUT_BOUNDS);
                    // Clients are counted: no fraction of one receives anything.
                    histogram.sum = histogram.sum.floor();
                    Series::observed([("type", kind)], histogram)
                })
                .collect(),
        ),
    ]
}

fn messages_sent(process: &Process, shape: Shape) -> Family {
    let documented: &[(&str, f64)] =
        if shape == Shape::Documented { &SENT_DOCUMENTED } else { &[] };
    let series = SENT_REAL.iter().chain(documented).filter_map(|(kind, factor)| {
        Series::counted([("type", kind)], process.count(SESSIONS.times(*factor)))
    });
    Family::new(
        Kind::Counter,
        "superchat_messages_sent_total",
        "Total number of messages sent to clients by type",
        series.collect(),
    )
}

/// Families that the guide lists and the real program never records.
fn never_recorded(process: &Process) -> Vec<Family> {
    let channels = [
        ("1", "channel 1", 42.0),
        ("2", "channel 2", 17.0),
        ("3", "channel 3", 9.0),
        ("12", "channel 12", 4.0),
    ];
    let threads =
        [("77", "thread 77", 3.0), ("101", "thread 101", 5.0), ("1042", "thread 1042", 4.0)];
    let delivered =
        [("1", "none", 13.0), ("1", "101", 0.4), ("2", "none", 3.1), ("3", "1042", 0.1)];
    vec![
        Family::new(
            Kind::Gauge,
            "superchat_channel_subscribers",
            "Number of active subscribers per channel",
            channels
                .map(|(id, name, high)| {
                    Series::new([("channel_id", id)], Value::Number(process.level(name, 0.0, high)))
                })
                .into(),
        ),
        Family::new(
            Kind::Gauge,
            "superchat_thread_subscribers",
            "Number of active subscribers per thread",
            threads
                .map(|(id, name, high)| {
                    Series::new([("thread_id", id)], Value::Number(process.level(name, 1.0, high)))
                })
                .into(),
        ),
        Family::new(
            Kind::Counter,
            "superchat_messages_delivered_total",
            "Total number of messages delivered to clients",
            delivered
                .into_iter()
                .filter_map(|(channel, thread, factor)| {
                    let count = process.count(CHANNEL_POSTS.times(factor));
                    Series::counted([("channel_id", channel), ("thread_id", thread)], count)
                })
                .collect(),
        ),
    ]
}
