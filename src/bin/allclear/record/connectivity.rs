//! Finds out whether this machine has lost its network: another host that can be reached at the same moment shows that it has
//! not.
//!
//! A refused connection is as good a proof as an accepted one. What runs on this machine proves nothing.

use super::clock::instant;
use crate::http::{FetchError, addresses, connect};
use allclear::config::address::{Host, Upstream};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// A way to reach a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// It accepts or refuses a connection.
    Connection,
    /// Its name can be resolved.
    Name,
}

/// The hosts that are probed anyway, and when each was last reached.
pub(super) struct ConnectivityCheck {
    hosts: Mutex<Vec<Known>>,
    /// Held while other hosts are tried, so that a hundred failures of one moment try them once: when that was, and by which
    /// means.
    trying: tokio::sync::Mutex<Option<(Instant, Means)>>,
}

#[derive(Clone)]
struct Known {
    host: Host,
    port: u16,
    reached: Option<Instant>,
    named: Option<Instant>,
}

/// Number of other hosts to try.
const OTHERS: usize = 3;

/// The timeout of each of them.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Returns whether this is the machine itself.
pub(super) fn is_here(host: &Host) -> bool {
    match host {
        Host::Ip(ip) => ip.is_loopback() || ip.is_unspecified(),
        Host::Name(name) => name == "localhost" || name.ends_with(".localhost"),
    }
}

impl ConnectivityCheck {
    pub(super) fn new(places: &[Upstream]) -> Self {
        let mut hosts: Vec<Known> = Vec::new();
        for place in places {
            let origin = &place.origin;
            let is_known = hosts.iter().any(|known| known.host == origin.host);
            if !is_known && !is_here(&origin.host) {
                let port = origin.port.unwrap_or(if origin.secure { 443 } else { 80 });
                let host = origin.host.clone();
                hosts.push(Known { host, port, reached: None, named: None });
            }
        }
        Self { hosts: Mutex::new(hosts), trying: tokio::sync::Mutex::new(None) }
    }

    /// Notes that a host was reached just now.
    pub(super) fn proved(&self, host: &Host) {
        self.note(host, Means::Connection);
        self.note(host, Means::Name);
    }

    fn note(&self, host: &Host, means: Means) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = hosts.iter_mut().find(|known| known.host == *host) {
            *known.proof(means) = Some(instant());
        }
    }

    /// Returns whether any other host was reached by these means since that instant, or can be reached now; `None` if there is
    /// no other.
    pub(super) async fn others(&self, host: &Host, means: Means, since: Instant) -> Option<bool> {
        if self.known(host, means).is_empty() {
            return None;
        }
        let mut last_try = self.trying.lock().await;
        let mut others = self.known(host, means);
        if others.iter_mut().any(|other| *other.proof(means) >= Some(since)) {
            return Some(true);
        }
        if last_try.is_some_and(|(at, how)| at >= since && how == means) {
            return Some(false);
        }
        let began = instant();
        // Those that were reached last are the likeliest to answer.
        others.sort_by_key(|other| core::cmp::Reverse(other.reached));
        let tries = others.into_iter().take(OTHERS).map(|other| tokio::spawn(reach(other, means)));
        for attempt in tries.collect::<Vec<_>>() {
            if let Ok(Some(reached)) = attempt.await {
                self.note(&reached, means);
            }
        }
        let reached = self.known(host, means).iter_mut().any(|it| *it.proof(means) >= Some(began));
        if !reached {
            *last_try = Some((began, means));
        }
        Some(reached)
    }

    fn known(&self, except: &Host, means: Means) -> Vec<Known> {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let others = hosts.iter().filter(|known| known.host != *except);
        let has_means = |known: &&Known| means == Means::Connection || known.host.needs_resolver();
        others.filter(has_means).cloned().collect()
    }
}

impl Known {
    fn proof(&mut self, means: Means) -> &mut Option<Instant> {
        match means {
            Means::Connection => &mut self.reached,
            Means::Name => &mut self.named,
        }
    }
}

async fn reach(other: Known, means: Means) -> Option<Host> {
    let reached = timeout(TIMEOUT, async {
        match means {
            Means::Connection => {
                matches!(connect(&other.host, other.port).await, Ok(_) | Err(FetchError::Refused))
            }
            Means::Name => addresses(&other.host, other.port).await.is_ok(),
        }
    });
    reached.await.unwrap_or(false).then_some(other.host)
}
