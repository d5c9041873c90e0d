//! Everything that the operators' page may request from its shell.

use super::event::Request;
use super::{Save, Token};
use crate::monitor::PeerMessage;
use metrics_engine::time::{Duration, Timestamp};

/// An action that the shell performs.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// GET an address; an [`super::Event::Answered`] must follow, whatever happens.
    Fetch {
        /// Returned in the event.
        request: Request,
        /// The address.
        url: String,
        /// Its header is sent along.
        token: Option<Token>,
        /// The time limit.
        timeout: Duration,
        /// Maximum length of the body in bytes. At most one byte more is read.
        cap: usize,
    },
    /// Send an [`super::Event::Tick`] at this instant. Replaces any earlier one.
    WakeAt(Timestamp),
    /// Send an [`super::Event::Continue`] in the next task: a page is read in pieces, so that the browser stays responsive. One event
    /// suffices for any number of these.
    Continue,
    /// Send a message of the monitor to the other tabs of this browser.
    Broadcast(PeerMessage),
    /// Read the stored data; an [`super::Event::Loaded`] must follow.
    Load,
    /// Store these changes; an [`super::Event::Saved`] must follow.
    Save(Save),
    /// Empty the database; an [`super::Event::Forgotten`] must follow.
    Forget,
    /// Store the token for the tab, or delete the stored one.
    Remember(Option<Token>),
}
