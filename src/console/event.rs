//! Everything that can happen to an operator's page.

use super::{Kept, StorageError, Token};
use crate::decode::Answer;
use crate::monitor::{FetchError, PeerMessage, Probe};
use crate::rules::limit::Limit;
use crate::time::Duration;

/// What a fetch was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The configuration; its arrival is the login.
    Config,
    /// A look at the health check with this index.
    Check(usize),
    /// A canary of the monitor.
    Probe(Probe),
    /// A scrape of the target with this index.
    Target(usize),
    /// The list of segments in which a recorder keeps its series.
    Past,
    /// The segment with this number.
    Segment(u64),
    /// Whether the proxy answers, while there are scrapes to be understood.
    Proxy,
}

/// Something that happened: a person, a timer, the network, the browser's storage.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time went by. Harmless at any moment.
    Tick,
    /// It is time to go on with what was too much to be done at once.
    GoOn,
    /// The page came with what a tab had kept, or with a sign-in proxy in front.
    Started {
        /// The token, if there is one.
        token: Option<Token>,
    },
    /// A person wants to log in.
    LoginSubmitted {
        /// With this.
        token: Token,
        /// Whether to keep it in the tab.
        remember: bool,
    },
    /// A person logged out.
    LoggedOut,
    /// A fetch is over.
    Answered {
        /// What it was for.
        question: Question,
        /// From request to the last byte, or to the failure.
        took: Duration,
        /// The answer, whatever its code, or why there is none.
        result: Result<Answer, FetchError>,
    },
    /// The browser says that it is, or is not, connected.
    ConnectionChanged {
        /// Whether it is.
        online: bool,
    },
    /// This tab became, or ceased to be, the one that asks for all tabs of this browser.
    LeadChanged {
        /// Whether it asks.
        leads: bool,
    },
    /// A person wants to know how the systems are, now.
    CheckAllRequested,
    /// A person wants this target scraped now; all of them where there is no index.
    ScrapeRequested(Option<usize>),
    /// A person wants this check looked at now.
    CheckRequested(usize),
    /// A person changes a rule's limit in this browser; `None` takes it back to the configured one.
    LimitChanged {
        /// The rule's key.
        rule: String,
        /// What it is changed to.
        limit: Option<Limit>,
    },
    /// What this browser had kept.
    Loaded(Result<Kept, StorageError>),
    /// A save is over.
    Saved(Result<(), StorageError>),
    /// A person wants what this browser keeps forgotten.
    ForgetRequested,
    /// It is forgotten, or is not.
    Forgotten(Result<(), StorageError>),
    /// Another tab said something.
    PeerMessage(PeerMessage),
    /// A person wants the page to go on with the newer configuration that was noticed.
    ConfigAccepted,
}
