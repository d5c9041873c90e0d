//! Sockudo 5: a WebSocket server in Rust (axum, `metrics-exporter-prometheus`), on two ports.
//!
//! HTTP: `GET /up` and `/up/{app}` answer one word and `X-Health-Check`, without a `Content-Type`; `/live` an empty 200;
//! `/stats` and `/usage` JSON, whose memory numbers are 1024 times too large, as in the real program. Metrics: `/metrics`.
//!
//! Degraded is `DEGRADED` with 200, down `ERROR` and unready `DRAINING`, both with 503. The guide agrees about health.

mod apps;
mod backends;
mod calls;
mod documented;
mod metrics;
mod queue;

use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;

use crate::{
    process::Process,
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting, Shape, System, percent_decoded},
};

use apps::{APPS, App};
use calls::Calls;

/// Under this name the program counts calls that name no application.
const NO_APP: &str = "system";

/// The actor of Sockudo.
pub(crate) struct Sockudo {
    seed: Seed,
    shape: Shape,
    metrics_port: u16,
    calls: Mutex<Calls>,
    scrapes: AtomicU64,
}

impl Sockudo {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            seed: Seed::new(setting.seed, "sockudo"),
            shape: setting.shape,
            metrics_port: setting.sockudo_metrics_port,
            calls: Mutex::default(),
            scrapes: AtomicU64::new(0),
        }
    }

    /// The calls that the process of this instant has counted.
    fn calls(&self, process: &Process) -> MutexGuard<'_, Calls> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.wake(process);
        calls
    }

    fn metrics(&self, process: &Process) -> Reply {
        let scrape = self.scrapes.fetch_add(1, Ordering::Relaxed);
        let mut order = Rng::with_seed(self.seed.named("order").bits(scrape));
        let page = match self.shape {
            Shape::Real => {
                metrics::page(process, self.metrics_port, &self.calls(process), &mut order)
            }
            Shape::Documented => documented::page(process, &mut order),
        };
        Reply::new(200, page).of_type("text/plain; version=0.0.4; charset=utf-8")
    }

    /// `/up` and `/up/{app}`: one word. Any name is counted, whether there is such an application or not.
    fn word(&self, process: &Process, mood: Mood, app: Option<&str>) -> Reply {
        let known = app.is_none_or(|app| APPS.iter().any(|(id, _)| *id == app));
        let (code, word) = match mood {
            _ if !known => (404, "NOT_FOUND"),
            Mood::Healthy => (200, "OK"),
            Mood::Degraded => (200, "DEGRADED"),
            Mood::Down => (503, "ERROR"),
            Mood::Unready => (503, "DRAINING"),
        };
        self.calls(process).count(app.unwrap_or(NO_APP), word.len());
        Reply::new(code, word).header("x-health-check", word)
    }
}

/// Memory of the machine, in bytes times 1024.
fn memory(process: &Process) -> String {
    let total = 25_276_510_208.0_f64;
    let used = (process.wander("machine", 2.9e9, 3.4e9) / 4096.0).floor() * 4096.0;
    let percent = used / total * 100.0;
    let (free, used, total) = ((total - used) * 1024.0, used * 1024.0, total * 1024.0);
    format!(r#"{{"free":{free},"used":{used},"total":{total},"percent":{percent}}}"#)
}

/// `GET /stats`. The parts about history are those of a program without it: that is what was seen.
fn stats(process: &Process) -> String {
    const HISTORY: &str = r#"{"enabled":false,"backend":"disabled","state_authority":"disabled","degraded_channels":0,"reset_required_channels":0,"queue_depth":0}"#;
    let counts = |connected: f64| {
        // Plausible ratios: every second client is signed in, each has a few subscriptions.
        let (users, subscriptions, channels) =
            ((connected / 2.0).floor(), (connected * 3.7).floor(), (connected / 6.0).floor());
        let (presence_channels, members) = ((channels / 5.0).floor(), (users / 3.0).floor());
        format!(
            r#""connections":{connected},"authenticated_connections":{users},"users":{users},"connections_with_meta":0,"occupancy":{{"channels":{channels},"subscriptions":{subscriptions},"presence_channels":{presence_channels},"presence_subscriptions":{members},"presence_members":{members}}}"#
        )
    };
    let apps = App::all(process);
    let total = counts(apps.iter().map(App::connected).sum());
    let each: Vec<String> = apps
        .iter()
        .map(|app| format!(r#"{{"app_id":"{}",{}}}"#, app.id, counts(app.connected())))
        .collect();
    format!(
        r#"{{"memory":{},"history":{HISTORY},"presence_history":{HISTORY},"totals":{{"apps":{},{total}}},"apps":[{}]}}"#,
        memory(process),
        apps.len(),
        each.join(",")
    )
}

/// The CORS headers that Sockudo sends to everyone.
fn open_to_all(reply: Reply) -> Reply {
    reply
        .header("vary", "origin, access-control-request-method, access-control-request-headers")
        .header("access-control-allow-origin", "*")
}

impl Actor for Sockudo {
    fn answer(&self, call: &Call<'_>) -> Reply {
        let process = Process::at(self.seed, call.now);
        let not_found = || Reply::new(404, "404 NOT FOUND").of_type("text/plain");
        match (call.system, call.path) {
            (System::SockudoMetrics, "/metrics") => self.metrics(&process),
            (System::SockudoMetrics, _) => not_found(),
            _ if !matches!(call.method, "GET" | "HEAD") => {
                open_to_all(Reply::new(405, "").header("allow", "GET,HEAD"))
            }
            (_, "/up") => open_to_all(self.word(&process, call.mood, None)),
            (_, "/live") => open_to_all(Reply::new(200, "")),
            (_, "/usage") => {
                let body = format!(r#"{{"memory":{}}}"#, memory(&process));
                open_to_all(Reply::new(200, body).of_type("application/json"))
            }
            (_, "/stats") => {
                open_to_all(Reply::new(200, stats(&process)).of_type("application/json"))
            }
            (_, path) => match path.strip_prefix("/up/") {
                Some(app) if !app.is_empty() && !app.contains('/') => {
                    open_to_all(self.word(&process, call.mood, Some(&percent_decoded(app))))
                }
                _ => not_found(),
            },
        }
    }

    fn error(&self, _call: &Call<'_>) -> Reply {
        open_to_all(
            Reply::new(500, r#"{"error":"Internal server error"}"#).of_type("application/json"),
        )
    }
}
