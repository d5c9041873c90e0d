//! Everything that a running page may ask of the outside.

use crate::decode::{Answer, byte_text};
use crate::status::confirmation::Confirmed;
use crate::time::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// Something to be done by the shell. Imperative, because it is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask a check; an [`super::Event::Fetched`] must follow, whatever happens.
    Fetch {
        /// To be given back in the event.
        check: usize,
        /// The address to GET, without credentials and past the browser's cache.
        url: String,
        /// Give up after this long.
        timeout: Duration,
        /// Read no more of the body than one byte beyond this.
        cap: usize,
    },
    /// Ask for a canary; an [`super::Event::Probed`] must follow.
    Probe {
        /// To be given back in the event.
        probe: Probe,
        /// The address to GET.
        url: String,
        /// Give up after this long.
        timeout: Duration,
    },
    /// Send an [`super::Event::Tick`] at this instant. Replaces any earlier one.
    WakeAt(Timestamp),
    /// Tell the other tabs of this browser.
    Broadcast(PeerMessage),
}

/// A canary: a small file whose arrival proves that the way there works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Probe {
    /// On the origin of the page itself.
    Site,
    /// Answered by the status proxy itself, without any system behind it.
    Proxy,
}

/// What tabs tell each other. Facts with their instants, so that a tab that hears them knows exactly as much as one that asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PeerMessage {
    /// "I am new here."
    Hello,
    /// A look that told something about a system.
    Checked {
        /// The check's path: tabs may run on different versions of the configuration.
        path: String,
        /// When the answer arrived.
        at: Timestamp,
        /// How long it took.
        took: Duration,
        /// The answer. A failure to connect, once it is understood, is an answer of the proxy's form.
        answer: Answer,
    },
    /// What is believed of a check, for a tab that is new: told before the looks that contradict it.
    Belief {
        /// The check's path.
        path: String,
        /// What is believed, and since when.
        confirmed: Confirmed,
        /// When the newest answer that bears it out arrived.
        at: Timestamp,
        /// How long it took.
        took: Duration,
        /// That answer.
        answer: Answer,
    },
    /// The way to the systems, as a canary found it.
    Reachability {
        /// Which canary.
        probe: Probe,
        /// When that was known.
        at: Timestamp,
        /// How long it took.
        took: Duration,
        /// Whether it came.
        answered: bool,
    },
    /// The limits that a person changed, all of them, as [`crate::rules::changed_limits::write`] wrote them.
    Limits(#[serde(with = "byte_text")] Vec<u8>),
    /// A person had everything forgotten that this browser keeps.
    Forgotten,
}
