//! The chatbot of "Operations and Observability": FastAPI on uvicorn, `prometheus_client`.
//!
//! - `GET /api/health`: a constant 200; the real program checks nothing.
//! - `GET /api/metrics`, and `/api/metrics/db-pool` in JSON.
//!
//! The guide agrees with the program about health. The real one can only be there or fail: down is its 500; degraded is
//! what it would say if it could, 200 with `degraded`; unready is FastAPI's 503.
//!
//! The gauges of the database pool are zero until `db-pool` is requested, and then stay as they were. With several
//! workers each has counters and a start of its own, and any of them may answer: both as in the real program.

mod helpdesk;
mod metrics;
mod worker;

use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::{
    exposition::number,
    process::Process,
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting, Shape},
};

use worker::{Pool, Worker};

/// Seconds between the starts of two workers.
const BETWEEN_STARTS: f64 = 0.02;

/// The actor of the chatbot.
pub(crate) struct Chatbot {
    seed: Seed,
    shape: Shape,
    answered: AtomicU64,
    workers: Vec<Mutex<Worker>>,
}

impl Chatbot {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            seed: Seed::new(setting.seed, "chatbot"),
            shape: setting.shape,
            answered: AtomicU64::new(0),
            workers: (0..setting.workers.max(1)).map(|_| Mutex::default()).collect(),
        }
    }

    /// The headers as uvicorn orders them: its own first, the application's last.
    fn wrap(&self, code: u16, content_type: &str, body: String, call: &Call<'_>) -> Reply {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        Reply::new(code, body)
            .header("date", call.date)
            .header("server", "uvicorn")
            .length_here()
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

    /// Returns the answer of one worker. It counts the answer when it is done: a page does not count itself.
    fn answer_by(&self, worker: &mut Worker, process: &Process, call: &Call<'_>) -> Reply {
        worker.wake(process);
        let reply = match (call.method, call.path) {
            ("GET", "/api/health") => self.health(call),
            ("GET", "/api/metrics") => {
                let page = metrics::page(process, self.shape, &worker.observed, worker.pool);
                self.wrap(200, "text/plain; version=1.0.0; charset=utf-8", page, call)
            }
            ("GET", "/api/metrics/db-pool") => {
                let pool = Pool::at(process);
                worker.pool = Some(pool);
                let body = format!(
                    r#"{{"size":{},"checkedout":{},"checkedin":{},"overflow":{}}}"#,
                    number::python(pool.size),
                    number::python(pool.checked_out),
                    number::python(pool.checked_in),
                    number::python(pool.overflow)
                );
                self.json(200, &body, call)
            }
            (_, "/api/health" | "/api/metrics" | "/api/metrics/db-pool") => {
                self.json(405, r#"{"detail":"Method Not Allowed"}"#, call)
            }
            _ => self.json(404, r#"{"detail":"Not Found"}"#, call),
        };
        worker.observed.count(call.method, call.path, reply.code, call.now);
        reply
    }
}

impl Actor for Chatbot {
    fn answer(&self, call: &Call<'_>) -> Reply {
        let number = self.answered.load(Ordering::Relaxed);
        // The kernel gives a connection to whichever worker is free: by chance, seen from outside.
        let index = (self.seed.named("worker").bits(number) % self.workers.len() as u64) as usize;
        let process = Process::at(self.seed, call.now);
        let process = match index {
            0 => process,
            _ => process.sibling(&format!("worker {index}"), index as f64 * BETWEEN_STARTS),
        };
        match self.workers.get(index) {
            Some(worker) => {
                let mut worker = worker.lock().unwrap_or_else(PoisonError::into_inner);
                self.answer_by(&mut worker, &process, call)
            }
            None => self.error(call),
        }
    }

    fn error(&self, call: &Call<'_>) -> Reply {
        self.wrap(500, "text/plain; charset=utf-8", "Internal Server Error".to_owned(), call)
    }
}
