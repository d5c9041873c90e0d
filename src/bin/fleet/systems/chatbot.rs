//! The chatbot of "Operations and Observability": FastAPI on uvicorn, `prometheus_client`.
//!
//! - `GET /api/health`: a constant 200; the real program checks nothing.
//! - `GET /api/metrics`, and `/api/metrics/db-pool` in JSON.
//!
//! The guide agrees with the program about health. The real one can only be there or fail: down is its 500; degraded is
//! what it would say if it could, 200 with `degraded`; unready is FastAPI's 503.

use core::sync::atomic::{AtomicU64, Ordering};

use crate::{
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting},
};

/// The actor of the chatbot.
pub(crate) struct Chatbot {
    seed: Seed,
    answered: AtomicU64,
}

impl Chatbot {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self { seed: Seed::new(setting.seed, "chatbot"), answered: AtomicU64::new(0) }
    }

    /// The headers as uvicorn orders them: its own first, the application's last.
    fn wrap(&self, code: u16, content_type: &str, body: String, call: &Call<'_>) -> Reply {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        let length = body.len().to_string();
        Reply::new(code, body)
            .header("date", call.date)
            .header("server", "uvicorn")
            .header("content-length", length)
            .of_type(content_type)
            .header("x-request-id", self.seed.named("request").uuid(number))
    }

    fn json(&self, code: u16, body: &str, call: &Call<'_>) -> Reply {
        self.wrap(code, "application/json", body.to_owned(), call)
    }

    fn health(&self, call: &Call<'_>) -> Reply {
        match call.mood {
            Mood::Healthy => self.json(200, r#"{"status":"ok","message":"API is healthy"}"#, call),
            Mood::Degraded => {
                self.json(200, r#"{"status":"degraded","message":"API is degraded"}"#, call)
            }
            Mood::Down => self.error(call),
            Mood::Unready => self.json(503, r#"{"detail":"Service Unavailable"}"#, call),
        }
    }
}

impl Actor for Chatbot {
    fn answer(&self, call: &Call<'_>) -> Reply {
        match (call.method, call.path) {
            ("GET", "/api/health") => self.health(call),
            (_, "/api/health") => self.json(405, r#"{"detail":"Method Not Allowed"}"#, call),
            _ => self.json(404, r#"{"detail":"Not Found"}"#, call),
        }
    }

    fn error(&self, call: &Call<'_>) -> Reply {
        self.wrap(500, "text/plain; charset=utf-8", "Internal Server Error".to_owned(), call)
    }
}
