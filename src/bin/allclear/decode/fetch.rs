//! One GET over plain HTTP. It is for a look at an exporter, so it does no TLS, no redirects and no compression.

use allclear::decode::Answer;
use anyhow::{Context as _, Result, bail};
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// How long to wait for a connection, and for each piece of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What is asked for: OpenMetrics first, as Prometheus does.
const ACCEPT: &str =
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

/// The content type and the body at `url`.
pub(super) fn get(url: &str) -> Result<(Option<String>, Vec<u8>)> {
    let Some(rest) = url.strip_prefix("http://") else {
        bail!("https is not supported; try: curl -s {url} | allclear decode -");
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let is_valid = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if authority.is_empty() || authority.contains('@') || !is_valid(rest) {
        bail!("{url} is no address of the kind http://host:port/path");
    }
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = if has_port { authority.to_owned() } else { format!("{authority}:80") };
    let mut stream = connect(&address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // In HTTP/1.0 an answer ends with its connection, and comes in one piece.
    let request = format!(
        "GET {slash}{path} HTTP/1.0\r\nHost: {authority}\r\nAccept: {ACCEPT}\r\nUser-Agent: allclear\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    let read = stream.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("{authority} did not answer to the end"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{url} answered with more than {MAX_BYTES} bytes");
    }
    let answer = parse(&bytes).with_context(|| format!("{authority} does not speak HTTP"))?;
    if !(200..300).contains(&answer.code) {
        let place = answer.header("location").map(|to| format!(" and points to {to}"));
        bail!("{url} answered with HTTP {}{}", answer.code, place.unwrap_or_default());
    }
    for name in ["transfer-encoding", "content-encoding"] {
        if let Some(encoding) = answer.header(name).filter(|value| *value != "identity") {
            bail!(
                "{url} answered in encoding {encoding}; try: curl -s --compressed {url} | allclear decode -"
            );
        }
    }
    Ok((answer.header("content-type").map(str::to_owned), answer.body))
}

fn connect(address: &str) -> Result<TcpStream> {
    let known = address.to_socket_addrs().with_context(|| format!("{address} is not known"))?;
    let mut last = None;
    for place in known {
        match TcpStream::connect_timeout(&place, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) => Err(error).with_context(|| format!("{address} cannot be reached")),
        None => bail!("{address} has no address"),
    }
}

/// Takes an answer apart; `None` where it is none.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.")?;
    let code = status.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Answer { code, headers, body: bytes.get(end + 4..)?.to_vec() })
}
