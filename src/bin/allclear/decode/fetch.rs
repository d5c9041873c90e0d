//! One GET of a page of metrics, by the client that the recorder uses.

use crate::http::{CONNECT, Client, FetchError, Kind, connect, port};
use crate::render;
use allclear::config::address::Upstream;
use allclear::config::deployment::Deployment;
use allclear::decode::Answer;
use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The largest answer.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Gets `url`, and returns the content type and the body. Behind https, `authorities` is a file with those to believe, or the usual one
/// of this machine.
pub(super) fn get(url: &str, authorities: Option<&Path>) -> Result<(Option<String>, Vec<u8>)> {
    let place = Upstream::parse(url).map_err(|wrong| {
        anyhow::anyhow!("{url} is not a valid address: {}; {}", wrong.message, wrong.hint)
    })?;
    let authorities = match authorities {
        Some(given) => Some(given.to_owned()),
        None if place.origin.secure => Some(render::usual_authorities()?),
        None => None,
    };
    let client = Client::new(authorities.as_deref(), Deployment::MAX_HEADER_BYTES)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answer = runtime.block_on(send(&client, &place));
    let answer = answer.map_err(|error| anyhow::anyhow!("{}", words(&error)));
    let answer = answer.with_context(|| format!("{url} did not respond"))?;
    if !(200..300).contains(&answer.code) {
        let place = answer.header("location").map(|to| format!(" and points to {to}"));
        bail!("{url} returned HTTP {}{}", answer.code, place.unwrap_or_default());
    }
    if answer.body.len() > MAX_BYTES {
        bail!("{url} returned more than {MAX_BYTES} bytes");
    }
    Ok((answer.header("content-type").map(str::to_owned), answer.body))
}

async fn send(client: &Client, place: &Upstream) -> Result<Answer, FetchError> {
    let connecting = timeout(CONNECT * 2, connect(&place.origin.host, port(place)));
    let stream = connecting.await.unwrap_or(Err(FetchError::Silent))?;
    let answering = client.get(stream, Kind::Metrics, place, MAX_BYTES);
    timeout(TIMEOUT, answering).await.unwrap_or(Err(FetchError::TimedOut))
}

/// Returns the description of an error.
fn words(error: &FetchError) -> String {
    let words = match error {
        FetchError::Refused => "connection refused",
        FetchError::Silent => "no connection within 3 seconds",
        FetchError::TimedOut => "no complete response within 30 seconds",
        FetchError::Broken => "the connection was closed early",
        FetchError::NoTls(words) => return format!("the TLS handshake failed: {words}"),
        FetchError::Certificate(_, words) => {
            return format!("its certificate is not trusted: {words}");
        }
        FetchError::NotHttp => "the response is not HTTP",
        FetchError::TooManyHeaders => "the response has more than 32 KiB of headers",
        FetchError::Encoding => "the body cannot be decompressed",
        FetchError::NoRoute => "no route to the host",
        FetchError::NoName => "the host name does not exist",
        FetchError::Local => {
            "this machine cannot connect: no network, no name server or no free file descriptor"
        }
    };
    words.to_owned()
}
