//! One GET at a system's own address, and its outcome in the vocabulary of nginx.
//!
//! A recorder has no proxy to blame, so it has to notice itself when it cannot know: the network, the name servers or the open
//! files of this machine are no fault of a service. A failure that may be the network's (no route, no name, no answer) counts
//! against the service only if another host can be reached at the same moment.

use super::clock::instant;
use super::connectivity::{ConnectivityCheck, Means};
use crate::http::{CONNECT, Client, FetchError as Failure, Kind, connect, port};
use allclear::config::address::{Host, Upstream};
use allclear::decode::Answer;
use allclear::monitor::FetchError;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Sends requests to systems.
pub(crate) struct Prober {
    client: Client,
    /// The last reported reason for each origin that cannot be trusted.
    distrusted: Mutex<BTreeMap<String, String>>,
    connectivity: ConnectivityCheck,
}

impl Prober {
    /// Creates a prober for `places` and no others. If one of them is behind https, `authorities` is a file with the
    /// certificates to trust.
    pub(crate) fn new(
        places: &[Upstream],
        authorities: Option<&Path>,
        max_head: usize,
    ) -> Result<Self> {
        let client = Client::new(authorities, max_head)?;
        Ok(Self {
            client,
            distrusted: Mutex::default(),
            connectivity: ConnectivityCheck::new(places),
        })
    }

    /// Reports once why an origin cannot be trusted: visitors read that it has a bad certificate, and its operator needs to
    /// know more.
    fn report(&self, place: &Upstream, error: Option<&str>) {
        let origin = format!("{}:{}", place.origin.host, port(place));
        let mut distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(words) = error else {
            if distrusted.remove(&origin).is_some() {
                tracing::info!("https://{origin} can be trusted again");
            }
            return;
        };
        // How long ago a certificate expired changes with each second, and is no news.
        let reason = words.split(|char: char| char.is_ascii_digit()).next().unwrap_or_default();
        if distrusted.get(&origin).is_none_or(|known| known != reason) {
            tracing::warn!(
                "https://{origin}: no trusted connection, which counts as down: {words}"
            );
            distrusted.insert(origin, reason.to_owned());
        }
    }

    /// Sends a GET. A failure of the service is returned as an answer in the proxy's form.
    ///
    /// # Errors
    ///
    /// If the outcome shows nothing about the service.
    pub(crate) async fn probe(
        &self,
        kind: Kind,
        place: &Upstream,
        limit: Duration,
        cap: usize,
    ) -> Result<Answer, FetchError> {
        let began = instant();
        let result = self.get(kind, place, limit, cap).await;
        if place.origin.secure {
            match &result {
                Err(Failure::Certificate(_, words) | Failure::NoTls(words)) => {
                    self.report(place, Some(words));
                }
                Ok(_) => self.report(place, None),
                Err(_) => {}
            }
        }
        let reason = match result {
            Ok(answer) => return Ok(answer),
            Err(reason) => reason,
        };
        let host = &place.origin.host;
        let (code, word) = match reason {
            Failure::Refused => (502, "refused"),
            Failure::TimedOut => (504, "timeout"),
            Failure::Broken | Failure::NoTls(_) => (502, "broken"),
            Failure::Certificate(reason, _) => (502, reason.name()),
            Failure::NotHttp => (502, "not-http"),
            Failure::TooManyHeaders => (502, "headers"),
            Failure::Encoding => (502, "encoding"),
            // A silent host is down if other hosts answer, and also, as far as can be known, if there is no other.
            Failure::Silent if self.others(host, Means::Connection, began).await != Some(false) => {
                (504, "timeout")
            }
            Failure::NoRoute if self.others(host, Means::Connection, began).await == Some(true) => {
                (502, "unreachable")
            }
            Failure::NoName if self.others(host, Means::Name, began).await != Some(false) => {
                (502, "unreachable")
            }
            Failure::Silent | Failure::NoRoute | Failure::NoName | Failure::Local => {
                return Err(FetchError::NotSent);
            }
        };
        let headers = vec![("x-allclear".to_owned(), word.to_owned())];
        Ok(Answer { code, headers, body: Vec::new() })
    }

    /// Returns whether another host can be reached; `None` if there is none. What runs on this machine does not count.
    async fn others(&self, host: &Host, means: Means, since: Instant) -> Option<bool> {
        if super::connectivity::is_here(host) {
            None
        } else {
            self.connectivity.others(host, means, since).await
        }
    }

    async fn get(
        &self,
        kind: Kind,
        place: &Upstream,
        limit: Duration,
        cap: usize,
    ) -> Result<Answer, Failure> {
        let began = instant();
        let host = &place.origin.host;
        let connecting = timeout(limit.min(CONNECT * 2), connect(host, port(place)));
        let stream = connecting.await.unwrap_or(Err(Failure::Silent));
        if matches!(stream, Ok(_) | Err(Failure::Refused)) {
            self.connectivity.proved(host);
        }
        let answering = self.client.get(stream?, kind, place, cap);
        let left = limit.saturating_sub(began.elapsed());
        timeout(left, answering).await.unwrap_or(Err(Failure::TimedOut))
    }
}
