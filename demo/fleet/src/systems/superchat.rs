//! SuperChat: a chat server in Go (`net/http`, `client_golang`).
//!
//! `GET /health` is JSON with sorted keys and a newline, and `GET /metrics`. The guide's keys (`uptime`, `sessions`,
//! `database`) and its `ok` exist only there.
//!
//! The real program knows no state but `healthy`: its `database_accessible` is the constant true. So the other moods are
//! what it would say if it could: 200 `degraded`, 503 `unhealthy`, both with `database_accessible` false.

mod metrics;
mod runtime;

use core::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use crate::{
    process::Process,
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting, Shape},
};

/// The actor of SuperChat.
pub(crate) struct SuperChat {
    seed: Seed,
    shape: Shape,
    scrapes: AtomicU64,
}

impl SuperChat {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            seed: Seed::new(setting.seed, "superchat"),
            shape: setting.shape,
            scrapes: AtomicU64::new(0),
        }
    }

    fn health(&self, call: &Call<'_>) -> Reply {
        let process = Process::at(self.seed, call.now);
        let uptime = process.age() as u64;
        let sessions = metrics::active_sessions(&process) as u64;
        let accessible = call.mood == Mood::Healthy;
        let code = if matches!(call.mood, Mood::Down | Mood::Unready) { 503 } else { 200 };
        let body = match self.shape {
            Shape::Real => {
                let status = match call.mood {
                    Mood::Healthy => "healthy",
                    Mood::Degraded => "degraded",
                    Mood::Down | Mood::Unready => "unhealthy",
                };
                // The sorted keys of serde_json's map are those of Go's.
                let body = json!({
                    "active_sessions": sessions,
                    "channels": 5,
                    "database_accessible": accessible,
                    "directory_enabled": true,
                    "server_name": "SuperChat Server",
                    "status": status,
                    "uptime_seconds": uptime,
                });
                format!("{body}\n")
            }
            Shape::Documented => {
                let (status, database) = match call.mood {
                    Mood::Healthy => ("ok", "ok"),
                    Mood::Degraded => ("degraded", "error"),
                    Mood::Down | Mood::Unready => ("unhealthy", "error"),
                };
                format!(
                    "{{\n  \"status\": \"{status}\",\n  \"uptime\": {uptime},\n  \"sessions\": {sessions},\n  \
                     \"database\": \"{database}\",\n  \"directory_enabled\": true\n}}\n"
                )
            }
        };
        Reply::new(code, body).of_type("application/json").header("date", call.date)
    }
}

/// The answer of Go's `http.Error`.
fn plain_error(code: u16, text: &str, call: &Call<'_>) -> Reply {
    Reply::new(code, format!("{text}\n"))
        .of_type("text/plain; charset=utf-8")
        .header("x-content-type-options", "nosniff")
        .header("date", call.date)
}

impl Actor for SuperChat {
    fn answer(&self, call: &Call<'_>) -> Reply {
        match call.path {
            "/health" => self.health(call),
            "/metrics" => {
                let scrapes = self.scrapes.fetch_add(1, Ordering::Relaxed);
                let page = metrics::page(&Process::at(self.seed, call.now), self.shape, scrapes);
                Reply::new(200, page)
                    .of_type("text/plain; version=0.0.4; charset=utf-8; escaping=underscores")
                    .header("date", call.date)
            }
            _ => plain_error(404, "404 page not found", call),
        }
    }

    fn error(&self, call: &Call<'_>) -> Reply {
        plain_error(500, "Internal Server Error", call)
    }
}
