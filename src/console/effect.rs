//! Everything that an operator's page may ask of the outside.

use super::event::Question;
use super::{Save, Token};
use crate::monitor::PeerMessage;
use crate::time::{Duration, Timestamp};

/// Something to be done by the shell.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// GET an address; an [`super::Event::Answered`] must follow, whatever happens.
    Fetch {
        /// To be given back in the event.
        question: Question,
        /// The address.
        url: String,
        /// Sent along, where there is one.
        token: Option<Token>,
        /// Give up after this long.
        timeout: Duration,
        /// Read no more of the body than one byte beyond this.
        cap: usize,
    },
    /// Send an [`super::Event::Tick`] at this instant. Replaces any earlier one.
    WakeAt(Timestamp),
    /// Send an [`super::Event::GoOn`] as soon as others had their turn: a page is read in pieces, so that a browser answers to its
    /// user in between. One is enough for any number of these.
    GoOn,
    /// Tell the other tabs of this browser what the monitor learned.
    Broadcast(PeerMessage),
    /// Read what this browser kept; an [`super::Event::Loaded`] must follow.
    Load,
    /// Keep this; an [`super::Event::Saved`] must follow.
    Save(Save),
    /// Empty the database; an [`super::Event::Forgotten`] must follow.
    Forget,
    /// Keep the token for the tab, or forget what is there.
    Remember(Option<Token>),
}
