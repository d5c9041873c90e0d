//! Everything that can happen to a monitor.

use super::RecordedVerdict;
use super::effect::{Canary, PeerMessage};
use crate::config::Config;
use crate::decode::Answer;
use metrics_engine::time::Duration;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that happened: by a person, a timer, the network or another tab. Named in the past tense.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time passed. Harmless at any moment.
    Tick,
    /// The check with this index has ended.
    Fetched {
        /// Index into [`super::Monitor::watches`].
        check: usize,
        /// Time from the request to the last byte, or to the failure.
        took: Duration,
        /// The answer, whatever its code, or why there is none.
        result: Result<Answer, FetchError>,
    },
    /// The request for a canary has ended.
    CanaryFetched {
        /// Which canary.
        canary: Canary,
        /// How long it took.
        took: Duration,
        /// Whether the expected answer arrived.
        answered: bool,
    },
    /// The browser reports that it is online or offline.
    ConnectionChanged {
        /// Whether it is online.
        online: bool,
    },
    /// The tab came to the foreground or went to the background.
    VisibilityChanged {
        /// Whether it is visible.
        visible: bool,
    },
    /// This tab became, or ceased to be, the one that sends requests for all tabs of this browser.
    LeadChanged {
        /// Whether it sends them.
        leads: bool,
    },
    /// The systems that a person sees, by id: on the screen, or opened.
    SightChanged(BTreeSet<String>),
    /// A person requested a check of everything now.
    CheckAllRequested,
    /// The recorder's verdicts arrived, by id of system; none if they could not be read.
    VerdictsRead(Vec<(String, RecordedVerdict)>),
    /// A message of another tab arrived.
    PeerMessage(PeerMessage),
    /// The site has another configuration now. Indices of systems and checks in later events are those of the new one.
    ConfigChanged(Arc<Config>),
}

/// Why there is no answer. A browser reveals no more; canaries find out what is behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The head of an answer arrived, its body did not end in time.
    TimedOut,
    /// Not even the head of an answer arrived in time.
    NoHead,
    /// No connection, or none that the browser lets the page see.
    Unreachable,
    /// The head of an answer arrived, its body broke off.
    BrokenOff,
    /// The request could not even be sent, which shows nothing about the service or about the reachability for others. Only a
    /// recorder reports this, when its machine has lost the network.
    NotSent,
}
