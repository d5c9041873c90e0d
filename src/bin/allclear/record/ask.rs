//! One GET at a system's own address, as nginx would send it, and what came of it in the words that nginx would use.
//!
//! A recorder has no proxy to blame, so it has to know itself when nobody can tell: this machine's network, its name servers or its
//! open files are no fault of a service. What points at the network alone (no route, no name, silence) counts
//! against the service only if another host can be reached at the same moment.

use super::clock::instant;
use super::witness::{Means, Witness};
use allclear::config::address::{Host, Upstream};
use allclear::decode::Answer;
use allclear::monitor::FetchError;
use anyhow::{Context as _, Result};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONNECTION, HOST, HeaderValue, USER_AGENT};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a connection may take: as long as nginx waits for one.
const CONNECT: Duration = Duration::from_secs(3);

/// What is asked for where health is due, as nginx asks for it.
const HEALTH: HeaderValue =
    HeaderValue::from_static("application/json, text/plain;q=0.9, */*;q=0.1");

/// The same where metrics are due.
const METRICS: HeaderValue = HeaderValue::from_static(
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1",
);

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// How a system is.
    Health,
    /// Its metrics.
    Metrics,
}

/// Who asks.
pub(super) struct Asker {
    tls: Option<TlsConnector>,
    /// What was said last of each origin that cannot be trusted.
    distrusted: Mutex<BTreeMap<String, String>>,
    witness: Witness,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing listened.
    Refused,
    /// No connection in time.
    Silent,
    /// A connection, and no answer in time.
    TimedOut,
    /// A connection that broke off, or spoke no HTTP, or could not be trusted.
    Broken,
    /// No way to its network.
    NoRoute,
    /// Nobody knows its name.
    NoName,
    /// This machine could not even try.
    Mine,
}

impl Asker {
    /// Asks at `places` and no others. Where one of them is behind https, `authorities` is a file with those to believe.
    pub(super) fn new(places: &[Upstream], authorities: Option<&Path>) -> Result<Self> {
        let tls = authorities.map(connector).transpose()?;
        Ok(Self { tls, distrusted: Mutex::default(), witness: Witness::new(places) })
    }

    /// Says once why an origin cannot be trusted: visitors read that its answers break off, and whoever mends it needs to know that
    /// a certificate has expired.
    fn said(&self, place: &Upstream, error: Option<&io::Error>) {
        let origin = format!("{}:{}", place.origin.host, port(place));
        let mut distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(error) = error else {
            if distrusted.remove(&origin).is_some() {
                say!("https://{origin} can be trusted again");
            }
            return;
        };
        // A stranger's certificate may have any number of names.
        let words: String = error.to_string().chars().take(300).collect();
        // How long ago something expired changes with each second, and is no news.
        let reason = words.split(|char: char| char.is_ascii_digit()).next().unwrap_or_default();
        if distrusted.get(&origin).is_none_or(|told| told != reason) {
            say!("https://{origin}: no trusted connection, which counts as down: {words}");
            distrusted.insert(origin, reason.to_owned());
        }
    }

    /// Asks. A failure of the service is an answer in the proxy's form.
    pub(super) async fn ask(
        &self,
        kind: Kind,
        place: &Upstream,
        patience: Duration,
        cap: usize,
    ) -> Result<Answer, FetchError> {
        let began = instant();
        let trouble = match self.get(kind, place, patience, cap).await {
            Ok(answer) => return Ok(answer),
            Err(trouble) => trouble,
        };
        let host = &place.origin.host;
        let (code, word) = match trouble {
            Trouble::Refused => (502, "refused"),
            Trouble::TimedOut => (504, "timeout"),
            Trouble::Broken => (502, "broken"),
            // One silent host among others that answer is down; and if there is no other, it is down as well as anybody can tell.
            Trouble::Silent if self.others(host, Means::Connection, began).await != Some(false) => {
                (504, "timeout")
            }
            Trouble::NoRoute if self.others(host, Means::Connection, began).await == Some(true) => {
                (502, "unreachable")
            }
            Trouble::NoName if self.others(host, Means::Name, began).await != Some(false) => {
                (502, "unreachable")
            }
            Trouble::Silent | Trouble::NoRoute | Trouble::NoName | Trouble::Mine => {
                return Err(FetchError::NotAsked);
            }
        };
        let headers = vec![("x-allclear".to_owned(), word.to_owned())];
        Ok(Answer { code, headers, body: Vec::new() })
    }

    /// Whether another host than this can be reached; `None` where there is none. What runs on this machine is no other.
    async fn others(&self, host: &Host, means: Means, since: Instant) -> Option<bool> {
        if super::witness::is_here(host) {
            None
        } else {
            self.witness.others(host, means, since).await
        }
    }

