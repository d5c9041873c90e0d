//! All systems of a measurement, played by one server: as many as there are paths.
//!
//! `fleet` plays five systems truthfully; two hundred of it would be two hundred processes. This one answers
//! `application/health+json` with three parts at any path, at once.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::Result;

/// How the systems are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Every one of them is well.
    Well,
    /// The system at this path is down, all others are well.
    Down(String),
}

/// A server that runs for as long as the measurement.
#[derive(Clone)]
pub(crate) struct Upstream {
    pub(crate) port: u16,
    condition: Arc<Mutex<Condition>>,
}

impl Upstream {
    /// Listens on a free port of 127.0.0.1.
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let upstream = Self { port, condition: Arc::new(Mutex::new(Condition::Well)) };
        let this = upstream.clone();
        tokio::spawn(async move {
            // Without listener or file handles there is nothing to measure: the page sees refusals, and the measurement ends.
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(this.clone().serve(stream));
            }
        });
        Ok(upstream)
    }

    /// From now on the systems are like this.
    pub(crate) fn set(&self, condition: Condition) {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner) = condition;
    }

    async fn serve(self, stream: TcpStream) {
        let service = service_fn(|request: Request<Incoming>| {
            let answer = self.answer(request.uri().path());
            async move { Ok::<_, Infallible>(answer) }
        });
        // A connection that breaks off is the other side's affair.
        let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    }

    fn answer(&self, path: &str) -> Response<Full<Bytes>> {
        let condition = self.condition.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (code, word) = match condition {
            Condition::Down(down) if down == path => (503, "fail"),
            Condition::Down(_) | Condition::Well => (200, "pass"),
        };
        let body = format!(
            "{{\"status\":\"{word}\",\"version\":\"1\",\"checks\":{{\"database\":[{{\"status\":\"{word}\"}}],\
             \"cache\":[{{\"status\":\"pass\"}}],\"queue\":[{{\"status\":\"pass\"}}]}}}}"
        );
        let mut response = Response::new(Full::new(Bytes::from(body)));
        *response.status_mut() = hyper::StatusCode::from_u16(code).unwrap_or_default();
        let kind = hyper::header::HeaderValue::from_static("application/health+json");
        response.headers_mut().insert(hyper::header::CONTENT_TYPE, kind);
        response
    }
}
