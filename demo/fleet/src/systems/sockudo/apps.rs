//! The applications that Sockudo serves, and the flows that everything about them hangs on.

use crate::{load::Flow, process::Process};

/// Identifiers of the applications, and how busy each is.
pub(super) const APPS: [(&str, f64); 2] = [("app-id", 1.0), ("shop", 0.38)];

/// Clients that connect to an application of share 1, messages to and from them, calls of its REST interface.
pub(super) const CONNECTIONS: Flow = Flow::new("connections", 0.7);
pub(super) const SENT: Flow = Flow::new("messages", 31.0);
pub(super) const RECEIVED: Flow = Flow::new("messages", 6.2);
pub(super) const PUBLISHED: Flow = Flow::new("published", 1.3);

/// How long a client stays, in seconds.
pub(super) const STAY: f64 = 1200.0;

/// Kinds of channels: subscriptions per connection, and how many channels are active at most.
pub(super) const CHANNELS: [(&str, f64, f64); 4] = [
    ("public", 1.7, 166.0),
    ("private", 1.1, 95.0),
    ("presence", 0.6, 100.0),
    ("cache", 0.3, 44.0),
];

/// One application of a running Sockudo.
pub(super) struct App {
    /// Its identifier, which is a label.
    pub(super) id: &'static str,
    share: f64,
    process: Process,
}

impl App {
    /// All of them.
    pub(super) fn all(process: &Process) -> [Self; 2] {
        APPS.map(|(id, share)| Self { id, share, process: process.sibling(id, 0.0) })
    }

    /// A flow as busy as this application.
    pub(super) fn flow(&self, flow: Flow) -> Flow {
        flow.times(self.share)
    }

    /// How often something happened here since the start.
    pub(super) fn count(&self, flow: Flow) -> f64 {
        self.process.count(self.flow(flow))
    }

    /// How many have left again.
    pub(super) fn left(&self, flow: Flow, stay: f64) -> f64 {
        self.process.left(self.flow(flow), stay)
    }

    /// How many clients are connected.
    pub(super) fn connected(&self) -> f64 {
        self.process.present(self.flow(CONNECTIONS), STAY)
    }

    /// A whole number that wanders between bounds for an application of share 1.
    pub(super) fn level(&self, name: &'static str, low: f64, high: f64) -> f64 {
        self.process.level(name, low * self.share, high * self.share)
    }

    /// The process as this application sees it: with its own chances.
    pub(super) fn process(&self) -> &Process {
        &self.process
    }
}