    async fn get(
        &self,
        kind: Kind,
        place: &Upstream,
        patience: Duration,
        cap: usize,
    ) -> Result<Answer, Trouble> {
        let began = instant();
        let origin = &place.origin;
        let connecting = timeout(patience.min(CONNECT * 2), connect(&origin.host, port(place)));
        let stream = connecting.await.unwrap_or(Err(Trouble::Silent));
        if matches!(stream, Ok(_) | Err(Trouble::Refused)) {
            self.witness.proved(&origin.host);
        }
        let stream = stream?;
        let answering = async {
            if origin.secure {
                let tls = self.tls.as_ref().ok_or(Trouble::Mine)?;
                let name = match &origin.host {
                    Host::Name(name) => {
                        ServerName::try_from(name.clone()).map_err(|_| Trouble::Broken)?
                    }
                    Host::Ip(ip) => ServerName::from(*ip),
                };
                let connected = tls.connect(name, stream).await;
                self.said(place, connected.as_ref().err());
                let stream = connected.map_err(|_| Trouble::Broken)?;
                exchange(stream, kind, place, cap).await
            } else {
                exchange(stream, kind, place, cap).await
            }
        };
        let left = patience.saturating_sub(began.elapsed());
        timeout(left, answering).await.unwrap_or(Err(Trouble::TimedOut))
    }
}

fn connector(authorities: &Path) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    let file = authorities.display();
    let certificates = CertificateDer::pem_file_iter(authorities)
        .with_context(|| format!("{file} cannot be read"))?;
    // One that cannot be read is one that is not believed; a file of a distribution has hundreds.
    let (added, _) = roots.add_parsable_certificates(certificates.flatten());
    anyhow::ensure!(added > 0, "{file} contains no certificate");
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn port(place: &Upstream) -> u16 {
    place.origin.port.unwrap_or(if place.origin.secure { 443 } else { 80 })
}

/// A connection to the first address that takes one. Of several failures, the one that tells most counts.
pub(super) async fn connect(host: &Host, port: u16) -> Result<TcpStream, Trouble> {
    let addresses = addresses(host, port).await?;
    let share = CONNECT / u32::try_from(addresses.len().clamp(1, 4)).unwrap_or(1);
    let mut worst = Trouble::Mine;
    for address in addresses.into_iter().take(4) {
        let trouble = match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => classify(&error),
            Err(_) => Trouble::Silent,
        };
        let told =
            [Trouble::Refused, Trouble::Broken, Trouble::Silent, Trouble::NoRoute, Trouble::Mine];
        let rank = |trouble| told.iter().position(|other| *other == trouble);
        if rank(trouble) < rank(worst) {
            worst = trouble;
        }
    }
    Err(worst)
}

/// The addresses of a host.
pub(super) async fn addresses(host: &Host, port: u16) -> Result<Vec<SocketAddr>, Trouble> {
    let name = match host {
        Host::Ip(ip) => return Ok(vec![SocketAddr::new(*ip, port)]),
        Host::Name(name) => name.as_str(),
    };
    match timeout(CONNECT, lookup_host((name, port))).await {
        Ok(Ok(found)) => Ok(found.collect()),
        // The library has one kind for all of these and tells them apart by words alone: those of glibc and of musl. A name server
        // that does not answer knows nothing of the name.
        Ok(Err(error)) => {
            let words = error.to_string();
            let is_temporary = ["emporary failure", "ry again", "ystem error"]
                .iter()
                .any(|known| words.contains(known));
            Err(if is_temporary { Trouble::Mine } else { Trouble::NoName })
        }
        Err(_) => Err(Trouble::Mine),
    }
}

/// Whose fault it is that there is no connection.
fn classify(error: &io::Error) -> Trouble {
    match error.kind() {
        ErrorKind::ConnectionRefused => Trouble::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            Trouble::Broken
        }
        ErrorKind::TimedOut => Trouble::Silent,
        ErrorKind::HostUnreachable => Trouble::NoRoute,
        // No network at all, no address of our own, no file left, a firewall of this machine.
        _ => Trouble::Mine,
    }
}

/// Asks over a connection, and reads the answer: of its body, one byte more than `cap` at the most.
async fn exchange<S>(stream: S, kind: Kind, place: &Upstream, cap: usize) -> Result<Answer, Trouble>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |_| Trouble::Broken;
    let handshake = hyper::client::conn::http1::handshake::<_, Empty<Bytes>>(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(broken)?;
    let _driver = Driver(tokio::spawn(async move {
        // What ends a connection early is told by the answer that does not come.
        let _: Result<(), hyper::Error> = connection.await;
    }));
    let response = sender.send_request(request(kind, place)?).await.map_err(broken)?;
    read(response, cap).await.ok_or(Trouble::Broken)
}

fn request(kind: Kind, place: &Upstream) -> Result<Request<Empty<Bytes>>, Trouble> {
    let target = if place.target.is_empty() { "/" } else { place.target.as_str() };
    let authority = match place.origin.port {
        Some(port) => format!("{}:{port}", place.origin.host),
        None => place.origin.host.to_string(),
    };
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = target.parse::<Uri>().map_err(|_| Trouble::Mine)?;
    let headers = request.headers_mut();
    headers.insert(HOST, HeaderValue::try_from(authority).map_err(|_| Trouble::Mine)?);
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(ACCEPT, if kind == Kind::Health { HEALTH } else { METRICS });
    headers.insert(USER_AGENT, HeaderValue::from_static("allclear-recorder"));
    Ok(request)
}

/// The answer; `None` where it breaks off.
async fn read(response: Response<hyper::body::Incoming>, cap: usize) -> Option<Answer> {
    let code = response.status().as_u16();
    // No cache lies between, so no date is needed to know an old copy; and no service speaks for the proxy.
    let headers = response.headers().iter();
    let headers = headers.filter(|(name, _)| !["date", "x-allclear"].contains(&name.as_str()));
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

/// A connection at work, which ends with whoever waits for it.
struct Driver(tokio::task::JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
