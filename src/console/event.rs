//! Everything that can happen to an operator's page.

use super::{StorageError, StoredData, Token};
use crate::dashboard::Dashboard;
use crate::decode::Answer;
use crate::monitor::{Canary, FetchError, PeerMessage};
use crate::rules::limit::Limit;
use metrics_engine::time::Duration;

/// The purpose of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// The configuration; its arrival is the login.
    Config,
    /// The health check with this index.
    Check(usize),
    /// A canary of the monitor.
    Canary(Canary),
    /// The target with this index.
    Target(usize),
    /// The list of the recorder's series segments.
    Past,
    /// The segment with this number.
    Segment(u64),
    /// The proxy's canary, to decide scrapes without an answer.
    Proxy,
}

/// Something that happened: input of a person, a timer, the network, the browser's storage.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time has passed. Harmless at any moment.
    Tick,
    /// Continue with work that was too much for one task.
    Continue,
    /// The page was loaded.
    Started {
        /// The token that the tab had stored, or that of a sign-in proxy.
        token: Option<Token>,
    },
    /// A person submitted the login form.
    LoginSubmitted {
        /// The credentials.
        token: Token,
        /// Whether to store them for the tab.
        remember: bool,
    },
    /// A person logged out.
    LoggedOut,
    /// A fetch has ended.
    Answered {
        /// Its purpose.
        request: Request,
        /// From request to the last byte, or to the failure.
        took: Duration,
        /// The answer, whatever its code, or the reason why there is none.
        result: Result<Answer, FetchError>,
    },
    /// The browser went online or offline.
    ConnectionChanged {
        /// Whether it is online.
        online: bool,
    },
    /// This tab gained or lost the lead, in which it checks for all tabs of this browser.
    LeadChanged {
        /// Whether it leads.
        leads: bool,
    },
    /// A person wants to know how the systems are, now.
    CheckAllRequested,
    /// A person wants a target scraped now, or all of them.
    ScrapeRequested(Option<usize>),
    /// A person requested this check now.
    CheckRequested(usize),
    /// A person changed a rule's limit in this browser.
    LimitChanged {
        /// The rule's key.
        rule: String,
        /// The new limit, or `None` for the configured one.
        limit: Option<Limit>,
    },
    /// A person ran a query.
    QueryRun(String),
    /// A person imported or edited a dashboard in this browser.
    DashboardChanged(Dashboard),
    /// A person wants the last change of the dashboard with this id taken back.
    DashboardUndone(String),
    /// A person wants the dashboard with this id removed from this browser.
    DashboardForgotten(String),
    /// The stored data was read.
    Loaded(Result<StoredData, StorageError>),
    /// A save has ended.
    Saved(Result<(), StorageError>),
    /// A person wants the stored data deleted.
    ForgetRequested,
    /// The deletion has ended.
    Forgotten(Result<(), StorageError>),
    /// A message of another tab arrived.
    PeerMessage(PeerMessage),
    /// A person wants the newer configuration applied.
    ConfigAccepted,
}
