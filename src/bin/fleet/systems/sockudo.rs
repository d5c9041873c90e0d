//! Sockudo 5: a WebSocket server in Rust (axum, `metrics-exporter-prometheus`), on two ports.
//!
//! HTTP: `GET /up` and `/up/{app}` answer one word and `X-Health-Check`, without a `Content-Type`; `/live` an empty 200;
//! `/stats` and `/usage` JSON, whose memory numbers are 1024 times too large, as in the real program. Metrics: `/metrics`.
//!
//! Degraded is `DEGRADED` with 200, down `ERROR` and unready `DRAINING`, both with 503. The guide agrees about health.

use serde_json::json;

use crate::{
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting, percent_decoded},
};

/// The applications that this Sockudo knows.
const APPS: [&str; 2] = ["app-id", "shop"];

/// The actor of Sockudo.
pub(crate) struct Sockudo {
    seed: Seed,
}

impl Sockudo {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self { seed: Seed::new(setting.seed, "sockudo") }
    }

    /// `/usage`: memory in bytes times 1024.
    fn memory(&self, now: f64) -> String {
        let total: u64 = 25_276_510_208;
        let used = 2_900_000_000 + (self.seed.unit(now as u64 / 10) * 4e8) as u64;
        let percent = used as f64 / total as f64 * 100.0;
        format!(
            r#"{{"free":{},"used":{},"total":{},"percent":{percent}}}"#,
            (total - used) * 1024,
            used * 1024,
            total * 1024
        )
    }
}

/// `/up` and `/up/{app}`: one word.
fn word(mood: Mood, known: bool) -> Reply {
    let (code, word) = match mood {
        _ if !known => (404, "NOT_FOUND"),
        Mood::Healthy => (200, "OK"),
        Mood::Degraded => (200, "DEGRADED"),
        Mood::Down => (503, "ERROR"),
        Mood::Unready => (503, "DRAINING"),
    };
    Reply::new(code, word).header("x-health-check", word)
}

/// The CORS headers that Sockudo sends to everyone.
fn open_to_all(reply: Reply) -> Reply {
    reply
        .header("vary", "origin, access-control-request-method, access-control-request-headers")
        .header("access-control-allow-origin", "*")
}

impl Actor for Sockudo {
    fn answer(&self, call: &Call<'_>) -> Reply {
        if !matches!(call.method, "GET" | "HEAD") {
            return open_to_all(Reply::new(405, "").header("allow", "GET,HEAD"));
        }
        match call.path {
            "/up" => open_to_all(word(call.mood, true)),
            "/live" => open_to_all(Reply::new(200, "")),
            "/usage" => {
                let body = format!(r#"{{"memory":{}}}"#, self.memory(call.now));
                open_to_all(Reply::new(200, body).of_type("application/json"))
            }
            "/stats" => {
                let body = format!(
                    r#"{{"memory":{},"totals":{}}}"#,
                    self.memory(call.now),
                    json!({"apps": APPS.len()})
                );
                open_to_all(Reply::new(200, body).of_type("application/json"))
            }
            path => match path.strip_prefix("/up/") {
                Some(app) if !app.is_empty() && !app.contains('/') => {
                    open_to_all(word(call.mood, APPS.contains(&percent_decoded(app).as_str())))
                }
                _ => Reply::new(404, "404 NOT FOUND").of_type("text/plain"),
            },
        }
    }

    fn error(&self, _call: &Call<'_>) -> Reply {
        open_to_all(
            Reply::new(500, r#"{"error":"Internal server error"}"#).of_type("application/json"),
        )
    }
}
