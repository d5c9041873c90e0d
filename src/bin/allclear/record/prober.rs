//! One GET at a system's own address, and what came of it in the words that nginx would use.
//!
//! A recorder has no proxy to blame, so it has to know itself when nobody can tell: this machine's network, its name servers or its
//! open files are no fault of a service. What points at the network alone (no route, no name, silence) counts
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

/// Who asks.
pub(super) struct Prober {
    client: Client,
    /// What was said last of each origin that cannot be trusted.
    distrusted: Mutex<BTreeMap<String, String>>,
    connectivity: ConnectivityCheck,
}

impl Prober {
    /// Asks at `places` and no others. Where one of them is behind https, `authorities` is a file with those to believe.
    pub(super) fn new(
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

    /// Says once why an origin cannot be trusted: visitors read that it shows a bad certificate, and whoever mends it needs to know
    /// more.
    fn report(&self, place: &Upstream, error: Option<&str>) {
        let origin = format!("{}:{}", place.origin.host, port(place));
        let mut distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(words) = error else {
            if distrusted.remove(&origin).is_some() {
                say!("https://{origin} can be trusted again");
            }
            return;
        };
        // How long ago something expired changes with each second, and is no news.
        let reason = words.split(|char: char| char.is_ascii_digit()).next().unwrap_or_default();
        if distrusted.get(&origin).is_none_or(|known| known != reason) {
            say!("https://{origin}: no trusted connection, which counts as down: {words}");
            distrusted.insert(origin, reason.to_owned());
        }
    }

    /// Asks. A failure of the service is an answer in the proxy's form.
    pub(super) async fn probe(
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
            // One silent host among others that answer is down; and if there is no other, it is down as well as anybody can tell.
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
                return Err(FetchError::NotAsked);
            }
        };
        let headers = vec![("x-allclear".to_owned(), word.to_owned())];
        Ok(Answer { code, headers, body: Vec::new() })
    }

    /// Whether another host than this can be reached; `None` where there is none. What runs on this machine is no other.
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
