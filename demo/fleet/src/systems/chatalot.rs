//! Chatalot 0.17: a chat server in Rust (axum) that has health, but no metrics.
//!
//! - `GET /api/health`: JSON, **200 in every case**, also when it says `degraded`. The guide agrees with the program, so
//!   both shapes are the same.
//! - Any other path: 200 and the HTML of its web application, a trap for a check that reads the code alone.
//!
//! It has no word for down: there, a proxy in its place answers 502. Unready is its degraded body with a 503.

use crate::{
    process::Process,
    reply::Reply,
    seed::Seed,
    systems::{Actor, Call, Mood, Setting},
};

/// The policy that the real program sends.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; \
     style-src 'self' 'unsafe-inline'; connect-src 'self' wss: https://cdn.jsdelivr.net; \
     img-src 'self' data: blob: https://media0.giphy.com https://media1.giphy.com https://media2.giphy.com \
     https://media3.giphy.com https://media4.giphy.com; media-src 'self' blob:; worker-src 'self' blob:; \
     frame-ancestors 'self' tauri://localhost; base-uri 'self'; form-action 'self'; object-src 'none'";

const APPLICATION: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" /><title>Chatalot</title>\
     </head><body><div id=\"app\"></div></body></html>\n";

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
     <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// The actor of Chatalot.
pub(crate) struct Chatalot {
    seed: Seed,
}

impl Chatalot {
    /// Casts it.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self { seed: Seed::new(setting.seed, "chatalot") }
    }

    fn health(&self, call: &Call<'_>) -> Reply {
        let (code, status, healthy) = match call.mood {
            Mood::Healthy => (200, "ok", true),
            Mood::Degraded => (200, "degraded", false),
            Mood::Unready => (503, "degraded", false),
            Mood::Down => return Reply::new(502, BAD_GATEWAY).of_type("text/html"),
        };
        let uptime = Process::at(self.seed, call.now).age() as u64;
        let body = format!(
            r#"{{"status":"{status}","version":"0.17.0","uptime_secs":{uptime},"db_healthy":{healthy}}}"#
        );
        with_its_headers(Reply::new(code, body).of_type("application/json"))
    }
}

/// The headers that follow the type in every answer.
fn with_its_headers(reply: Reply) -> Reply {
    reply
        .header("vary", "origin, access-control-request-method, access-control-request-headers")
        .header("vary", "accept-encoding")
        .header("x-content-type-options", "nosniff")
        .header("x-xss-protection", "1; mode=block")
        .header("strict-transport-security", "max-age=31536000; includeSubDomains; preload")
        .header("referrer-policy", "strict-origin-when-cross-origin")
        .header("permissions-policy", "camera=(self), microphone=(self), geolocation=()")
        .header("content-security-policy", CONTENT_SECURITY_POLICY)
}

impl Actor for Chatalot {
    fn answer(&self, call: &Call<'_>) -> Reply {
        match (call.method, call.path) {
            ("GET" | "HEAD", "/api/health") => self.health(call),
            ("GET" | "HEAD", _) => {
                with_its_headers(Reply::new(200, APPLICATION).of_type("text/html"))
            }
            _ => with_its_headers(Reply::new(405, "").header("allow", "GET,HEAD")),
        }
    }

    fn error(&self, _call: &Call<'_>) -> Reply {
        let body = r#"{"error":{"code":"internal_error","message":"internal server error"}}"#;
        with_its_headers(Reply::new(500, body).of_type("application/json"))
    }
}
