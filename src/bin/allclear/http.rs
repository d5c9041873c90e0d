//! The HTTP client of all commands: one GET of one address, as nginx would send it, judged as nginx judges it.
//!
//! Visitors see a service through nginx and the recorder sees it by itself, and both must come to the same verdict. So this client
//! accepts what nginx accepts: the same size of headers, the same versions of TLS, the same authorities and rules for names (both use
//! OpenSSL). It follows no redirects.

mod connect;
mod encoding;
mod error;
mod head;
mod names;
mod tls;

pub(crate) use connect::{CONNECT, addresses, connect, port};
pub(crate) use error::FetchError;

use allclear::config::address::Upstream;
use allclear::decode::Answer;
use anyhow::Result;
use head::Head;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONNECTION, HOST, HeaderValue, USER_AGENT};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::path::Path;
use tls::Trust;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// The types that a health check accepts, as in nginx's requests.
const HEALTH: HeaderValue =
    HeaderValue::from_static("application/json, text/plain;q=0.9, */*;q=0.1");

/// The types that a scrape accepts, as in Prometheus' requests.
const METRICS: HeaderValue = HeaderValue::from_static(
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1",
);

/// The kind of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The health of a system.
    Health,
    /// Its metrics.
    Metrics,
}

/// Sends GET requests.
pub(crate) struct Client {
    trust: Option<Trust>,
    max_head: usize,
}

impl Client {
    /// A client that trusts the authorities in this file; without one, it speaks no TLS. It reads `max_head` bytes of headers.
    pub(crate) fn new(authorities: Option<&Path>, max_head: usize) -> Result<Self> {
        Ok(Self { trust: authorities.map(Trust::read).transpose()?, max_head })
    }

    /// Sends a request over `stream`, a connection to the address at `place`, and returns the answer, with its body decoded: `cap`
    /// bytes of it and one more, which shows that it is too large.
    pub(crate) async fn get(
        &self,
        stream: TcpStream,
        kind: Kind,
        place: &Upstream,
        cap: usize,
    ) -> Result<Answer, FetchError> {
        if place.origin.secure {
            let trust = self.trust.as_ref().ok_or(FetchError::Local)?;
            let stream = trust.handshake(&place.origin.host, stream).await?;
            self.exchange(stream, kind, place, cap).await
        } else {
            self.exchange(stream, kind, place, cap).await
        }
    }

    async fn exchange<S>(
        &self,
        stream: S,
        kind: Kind,
        place: &Upstream,
        cap: usize,
    ) -> Result<Answer, FetchError>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (stream, head) = Head::watch(stream);
        let handshake = hyper::client::conn::http1::Builder::new()
            .max_buf_size(self.max_head.max(8192))
            // nginx counts bytes alone. A header has at least four: a name, a colon, and a line break.
            .max_headers(self.max_head / 4)
            .handshake::<_, Empty<Bytes>>(TokioIo::new(stream));
        let (mut sender, connection) = handshake.await.map_err(|_| FetchError::Broken)?;
        let _driver = Driver(tokio::spawn(async move {
            // A connection that ends early shows in the missing answer.
            let _: Result<(), hyper::Error> = connection.await;
        }));
        let answered = sender.send_request(request(kind, place)?).await;
        if head.is_not_http() {
            return Err(FetchError::NotHttp);
        }
        let response = answered.map_err(|error| {
            if error.is_parse_too_large() { FetchError::TooManyHeaders } else { FetchError::Broken }
        })?;
        if head_length(&response) > self.max_head {
            return Err(FetchError::TooManyHeaders);
        }
        // Another protocol begins here, which no request has proposed.
        if response.status().is_informational() {
            return Err(FetchError::NotHttp);
        }
        let mut answer = read(response, cap).await.ok_or(FetchError::Broken)?;
        encoding::decode(&mut answer, cap).map_err(|_| FetchError::Encoding)?;
        Ok(answer)
    }
}

fn request(kind: Kind, place: &Upstream) -> Result<Request<Empty<Bytes>>, FetchError> {
    let target = if place.target.is_empty() { "/" } else { place.target.as_str() };
    let authority = match place.origin.port {
        Some(port) => format!("{}:{port}", place.origin.host),
        None => place.origin.host.to_string(),
    };
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = target.parse::<Uri>().map_err(|_| FetchError::Local)?;
    let headers = request.headers_mut();
    headers.insert(HOST, HeaderValue::try_from(authority).map_err(|_| FetchError::Local)?);
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(ACCEPT, if kind == Kind::Health { HEALTH } else { METRICS });
    headers.insert(USER_AGENT, HeaderValue::from_static("allclear"));
    Ok(request)
}

/// The bytes of an answer's head, about: a name, a value, and four bytes between and after them.
fn head_length<B>(response: &Response<B>) -> usize {
    let headers = response.headers().iter();
    let lines = headers.map(|(name, value)| name.as_str().len() + value.len() + 4);
    lines.sum::<usize>() + "HTTP/1.1 200 \r\n\r\n".len()
}

/// Reads an answer; `None` where it breaks off.
async fn read(response: Response<hyper::body::Incoming>, cap: usize) -> Option<Answer> {
    let code = response.status().as_u16();
    // A service's own clock says nothing about the time of the request, and only the proxy may set its own headers.
    let headers = response.headers().iter().filter(|(name, _)| {
        let name = name.as_str();
        !matches!(name, "date" | "age") && !name.starts_with("x-allclear")
    });
    let headers = headers.map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let headers = headers.collect();
    let mut incoming = response.into_body();
    let mut body: Vec<u8> = Vec::new();
    while body.len() <= cap {
        let Some(frame) = incoming.frame().await else { break };
        if let Some(data) = frame.ok()?.data_ref() {
            let room = (cap + 1).saturating_sub(body.len());
            body.extend_from_slice(data.get(..room.min(data.len())).unwrap_or_default());
        }
    }
    Some(Answer { code, headers, body })
}

/// A connection at work, which ends when this is dropped.
struct Driver(tokio::task::JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
