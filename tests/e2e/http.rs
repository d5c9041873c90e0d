//! One HTTP request as it is written, for what a browser would tidy up first: odd paths, methods, host names.

use anyhow::Context as _;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::{Request, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Result;

/// An answer, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    headers: hyper::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The first value of a header; empty where it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// `GET path`, as a browser that understands brotli sends it.
pub(crate) async fn get(port: u16, path: &str) -> Result<Answer> {
    request(port, "GET", path, &[("accept-encoding", "gzip, br")]).await
}

/// `GET path` without any compression.
pub(crate) async fn get_plain(port: u16, path: &str) -> Result<Answer> {
    request(port, "GET", path, &[]).await
}

/// Any request without a body.
pub(crate) async fn request(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<Answer> {
    let stream =
        TcpStream::connect(("127.0.0.1", port)).await.with_context(|| format!("port {port}"))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut request =
        Request::builder().method(method).uri(path).header("host", format!("127.0.0.1:{port}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = sender.send_request(request.body(Empty::<Bytes>::new())?).await?;
    let (head, body) = response.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    Ok(Answer { code: head.status.as_u16(), headers: head.headers, body })
}
