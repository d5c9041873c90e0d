//! Everything that a monitor may request from its shell.

use crate::decode::{Answer, byte_text};
use crate::status::confirmation::Confirmed;
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// Something for the shell to do. Named in the imperative.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Sends the request of a check. An [`super::Event::Fetched`] must follow, whatever happens.
    Fetch {
        /// Index of the check, to be returned in the event.
        check: usize,
        /// The address to GET, without credentials and past the browser's cache.
        url: String,
        /// When to give up.
        timeout: Duration,
        /// Maximum length of the body in bytes; a shell reads one byte more to see that it is exceeded.
        cap: usize,
    },
    /// Requests a canary. An [`super::Event::CanaryFetched`] must follow.
    FetchCanary {
        /// The canary, to be returned in the event.
        canary: Canary,
        /// The address to GET.
        url: String,
        /// When to give up.
        timeout: Duration,
    },
    /// Sends an [`super::Event::Tick`] at this instant. Replaces an earlier one.
    WakeAt(Timestamp),
    /// Sends a message to the other tabs of this browser.
    Broadcast(PeerMessage),
}

/// A canary: a small file whose arrival proves that its server can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Canary {
    /// On the origin of the page itself.
    Site,
    /// Answered by the status proxy itself, without any system behind it.
    Proxy,
}

/// A message between tabs: a fact with its instant, so that a tab that receives it knows as much as the one that sent the
/// request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PeerMessage {
    /// A new tab requests what the others know.
    Hello,
    /// A check was answered.
    Checked {
        /// The check's path. Tabs may run on different versions of the configuration, so an index would be ambiguous.
        path: String,
        /// When the answer arrived.
        at: Timestamp,
        /// Time from the request to the last byte.
        took: Duration,
        /// The answer. A failure to connect, once it is understood, takes the form of an answer of the proxy.
        answer: Answer,
    },
    /// The confirmed condition of a check, for a new tab. Sent before the answers that contradict it.
    Belief {
        /// The check's path.
        path: String,
        /// The confirmed condition, and since when.
        confirmed: Confirmed,
        /// When the newest answer that agrees with it arrived.
        at: Timestamp,
        /// Time from the request to the last byte.
        took: Duration,
        /// That answer.
        answer: Answer,
    },
    /// The outcome of a canary.
    Reachability {
        /// Which canary.
        canary: Canary,
        /// When the outcome was known.
        at: Timestamp,
        /// How long it took.
        took: Duration,
        /// Whether it arrived.
        answered: bool,
    },
    /// All limits that an operator changed, as [`crate::rules::changed_limits::write`] writes them.
    Limits(#[serde(with = "byte_text")] Vec<u8>),
    /// All dashboards that an operator imported or edited, as the console stores them.
    Dashboards(#[serde(with = "byte_text")] Vec<u8>),
    /// An operator erased everything that this browser stores.
    Forgotten,
}
