//! One GET at a system's own address, and what came of it in the words that nginx would use.
//!
//! A recorder has no proxy to blame, so it has to know itself when nobody can tell: this machine's network, its name servers or its
//! open files are no fault of a service. What points at the network alone (no route, no name, silence) counts
//! against the service only if another host can be reached at the same moment.

use super::clock::instant;
use super::witness::{Means, Witness};
use crate::http::{CONNECT, Client, FetchError as Reason, Kind, connect, port};
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
pub(super) struct Asker {
    client: Client,
    /// What was said last of each origin that cannot be trusted.
    distrusted: Mutex<BTreeMap<String, String>>,
    witness: Witness,
}

impl Asker {
    /// Asks at `places` and no others. Where one of them is behind https, `authorities` is a file with those to believe.
    pub(super) fn new(
        places: &[Upstream],
        authorities: Option<&Path>,
        max_head: usize,
    ) -> Result<Self> {
        let client = Client::new(authorities, max_head)?;
        Ok(Self { client, distrusted: Mutex::default(), witness: Witness::new(places) })
    }

    /// Says once why an origin cannot be trusted: visitors read that it shows a bad certificate, and whoever mends it needs to know
    /// more.
    fn said(&self, place: &Upstream, error: Option<&str>) {
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
        let result = self.get(kind, place, patience, cap).await;
        if place.origin.secure {
            match &result {
                Err(Reason::Certificate(_, words) | Reason::NoTls(words)) => {
                    self.said(place, Some(words));
                }
                Ok(_) => self.said(place, None),
                Err(_) => {}
            }
        }
        let reason = match result {
            Ok(answer) => return Ok(answer),
            Err(reason) => reason,
        };
        let host = &place.origin.host;
        let (code, word) = match reason {
            Reason::Refused => (502, "refused"),
            Reason::TimedOut => (504, "timeout"),
            Reason::Broken | Reason::NoTls(_) => (502, "broken"),
            Reason::Certificate(reason, _) => (502, reason.name()),
            Reason::NotHttp => (502, "not-http"),
            Reason::TooManyHeaders => (502, "headers"),
            Reason::Encoding => (502, "encoding"),
            // One silent host among others that answer is down; and if there is no other, it is down as well as anybody can tell.
            Reason::Silent if self.others(host, Means::Connection, began).await != Some(false) => {
                (504, "timeout")
            }
            Reason::NoRoute if self.others(host, Means::Connection, began).await == Some(true) => {
                (502, "unreachable")
            }
            Reason::NoName if self.others(host, Means::Name, began).await != Some(false) => {
                (502, "unreachable")
            }
            Reason::Silent | Reason::NoRoute | Reason::NoName | Reason::Local => {
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
    ) -> Result<Answer, Reason> {
        let began = instant();
        let host = &place.origin.host;
        let connecting = timeout(patience.min(CONNECT * 2), connect(host, port(place)));
        let stream = connecting.await.unwrap_or(Err(Reason::Silent));
        if matches!(stream, Ok(_) | Err(Reason::Refused)) {
            self.witness.proved(host);
        }
        let answering = self.client.get(stream?, kind, place, cap);
        let left = patience.saturating_sub(began.elapsed());
        timeout(left, answering).await.unwrap_or(Err(Reason::TimedOut))
    }
}
