//! RAT's `ratd`: a data platform in Go, with a metrics page written by hand.
//!
//! - `GET /health` and `/health/live`: always 200 `ok` with the build; the process runs, nothing more. In the guide's shape
//!   `/health` has a map of `services` instead, and a state.
//! - `GET /health/ready`: 200 `ready`, or 503 `not_ready` with a check per dependency. The texts of failed checks carry
//!   internal hosts and a database user, as the real ones do.
//! - `GET /metrics`.
//!
//! Degraded is the runner that fails, down is Postgres, unready is everything at once.

mod metrics;

use core::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use serde_json::Value;

use crate::{
    process::Process,
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting, Shape},
};

const BUILD: &str = r#"{"build_time":"2026-02-15T10:00:00Z","git_commit":"a1b2c3d","go_version":"go1.26.0","status":"ok","version":"0.2.0"}"#;

/// The message of a failed check, in the words of Go's libraries.
const POSTGRES_REFUSED: &str = "postgres ping: failed to connect to `user=rat database=rat`:\n\t\
    172.18.0.3:5432 (postgres): dial error: dial tcp 172.18.0.3:5432: connect: connection refused";
const POSTGRES_TIMEOUT: &str = "postgres ping: context deadline exceeded";
const QUERY_UNKNOWN: &str =
    "query unreachable: dial tcp: lookup ratq on 127.0.0.11:53: no such host";
const RUNNER_REFUSED: &str =
    "runner unreachable: dial tcp 172.18.0.6:50052: connect: connection refused";
const RUNNER_UNKNOWN: &str =
    "runner unreachable: dial tcp: lookup runner on 127.0.0.11:53: no such host";
const S3_TIMEOUT: &str =
    "s3 bucket check: Head \"http://minio:9000/rat/\": context deadline exceeded";

/// The actor of RAT.
pub(crate) struct Rat {
    seed: Seed,
    shape: Shape,
    answered: AtomicU64,
}

impl Rat {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            seed: Seed::new(setting.seed, "rat"),
            shape: setting.shape,
            answered: AtomicU64::new(0),
        }
    }

    /// The headers that RAT's middleware puts around every answer, sorted as Go sorts them.
    fn wrap(
        &self,
        code: u16,
        content_type: &str,
        body: impl Into<bytes::Bytes>,
        call: &Call<'_>,
    ) -> Reply {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        Reply::new(code, body)
            .of_type(content_type)
            .header("permissions-policy", "camera=(), microphone=(), geolocation=()")
            .header("referrer-policy", "strict-origin-when-cross-origin")
            .header("vary", "Origin")
            .header("x-content-type-options", "nosniff")
            .header("x-frame-options", "DENY")
            .header("x-request-id", self.seed.named("request").uuid(number))
            .header("x-xss-protection", "0")
            .header("date", call.date)
    }
}

/// `GET /health` in the guide's shape: code and body.
fn documented_health(mood: Mood) -> (u16, String) {
    let (status, failed): (&str, &[&str]) = match mood {
        Mood::Healthy => ("ok", &[]),
        Mood::Degraded => ("degraded", &["runner"]),
        Mood::Down => ("unhealthy", &["postgres"]),
        Mood::Unready => ("unhealthy", &["postgres", "minio", "runner", "ratq"]),
    };
    let services: Vec<String> = ["postgres", "minio", "nessie", "runner", "ratq"]
        .iter()
        .map(|name| {
            format!("    \"{name}\": \"{}healthy\"", if failed.contains(name) { "un" } else { "" })
        })
        .collect();
    let body = format!(
        "{{\n  \"status\": \"{status}\",\n  \"services\": {{\n{}\n  }}\n}}\n",
        services.join(",\n")
    );
    (if status == "unhealthy" { 503 } else { 200 }, body)
}

/// `GET /health/ready`: code and body.
fn readiness(mood: Mood) -> (u16, String) {
    let failed: &[(&str, &str)] = match mood {
        Mood::Healthy => &[],
        Mood::Degraded => &[("runner", RUNNER_REFUSED)],
        Mood::Down => &[("postgres", POSTGRES_REFUSED)],
        Mood::Unready => &[
            ("postgres", POSTGRES_TIMEOUT),
            ("query", QUERY_UNKNOWN),
            ("runner", RUNNER_UNKNOWN),
            ("s3", S3_TIMEOUT),
        ],
    };
    let mut checks = String::new();
    for name in ["postgres", "query", "runner", "s3"] {
        let separator = if checks.is_empty() { "" } else { "," };
        let check = match failed.iter().find(|(failing, _)| *failing == name) {
            None => r#"{"status":"ok"}"#.to_owned(),
            Some((_, error)) => format!(r#"{{"status":"error","error":{}}}"#, Value::from(*error)),
        };
        // Writing to a string cannot fail.
        let _: core::fmt::Result = write!(checks, r#"{separator}"{name}":{check}"#);
    }
    let (code, status) = if failed.is_empty() { (200, "ready") } else { (503, "not_ready") };
    (code, format!("{{\"status\":\"{status}\",\"checks\":{{{checks}}}}}\n"))
}

impl Actor for Rat {
    fn answer(&self, call: &Call<'_>) -> Reply {
        let (code, body) = match (call.method, call.path, self.shape) {
            ("GET" | "HEAD", "/health", Shape::Documented) => documented_health(call.mood),
            ("GET" | "HEAD", "/health" | "/health/live", _) => (200, format!("{BUILD}\n")),
            ("GET" | "HEAD", "/health/ready", _) => readiness(call.mood),
            ("GET" | "HEAD", "/metrics", shape) => {
                let page = metrics::page(&Process::at(self.seed, call.now), shape);
                return self.wrap(200, "text/plain; version=0.0.4; charset=utf-8", page, call);
            }
            ("GET" | "HEAD", ..) => {
                return self.wrap(404, "text/plain; charset=utf-8", "404 page not found\n", call);
            }
            _ => return self.wrap(405, "text/plain; charset=utf-8", "", call),
        };
        self.wrap(code, "application/json", body, call)
    }

    fn error(&self, call: &Call<'_>) -> Reply {
        self.wrap(
            500,
            "application/json",
            "{\"error\":{\"code\":\"INTERNAL\",\"message\":\"internal error\"}}\n",
            call,
        )
    }
}
