//! Everything that can happen to a running page.

use super::RecordedVerdict;
use super::effect::{PeerMessage, Probe};
use crate::config::Config;
use crate::decode::Answer;
use crate::time::Duration;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that happened: a person, a timer, the network, another tab. Past tense, because it has.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time went by. Harmless at any moment.
    Tick,
    /// The look at the check with this index is over.
    Fetched {
        /// Index into [`super::Monitor::watches`].
        check: usize,
        /// From request to the last byte, or to the failure.
        took: Duration,
        /// The answer, whatever its code, or why there is none.
        result: Result<Answer, FetchError>,
    },
    /// A canary was asked for.
    Probed {
        /// Which one.
        probe: Probe,
        /// How long it took.
        took: Duration,
        /// Whether it came, as it should.
        answered: bool,
    },
    /// The browser says that it is, or is not, connected.
    ConnectionChanged {
        /// Whether it is.
        online: bool,
    },
    /// The tab came to the front or went behind.
    VisibilityChanged {
        /// Whether it can be seen.
        visible: bool,
    },
    /// This tab became, or ceased to be, the one that asks for all tabs of this browser.
    LeadChanged {
        /// Whether it asks.
        leads: bool,
    },
    /// A person sees these systems, by id: on the screen, or opened.
    SightChanged(BTreeSet<String>),
    /// A person wants to know now.
    CheckAllRequested,
    /// The recorder's verdicts were read, by id of system; none where they could not be.
    VerdictsRead(Vec<(String, RecordedVerdict)>),
    /// Another tab of this browser said something.
    PeerMessage(PeerMessage),
    /// The site runs on another configuration now. Indices of systems and checks in later events are those of the new one.
    ConfigChanged(Arc<Config>),
}

/// Why there is no answer. A browser does not tell more: what lies behind is found out by asking the canaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The head of an answer came, its body did not end within the allowed time.
    TimedOut,
    /// Not even the head of an answer came within the allowed time.
    NoHead,
    /// No connection, or none that the browser lets the page see.
    Unreachable,
    /// The head of an answer came, its body broke off.
    BrokenOff,
    /// Whoever asks could not even try: this says nothing about the service, and nothing about the way of others. A recorder whose
    /// machine has lost its network tells it; a browser cannot.
    NotAsked,
}
